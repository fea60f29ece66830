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

/**
 * Who may read the file `f`: who uploaded it or answers for the account that did, an auditor, and who may read a project
 * it is used in. An administrator may read projects; what is used in none is theirs no more than anybody's.
 *
 * $3 person, $4 auditor, $5 administrator
 */
export const FILE_READERS = `$4::boolean
  or exists (select 1 from file_uploader u where u.digest = f.digest and $3::text in (u.person, u.owner))
  or exists (select 1 from file_use x where x.digest = f.digest and ($5::boolean
    or exists (select 1 from assignment a where a.project = x.project and a.doc->>'person' = $3::text)))`

/** What a caller calls the file `f`. */
export const FILE_NAME = `coalesce((select u.name from file_uploader u where u.digest = f.digest and $3::text in (u.person, u.owner)
  order by u.person <> $3::text, u.at limit 1), f.name)`

/** Values of $3 to $5. */
export const fileReader = (call: Call): readonly unknown[] => [call.caller.person, call.auditor, call.administrator]

/** The file that has a digest; one that the caller may not read is answered like one that is not there. */
export async function readableFile(call: Call, digest: string, subject = digest): Promise<StoredFile> {
  const { database, files } = call.context
  const [file] = await database.query<StoredFile>(
    `select f.digest, ${FILE_NAME} as name, f.bytes::float8 as bytes from file f
     where f.digest = $1 and (${FILE_READERS}) limit $2`,
    [digest, 1, ...fileReader(call)],
  )
  if (file !== undefined && files.path(digest) !== undefined) return file
  throw new RequestRefused(
    refusal('not-found', 'No file with this digest was uploaded, or it is not visible to you.', {
      subject,
      help: 'Upload it first: POST /api/v1/files, or "muster file upload".',
    }),
  )
}
