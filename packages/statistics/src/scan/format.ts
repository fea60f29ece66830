import type { Transform } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { ScanError } from './scan-error.ts'

/** How a file is read. Only the text formats are compressed as a whole: Parquet compresses inside. */
export type FileFormat = {
  readonly kind: 'parquet' | 'csv' | 'jsonl'
  readonly compression: 'none' | 'gzip' | 'zstd'
}

const ENDINGS = /\.(parquet|csv|jsonl|ndjson)(\.gz|\.zst)?$/i

/** The format by the end of the name: .parquet, .csv, .jsonl or .ndjson, the last three also with .gz or .zst. */
export function formatOf(name: string): FileFormat {
  const match = ENDINGS.exec(name)
  const ending = match?.[1]?.toLowerCase()
  const packing = match?.[2]?.toLowerCase()
  const compression = packing === '.gz' ? 'gzip' : packing === '.zst' ? 'zstd' : 'none'
  if (ending === 'parquet' && compression === 'none') return { kind: 'parquet', compression }
  if (ending === 'csv') return { kind: 'csv', compression }
  if (ending === 'jsonl' || ending === 'ndjson') return { kind: 'jsonl', compression }
  throw new ScanError(
    'format_unknown',
    'the end of the file name names no format that can be read',
    'give a .parquet, .csv, .jsonl or .ndjson file; the last three also as .gz or .zst',
  )
}

/** Whether the end of a name is one that can be read. */
export function isReadable(name: string): boolean {
  return ENDINGS.test(name) && !/\.parquet\.(?:gz|zst)$/i.test(name)
}

/** What unpacks the bytes of the file, or undefined where they are plain. */
export function unpacking({ compression }: FileFormat): Transform | undefined {
  switch (compression) {
    case 'none':
      return undefined
    case 'gzip':
      return createGunzip()
    case 'zstd':
      return createZstdDecompress()
    default:
      return compression satisfies never
  }
}
