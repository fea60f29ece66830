import { classesOf, positiveClass } from '../evaluation/positive-class.ts'
import type { Column } from '../scan/columns.ts'
import { findColumn } from '../scan/columns.ts'
import { firstRowWhere, numberOf, textOf } from '../scan/encode.ts'
import { NotPlain } from '../scan/not-plain.ts'
import { countPlain } from '../scan/plain-counts.ts'
import type { PlainCsv } from '../scan/plain-csv.ts'
import { quoted, ScanError } from '../scan/scan-error.ts'
import { scanFile } from '../scan/scan-file.ts'
import type { Scan } from '../scan/open-source.ts'
import { sortedCells } from './cells.ts'
import type { FairnessCell, FairnessTable } from './cells.ts'
import { fairnessSettings } from './fairness.ts'
import type { FairnessQuestion, FileFairness } from './fairness.ts'
import { measureFairness } from './measure-fairness.ts'

/** Each cell is drawn in each draw, so their number is bounded; 5,000 are some 1,250 groups. */
const MOST_CELLS = 5_000
const MOST_CLASSES = 100
const MOST_COLUMNS = 10

/**
 * Measures the fairness of a file of predictions: see measureFairness. The file is read once and grouped while it is
 * read; what follows depends on the number of distinct cells only.
 *
 * Empty text is a missing value. A row without label or prediction is an error; a row without an attribute is in no group
 * but counts for everybody; a row without a control value is in a control group of its own. Weights must be numbers of 0
 * or more. With more than two classes, `positive` names the favourable one and all others are its opposite.
 *
 * Throws a ScanError when the file cannot be measured, or the signal's reason when it is aborted.
 *
 * @example
 * await measureFileFairness({ path: 'loans.csv', label: 'repaid', prediction: 'granted', attributes: ['sex', 'age_band'] })
 */
export async function measureFileFairness(question: FairnessQuestion): Promise<FileFairness> {
  const settings = fairnessSettings(question)
  checkColumns(question)
  const { onProgress, signal } = question
  const measure = async ({ table, positive, caveats }: Cells): Promise<{ result: Measured; rows: number }> => {
    onProgress?.({ phase: 'read', share: 1 })
    const onShare = (share: number): void => onProgress?.({ phase: 'measure', share })
    const fairness = await measureFairness(table, settings, { signal, onShare })
    return { result: { ...fairness, caveats: [...caveats, ...fairness.caveats], positive }, rows: fairness.rows }
  }
  const { result, source } = await scanFile(
    question.path,
    { onProgress, signal },
    async (scan) => measure(await readCells(scan, question)),
    async (csv) => measure(await readPlainCells(csv, question)),
  )
  return { ...result, source }
}

type Measured = Omit<FileFairness, 'source'>

function checkColumns({ attributes, control = [] }: FairnessQuestion): void {
  if (attributes.length === 0) {
    throw new ScanError('option_invalid', 'no attribute was given', 'name the columns whose values are the groups')
  }
  const columns = [...attributes, ...control]
  if (columns.length > MOST_COLUMNS) {
    const message = `${columns.length} attribute and control columns were given`
    throw new ScanError('option_invalid', message, `give at most ${MOST_COLUMNS}`)
  }
  const repeated = columns.find((name, index) => columns.indexOf(name) !== index)
  if (repeated !== undefined) {
    throw new ScanError('option_invalid', `the column ${quoted(repeated)} is given twice`, 'give each once')
  }
}

type RawCell = Omit<FairnessCell, 'actual' | 'predicted'> & { label: string | null; prediction: string | null }

type Columns = {
  readonly label: Column | undefined
  readonly prediction: Column
  readonly attributes: readonly Column[]
  readonly control: readonly Column[]
}

function columnsOf(columns: readonly Column[], question: FairnessQuestion): Columns {
  const named = (name: string): Column => findColumn(columns, name)
  return {
    label: question.label === undefined ? undefined : named(question.label),
    prediction: named(question.prediction),
    attributes: question.attributes.map(named),
    control: (question.control ?? []).map(named),
  }
}

