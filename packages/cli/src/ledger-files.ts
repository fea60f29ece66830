import { writeFileSync } from 'node:fs'
import type { Common } from './context.ts'
import { sessionOf } from './context.ts'
import { CliFailure } from './failure.ts'
import { saveStream } from './save-stream.ts'
import { bytesText } from './terminal.ts'

/** Writes a small file, or says why not. */
export function save(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (error) {
    throw new CliFailure(`${path} could not be written: ${(error as Error).message}.`)
  }
}

/** Prints a text that the server answers, or writes it to a file. */
export async function writeText(path: string, options: Common & { readonly out?: string }): Promise<void> {
  const session = sessionOf(options)
  const text = String(await session.api.call('GET', path))
  if (options.out !== undefined) {
    save(options.out, text)
    process.stderr.write(`Written to ${options.out}.\n`)
  } else if (session.json) session.printJson({ text })
  else process.stdout.write(text)
}

/** Writes the whole ledger for verification elsewhere. */
export async function exportLedger(options: Common & { readonly out: string }): Promise<void> {
  const session = sessionOf(options)
  const response = await session.api.stream('GET', '/api/v1/ledger/export')
  if (options.out === '-') {
    for await (const chunk of response.body ?? []) process.stdout.write(chunk as Uint8Array)
    return
  }
  const bytes = await saveStream(response, options.out, 'Exporting')
  if (session.json) return session.printJson({ file: options.out, bytes })
  session.print([
    `The ledger is in ${options.out} (${bytesText(bytes)}).`,
    `Verify it anywhere, without a server: muster ledger verify --export ${options.out} --key <key you trust>`,
  ])
}
