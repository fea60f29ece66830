import { Readable } from 'node:stream'
import type { LedgerEntry } from '@muster/core'
import { exportCheckpointLine, exportHeaderLine, refusal } from '@muster/core'
import { standingOf } from '../../http/app.ts'
import type { Call, Handlers } from '../../http/context.ts'
import { note } from '../../http/health.ts'
import { RequestRefused } from '../../http/problem.ts'
import { notFound, readable } from '../../http/reading.ts'
import { makeBackup } from '../../store/backup.ts'
import { replay } from '../../store/replay.ts'
import { consistencyOf, proofOf, signedHead, storedEntries } from './log.ts'
import { searched } from './search.ts'
import { MOST_STREAMS } from './live.ts'
import { subscribe } from './subscription.ts'
import { verifyStore } from './verify.ts'

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

/** The stream of what is committed from now on, or since the entry that was seen last. */
async function live(call: Call): Promise<Readable> {
  const { request, reply, context, caller } = call
  const given = request.headers['last-event-id'] ?? call.query['after']
  const lastSeen = given === undefined ? undefined : Number(given)
  if (lastSeen !== undefined && (!Number.isSafeInteger(lastSeen) || lastSeen < -1))
    throw new RequestRefused(
      refusal('input-invalid', 'Last-Event-ID must be the number of an entry.', { subject: 'header Last-Event-ID' }),
    )
  const opened = subscribe(context.tail, {
    person: caller.person,
    token: caller.token,
    lastSeen,
    standing: () => standingOf(context, request),
  })
  if (opened === undefined)
    throw new RequestRefused(
      refusal('too-many-requests', `You have ${MOST_STREAMS} live streams open; no more are given.`, {
        help: 'Close some windows, or let them share one stream.',
      }),
    )
  reply.raw.once('close', opened.leave)
  // The connection ends with the stream: one that idles would keep a stopping server waiting.
  void reply.headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'close' })
  return opened.stream
}

export const ledgerHandlers: Handlers = {
  'ledger.list': searched,
  'ledger.show': async (call) => JSON.parse((await oneEntry(call)).entry) as LedgerEntry,
  'ledger.proof': async (call) => {
    const { seq } = await oneEntry(call)
    const proof = await proofOf(call.context.database, call.context.ledgerKey, Number(seq))
    if (proof === undefined) throw notFound(`entry ${seq}`)
    return proof
  },
  'ledger.prove': async (call) => {
    const { seq, entry } = await oneEntry(call)
    const { database, ledgerKey } = call.context
    const proof = await proofOf(database, ledgerKey, Number(seq))
    if (proof === undefined) throw notFound(`entry ${seq}`)
    return { seq: Number(seq), text: entry, proof, origin: ledgerKey.signer.name, key: ledgerKey.verifierKey }
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
  'ledger.live': live,
  'ledger.export': async (call) => Readable.from(exported(call)),
  'ledger.verify': async (call) => {
    const verdict = await verifyStore(call.context.database, call.context.ledgerKey)
    await note(call, 'verified.last', { ok: verdict.ok, size: verdict.size, findings: verdict.findings.length })
    return verdict
  },
  'ledger.replay': (call) => replay(call.context.database),
  'backup.make': async (call) => {
    call.reply.header('content-disposition', 'attachment; filename="muster.backup"')
    const { size } = await signedHead(call.context.database, call.context.ledgerKey)
    const backup = makeBackup(call.context)
    // Only what was taken to its end is a backup.
    backup.once('end', () => {
      note(call, 'backup.last', { size }).catch((error: unknown) =>
        call.context.log('warn', 'noting the backup failed', { error: String(error) }),
      )
    })
    return backup
  },
}
