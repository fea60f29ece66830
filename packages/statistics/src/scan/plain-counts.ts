import type { Column } from './columns.ts'
import { NotPlain } from './not-plain.ts'
import type { PlainCsv } from './plain-csv.ts'
import { BATCH_ROWS, CodeReader, SkippingReader } from './plain-readers.ts'

/** The rows that have the same values; a value is null where it is empty. */
export type PlainCount = { readonly values: readonly (string | null)[]; readonly rows: number }

/** So many counters are kept at most: 8 MB. */
const MOST_BITS = 20

/**
 * Counts the rows of each combination of values. Throws NotPlain where there are more than `mostValues` different values in
 * a column, or where the table of all combinations would be large.
 *
 * @example
 * await countPlain(csv, [label, prediction], 100) // [{ values: ['yes', 'no'], rows: 12 }, …]
 */
export async function countPlain(
  csv: PlainCsv,
  columns: readonly Column[],
  mostValues: number,
): Promise<{ counts: PlainCount[]; rows: number }> {
  const coded = new Map(columns.map(({ name }) => [name, new CodeReader(csv.delimiter, mostValues)]))
  const readers = csv.columns.map(({ name }) => coded.get(name) ?? new SkippingReader(csv.delimiter))
  const table = new Combinations([...coded.values()])
  const rows = await csv.read(readers, (size) => table.add(size))
  const place = [...coded.keys()]
  const counts = table.counts().map(({ values, rows }) => {
    return { values: columns.map(({ name }) => values[place.indexOf(name)] || null), rows }
  })
  return { counts, rows }
}

/** One counter for each combination of codes: as many bits of its position belong to a column as its codes need. */
class Combinations {
  private readonly readers: readonly CodeReader[]
  private readonly keys = new Int32Array(BATCH_ROWS)
  private bits: number[]
  private table = new Float64Array(1)

  constructor(readers: readonly CodeReader[]) {
    this.readers = readers
    this.bits = readers.map(() => 0)
  }

  add(size: number): void {
    this.widen()
    const { keys, table } = this
    keys.fill(0)
    let shift = 0
    for (const [index, { codes }] of this.readers.entries()) {
      for (let row = 0; row < size; row++) keys[row] = (keys[row] as number) | ((codes[row] as number) << shift)
      shift += this.bits[index] ?? 0
    }
    for (let row = 0; row < size; row++) {
      const key = keys[row] as number
      table[key] = (table[key] as number) + 1
    }
  }

  counts(): { values: string[]; rows: number }[] {
    const names = this.readers.map(({ dictionary }) => dictionary.names())
    const found: { values: string[]; rows: number }[] = []
    for (const [key, rows] of this.table.entries()) {
      if (rows === 0) continue
      const values = this.codesOf(key).map((code, index) => names[index]?.[code] ?? '')
      found.push({ values, rows })
    }
    return found
  }

  private codesOf(key: number): number[] {
    let rest = key
    return this.bits.map((bits) => {
      const code = rest & ((1 << bits) - 1)
      rest >>>= bits
      return code
    })
  }

  /** Makes room for the codes that came up in the batch. */
  private widen(): void {
    const needed = this.readers.map(({ dictionary }) => 32 - Math.clz32(dictionary.size - 1))
    if (needed.every((bits, index) => bits <= (this.bits[index] ?? 0))) return
    const total = needed.reduce((sum, bits) => sum + bits, 0)
    if (total > MOST_BITS) throw new NotPlain('there are many combinations of values')
    const table = new Float64Array(2 ** total)
    for (const [key, rows] of this.table.entries()) {
      if (rows === 0) continue
      let to = 0
      let shift = 0
      for (const [index, code] of this.codesOf(key).entries()) {
        to |= code << shift
        shift += needed[index] ?? 0
      }
      table[to] = rows
    }
    this.table = table
    this.bits = needed
  }
}
