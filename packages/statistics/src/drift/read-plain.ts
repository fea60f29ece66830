import { findColumn } from '../scan/columns.ts'
import type { Column } from '../scan/columns.ts'
import { NotNumber, NotPlain } from '../scan/not-plain.ts'
import type { PlainCsv } from '../scan/plain-csv.ts'
import { CodeReader, NumberReader, SkippingReader } from '../scan/plain-readers.ts'
import type { Side } from './compare-columns.ts'
import { FEW_CATEGORIES, MISSING_WORDS, SAMPLE_ROWS, TEXT_SHARE } from './column-kinds.ts'
import type { ColumnKind, Compared } from './column-kinds.ts'
import { NumericSampleBuilder } from './numeric-sample.ts'
import type { Tally } from './read-columns.ts'
import { MOST_CATEGORIES } from './read-columns.ts'
import type { Spool } from './spool.ts'

/** A column to compare; without a kind it is found from the first rows. */
export type Wanted = { readonly name: string; readonly kind?: ColumnKind | undefined }

const MISSING: ReadonlySet<string> = new Set(MISSING_WORDS)

/**
 * Reads what drift needs from a plain CSV file: numbers and categories, in one pass. Throws NotPlain where a column is, or
 * may be, anything else.
 */
export async function readPlainSide(
  csv: PlainCsv,
  wanted: readonly Wanted[],
  spool: Spool,
): Promise<{ side: Side; compared: Compared[]; rows: number }> {
  const texts = new Set<string>()
  for (;;) {
    const columns = wanted.map(({ name, kind }) => {
      const column = findColumn(csv.columns, name)
      return texts.has(name) || kind === 'categorical'
        ? new CategoryColumn(csv, column, kind === undefined)
        : new NumericColumn(csv, column, kind, spool)
    })
    const readers = csv.columns.map(
      ({ name }) => columns.find((column) => column.name === name)?.reader ?? new SkippingReader(csv.delimiter),
    )
    try {
      let rows = 0
      await csv.read(readers, (size) => {
        for (const column of columns) column.add(size, Math.min(size, SAMPLE_ROWS - rows))
        rows += size
      })
      return sideOf(columns, rows)
    } catch (error) {
      const odd = error instanceof NotNumber && error.row < SAMPLE_ROWS ? csv.columns[error.column]?.name : undefined
      const isOpen = wanted.some(({ name, kind }) => name === odd && kind === undefined)
      if (odd === undefined || !isOpen) throw error
      texts.add(odd)
    }
  }
}

function sideOf(
  columns: readonly (NumericColumn | CategoryColumn)[],
  rows: number,
): { side: Side; compared: Compared[]; rows: number } {
  const numbers = new Map<string, ReturnType<NumericColumn['finish']>>()
  const tallies = new Map<string, Tally>()
  for (const column of columns) {
    if (column.kind === 'numeric') numbers.set(column.name, column.finish())
    else tallies.set(column.name, column.finish())
  }
  const side = { numbers, tallies, texts: new Map(), vectors: new Map(), sample: [], rows }
  return { side, compared: columns.map(({ name, kind }) => ({ name, kind })), rows }
}

class NumericColumn {
  readonly kind = 'numeric'
  readonly name: string
  readonly reader: NumberReader
  private readonly builder: NumericSampleBuilder
  private readonly isOpen: boolean
  private isFound = false

  constructor(csv: PlainCsv, column: Column, kind: ColumnKind | undefined, spool: Spool) {
    if (kind !== undefined && kind !== 'numeric') throw new NotPlain(`a column of kind ${kind}`)
    this.name = column.name
    this.reader = new NumberReader(csv.columns.indexOf(column), csv.delimiter, MISSING)
    this.builder = new NumericSampleBuilder(spool.column())
    this.isOpen = kind === undefined
  }

  add(size: number, ofSample: number): void {
    const { values } = this.reader
    for (let row = 0; row < ofSample && !this.isFound; row++) this.isFound = !Number.isNaN(values[row])
    this.builder.add(size === values.length ? values : values.subarray(0, size))
  }

  finish(): ReturnType<NumericSampleBuilder['finish']> {
    // Without any value in the first rows it is taken for a categorical column.
    if (this.isOpen && !this.isFound) throw new NotPlain('the first rows of a column have no value')
    return this.builder.finish()
  }
}

class CategoryColumn {
  readonly kind = 'categorical'
  readonly name: string
  readonly reader: CodeReader
  private readonly isOpen: boolean
  private counts = new Float64Array(64)
  private sampled = new Float64Array(64)

  constructor(csv: PlainCsv, column: Column, isOpen: boolean) {
    this.name = column.name
    this.reader = new CodeReader(csv.delimiter, MOST_CATEGORIES)
    this.isOpen = isOpen
  }

  add(size: number, ofSample: number): void {
    const { codes, dictionary } = this.reader
    if (dictionary.size > this.counts.length) {
      this.counts = widened(this.counts, dictionary.size)
      this.sampled = widened(this.sampled, dictionary.size)
    }
    const { counts, sampled } = this
    for (let row = 0; row < size; row++) {
      const code = codes[row] as number
      counts[code] = (counts[code] as number) + 1
      if (row < ofSample) sampled[code] = (sampled[code] as number) + 1
    }
  }

  finish(): Tally {
    const names = this.reader.dictionary.names()
    // The one letter whose small form readers do not agree about, as far as the missing words go.
    if (names.some((name) => name.includes('\u0130'))) throw new NotPlain('a value with a dotted capital I')
    const isMissing = names.map((name) => MISSING.has(name.toLowerCase()))
    if (this.isOpen && !isCategorical(names, isMissing, this.sampled)) throw new NotPlain('a column of another kind')
    const counts = new Map<string, number>()
    let missing = 0
    for (const [code, name] of names.entries()) {
      const times = this.counts[code] ?? 0
      if (isMissing[code] === true) missing += times
      else counts.set(name, times)
    }
    return { counts, missing }
  }
}

/**
 * Whether the sampled values are certainly categories: too few to be prose, and one is there that nobody could take for a
 * number, for true or false, or for a time. Counts are 0 for values outside the sample.
 */
function isCategorical(names: readonly string[], isMissing: readonly boolean[], counts: Float64Array): boolean {
  const found = names.filter((_, code) => isMissing[code] !== true && (counts[code] ?? 0) > 0)
  const rows = names.reduce((sum, _, code) => sum + (isMissing[code] === true ? 0 : (counts[code] ?? 0)), 0)
  if (found.length > FEW_CATEGORIES && found.length > TEXT_SHARE * rows) return false
  return rows === 0 || found.some(isWord)
}

/** No number, time or truth value begins with these letters, and other words without digits are few. */
function isWord(text: string): boolean {
  if (/^[a-dghj-mo-su-z]/i.test(text)) return true
  return /^[a-z_ ]+$/i.test(text) && !/^(?:true|false|epoch|inf|infinity|nan|now|today|tomorrow|yesterday)$/i.test(text)
}

function widened(counts: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const wide = new Float64Array(Math.max(size, 2 * counts.length))
  wide.set(counts)
  return wide
}
