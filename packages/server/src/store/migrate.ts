import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from './database.ts'

export interface Migration {
  readonly number: number
  readonly name: string
  /** An older program must not use a database that has this migration. */
  readonly breaking: boolean
  readonly sql: string
}

/** The database was changed by a newer Muster in a way that this one does not understand. */
export class SchemaTooNew extends Error {
  override readonly name = 'SchemaTooNew'
}

const FOLDER = join(import.meta.dirname, 'migrations')
/** Key of the advisory lock that lets one of several starting nodes migrate. */
const LOCK_KEY = 5_278_023_001

/** The migrations that come with this program, in order. Their first line says whether they are breaking. */
export function shippedMigrations(): Migration[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const sql = readFileSync(join(FOLDER, file), 'utf8')
      const flag = /^-- breaking: (yes|no)\n/.exec(sql)?.[1]
      if (flag === undefined) throw new Error(`${file} does not say on its first line whether it is breaking`)
      return { number: Number(file.slice(0, 4)), name: file.slice(5, -4), breaking: flag === 'yes', sql }
    })
}

/**
 * Brings the database to the schema of this program. Forward only; several nodes may start at once; a database that a
 * newer program changed in a breaking way is refused.
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[] = shippedMigrations(),
): Promise<number> {
  return database.transaction(async (tx) => {
    // Before the first table: "create table if not exists" fails when two nodes run it at once.
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK_KEY])
    await tx.query(
      'create table if not exists muster_migration (number integer primary key, name text not null, breaking boolean not null, at timestamptz not null default now())',
    )
    await tx.query(`comment on table muster_migration is 'cache: migrations that were run'`)
    const done = await tx.query<{ number: number; name: string; breaking: boolean }>(
      'select number, name, breaking from muster_migration order by number',
    )
    const newest = migrations.at(-1)?.number ?? 0
    const unknown = done.filter((m) => m.number > newest && m.breaking)
    if (unknown.length > 0) {
      throw new SchemaTooNew(
        `This database was upgraded by a newer Muster (migration ${unknown.map((m) => `${m.number} ${m.name}`).join(', ')}), which this version does not understand. ` +
          'Start the newer version again, or restore a backup made with this one.',
      )
    }
    let run = 0
    for (const migration of migrations.filter((m) => !done.some((d) => d.number === m.number))) {
      for (const statement of statements(migration.sql)) await tx.query(statement)
      await tx.query('insert into muster_migration (number, name, breaking) values ($1, $2, $3)', [
        migration.number,
        migration.name,
        migration.breaking,
      ])
      run += 1
    }
    return run
  })
}

/** Splits a script into statements at semicolons that end a line, but not inside $$ bodies. */
export function statements(sql: string): string[] {
  const found: string[] = []
  let current = ''
  let inBody = false
  for (const line of sql.split('\n')) {
    if (!inBody && line.startsWith('--')) continue
    current += `${line}\n`
    if (line.split('$$').length % 2 === 0) inBody = !inBody
    if (!inBody && line.trimEnd().endsWith(';')) {
      found.push(current)
      current = ''
    }
  }
  if (current.trim() !== '') found.push(current)
  return found
}
