import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** A file was larger than the limit. */
export class FileTooLarge extends Error {
  override readonly name = 'FileTooLarge'
}

/** Files by their SHA-256 digest, in a folder. What is stored never changes. */
export interface FileStore {
  /** Stores a stream; durable when it returns. */
  put(content: Readable): Promise<{ digest: string; bytes: number }>
  /** Path of a stored file, or undefined. */
  path(digest: string): string | undefined
  read(digest: string): Readable
  /** Takes a file away: for a restore that failed. */
  remove(digest: string): Promise<void>
}

const DIGEST = /^sha256:[0-9a-f]{64}$/

/** A file store in a folder. `limitBytes` is the largest file it takes. */
export function fileStoreIn(folder: string, limitBytes: number): FileStore {
  const pathOf = (digest: string): string => {
    // A digest may come from outside: nothing else than one becomes part of a path.
    if (!DIGEST.test(digest)) throw new Error(`"${digest}" is not a digest of a stored file`)
    const hex = digest.slice('sha256:'.length)
    return join(folder, hex.slice(0, 2), hex)
  }
  const stored = (digest: string): string | undefined => {
    const path = DIGEST.test(digest) ? pathOf(digest) : undefined
    return path !== undefined && existsSync(path) ? path : undefined
  }
  return {
    put: async (content) => {
      await mkdir(join(folder, 'incoming'), { recursive: true, mode: 0o700 })
      const draft = join(folder, 'incoming', randomBytes(12).toString('hex'))
      try {
        const { digest, bytes } = await writeHashed(content, draft, limitBytes)
        const target = pathOf(digest)
        if (!existsSync(target)) {
          await mkdir(join(target, '..'), { recursive: true, mode: 0o700 })
          await rename(draft, target)
        }
        // Also when it was there: whoever put it may not have come this far yet.
        await syncFolder(join(target, '..'))
        await syncFolder(folder)
        return { digest, bytes }
      } finally {
        await rm(draft, { force: true })
      }
    },
    path: stored,
    read: (digest) => createReadStream(pathOf(digest)),
    remove: (digest) => rm(pathOf(digest), { force: true }),
  }
}

async function writeHashed(
  content: Readable,
  path: string,
  limitBytes: number,
): Promise<{ digest: string; bytes: number }> {
  const hash = createHash('sha256')
  let bytesSeen = 0
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytesSeen += chunk.length
      done(bytesSeen > limitBytes ? new FileTooLarge(`The file is larger than ${limitBytes} bytes.`) : null, chunk)
    },
  })
  await pipeline(content, counter, createWriteStream(path, { mode: 0o600 }))
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
  const { size } = await stat(path)
  return { digest: `sha256:${hash.digest('hex')}`, bytes: size }
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
