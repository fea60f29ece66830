import { ScanError } from './scan-error.ts'

/** How a file is read. `gzip` is for the text formats only: Parquet compresses inside. */
export type FileFormat = { readonly kind: 'parquet' | 'csv' | 'jsonl'; readonly gzip: boolean }

/** The format by the end of the name: .parquet, .csv, .jsonl or .ndjson, the last three also with .gz. */
export function formatOf(name: string): FileFormat {
  const match = /\.(parquet|csv|jsonl|ndjson)(\.gz)?$/i.exec(name)
  const ending = match?.[1]?.toLowerCase()
  const gzip = match?.[2] !== undefined
  if (ending === 'parquet' && !gzip) return { kind: 'parquet', gzip: false }
  if (ending === 'csv') return { kind: 'csv', gzip }
  if (ending === 'jsonl' || ending === 'ndjson') return { kind: 'jsonl', gzip }
  throw new ScanError(
    'format_unknown',
    'the end of the file name names no format that can be read',
    'give a .parquet, .csv, .jsonl or .ndjson file; the last three also as .gz',
  )
}
