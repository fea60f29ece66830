import { describe, expect, test } from 'vitest'
import { shippedMigrations, statements } from './migrate.ts'

describe('a migration script', () => {
  test('splits at semicolons that end a line', () => {
    expect(statements('create table a (n int);\ncreate table b (\n  n int\n);\n').map((s) => s.trim())).toEqual([
      'create table a (n int);',
      'create table b (\n  n int\n);',
    ])
  })
  test('does not split inside a body between two $$', () => {
    const body = `create function f() returns int language plpgsql as $$\nbegin\n  perform 1;\n  return 2;\nend $$;`
    expect(statements(`${body}\nselect 1;`).map((s) => s.trim())).toEqual([body, 'select 1;'])
  })
  test('keeps a body that opens and ends on one line together with what follows on that line', () => {
    expect(statements(`select $$a;$$;\nselect 2;`)).toHaveLength(2)
  })
  test('leaves out lines of comment, and keeps a semicolon within a line', () => {
    expect(statements(`-- a comment;\nselect ';' as x;\n-- another;`)).toEqual([`select ';' as x;\n`])
  })
  test('keeps a last statement without a semicolon, and nothing of an empty script', () => {
    expect(statements('select 1')).toEqual(['select 1\n'])
    expect(statements('\n\n-- nothing\n')).toEqual([])
  })
})

test('the shipped migrations are numbered without a gap, and each says whether it is breaking', () => {
  const all = shippedMigrations()
  expect(all.map((m) => m.number)).toEqual(all.map((_, i) => i + 1))
  for (const migration of all) expect(migration.sql).toMatch(/^-- breaking: (yes|no)\n/)
})
