// A server of its own process, as load needs it: `serve.ts <data folder> [database url]`. Prints its address.
import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

// As packages/cli/bin/run.mjs does, so that a start takes as long as that of the program.
enableCompileCache(join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'muster'))
const { readConfig, start } = await import('../packages/server/src/index.ts')

const [data, databaseUrl] = process.argv.slice(2)
const running = await start(
  readConfig({}, { data, port: 0, logLevel: 'error', ...(databaseUrl === undefined ? {} : { databaseUrl }) }),
)
process.stdout.write(`${running.url}\n`)
process.on('SIGTERM', () => void running.stop().then(() => process.exit(0)))
