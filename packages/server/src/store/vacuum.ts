import type { Database } from './database.ts'

const EVERY_MS = 60_000
/** Acts after which the tables are worth cleaning. */
const ENOUGH = 2_000

/**
 * Cleans the tables of the embedded database from time to time: it runs as a single process, without PostgreSQL's own
 * autovacuum, and every change of a record leaves the old row behind. A PostgreSQL server cleans itself.
 */
export function vacuumFrom(
  database: Database,
  report: (error: unknown) => void,
): { count(acts: number): void; stop(): void } {
  let since = 0
  let isRunning = false
  const clean = async (): Promise<void> => {
    if (isRunning || since < ENOUGH) return
    isRunning = true
    since = 0
    try {
      await database.script('vacuum (analyze)')
    } catch (error) {
      report(error)
    } finally {
      isRunning = false
    }
  }
  if (database.kind !== 'pglite') return { count: () => {}, stop: () => {} }
  const timer = setInterval(() => void clean(), EVERY_MS)
  timer.unref()
  return {
    count: (acts) => {
      since += acts
    },
    stop: () => clearInterval(timer),
  }
}
