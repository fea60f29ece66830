import { findColumn } from '../scan/columns.ts'
import { textOf } from '../scan/encode.ts'
import { rowsFrom } from '../scan/engine.ts'
import { ScanError } from '../scan/scan-error.ts'
import type { Scan } from '../scan/open-source.ts'

/** Rows of a file as text: some of them, the same whatever the order of the file. */
export type Sample = { readonly rows: readonly (readonly string[])[]; readonly of: number }

/**
 * Draws at most `most` rows by a hash of their values and the seed, so that the order of the file does not matter. Equal
 * rows have equal hashes: they are drawn together, which matters only where a file is full of them.
 */
export async function sampleRows(scan: Scan, names: readonly string[], most: number, seed: number): Promise<Sample> {
  const texts = names.map((name, at) => `coalesce(${textOf(findColumn(scan.columns, name))}, '') AS c${at}`)
  const columns = names.map((_, at) => `c${at}`).join(', ')
  const [count] = await rowsFrom(scan.connection, `SELECT count(*) AS n FROM ${scan.relation}`)
  const found = await rowsFrom(
    scan.connection,
    `SELECT ${columns} FROM (SELECT ${texts.join(', ')} FROM ${scan.relation}) ` +
      `ORDER BY hash(${columns}, ${seed}), ${columns} LIMIT ${most}`,
  )
  if (found.length === 0) throw new ScanError('file_empty', 'the file has no rows', 'write at least one row')
  const rows = found.map((row) => names.map((_, at) => textIn(row[`c${at}`])))
  return { rows, of: Number(count?.['n'] ?? 0) }
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
