import { join } from 'node:path'
import type { JsonObject, LedgerEntry } from '../packages/core/src/index.ts'
import { append, lockHead, project, recordedEvent } from '../packages/server/src/store/commit.ts'
import type { Database } from '../packages/server/src/store/database.ts'
import { openPglite } from '../packages/server/src/store/pglite.ts'
import { Work } from '../packages/server/src/store/work.ts'

const BATCH = 2_000

/** An entry as acts write them: a note on an experiment, unless told otherwise. */
export function entryOf(given: {
  readonly seq: number
  readonly at: string
  readonly project: string
  readonly person: string
  readonly subject: string
  readonly type?: string
  readonly act?: string
  readonly data?: JsonObject
}): LedgerEntry {
  const { seq, at, person, subject, type = 'ExperimentNoted', act = 'experiment.note' } = given
  return {
    v: 1,
    seq,
    at,
    type,
    act,
    actor: person,
    onBehalfOf: person,
    project: given.project,
    subject,
    grant: { activity: 'train-model', kind: 'activity', stake: 'R' },
    data: given.data ?? { metrics: [{ name: 'loss', value: (seq % 1000) / 1000 }], text: `Run ${seq}: loss goes down` },
  }
}

const idOf = (n: number): string => `exp_${String(n).padStart(26, '0')}`

/** Writes experiments with their notes, by the path that restoring a backup takes. Gives how many entries there are. */
export async function fillExperiments(
  folder: string,
  of: { readonly experiments: number; readonly entries: number; readonly project: string; readonly person: string },
): Promise<number> {
  const database = await openPglite(join(folder, 'database'))
  const forecast = { p50Days: 10, p85Days: 20, basis: 'prior', n: 0, explanation: 'From the pack.' }
  try {
    for (let written = 0; written < of.entries;) {
      const count = Math.min(BATCH, of.entries - written)
      await database.transaction(async (tx) => {
        const head = await lockHead(tx)
        const entries = Array.from({ length: count }, (_, i) => {
          const n = written + i
          const common = { seq: head.size + i, at: head.lastAt, project: of.project, person: of.person }
          if (n >= of.experiments) return entryOf({ ...common, subject: idOf(n % of.experiments) })
          const data = {
            kind: 'prototype',
            title: `Experiment ${n}`,
            hypothesis: 'It gets better',
            owner: of.person,
            requiredReviews: ['technical'],
            forecast,
          }
          return entryOf({ ...common, subject: idOf(n), type: 'ExperimentProposed', act: 'experiment.propose', data })
        })
        await append(tx, head, entries)
        await project(new Work(tx), entries.map(recordedEvent))
      })
      written += count
    }
    const [row] = await database.query<{ size: number }>('select size from ledger_head')
    return Number(row?.size ?? 0)
  } finally {
    await database.close()
  }
}

/** What entries without a project of their own are about; ids as long as real ones. */
export const noted = { project: idOf(1), person: idOf(2), subject: idOf(3) }

/** Appends entries without projections, until the ledger has `size` of them. Gives how many were written. */
export async function fillLedger(database: Database, size: number): Promise<number> {
  let written = 0
  for (;;) {
    const more = await database.transaction(async (tx) => {
      const head = await lockHead(tx)
      const at = head.lastAt === '' ? '2026-01-01T00:00:00.000Z' : head.lastAt
      const count = Math.min(BATCH, size - head.size)
      const entries = Array.from({ length: Math.max(0, count) }, (_, i) =>
        entryOf({ ...noted, seq: head.size + i, at }),
      )
      await append(tx, head, entries)
      return entries.length
    })
    if (more === 0) return written
    written += more
  }
}
