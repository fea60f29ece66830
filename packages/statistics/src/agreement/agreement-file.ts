import type { DuckDBDataChunk } from '@duckdb/node-api'
import { findColumn } from '../scan/columns.ts'
import type { Column } from '../scan/columns.ts'
import { eachChunk } from '../scan/each-chunk.ts'
import { firstRowWhere, numberOf, textOf } from '../scan/encode.ts'
import { NotPlain } from '../scan/not-plain.ts'
import type { PlainCsv } from '../scan/plain-csv.ts'
import { CodeReader, SkippingReader } from '../scan/plain-readers.ts'
import { quoted, ScanError } from '../scan/scan-error.ts'
import { scanFile } from '../scan/scan-file.ts'
import type { Scan } from '../scan/open-source.ts'
import { agreementSettings } from './agreement.ts'
import type { AgreementQuestion, FileAgreement } from './agreement.ts'
import { fromCodes, RepeatedLabelError } from './label-table.ts'
import type { LabelTable } from './label-table.ts'
import { measureAgreement } from './measure-agreement.ts'
import type { LabelExtras } from './measure-agreement.ts'
import { joinedCodes, NameCodes } from './name-codes.ts'

/**
 * Measures the agreement of a file of labels in long form: see measureAgreement. One row is one label of one rater for
 * one item; an empty label is none. The file is read once, in chunks; names are kept once each, rows as small codes.
 *
 * A row without an item or rater is an error, and so are two different labels of one rater for one item, labels that are
 * no numbers at the interval and ratio level, and two different true labels of one item. Throws a ScanError for these and
 * for whatever is wrong with the file, or the signal's reason when it is aborted.
 *
 * @example
 * await measureFileAgreement({ path: 'labels.csv', item: 'item', rater: 'rater', label: 'label', level: 'ordinal' })
 */
export async function measureFileAgreement(question: AgreementQuestion): Promise<FileAgreement> {
  const settings = agreementSettings(question)
  const { onProgress, signal } = question
  const measure = async (
    read: Read,
    refuse: () => Promise<void>,
  ): Promise<{ result: Omit<FileAgreement, 'source'>; rows: number }> => {
    onProgress?.({ phase: 'read', share: 1 })
    const { table, extras } = assemble(read, question)
    const needsNumbers = settings.level === 'interval' || settings.level === 'ratio'
    if (needsNumbers && table.values === null) await refuse()
    const onShare = (share: number): void => onProgress?.({ phase: 'measure', share })
    const agreement = await measureAgreement(table, settings, extras, { signal, onShare })
    onProgress?.({ phase: 'measure', share: 1 })
    return { result: agreement, rows: read.rows }
  }
  const { result, source } = await scanFile(
    question.path,
    { onProgress, signal },
    async (scan) => measure(await readLabels(scan, question), () => refuseText(scan, question)),
    async (csv) =>
      measure(await readPlainLabels(csv, question), () => Promise.reject(new NotPlain('a label is no number'))),
  )
  return { ...result, source }
}

/** Names, each once, and for each row its place among them. */
type CodedNames = { readonly names: readonly string[]; readonly codes: (rows: number) => Int32Array }

type Read = {
  readonly rows: number
  readonly items: CodedNames
  readonly raters: CodedNames
  readonly labels: CodedNames
  readonly seconds: Float64Array
  readonly gold: ReadonlyMap<string, string>
}

/** Beyond, names are told apart by hashes, which take less memory. */
const MOST_NAMES = 20_000_000

/** What one chunk holds: item, rater and label as text, their hashes, and the seconds and the true label where asked for. */
const AT = { item: 0, rater: 1, label: 2, itemHash: 3, raterHash: 4, labelHash: 5, seconds: 6, gold: 7 } as const