async function readCells(scan: Scan, question: FairnessQuestion): Promise<Cells> {
  const columns = columnsOf(scan.columns, question)
  const { label, prediction, attributes, control } = columns
  const weight = question.weight === undefined ? undefined : findColumn(scan.columns, question.weight)
  const raw = rawCells(await groupCells(scan, [label, prediction], [...attributes, ...control], weight), columns)
  const rows = raw.reduce((sum, cell) => sum + cell.rows, 0)
  if (rows === 0) throw new ScanError('file_empty', 'the file has no rows', 'write at least one row')
  if (label !== undefined) await refuseMissing(scan, label, raw, 'label', rows)
  await refuseMissing(scan, prediction, raw, 'prediction', rows)
  return tableOf(raw, columns, question)
}

/** The same from a plain CSV file. */
async function readPlainCells(csv: PlainCsv, question: FairnessQuestion): Promise<Cells> {
  if (question.weight !== undefined) throw new NotPlain('there are weights')
  const columns = columnsOf(csv.columns, question)
  const { label, prediction, attributes, control } = columns
  const wanted = [...(label === undefined ? [] : [label]), prediction, ...attributes, ...control]
  const { counts } = await countPlain(csv, wanted, MOST_CELLS)
  if (counts.length > MOST_CELLS) throw new NotPlain('there are many cells')
  const cells = counts.map(({ values, rows }): Counted => {
    return { values: label === undefined ? [null, ...values] : values, rows, weight: rows, weightSquares: rows }
  })
  const raw = rawCells(cells, columns)
  const isIncomplete = raw.some((cell) => cell.prediction === null || (label !== undefined && cell.label === null))
  if (isIncomplete) throw new NotPlain('a row has no class')
  return tableOf(raw, columns, question)
}

function rawCells(cells: readonly Counted[], { attributes }: Columns): RawCell[] {
  return cells.map(({ values, ...cell }): RawCell => ({
    ...cell,
    label: values[0] ?? null,
    prediction: values[1] ?? null,
    attributes: values.slice(2, 2 + attributes.length),
    control: values.slice(2 + attributes.length),
  }))
}

type Cells = { readonly table: FairnessTable; readonly positive: string; readonly caveats: readonly string[] }

function tableOf(raw: readonly RawCell[], columns: Columns, question: FairnessQuestion): Cells {
  const { label, prediction, attributes, control } = columns
  const labels = label === undefined ? [] : distinct(raw.map((cell) => cell.label))
  const predictions = distinct(raw.map((cell) => cell.prediction))
  for (const [column, found] of [
    [label, labels],
    [prediction, predictions],
  ] as const) {
    if (column === undefined || found.length <= MOST_CLASSES) continue
    throw new ScanError(
      'classes_too_many',
      `column ${quoted(column.name)} has more than ${MOST_CLASSES} different values, such as ${quoted(found[0] ?? '')}`,
      'give the column with the class of each row; a score must be turned into a decision first',
    )
  }
  const { positive, caveats } = favourable(labels, predictions, question.positive)
  const table: FairnessTable = {
    attributes: attributes.map(({ name }) => name),
    control: control.map(({ name }) => name),
    weighted: question.weight !== undefined,
    cells: binary(raw, positive, label !== undefined),
  }
  return { table, positive, caveats }
}

function favourable(
  labels: readonly string[],
  predictions: readonly string[],
  given: string | undefined,
): { positive: string; caveats: string[] } {
  const known = labels.length === 0 ? predictions : labels
  const { classes, caveats } = classesOf(known, predictions, given)
  if (classes.length > 2) {
    if (given !== undefined && classes.includes(given)) {
      return { positive: given, caveats: [...caveats, `All classes but ${quoted(given)} are taken as one.`] }
    }
    throw new ScanError(
      given === undefined ? 'option_invalid' : 'class_unknown',
      given === undefined
        ? `there are ${classes.length} classes and none is named as the favourable one`
        : `the positive class ${quoted(given)} occurs neither as label nor as prediction`,
      `name one of ${classes.slice(0, 10).map(quoted).join(', ')} as positive`,
    )
  }
  const { positive, caveat } = positiveClass(classes, given, new Map())
  return { positive, caveats: caveat === undefined ? caveats : [...caveats, caveat] }
}

/** Cells of the favourable class against all others; classes that become one are added up. */
function binary(raw: readonly RawCell[], positive: string, labelled: boolean): FairnessCell[] {
  const found = new Map<string, FairnessCell>()
  for (const { label, prediction, ...cell } of raw) {
    const actual = labelled ? label === positive : null
    const predicted = prediction === positive
    const key = JSON.stringify([cell.attributes, cell.control, actual, predicted])
    const before = found.get(key)
    found.set(key, {
      ...cell,
      actual,
      predicted,
      rows: cell.rows + (before?.rows ?? 0),
      weight: cell.weight + (before?.weight ?? 0),
      weightSquares: cell.weightSquares + (before?.weightSquares ?? 0),
    })
  }
  return sortedCells([...found.values()])
}

