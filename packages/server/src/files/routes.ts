import { Readable } from 'node:stream'
import { refusal } from '@muster/core'
import type { Handlers } from '../http/context.ts'
import { RequestRefused } from '../http/problem.ts'
import { FileTooLarge } from './file-store.ts'

export const fileHandlers: Handlers = {
  'file.upload': async (call) => {
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
        'insert into file (digest, name, bytes, uploaded_by) values ($1, $2, $3, $4) on conflict (digest) do update set name = excluded.name',
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
  },
}
