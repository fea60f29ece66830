import type { Common } from './context.ts'
import { sessionOf } from './context.ts'
import { saveStream } from './save-stream.ts'
import { bytesText } from './terminal.ts'

/** Writes a backup of the whole workspace; only its owner can read the file. */
export async function backup(options: Common & { readonly out: string }): Promise<void> {
  const session = sessionOf(options)
  const response = await session.api.stream('GET', '/api/v1/backup')
  const bytes = await saveStream(response, options.out, 'Backing up')
  if (session.json) return session.printJson({ file: options.out, bytes })
  session.print([
    `The backup is in ${options.out} (${bytesText(bytes)}).`,
    'It holds the signing key and everything else: keep it where only you can read it.',
    `Restore it with: muster restore ${options.out} --data <empty folder>`,
  ])
}
