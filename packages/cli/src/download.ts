import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Common } from './context.ts'
import { sessionOf } from './context.ts'
import { CliFailure } from './failure.ts'
import { saveStream } from './save-stream.ts'
import { sourceOf } from './source-file.ts'
import { bytesText } from './terminal.ts'

/** Writes a stored file here. What arrives is held against the digest that was asked for. */
export async function downloadFile(digest: string, options: Common & { readonly out?: string }): Promise<void> {
  const session = sessionOf(options)
  const path = `/api/v1/files/${encodeURIComponent(digest)}`
  const stored = (await session.ask(path)) as { digest: string; name: string }
  // The name is somebody else's text: only its last part, and never over something that is there.
  const out = options.out ?? basename(stored.name.replaceAll('\\', '/'))
  if (options.out === undefined && (existsSync(out) || !/^[\w][\w .()+@-]*$/.test(out))) {
    throw new CliFailure(existsSync(out) ? `${out} is already there.` : `The file is called "${stored.name}".`, {
      help: 'Say where to write it with --out.',
    })
  }
  const arrived = `${out}.unchecked`
  const bytes = await saveStream(await session.api.stream('GET', `${path}/content`), arrived, 'Downloading')
  const { digest: found } = await sourceOf(arrived)
  if (found !== stored.digest) {
    await rm(arrived, { force: true })
    throw new CliFailure(`What arrived has the digest ${found}, and not ${stored.digest}. Nothing was written.`)
  }
  await rename(arrived, out)
  if (session.json) return session.printJson({ file: out, bytes, digest: stored.digest })
  session.print([`${stored.name} is in ${out} (${bytesText(bytes)}); its digest is right.`])
}
