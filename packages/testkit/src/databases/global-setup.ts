import type { TestProject } from 'vitest/node'
import { prepareTemplate } from './pglite-template.ts'
import { startPostgres } from './postgres-server.ts'

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
  const [server, template] = await Promise.all([startPostgres(), prepareTemplate()])
  project.provide('postgresUrl', server.url('postgres'))
  project.provide('pgliteTemplate', template)
  return () => server.remove()
}
