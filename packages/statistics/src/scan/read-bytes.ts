import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { identify } from './fingerprint.ts'
import { ScanError } from './scan-error.ts'

/** A whole file in memory, with the digest of exactly these bytes. */
export type ReadBytes = {
  readonly name: string
  readonly bytes: Uint8Array
  readonly digest: string
}

/**
 * Reads a file that is small by its nature, such as a profile or a report, and refuses one larger than `mostBytes`.
 * Throws a ScanError when it cannot be read.
 */
export async function readBytes(path: string, mostBytes: number, what: string): Promise<ReadBytes> {
  const { bytes: size } = await identify(path)
  if (size > mostBytes) {
    const most = Math.round(mostBytes / 1024 / 1024)
    throw new ScanError('file_unreadable', `this is larger than ${most} MiB, too large for ${what}`, `give ${what}`)
  }
  const file = await open(path)
  try {
    const bytes = new Uint8Array(await file.readFile())
    if (bytes.length === 0) throw new ScanError('file_empty', 'the file is empty', `give ${what}`)
    return { name: basename(path), bytes, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}` }
  } finally {
    await file.close()
  }
}
