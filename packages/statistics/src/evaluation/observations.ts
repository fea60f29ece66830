import type { DuckDBConnection } from '@duckdb/node-api'
import { findColumn } from '../scan/columns.ts'
import { encodeColumns, firstRowWhere } from '../scan/encode.ts'
import { rowsFrom } from '../scan/engine.ts'
import { quoted, ScanError } from '../scan/scan-error.ts'
import type { Scan } from '../scan/open-source.ts'
import type { EvaluationQuestion } from './evaluation.ts'

const MOST_CLASSES = 100
const MOST_SLICE_VALUES = 1000
/** Every group is bootstrapped, so all slices together are bounded too. */
const MOST_GROUPS = 2000

/** The columns of a file of predictions, checked and coded, in the table `observations` of the connection. */
export type Observations = {
  readonly connection: DuckDBConnection
  readonly rows: number
  readonly labels: readonly string[]
  /** Empty when no prediction column was given. */
  readonly predictions: readonly string[]
  readonly slices: readonly { readonly name: string; readonly values: readonly string[] }[]
  /** The names of the coded columns in the table. */
  readonly codeOf: {
    readonly label: string
    readonly prediction: string | undefined
    readonly slice: readonly string[]
  }
}

/** Reads and checks the columns the question names. */
export async function readObservations(scan: Scan, question: EvaluationQuestion): Promise<Observations> {
  const named = (name: string): ReturnType<typeof findColumn> => findColumn(scan.columns, name)
  const label = named(question.label)
  const prediction = question.prediction === undefined ? undefined : named(question.prediction)
  const score = question.score === undefined ? undefined : named(question.score)
  const slices = (question.slices ?? []).map(named)
  const classes = [label, ...(prediction === undefined ? [] : [prediction])]
  const coded = [
    ...classes.map((column) => ({ column, limit: MOST_CLASSES, tooMany: 'classes_too_many' as const })),
    ...slices.map((column) => ({ column, limit: MOST_SLICE_VALUES, tooMany: 'slice_values_too_many' as const })),
  ]
  const byClass = Object.values(question.scores ?? {}).map(named)
  const { codes, rows } = await encodeColumns(scan, coded, score, byClass)
  if (rows === 0) throw new ScanError('file_empty', 'the file has no rows', 'write at least one row')
  for (const [index, column] of classes.entries()) {
    const absent = await countWhere(scan, `enum_code(code_${index}) = ${codes[index]?.values.length ?? 0}`)
    if (absent === 0) continue
    const { row } = await firstRowWhere(scan, column, 'text', 'value IS NULL')
    throw new ScanError(
      'value_missing',
      `${absent} of ${rows} rows have no value in column ${quoted(column.name)}, the first is row ${row}`,
      'give every row a class, or leave those rows out of the file',
    )
  }
  const groups = codes.slice(classes.length).reduce((sum, { values }) => sum + values.length, 0)
  if (groups > MOST_GROUPS) {
    throw new ScanError(
      'slice_values_too_many',
      `the slice columns have ${groups} values together, more than ${MOST_GROUPS}`,
      'give fewer slice columns, or put their values into bands first',
    )
  }
  if (score !== undefined) await checkScores(scan, score, rows)
  for (const [index, column] of byClass.entries()) await checkScores(scan, column, rows, `number_${index}`)
  return {
    connection: scan.connection,
    rows,
    labels: codes[0]?.values ?? [],
    predictions: prediction === undefined ? [] : (codes[1]?.values ?? []),
    slices: slices.map(({ name }, index) => ({ name, values: codes[classes.length + index]?.values ?? [] })),
    codeOf: {
      label: 'code_0',
      prediction: prediction === undefined ? undefined : 'code_1',
      slice: slices.map((_, index) => `code_${classes.length + index}`),
    },
  }
}

async function checkScores(
  scan: Scan,
  column: ReturnType<typeof findColumn>,
  rows: number,
  score = 'score',
): Promise<void> {
  const name = quoted(column.name)
  const absent = await countWhere(scan, `${score} IS NULL OR isnan(${score})`)
  if (absent > 0) {
    const { row, text } = await firstRowWhere(scan, column, 'number', 'value IS NULL OR isnan(value)')
    const missing = text === '' || /^nan$/i.test(text)
    throw new ScanError(
      missing ? 'value_missing' : 'column_type',
      `${absent} of ${rows} rows have ${missing ? 'no score' : 'something other than a number'} in column ${name}, ` +
        `the first is row ${row}${missing ? '' : `: ${quoted(text)}`}`,
      missing ? 'give every row a score, or leave those rows out of the file' : 'give a column of numbers from 0 to 1',
    )
  }
  const outside = await countWhere(scan, `${score} < 0 OR ${score} > 1`)
  if (outside > 0) {
    const { row, text } = await firstRowWhere(scan, column, 'number', 'value < 0 OR value > 1')
    throw new ScanError(
      'score_out_of_range',
      `${outside} of ${rows} scores in column ${name} are outside 0 to 1, the first is ${quoted(text)} in row ${row}`,
      'give the probability of the positive class; turn a margin or a percentage into one first',
    )
  }
}

async function countWhere({ connection }: Scan, condition: string): Promise<number> {
  const [row] = await rowsFrom(connection, `SELECT count(*) AS n FROM observations WHERE ${condition}`)
  return Number(row?.['n'] ?? 0)
}
