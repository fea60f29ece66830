import { fingerprint, identify } from './fingerprint.ts'
import type { Fingerprint } from './fingerprint.ts'
import { quoted, ScanError } from './scan-error.ts'
import type { SourceFile } from './source-files.ts'

/** Throws `file_changed` unless the files are what they were. */
export async function refuseChange(
  files: readonly SourceFile[],
  before: readonly Fingerprint[],
  signal: AbortSignal | undefined,
  onShare: (share: number) => void = () => undefined,
): Promise<void> {
  for (const [index, { path, name }] of files.entries()) {
    const share = (part: number): void => onShare((index + part) / files.length)
    await named(files, name, async () => {
      const found = before[index]
      const after = await lookAgain(path, found, signal, share).catch((error: unknown) => {
        signal?.throwIfAborted()
        throw changed(error)
      })
      if (after.digest !== found?.digest || after.identity !== found.identity) throw changed()
    })
  }
}

/**
 * What the file is now. Where it had lain still before it was read, the same time stamps, size and inode say that it is the
 * same; where it had just been written, only its bytes do.
 */
async function lookAgain(
  path: string,
  before: Fingerprint | undefined,
  signal: AbortSignal | undefined,
  onShare: (share: number) => void,
): Promise<{ digest: string; identity: string }> {
  if (before === undefined || !before.isSettled) return fingerprint(path, undefined, signal, onShare)
  const { identity } = await identify(path)
  onShare(1)
  return { digest: before.digest, identity }
}

function changed(cause?: unknown): ScanError {
  const hint = 'wait until it is written, then measure again'
  return new ScanError('file_changed', 'the file changed while it was read', hint, { cause })
}

/** Among many files, an error says which one it is about. */
export async function named(files: readonly SourceFile[], name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    throw error instanceof ScanError ? nameFile(error, files, name) : error
  }
}

/** The error with the name of the file, where there are several. */
export function nameFile(error: ScanError, files: readonly SourceFile[], name: string | undefined): ScanError {
  if (files.length < 2 || name === undefined) return error
  return new ScanError(error.code, `${quoted(name)}: ${error.message}`, error.hint, { cause: error })
}