type Counted = {
  readonly values: readonly (string | null)[]
  readonly rows: number
  readonly weight: number
  readonly weightSquares: number
}

async function groupCells(
  scan: Scan,
  classes: readonly (Column | undefined)[],
  others: readonly Column[],
  weight: Column | undefined,
): Promise<Counted[]> {
  const texts = [...classes, ...others].map((column) => (column === undefined ? 'NULL::VARCHAR' : rawText(column)))
  const columns = texts.map((text, index) => `${text} AS v${index}`)
  const number = weight === undefined ? '1::DOUBLE' : numberOf(weight)
  const sums =
    weight === undefined
      ? 'count(*) AS n'
      : 'count(*) AS n, fsum(w) AS w, fsum(w * w) AS w2, ' +
        'count(*) FILTER (w IS NULL OR NOT isfinite(w)) AS odd, count(*) FILTER (w < 0) AS negative'
  const source = `SELECT ${[...columns, ...(weight === undefined ? [] : [`${number} AS w`])].join(', ')} FROM ${scan.relation}`
  const reader = await scan.connection.streamAndReadUntil(
    `SELECT ${texts.map((_, index) => `v${index}`).join(', ')}, ${sums} FROM (${source}) GROUP BY ${texts
      .map((_, index) => `v${index}`)
      .join(', ')}`,
    MOST_CELLS + 1,
  )
  const found = reader.getRowObjectsJS()
  if (found.length > MOST_CELLS) {
    throw new ScanError(
      'slice_values_too_many',
      `the columns have more than ${MOST_CELLS} combinations of values`,
      'give columns with few values, put their values into bands first, or give fewer columns',
    )
  }
  if (weight !== undefined) await checkWeights(scan, weight, found)
  return found.map((row) => ({
    values: texts.map((_, index) => {
      const value = row[`v${index}`]
      return typeof value === 'string' && value !== '' ? value : null
    }),
    rows: Number(row['n']),
    weight: Number(row['w'] ?? row['n']),
    weightSquares: Number(row['w2'] ?? row['n']),
  }))
}

/** Text as it lies in the file: turning empty text into a missing value costs more for each row than for each cell. */
function rawText(column: Column): string {
  return column.type === 'VARCHAR' ? column.reference : textOf(column)
}

async function checkWeights(scan: Scan, column: Column, found: readonly Record<string, unknown>[]): Promise<void> {
  const total = (name: string): number => found.reduce((sum, row) => sum + Number(row[name] ?? 0), 0)
  const name = quoted(column.name)
  if (total('odd') > 0) {
    const { row, text } = await firstRowWhere(scan, column, 'number', 'value IS NULL OR NOT isfinite(value)')
    throw new ScanError(
      text === '' ? 'value_missing' : 'column_type',
      `${total('odd')} rows have no finite number in column ${name}, the first is row ${row}: ${quoted(text)}`,
      'give every row a weight of 0 or more',
    )
  }
  if (total('negative') > 0) {
    const { row, text } = await firstRowWhere(scan, column, 'number', 'value < 0')
    throw new ScanError(
      'option_invalid',
      `${total('negative')} weights in column ${name} are negative, the first is ${quoted(text)} in row ${row}`,
      'give every row a weight of 0 or more',
    )
  }
  if (total('w') === 0)
    throw new ScanError('option_invalid', `all weights in column ${name} are 0`, 'give other weights')
}

async function refuseMissing(
  scan: Scan,
  column: Column,
  raw: readonly RawCell[],
  which: 'label' | 'prediction',
  rows: number,
): Promise<void> {
  const absent = raw.filter((cell) => cell[which] === null).reduce((sum, cell) => sum + cell.rows, 0)
  if (absent === 0) return
  const { row } = await firstRowWhere(scan, column, 'text', 'value IS NULL')
  throw new ScanError(
    'value_missing',
    `${absent} of ${rows} rows have no value in column ${quoted(column.name)}, the first is row ${row}`,
    'give every row a class, or leave those rows out of the file',
  )
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))].sort()
}
