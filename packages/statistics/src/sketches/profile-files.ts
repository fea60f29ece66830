import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { SCAN_ERROR_CODES, ScanError } from '../scan/scan-error.ts'
import type { ScanErrorCode } from '../scan/scan-error.ts'
import type { ScanOptions, Source } from '../scan/source.ts'
import { profileBytes, readProfiles } from './profile-bytes.ts'
import { profileFile } from './profile-file.ts'
import type { FileProfile } from './profile-file.ts'

/** What a worker is asked, and what it answers: profiles travel in their binary form. */
export type ProfileTask = { readonly path: string; readonly columns: readonly string[] | undefined }
export type ProfileAnswer =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'done'; readonly source: Source; readonly profiles: Uint8Array }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string; readonly hint: string }
  | { readonly kind: 'failed'; readonly message: string }

/**
 * Profiles several files at once, each but the last on a thread of its own where the machine has more than one processor;
 * see profileFile. All profiles
 * come in their binary form and are read back, so that they are the same whether there were threads or not.
 *
 * Throws what profileFile throws, for the first file that fails; the others are stopped.
 *
 * @example
 * const [reference, current] = await profileFiles(['january.parquet', 'february.parquet'])
 */
export async function profileFiles(
  paths: readonly string[],
  { columns, onProgress, signal }: ScanOptions & { readonly columns?: readonly string[] | undefined } = {},
): Promise<FileProfile[]> {
  const stop = new AbortController()
  const both = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal])
  const shares = paths.map(() => 0)
  const tell = (at: number, share: number): void => {
    shares[at] = share
    onProgress?.({ phase: 'measure', share: shares.reduce((sum, one) => sum + one, 0) / paths.length })
  }
  const own = async (at: number): Promise<FileProfile> => {
    const { source, columns: profiles } = await profileFile(paths[at] ?? '', {
      columns,
      signal: both,
      onProgress: ({ phase, share }) => (phase === 'measure' ? tell(at, share) : undefined),
    })
    return { source, columns: readProfiles(profileBytes(profiles)) }
  }
  const isAlone = paths.length < 2 || availableParallelism() < 2
  const work = paths.map((path, at) =>
    isAlone || at === paths.length - 1 ? own(at) : onThread({ path, columns }, both, (share) => tell(at, share)),
  )
  try {
    return await Promise.all(work)
  } catch (error) {
    stop.abort()
    await Promise.allSettled(work)
    throw error
  }
}

async function onThread(
  task: ProfileTask,
  signal: AbortSignal,
  onShare: (share: number) => void,
): Promise<FileProfile> {
  signal.throwIfAborted()
  const worker = new Worker(new URL('./profile-worker.ts', import.meta.url), { workerData: task })
  try {
    return await new Promise<FileProfile>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
      worker.on('error', reject)
      worker.on('exit', (code) => reject(new Error(`the thread of a profile ended with ${code}`)))
      worker.on('message', (answer: ProfileAnswer) => {
        if (answer.kind === 'progress') onShare(answer.share)
        else if (answer.kind === 'done') resolve({ source: answer.source, columns: readProfiles(answer.profiles) })
        else reject(answer.kind === 'refused' ? refusalOf(answer) : new Error(answer.message))
      })
    })
  } finally {
    await worker.terminate()
  }
}

function refusalOf({ code, message, hint }: Extract<ProfileAnswer, { kind: 'refused' }>): Error {
  const known = SCAN_ERROR_CODES.find((one): one is ScanErrorCode => one === code)
  return known === undefined ? new Error(message) : new ScanError(known, message, hint)
}
