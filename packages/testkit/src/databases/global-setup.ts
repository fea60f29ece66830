import type { TestProject } from 'vitest/node'
import { prepareTemplate } from './pglite-template.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the server's database `postgres`; suites make their own databases beside it. */
    postgresUrl: string
    /** Folder with the embedded databases `empty` and `migrated`, to be copied. */
    pgliteTemplate: string
  }
}

/** Runs once per test run: one PostgreSQL server for all workers, and the template of the embedded database. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const startPostgres = await loadPostgres()
  const [server, template] = await Promise.all([startPostgres(), prepareTemplate()])
  project.provide('postgresUrl', server.url('postgres'))
  project.provide('pgliteTemplate', template)
  return () => server.remove()
}

/**
 * Loads what starts the server. Its package listens for the end of the process and then ends it as a success: a run
 * with failed tests would count as passed. What it listens with is taken away again; `remove` ends the server.
 */
async function loadPostgres(): Promise<typeof import('./postgres-server.ts').startPostgres> {
  const events = ['beforeExit', 'exit']
  const before = new Set(events.flatMap((event) => process.rawListeners(event)))
  const { startPostgres } = await import('./postgres-server.ts')
  for (const event of events)
    for (const listener of process.rawListeners(event))
      if (!before.has(listener)) process.off(event, listener as () => void)
  return startPostgres
}
