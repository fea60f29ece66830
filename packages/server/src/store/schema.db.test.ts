import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eachDatabase } from '@muster/testkit'
import { expect, test } from 'vitest'
import type { Database } from './database.ts'
import { NOUN_NAMES } from './perform.ts'

const SNAPSHOT = join(import.meta.dirname, 'schema.snapshot.txt')
const KINDS = ['governed', 'tracked', 'ledger', 'identity', 'personal', 'cache']

eachDatabase((open) => {
  test('the schema is the one that is checked in; MUSTER_WRITE_SNAPSHOT=1 writes it anew', async () => {
    const { database } = await open()
    const schema = await describeSchema(database)
    if (process.env['MUSTER_WRITE_SNAPSHOT'] === '1') writeFileSync(SNAPSHOT, schema)
    expect(schema).toBe(readFileSync(SNAPSHOT, 'utf8'))
  })

  test('every table declares by its comment which kind of facts it holds', async () => {
    const { database } = await open()
    const tables = await tablesOf(database)
    expect(tables.length).toBeGreaterThan(20)
    for (const { name, comment } of tables) {
      const kind = /^([a-z]+): \S/.exec(comment ?? '')?.[1]
      expect(KINDS, `the table ${name} says "${comment}"`).toContain(kind)
    }
  })

  test('every noun has a governed table, and every governed table its guard', async () => {
    const { database } = await open()
    const governed = (await tablesOf(database)).filter((t) => t.comment?.startsWith('governed:')).map((t) => t.name)
    expect(governed).toEqual([...NOUN_NAMES, 'notice'].toSorted())
    const guarded = await database.query<{ name: string }>(
      `select c.relname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
       where t.tgname = 'governed' and t.tgenabled = 'O' order by 1`,
    )
    expect(guarded.map((row) => row.name).toSorted()).toEqual(governed)
  })
})

async function tablesOf(database: Database): Promise<{ name: string; comment: string | null }[]> {
  const rows = await database.query<{ name: string; comment: string | null }>(
    `select t.table_name as name, obj_description(format('%I.%I', t.table_schema, t.table_name)::regclass, 'pg_class') as comment
     from information_schema.tables t where t.table_schema = 'public' and t.table_type = 'BASE TABLE'`,
  )
  return rows.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** Tables with their comments, columns, constraints, indexes and triggers, and the functions: one fact a line. */
async function describeSchema(database: Database): Promise<string> {
  const lines: string[] = []
  const add = async (table: string, sql: string): Promise<void> => {
    const rows = await database.query<{ line: string }>(sql, [table])
    lines.push(...rows.map((row) => `  ${row.line.replaceAll(/\s+/g, ' ')}`))
  }
  for (const { name, comment } of await tablesOf(database)) {
    lines.push('', `${name} – ${comment}`)
    await add(
      name,
      `select format('%s %s%s%s', column_name, data_type, case is_nullable when 'NO' then ' not null' else '' end, coalesce(' default ' || column_default, '')) as line
       from information_schema.columns where table_schema = 'public' and table_name = $1 order by ordinal_position`,
    )
    await add(
      name,
      `select format('%s %s', conname, pg_get_constraintdef(oid)) as line from pg_constraint
       where conrelid = ('public.' || $1)::regclass and contype <> 'n' order by conname collate "C"`,
    )
    await add(
      name,
      `select indexdef as line from pg_indexes where schemaname = 'public' and tablename = $1 order by indexname collate "C"`,
    )
    await add(
      name,
      `select pg_get_triggerdef(oid) as line from pg_trigger where tgrelid = ('public.' || $1)::regclass and not tgisinternal order by tgname collate "C"`,
    )
  }
  const functions = await database.query<{ name: string; body: string }>(
    `select proname as name, prosrc as body from pg_proc where pronamespace = 'public'::regnamespace order by proname collate "C"`,
  )
  for (const { name, body } of functions) lines.push('', `function ${name}`, `  ${body.trim().replaceAll(/\s+/g, ' ')}`)
  return `${lines.join('\n').trim()}\n`
}
