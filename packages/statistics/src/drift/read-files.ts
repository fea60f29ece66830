import { findColumn } from '../scan/columns.ts'
import type { Column } from '../scan/columns.ts'
import { NotPlain } from '../scan/not-plain.ts'
import type { Scan } from '../scan/open-source.ts'
import { scanFile } from '../scan/scan-file.ts'
import type { Source } from '../scan/source.ts'
import { readSide } from './compare-columns.ts'
import type { Side } from './compare-columns.ts'
import { columnKinds } from './column-kinds.ts'
import type { Compared } from './column-kinds.ts'
import type { DriftColumn, DriftQuestion } from './drift-report.ts'
import type { DriftSettings } from './measure-columns.ts'
import { readPlainSide } from './read-plain.ts'
import type { Spool } from './spool.ts'

/** What one file holds: its side of the comparison, the columns that were read, and all that there are. */
export type ReadSide = {
  readonly side: Side
  readonly compared: readonly Compared[]
  readonly columns: readonly Column[]
}

/** Reads the columns that are asked for, or all, each by the kind that is given or found. */
export function readReference(
  question: DriftQuestion,
  asked: readonly DriftColumn[],
  spool: Spool,
  { samples }: DriftSettings,
): Promise<{ result: ReadSide; source: Source }> {
  return scanFile<ReadSide>(
    question.reference,
    halfOf(question, 0),
    async (scan) => {
      const compared = await comparedColumns(scan, asked, question)
      const { result, rows } = await readSide(scan, compared, spool, question, samples)
      return { result: { side: result, compared, columns: scan.columns }, rows }
    },
    async (csv) => {
      if (samples.together) throw new NotPlain('all columns are looked at together')
      for (const name of [question.prediction, question.label]) {
        if (name !== undefined) findColumn(csv.columns, name)
      }
      const wanted = asked.length === 0 ? csv.columns.map(({ name }) => ({ name })) : asked
      const { side, compared, rows } = await readPlainSide(csv, wanted, spool)
      return { result: { side, compared, columns: csv.columns }, rows }
    },
  )
}

/** Reads the columns of another file as those of the reference were read. */
export function readCurrent(
  question: DriftQuestion,
  asked: readonly DriftColumn[],
  compared: readonly Compared[],
  spool: Spool,
  { samples }: DriftSettings,
): Promise<{ result: ReadSide; source: Source }> {
  // With named columns both files must have them; without, what only one has is said.
  const bothOf = (columns: readonly Column[]): Compared[] => {
    for (const { name } of asked) findColumn(columns, name)
    return compared.filter(({ name }) => columns.some((column) => column.name === name))
  }
  return scanFile<ReadSide>(
    question.current,
    halfOf(question, 1),
    async (scan) => {
      const both = bothOf(scan.columns)
      const { result, rows } = await readSide(scan, both, spool, question, samples)
      return { result: { side: result, compared: both, columns: scan.columns }, rows }
    },
    async (csv) => {
      const both = bothOf(csv.columns)
      if (both.length === 0 || samples.together) throw new NotPlain('nothing is compared column by column')
      const { side, rows } = await readPlainSide(csv, both, spool)
      return { result: { side, compared: both, columns: csv.columns }, rows }
    },
  )
}

async function comparedColumns(
  scan: Scan,
  asked: readonly DriftColumn[],
  { prediction, label }: DriftQuestion,
): Promise<Compared[]> {
  for (const name of [prediction, label]) if (name !== undefined) findColumn(scan.columns, name)
  const columns = asked.length === 0 ? scan.columns : asked.map(({ name }) => findColumn(scan.columns, name))
  const given = new Map(asked.flatMap(({ name, kind }) => (kind === undefined ? [] : [[name, kind] as const])))
  const kinds = await columnKinds(
    scan,
    columns.filter(({ name }) => !given.has(name)),
  )
  return columns.map(({ name }) => ({ name, kind: given.get(name) ?? kinds.get(name) ?? 'categorical' }))
}

/** The progress of one of two files as part of the whole. */
export function halfOf(
  { onProgress, signal }: DriftQuestion,
  half: 0 | 1,
): Pick<DriftQuestion, 'onProgress' | 'signal'> {
  return {
    signal,
    onProgress:
      onProgress === undefined ? undefined : ({ phase, share }) => onProgress({ phase, share: (share + half) / 2 }),
  }
}
