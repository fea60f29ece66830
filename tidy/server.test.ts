import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SERVER_ARROWS, SERVER_ROOM_ARROWS, SERVER_TABLES, WINGS } from './arrows.ts'
import type { Complaint } from './house-rule.ts'
import { HOUSE, houseRule, occurrences } from './house-rule.ts'
import type { Source } from './source.ts'
import { lineOf } from './source.ts'

const SERVER = 'packages/server/src/'
const isServer = (file: Source): boolean => file.path.startsWith(SERVER) && !/\.(?:test|e2e)\.ts$/.test(file.path)

/** Room of a path inside the server: `<wing>/<room>`, `dialects/<protocol>`, `connectors/<system>`, or a technical room. */
function roomOf(path: string): string {
  const [first = '', second = ''] = path.slice(SERVER.length).split('/')
  return [...WINGS, 'dialects', 'connectors'].includes(first) ? `${first}/${second}` : first
}
const isRoomOfWing = (room: string): boolean => room.includes('/')

function* roomArrows(files: readonly Source[]) {
  for (const file of files.filter(isServer))
    for (const { specifier, line } of file.imports) {
      const target = posix.join(posix.dirname(file.path), specifier)
      const [from, to] = [roomOf(file.path), roomOf(target)]
      if (specifier.startsWith('.') && from !== to) yield { path: file.path, line, from, to, target }
    }
}

const strayed = (files: readonly Source[]): Complaint[] =>
  [...roomArrows(files)].flatMap(({ path, line, from, to, target }) => {
    if (SERVER_TABLES.includes(from)) return []
    if (isRoomOfWing(from) && isRoomOfWing(to)) {
      if (target.endsWith('/queries.ts')) return []
      return [
        {
          path,
          line,
          message: `${from} asks a neighbour through ${to}/queries.ts only, not through ${target.slice(SERVER.length)}`,
        },
      ]
    }
    const allowed = isRoomOfWing(from) ? SERVER_ROOM_ARROWS : (SERVER_ARROWS[from] ?? [])
    if (allowed.includes(to)) return []
    return [
      {
        path,
        line,
        message: `${from} may not import ${to}; it may import ${allowed.join(', ') || 'nothing'} (tidy/arrows.ts)`,
      },
    ]
  })

/** A rule about a pattern in the server, everywhere but in some files. */
const only =
  (allowed: RegExp, view: 'code' | 'uncommented', pattern: RegExp, advice: string) =>
  (files: readonly Source[]): Complaint[] =>
    files
      .filter((file) => isServer(file) && !allowed.test(file.path.slice(SERVER.length)))
      .flatMap((file) => occurrences(file, view, pattern, (found) => `${found}: ${advice}`))

