import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { APP_BUILDER, isAppBuilt } from '@muster/web'
import { spinning } from './progress.ts'

/** Builds the web app when it is missing or older than its sources. Without it the server has no pages, and works. */
export async function ensureWebApp(): Promise<void> {
  if (isAppBuilt()) return
  await spinning('Building the web app', build).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error)
    process.stderr.write(
      `The web app could not be built, so there are no pages: ${why}\nTry "npm ci", then "npm run build".\n`,
    )
  })
}

async function build(): Promise<void> {
  const child = spawn(process.execPath, [APP_BUILDER, '--if-needed'], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(said.trim().split('\n').at(-1) ?? `the builder ended with ${code}`)
}
