import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CliFailure } from './failure.ts'
import { progressOf } from './progress.ts'

/** Writes an answer to a file that only its owner can read, completely or not at all; gives its size in bytes. */
export async function saveStream(response: Response, path: string, title: string): Promise<number> {
  const draft = `${path}.part`
  const progress = await progressOf(title, undefined)
  let bytes = 0
  const count = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length
      progress.add(chunk.length)
      done(null, chunk)
    },
  })
  try {
    const body = response.body === null ? Readable.from([]) : Readable.fromWeb(response.body)
    await pipeline(body, count, createWriteStream(draft, { mode: 0o600 }))
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw new CliFailure(`${path} could not be written: ${(error as Error).message}.`)
  } finally {
    progress.stop()
  }
  return bytes
}