const CALL = /\.(?:query|script)\s*(?:<[^()]*>)?\s*\(\s*/g

/** Statements that are not one literal: text in SQL is how somebody else's SQL gets in. */
const pieced = (files: readonly Source[]): Complaint[] =>
  files.filter(isServer).flatMap((file) =>
    [...file.code.matchAll(CALL)].flatMap((call): Complaint[] => {
      const at = call.index + call[0].length
      const literal = file.literals.get(at)
      const isAdded = literal !== undefined && /^\s*\+/.test(file.code.slice(literal.end, literal.end + 20))
      if (literal !== undefined && !literal.filled && !isAdded) return []
      return [
        {
          path: file.path,
          line: lineOf(file.text, at),
          message: 'SQL is put together at run time: write one literal, and pass values as $1, $2, …',
        },
      ]
    }),
  )

describe('server', () => {
  houseRule('a room imports its neighbours’ queries, http and store; technical rooms what the table says', strayed, {
    files: {
      'packages/server/src/work/projects/routes.ts':
        "import { a } from '../../team/people/routes.ts'\nimport { b } from '../../team/people/queries.ts'\nimport { c } from '../../store/database.ts'",
      'packages/server/src/work/projects/queries.ts': "import { a } from '../../boot/config.ts'",
      'packages/server/src/store/work.ts': "import { a } from '../http/app.ts'",
      'packages/server/src/boot/start.ts': "import { a } from '../work/projects/routes.ts'",
    },
    at: [
      'packages/server/src/work/projects/routes.ts:1',
      'packages/server/src/work/projects/queries.ts:1',
      'packages/server/src/store/work.ts:1',
    ],
  })

  test('the table of arrows has none that nobody uses', () => {
    const used = new Set([...roomArrows(HOUSE)].map(({ from, to }) => `${from} → ${to}`))
    const declared = Object.entries(SERVER_ARROWS).flatMap(([from, tos]) => tos.map((to) => `${from} → ${to}`))
    expect(declared.filter((arrow) => !used.has(arrow))).toEqual([])
  })

  houseRule(
    'only store opens transactions',
    only(
      /^store\//,
      'uncommented',
      // A calendar component begins, too: what follows there is a name or a colon.
      /\.transaction\s*(?:<[^()]*>)?\s*\(|['"`]\s*(?:begin|start transaction|savepoint)\b(?!:|['"`], name)/gi,
      'ask store for what shall be done at once',
    ),
    {
      files: {
        'packages/server/src/http/a.ts': "await database.transaction(async () => {})\nawait tx.query('BEGIN')",
        'packages/server/src/store/a.ts': 'await database.transaction(async () => {})',
      },
      at: ['packages/server/src/http/a.ts:1', 'packages/server/src/http/a.ts:2'],
    },
    // Using a one-time link up and keeping the password that was chosen by it are one thing.
    { 'packages/server/src/http/pages.ts': 1 },
  )

  houseRule(
    'only store/writing.ts writes ledger entries',
    only(
      /^store\/writing\.ts$/,
      'uncommented',
      /\b(?:insert\s+into|copy|merge\s+into)\s+ledger_(?:entry|node)\b/gi,
      'an entry is appended by commit() alone',
    ),
    {
      files: {
        'packages/server/src/store/a.ts': 'await tx.query(`insert\n into ledger_entry (seq) values ($1)`)',
        'packages/server/src/store/writing.ts': 'await tx.query(`insert into ledger_entry (seq) values ($1)`)',
      },
      at: ['packages/server/src/store/a.ts:1'],
    },
  )

  houseRule(
    'only boot reads the environment',
    only(
      /^boot\//,
      'code',
      /\bprocess\s*\.\s*env\b|\benv\s*\}?\s*(?:=|from)\s*\(?process\b/g,
      'make it a setting in boot/config.ts',
    ),
    {
      files: {
        'packages/server/src/http/a.ts': 'const a = process.env.HOME\nconst { env } = process',
        'packages/server/src/boot/a.ts': 'const a = process.env',
      },
      at: ['packages/server/src/http/a.ts:1', 'packages/server/src/http/a.ts:2'],
    },
  )

  houseRule(
    'only the path of an act authorizes',
    only(/^store\/perform\.ts$/, 'code', /\bauthorize\b/g, 'run the act by perform()'),
    {
      files: {
        'packages/server/src/http/a.ts': "import { authorize } from '@muster/core'",
        'packages/server/src/store/perform.ts': "import { authorize } from '@muster/core'",
      },
      at: ['packages/server/src/http/a.ts:1'],
    },
  )

  houseRule(
    'a statement of SQL is one literal',
    pieced,
    {
      files: {
        'packages/server/src/a.ts':
          "q.query<{ a: string }>('select 1')\nq.query(`select ${name}`)\nq.query(text)\nq.query('select ' + name)\nq.query<Row>(\n  `select 1`,\n)",
      },
      at: ['packages/server/src/a.ts:2', 'packages/server/src/a.ts:3', 'packages/server/src/a.ts:4'],
    },
    {
      // The names of tables and of columns of nouns, and how many rows at most.
      'packages/server/src/http/reading.ts': 2,
      'packages/server/src/record/ledger/log.ts': 1,
      // The observations of a formula inside a frame: both are constants of the program.
      'packages/server/src/record/scorecards/measure.ts': 3,
      'packages/server/src/store/backup.ts': 2,
      // The statement that takes the lock has a name, for it is also sent with the beginning of a transaction.
      'packages/server/src/store/commit.ts': 1,
      'packages/server/src/store/foresight.ts': 1,
      'packages/server/src/store/replay.ts': 5,
      'packages/server/src/store/work.ts': 2,
      'packages/server/src/store/writing.ts': 1,
      // The drivers, and the migrations that are run.
      'packages/server/src/store/migrate.ts': 1,
      'packages/server/src/store/pglite-recovery.ts': 3,
      'packages/server/src/store/pglite-statements.ts': 1,
      'packages/server/src/store/postgres.ts': 4,
    },
  )
})
