import { refusal } from '@muster/core'
import type { Call } from './context.ts'
import { RequestRefused } from './problem.ts'

/** A stored file, as who may read it calls it. */
export interface StoredFile extends Record<string, unknown> {
  readonly digest: string
  /** Their own name for it, if they uploaded it; otherwise that of the first who did. */
  readonly name: string
  readonly bytes: number
}

/** The file that has a digest; one that the caller may not read is answered like one that is not there. */
export async function readableFile(call: Call, digest: string, subject = digest): Promise<StoredFile> {
  const { database, files } = call.context
  const [file] = await database.query<StoredFile>(
    `select digest, muster_file_name(digest, $2) as name, bytes::float8 as bytes from file
     where digest = $1 and muster_file_readable(digest, $2, $3, $4)`,
    [digest, call.caller.person, call.auditor, call.administrator],
  )
  if (file !== undefined && files.path(digest) !== undefined) return file
  throw new RequestRefused(
    refusal('not-found', 'No file with this digest was uploaded, or it is not visible to you.', {
      subject,
      help: 'Upload it first: POST /api/v1/files, or "muster file upload".',
    }),
  )
}