async function readLabels(scan: Scan, question: AgreementQuestion): Promise<Read> {
  const named = (name: string): Column => findColumn(scan.columns, name)
  const columns = [named(question.item), named(question.rater), named(question.label)]
  const texts = columns.map((column) => `coalesce(${plainText(column)}, '')`)
  const seconds = question.leadTime === undefined ? 'NULL::DOUBLE' : numberOf(named(question.leadTime))
  const gold = question.gold === undefined ? 'NULL::VARCHAR' : textOf(named(question.gold))
  const source = `SELECT ${texts.map((text, at) => `${text} AS t${at}`).join(', ')}, ${seconds} AS s, ${gold} AS g FROM ${scan.relation}`
  // Columns that nobody asked for are not carried over: that costs more than their numbers.
  const isMore = question.leadTime !== undefined || question.gold !== undefined
  const result = await scan.connection.stream(
    `SELECT t0, t1, t2, hash(t0), hash(t1), hash(t2)${isMore ? ", coalesce(s, 'nan'::DOUBLE), g" : ''} FROM (${source})`,
  )
  const codes = { items: new NameCodes(), raters: new NameCodes(), labels: new NameCodes() }
  const times: Float64Array[] = []
  const truth = new Map<string, string>()
  let rows = 0
  await eachChunk(result, question.signal, (chunk, size) => {
    rows += size
    codes.labels.add(hashesOf(chunk, AT.labelHash), size, textAt(chunk, AT.label))
    codes.items.add(hashesOf(chunk, AT.itemHash), size, textAt(chunk, AT.item))
    codes.raters.add(hashesOf(chunk, AT.raterHash), size, textAt(chunk, AT.rater))
    if (question.leadTime !== undefined) times.push(Float64Array.from(numbersOf(chunk, AT.seconds)).subarray(0, size))
    if (question.gold !== undefined) readGold(chunk, size, truth)
  })
  if (rows === 0) throw new ScanError('file_empty', 'the file has no rows', 'write at least one row')
  for (const [index, found] of [codes.items, codes.raters].entries()) {
    const column = columns[index]
    if (!found.names.includes('') || column === undefined) continue
    const { row } = await firstRowWhere(scan, column, 'text', 'value IS NULL')
    throw new ScanError(
      'value_missing',
      `a row has no value in column ${quoted(column.name)}, the first is row ${row}`,
      'give every label its item and its rater',
    )
  }
  const joined = new Float64Array(times.reduce((sum, piece) => sum + piece.length, 0))
  let filled = 0
  for (const piece of times) {
    joined.set(piece, filled)
    filled += piece.length
  }
  return { rows, ...codes, seconds: joined, gold: truth }
}

/** The same from a plain CSV file. */
async function readPlainLabels(csv: PlainCsv, question: AgreementQuestion): Promise<Read> {
  if (question.leadTime !== undefined || question.gold !== undefined)
    throw new NotPlain('more than labels is asked for')
  const columns = [question.item, question.rater, question.label].map((name) => findColumn(csv.columns, name))
  if (new Set(columns).size < columns.length) throw new NotPlain('a column is named twice')
  const [items, raters, labels] = columns.map(() => new PlainNames(csv.delimiter))
  if (items === undefined || raters === undefined || labels === undefined) throw new Error('three columns are read')
  const all = [items, raters, labels]
  const readers = csv.columns.map((column) => all[columns.indexOf(column)]?.reader ?? new SkippingReader(csv.delimiter))
  const rows = await csv.read(readers, (size) => {
    for (const names of all) names.keep(size)
  })
  const read = { items: items.finish(), raters: raters.finish(), labels: labels.finish() }
  if (read.items.names.includes('') || read.raters.names.includes('')) throw new NotPlain('a row has no item or rater')
  return { rows, ...read, seconds: new Float64Array(0), gold: new Map() }
}

/** A column of names that is read from a plain CSV file. */
class PlainNames {
  readonly reader: CodeReader
  private readonly pieces: Int32Array[] = []

  constructor(delimiter: number) {
    this.reader = new CodeReader(delimiter, MOST_NAMES)
  }

  keep(size: number): void {
    this.pieces.push(this.reader.codes.slice(0, size))
  }

  finish(): CodedNames {
    return { names: this.reader.dictionary.names(), codes: (rows) => joinedCodes(this.pieces, rows) }
  }
}

/** Text columns are taken as they are, so that empty text stays text; others are written as text. */
function plainText(column: Column): string {
  return column.type === 'VARCHAR' ? column.reference : textOf(column)
}

