// A server of its own process, as load needs it: `serve.ts <data folder> [database url]`. Prints its address.
import { readConfig, start } from '../packages/server/src/index.ts'

const [data, databaseUrl] = process.argv.slice(2)
const running = await start(
  readConfig({}, { data, port: 0, logLevel: 'error', ...(databaseUrl === undefined ? {} : { databaseUrl }) }),
)
process.stdout.write(`${running.url}\n`)
process.on('SIGTERM', () => void running.stop().then(() => process.exit(0)))
