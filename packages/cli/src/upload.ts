import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { Readable, Transform } from 'node:stream'
import type { Common, Session } from './context.ts'
import { sessionOf } from './context.ts'
import { CliFailure } from './failure.ts'
import { progressOf } from './progress.ts'
import { sizeOf } from './source-file.ts'
import { bytesText } from './terminal.ts'

export interface Stored {
  readonly digest: string
  readonly name: string
  readonly bytes: number
}

/** Streams a file to the server; a bar shows how far it is. */
export async function upload(session: Session, path: string): Promise<Stored> {
  const total = await sizeOf(path)
  if (total === 0) throw new CliFailure(`${path} is empty.`)
  const progress = await progressOf('Uploading', total)
  const counted = createReadStream(path).pipe(
    new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        progress.add(chunk.length)
        done(null, chunk)
      },
    }),
  )
  try {
    const response = await session.api.stream('POST', '/api/v1/files', {
      query: { name: basename(path) },
      bodyStream: Readable.toWeb(counted) as ReadableStream<Uint8Array>,
    })
    return (await response.json()) as Stored
  } finally {
    progress.stop()
  }
}

export async function uploadFile(path: string, options: Common): Promise<void> {
  const session = sessionOf(options)
  const stored = await upload(session, path)
  if (session.json) return session.printJson(stored)
  session.print([`${stored.name} is stored (${bytesText(stored.bytes)}):`, `  ${stored.digest}`])
}