function readGold(chunk: DuckDBDataChunk, size: number, truth: Map<string, string>): void {
  const gold = chunk.getColumnVector(AT.gold)
  const item = chunk.getColumnVector(AT.item)
  for (let row = 0; row < size; row++) {
    const wanted = gold.getItem(row)
    if (typeof wanted !== 'string') continue
    const name = String(item.getItem(row))
    const before = truth.get(name)
    if (before !== undefined && before !== wanted) {
      throw new ScanError(
        'labels_differ',
        `the item ${quoted(name)} has two true labels, ${quoted(before)} and ${quoted(wanted)}`,
        'give each gold item one true label',
      )
    }
    truth.set(name, wanted)
  }
}

function assemble(
  read: Read,
  { order, gold, leadTime, rates }: AgreementQuestion,
): { table: LabelTable; extras: LabelExtras } {
  const { items, raters, labels, rows } = read
  const none = labels.names.indexOf('')
  const given = labels.codes(rows)
  const kept = none < 0 ? undefined : given.map((code, row) => (code === none ? -1 : row)).filter((row) => row >= 0)
  const pick = (codes: Int32Array): Int32Array => (kept === undefined ? codes : kept.map((row) => codes[row] ?? 0))
  // Codes after the empty label move down by one, since it is no category.
  const moved = none < 0 ? given : pick(given).map((code) => (code > none ? code - 1 : code))
  const names = { items: items.names, raters: raters.names, labels: labels.names.filter((name) => name !== '') }
  const raterCodes = pick(raters.codes(rows))
  try {
    const table = fromCodes(names, { items: pick(items.codes(rows)), raters: raterCodes, labels: moved }, order)
    const place = new Map(table.raters.map((name, index) => [name, index]))
    const rank = raters.names.map((name) => place.get(name) ?? 0)
    const seconds =
      kept === undefined ? read.seconds : Float64Array.from(kept, (row) => read.seconds[row] ?? Number.NaN)
    return {
      table,
      extras: {
        gold: gold === undefined ? undefined : read.gold,
        times: leadTime === undefined ? undefined : { rater: raterCodes.map((code) => rank[code] ?? 0), seconds },
        rates,
      },
    }
  } catch (error) {
    if (error instanceof RepeatedLabelError) {
      throw new ScanError(
        'labels_differ',
        `${quoted(error.rater)} gave the item ${quoted(error.item)} two different labels`,
        'keep the label that counts: one for each item and rater',
      )
    }
    if (error instanceof RangeError)
      throw new ScanError('option_invalid', error.message, 'name every label in the order')
    throw error
  }
}

async function refuseText(scan: Scan, { label, level }: AgreementQuestion): Promise<void> {
  const column = findColumn(scan.columns, label)
  const { row, text } = await firstRowWhere(
    scan,
    column,
    'number',
    "(value IS NULL OR NOT isfinite(value)) AND raw IS NOT NULL AND raw <> ''",
  )
  throw new ScanError(
    'column_type',
    `the ${level ?? ''} level needs numbers, and column ${quoted(label)} has ${quoted(text)} in row ${row}`,
    'choose the nominal level, or the ordinal one with the order of the labels',
  )
}

function textAt(chunk: DuckDBDataChunk, column: number): (row: number) => string {
  const vector = chunk.getColumnVector(column)
  return (row) => String(vector.getItem(row))
}

/** The 64-bit hashes of a column as they lie in the vector, as pairs of 32 bits. */
function hashesOf(chunk: DuckDBDataChunk, column: number): Uint32Array {
  const items = itemsOf(chunk, column)
  return new Uint32Array(items.buffer, items.byteOffset, items.byteLength / 4)
}

function numbersOf(chunk: DuckDBDataChunk, column: number): ArrayLike<number> {
  return itemsOf(chunk, column) as unknown as ArrayLike<number>
}

function itemsOf(chunk: DuckDBDataChunk, column: number): ArrayBufferView {
  const vector: object = chunk.getColumnVector(column)
  if ('items' in vector && ArrayBuffer.isView(vector.items)) return vector.items
  throw new Error(`column ${column} of the labels is not a vector of numbers`)
}
