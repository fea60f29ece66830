/**
 * A process that acts on a store until it is killed. Arguments: the data folder, and the address of a PostgreSQL server
 * or nothing. Prints `ready`, and then the number of every entry as soon as its act was answered.
 */
import { readConfig, openStore } from '@muster/server'
import { FIRST, actingOn } from './acting.ts'

const [data, databaseUrl] = process.argv.slice(2)
const store = await openStore(readConfig({}, { data, databaseUrl }))
const acting = actingOn(store.database)
const [row] = await store.database.query<{ size: number }>('select size from ledger_head')
if (row?.size === 0) await acting.do('workspace.open', { name: 'Ada Lovelace', email: 'ada@example.org' }, FIRST)
process.stdout.write('ready\n')
const lane = async (): Promise<never> => {
  for (;;) {
    const { entries } = await acting.do('service.register', { name: 'one more' })
    process.stdout.write(`${entries.map((e) => e.seq).join('\n')}\n`)
  }
}
// Several acts are under way at once, as with several requests: they share transactions.
await Promise.all(Array.from({ length: 4 }, lane)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.name : 'error'}: ${String(error)}\n`)
  process.exit(3)
})
