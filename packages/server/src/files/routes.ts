import { Readable } from 'node:stream'
import { refusal } from '@muster/core'
import type { Call, Handlers } from '../http/context.ts'
import { namesOf } from '../http/naming.ts'
import { RequestRefused } from '../http/problem.ts'
import type { StoredFile } from '../http/readable-file.ts'
import { readableFile } from '../http/readable-file.ts'
import { pageOf } from '../http/reading.ts'
import { FileTooLarge } from './file-store.ts'

export const fileHandlers: Handlers = {
  'file.upload': upload,
  'file.list': async (call) => {
    const page = await pageOf<StoredFile & { at: string }>(call, {
      columns: `digest, muster_file_name(digest, $3) as name, bytes::float8 as bytes, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`,
      from: 'file',
      where: 'muster_file_readable(digest, $3, $4, $5)',
      values: [call.caller.person, call.auditor, call.administrator],
      key: `(to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '/' || digest)`,
    })
    return { ...page, items: page.items.map(({ key: _key, ...file }) => file) }
  },
  'file.show': async (call) => {
    const file = await readableFile(call, call.params['digest'] ?? '')
    return { ...file, ...(await whereFrom(call, file.digest)) }
  },
  'file.download': async (call) => {
    const file = await readableFile(call, call.params['digest'] ?? '')
    void call.reply.headers({
      'content-length': file.bytes,
      // Never shown by a browser as a page of ours: it is somebody's upload.
      'content-disposition': `attachment; filename*=UTF-8''${headerText(file.name)}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-cache',
      etag: `"${file.digest}"`,
    })
    return call.context.files.read(file.digest)
  },
}

/** Text as RFC 8187 wants it in a header. */
const headerText = (text: string): string =>
  encodeURIComponent(text).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

async function upload(call: Call): Promise<unknown> {
  const { database, files, config } = call.context
  if (
    call.caller.scopes !== undefined &&
    !call.caller.scopes.some((s) => s === '*' || s.startsWith('evidence.') || s.startsWith('file.'))
  ) {
    throw new RequestRefused(
      refusal('scope-missing', 'This token may not upload files.', {
        help: 'Issue one with the scope "evidence.*".',
      }),
    )
  }
  if (!(call.body instanceof Readable)) {
    throw new RequestRefused(
      refusal('media-type-unsupported', 'Send the file itself, as application/octet-stream.', { subject: 'body' }),
    )
  }
  const name = String(call.query['name'])
  try {
    const { digest, bytes } = await files.put(call.body)
    if (bytes === 0) throw new RequestRefused(refusal('input-invalid', `${name} is empty.`, { subject: 'body' }))
    await database.query(
      `with stored as (
         insert into file (digest, name, bytes, uploaded_by) values ($1, $2, $3, $4) on conflict (digest) do nothing)
       insert into file_upload (digest, person, name) values ($1, $4, $2)
       on conflict (digest, person) do update set name = excluded.name`,
      [digest, name, bytes, call.caller.person],
    )
    return { digest, name, bytes }
  } catch (error) {
    if (error instanceof FileTooLarge)
      throw new RequestRefused(
        refusal('body-too-large', `${name} is larger than ${config.uploadLimitMb} MiB.`, {
          help: 'Raise MUSTER_UPLOAD_LIMIT_MB.',
        }),
      )
    throw error
  }
}

/**
 * Who uploaded a file, and which records it belongs to, as far as the caller may know: that somebody elsewhere has the
 * same file is not their business.
 */
async function whereFrom(call: Call, digest: string): Promise<Record<string, unknown>> {
  const { database } = call.context
  const uses = await database.query<{ project: string }>(
    `select x.used_as as "usedAs", x.record, x.project, p.doc->>'name' as "projectName" from file_use x join project p on p.id = x.project
     where x.digest = $1 and ($2 or exists (select 1 from assignment a where a.project = x.project and a.doc->>'person' = $3))
     order by x.record, x.used_as`,
    [digest, call.administrator || call.auditor, call.caller.person],
  )
  const uploads = await database.query<{ person: string }>(
    `select u.person, u.name, to_char(u.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from file_uploader u
     where u.digest = $1 and ($2 or $3 in (u.person, u.owner)
       or exists (select 1 from assignment a where a.project = any($4) and a.doc->>'person' in (u.person, u.owner))) order by u.at`,
    [digest, call.auditor, call.caller.person, uses.map((use) => use.project)],
  )
  const names = await namesOf(
    database,
    uploads.map((u) => u.person),
  )
  return { uploads: uploads.map((u) => ({ ...u, personName: names.get(u.person) ?? null })), uses }
}
