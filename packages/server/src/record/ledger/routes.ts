import { Readable } from 'node:stream'
import type { LedgerEntry } from '@muster/core'
import { exportCheckpointLine, exportHeaderLine } from '@muster/core'
import type { Call, Handlers } from '../../http/context.ts'
import { notFound, pageOf, readable } from '../../http/reading.ts'
import { makeBackup } from '../../store/backup.ts'
import { replay } from '../../store/replay.ts'
import { consistencyOf, proofOf, signedHead, storedEntries } from './log.ts'
import { verifyStore } from './verify.ts'

/** Entries a caller may read: of projects they are on, and those of no project for administrators and auditors. */
const VISIBLE = `$3 or exists (select 1 from assignment a where a.project = ledger_entry.project and a.doc->>'person' = $4)`

async function oneEntry(call: Call): Promise<{ seq: number; entry: string }> {
  const seq = Number(call.params['seq'])
  const [row] = await call.context.database.query<{ seq: number; entry: string; project: string | null }>(
    'select seq, entry, project from ledger_entry where seq = $1',
    [seq],
  )
  if (row === undefined) throw notFound(`entry ${seq}`)
  if (row.project !== null) await readable(call, row.project, `entry ${seq}`)
  else if (!call.administrator && !call.auditor) throw notFound(`entry ${seq}`)
  return row
}

async function* exported(call: Call): AsyncGenerator<string> {
  const { database, ledgerKey } = call.context
  const { note, size } = await signedHead(database, ledgerKey)
  yield exportHeaderLine({ origin: ledgerKey.signer.name, key: ledgerKey.verifierKey })
  for await (const batch of storedEntries(database, 0, size)) yield batch.map(({ text }) => `${text}\n`).join('')
  yield exportCheckpointLine(note)
}

export const ledgerHandlers: Handlers = {
  'ledger.list': async (call) => {
    const { project, subject, type } = call.query
    const filters = [
      [project, 'project'],
      [subject, 'subject'],
      [type, 'type'],
    ].filter(([value]) => typeof value === 'string')
    const where = [`(${VISIBLE})`, ...filters.map(([, column], i) => `${String(column)} = $${i + 5}`)].join(' and ')
    const values = [call.administrator || call.auditor, call.caller.person, ...filters.map(([value]) => value)]
    const page = await pageOf<{ entry: string }>(call, {
      columns: 'entry',
      from: 'ledger_entry',
      where,
      values,
      key: 'seq',
      numeric: true,
    })
    return { ...page, items: page.items.map((row) => JSON.parse(row.entry) as LedgerEntry) }
  },
  'ledger.show': async (call) => JSON.parse((await oneEntry(call)).entry) as LedgerEntry,
  'ledger.proof': async (call) => {
    const { seq } = await oneEntry(call)
    const proof = await proofOf(call.context.database, call.context.ledgerKey, Number(seq))
    if (proof === undefined) throw notFound(`entry ${seq}`)
    return proof
  },
  'ledger.checkpoint': async (call) => (await signedHead(call.context.database, call.context.ledgerKey)).note,
  'ledger.key': async (call) => `${call.context.ledgerKey.verifierKey}\n`,
  'ledger.consistency': async (call) => {
    const { database, ledgerKey } = call.context
    const { note, size } = await signedHead(database, ledgerKey)
    const older = Number(call.query['older'])
    return {
      older,
      newer: size,
      checkpoint: note,
      hashes: older > size ? [] : await consistencyOf(database, older, size),
    }
  },
  'ledger.export': async (call) => Readable.from(exported(call)),
  'ledger.verify': (call) => verifyStore(call.context.database, call.context.ledgerKey),
  'ledger.replay': (call) => replay(call.context.database),
  'backup.make': async (call) => {
    call.reply.header('content-disposition', 'attachment; filename="muster.backup"')
    return makeBackup(call.context)
  },
}
