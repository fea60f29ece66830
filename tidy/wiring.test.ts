import { QUERIES } from '@muster/contract'
import { ACTS, NOUNS, REFUSALS, isCanonical } from '@muster/core'
import { describe, expect, test } from 'vitest'
// Not the whole server, whose database and sign-in are slow to load.
import { HANDLERS, LOADERS } from '../packages/server/src/boot/rooms.ts'
import { HOUSE, inWords, paths, textOf, tree } from './house-rule.ts'
import type { Complaint } from './house-rule.ts'
import type { Source } from './source.ts'
import { lineOf, source } from './source.ts'

/** What a table may hold. Governed tables are folded from the ledger; the others say why they need not be. */
const KINDS = ['ledger', 'governed', 'tracked', 'personal', 'identity', 'cache']
const MIGRATIONS = paths('packages/server/src/store/migrations/*.sql').map((path) => source(path, textOf(path)))

interface Table {
  readonly name: string
  readonly path: string
  readonly line: number
  readonly kind: string | undefined
}
/** Every table that migrations make and keep, with the kind that its comment declares. */
function tables(files: readonly Source[]): Table[] {
  const all = files.map((f) => f.text.replaceAll(/--[^\n]*/g, (comment) => ' '.repeat(comment.length)))
  const kinds = new Map<string, string>()
  for (const sql of all)
    for (const [, name = '', kind = ''] of sql.matchAll(/comment on table "?(\w+)"? is\s+'(\w+): /gi))
      kinds.set(name, kind)
  const dropped = new Set(
    all.flatMap((sql) => [...sql.matchAll(/drop table (?:if exists )?"?(\w+)"?/gi)].map((m) => m[1])),
  )
  return files.flatMap((file, i) =>
    [...(all[i] ?? '').matchAll(/create table (?:if not exists )?"?(\w+)"?/gi)]
      .map((m) => ({
        name: m[1] ?? '',
        path: file.path,
        line: lineOf(file.text, m.index),
        kind: kinds.get(m[1] ?? ''),
      }))
      .filter((table) => !dropped.has(table.name)),
  )
}
const undeclared = (files: readonly Source[]): Complaint[] =>
  tables(files)
    .filter(({ kind }) => kind === undefined || !KINDS.includes(kind))
    .map(({ name, path, line, kind }) => ({
      path,
      line,
      message: `table ${name} ${kind === undefined ? 'does not say' : `says "${kind}", which is not one of`} its kind: comment on table ${name} is '${KINDS.join(' | ')}: …'`,
    }))

describe('every table', () => {
  test('declares what kind of fact it holds', () => {
    expect(MIGRATIONS.length).toBeGreaterThan(0)
    expect(inWords(undeclared(MIGRATIONS))).toEqual([])
  })

  test('one without a kind, and one with a kind of its own, are named', () => {
    const broken = tree({
      '0001.sql':
        "create table a (id text);\ncreate table b (id text);\ncomment on table b is 'secret: things';\n-- create table c",
      '0002.sql':
        "create table d (id text);\ncomment on table d is 'cache: things'; create table e (id text); drop table e;",
    })
    expect(undeclared(broken).map((c) => `${c.path}:${c.line}`)).toEqual(['0001.sql:1', '0001.sql:2'])
  })
})

describe('every noun of core', () => {
  const governed = tables(MIGRATIONS).filter(({ kind }) => kind === 'governed')
  test('has a governed table, and every governed table is a noun’s or tells who is I', () => {
    const names = NOUNS.map((noun) => noun.name)
    expect(governed.map(({ name }) => name).toSorted()).toEqual([...names, 'notice'].toSorted())
  })

  test('is named once', () => {
    expect(new Set(NOUNS.map((noun) => noun.name)).size).toBe(NOUNS.length)
  })
})

describe('every act', () => {
  const facts = new Set(
    ACTS.flatMap((act) => Object.values(act.needs as Record<string, { fact: string }>).map((f) => f.fact)),
  )

  test('needs facts that the server can load, and the server loads no fact that nobody needs', () => {
    expect([...facts].filter((fact) => !(fact in LOADERS))).toEqual([])
    expect(Object.keys(LOADERS).filter((fact) => !facts.has(fact))).toEqual([])
  })

  test('names an activity that every matrix covers, or finds it by what the act is about', () => {
    const unknown = ACTS.flatMap(({ name, permission }) =>
      permission.kind === 'activity' && typeof permission.activity === 'string' && !isCanonical(permission.activity)
        ? [`${String(name)}: ${permission.activity}`]
        : [],
    )
    expect(unknown).toEqual([])
  })

  test('has a name of its own: a noun and a verb in the imperative', () => {
    const names = ACTS.map((act) => String(act.name))
    expect(new Set(names).size).toBe(names.length)
    expect(names.filter((name) => !/^[a-z]+\.[a-z]+(?:-[a-z]+)*$/.test(name))).toEqual([])
  })

  test('makes an event at least, and every event of a noun is made by an act', () => {
    expect(ACTS.filter((act) => act.events.length === 0).map((act) => String(act.name))).toEqual([])
    const made = new Set(ACTS.flatMap((act) => act.events.map((e) => e.type)))
    expect(NOUNS.flatMap((noun) => noun.events.map((e) => e.type)).filter((type) => !made.has(type))).toEqual([])
  })
})

describe('every query', () => {
  test('has a handler, and every handler a query', () => {
    expect(Object.keys(HANDLERS).toSorted()).toEqual(QUERIES.map((query) => query.name).toSorted())
  })

  test('has a name and an address of its own, apart from those of acts', () => {
    const addresses = QUERIES.map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/g, ':')}`)
    expect(new Set(addresses).size).toBe(addresses.length)
    const names = [...QUERIES.map((query) => query.name), ...ACTS.map((act) => String(act.name))]
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  })
})

describe('every reason to refuse', () => {
  const REFUSAL = 'packages/core/src/acts/refusal.ts'
  const mentioned = (files: readonly Source[]): Set<string> =>
    new Set(
      files
        .filter(({ path }) => path.startsWith('packages/') && path !== REFUSAL && !/\.(?:test|e2e)\.tsx?$/.test(path))
        .filter(({ path }) => !path.startsWith('packages/testkit/'))
        .flatMap(({ literals }) => [...literals.values()].map((literal) => literal.value)),
    )
  const unused = (files: readonly Source[]): string[] =>
    Object.keys(REFUSALS).filter((code) => !mentioned(files).has(code))

  test('is given somewhere', () => {
    expect(unused(HOUSE)).toEqual([])
  })

  test('one that only the table, a test or a comment names is found', () => {
    const broken = tree({
      [REFUSAL]: "export const REFUSALS = { 'own-work': 1 }",
      'packages/core/src/a.test.ts': "refusal('own-work')",
      'packages/core/src/a.ts': "// refusal('own-work')\nrefusal('not-found')",
    })
    expect(unused(broken)).toContain('own-work')
    expect(unused(broken)).not.toContain('not-found')
  })

  test('is in the table', () => {
    const given = HOUSE.filter(
      ({ path }) => path.startsWith('packages/') && !/\.(?:test|e2e)\.tsx?$/.test(path),
    ).flatMap(({ path, code, literals }) =>
      [...code.matchAll(/\brefusal\(\s*(?=')/g)].map((m) => `${path}: ${literals.get(m.index + m[0].length)?.value}`),
    )
    expect(given.length).toBeGreaterThan(50)
    expect(given.filter((text) => !((text.split(': ')[1] ?? '') in REFUSALS))).toEqual([])
  })
})
