import { identify } from './fingerprint.ts'
import { formatOf } from './format.ts'
import { NotPlain } from './not-plain.ts'
import { PlainCsv } from './plain-csv.ts'
import { refuseChange } from './refuse-change.ts'
import { ScanError } from './scan-error.ts'
import type { ScanOptions, Source } from './source.ts'
import { sourceFiles } from './source-files.ts'

/** What is done with a plain CSV file; throws NotPlain where it would refuse anything, or needs the engine. */
export type PlainWork<Result> = (csv: PlainCsv) => Promise<{ result: Result; rows: number }>

/**
 * Lets `work` read one uncompressed CSV file without the engine, and makes sure that it was the same before and after. The
 * answer is undefined where the path is something else or anything at all is unusual: the engine then does the whole work,
 * and says what is wrong. So this way never refuses a file, other than for having changed.
 */
export async function scanPlain<Result>(
  path: string,
  options: ScanOptions,
  work: PlainWork<Result>,
): Promise<{ result: Result; source: Source } | undefined> {
  const { signal } = options
  signal?.throwIfAborted()
  try {
    const { name, files } = await sourceFiles(path)
    const [file] = files
    if (file === undefined || files.length > 1 || file.name !== name) return undefined
    const { kind, compression } = formatOf(name)
    if (kind !== 'csv' || compression !== 'none') return undefined
    const facts = await identify(file.path)
    const csv = await PlainCsv.open(file.path, facts.bytes, options)
    try {
      const { result, rows } = await work(csv)
      const { digest } = csv
      if (digest === '') return undefined
      const onShare = (share: number): void => options.onProgress?.({ phase: 'verify', share })
      await refuseChange([file], [{ ...facts, digest }], signal, onShare)
      return { result, source: { name, digest, bytes: facts.bytes, rows } }
    } finally {
      await csv.close()
    }
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof ScanError && error.code === 'file_changed') throw error
    if (error instanceof NotPlain || error instanceof ScanError || isOfFileSystem(error)) return undefined
    throw error
  }
}

function isOfFileSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
