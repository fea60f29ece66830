import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { CliFailure } from './failure.ts'
import { progressOf } from './progress.ts'

/** Size of a file that a person named, or a clear message. */
export async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path)
    if (!found.isFile()) throw new CliFailure(`${path} is not a file.`)
    return found.size
  } catch (error) {
    if (error instanceof CliFailure) throw error
    throw new CliFailure(
      (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? `There is no file ${path}.`
        : `${path} cannot be read: ${(error as Error).message}.`,
    )
  }
}

/** Name, size and digest of a file, as evidence names its source. */
export async function sourceOf(path: string): Promise<{ name: string; digest: string; bytes: number }> {
  const bytes = await sizeOf(path)
  const hash = createHash('sha256')
  const progress = await progressOf('Reading', bytes)
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk as Buffer)
    progress.add((chunk as Buffer).length)
  }
  progress.stop()
  return { name: basename(path), digest: `sha256:${hash.digest('hex')}`, bytes }
}
