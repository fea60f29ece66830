import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CORE_ARROWS, CORE_TABLES, WINGS } from './arrows.ts'
import type { Complaint } from './house-rule.ts'
import { HOUSE, houseRule, occurrences } from './house-rule.ts'
import { importCycles } from './import-cycles.ts'
import type { Source } from './source.ts'

const CORE = 'packages/core/src/'
const isCore = (file: Source): boolean => file.path.startsWith(CORE) && !file.path.endsWith('.test.ts')
const ALLOWED = ['zod', '@marcbachmann/cel-js']

/** Room of a path inside core: `<wing>/<room>`, or the folder or file directly below src. */
function roomOf(path: string): string {
  const [first = '', second = ''] = path.slice(CORE.length).split('/')
  return WINGS.includes(first) ? `${first}/${second}` : first
}

function* roomArrows(files: readonly Source[]) {
  for (const file of files.filter(isCore))
    for (const { specifier, line } of file.imports) {
      const from = roomOf(file.path)
      const to = roomOf(posix.join(posix.dirname(file.path), specifier))
      if (specifier.startsWith('.') && from !== to) yield { path: file.path, line, from, to }
    }
}

const strayed = (files: readonly Source[]): Complaint[] =>
  [...roomArrows(files)].flatMap(({ path, line, from, to }) => {
    if (CORE_TABLES.includes(from) || CORE_ARROWS[from]?.includes(to) === true) return []
    return [
      {
        path,
        line,
        message: `${from} may not import ${to}: pass the fact as a value, or add the arrow to tidy/arrows.ts`,
      },
    ]
  })

const foreign = (files: readonly Source[]): Complaint[] =>
  files.filter(isCore).flatMap((file) =>
    file.imports
      .filter(({ specifier }) => !specifier.startsWith('.') && !ALLOWED.includes(specifier))
      .map(({ specifier, line }) => ({
        path: file.path,
        line,
        message: `core depends on ${ALLOWED.join(' and ')} alone, not on '${specifier}'; let the caller pass what is needed`,
      })),
  )

const IMPURE =
  /\bDate\.now\b|\bnew Date\b(?!\s*\(\s*[^\s)])|(?<![\w.]|new )Date\(|\bMath\.random\b|\b(?:process|console|performance)\.|\bcrypto\.(?:getRandomValues|randomUUID|subtle)\b|\b(?:setTimeout|setInterval|queueMicrotask|fetch)\s*\(|\bglobalThis\b/g

const impure = (files: readonly Source[]): Complaint[] =>
  files
    .filter(isCore)
    .flatMap((file) =>
      occurrences(
        file,
        'code',
        IMPURE,
        (found) => `core has no ${found}: time, randomness and the world are arguments`,
      ),
    )

describe('core', () => {
  houseRule('a room imports only the rooms its arrows point to', strayed, {
    files: {
      'packages/core/src/acts/act.ts': "import { x } from '../team/people/acts.ts'",
      'packages/core/src/team/people/acts.ts': "import { x } from '../../acts/act.ts'\nimport { y } from './person.ts'",
      'packages/core/src/work/elsewhere/a.ts': "import { x } from '../projects/acts.ts'",
    },
    at: ['packages/core/src/acts/act.ts:1', 'packages/core/src/work/elsewhere/a.ts:1'],
  })

  test('the table of arrows has no cycle and no arrow that nobody uses', () => {
    expect(importCycles(new Map(Object.entries(CORE_ARROWS)))).toEqual([])
    const used = new Set([...roomArrows(HOUSE)].map(({ from, to }) => `${from} → ${to}`))
    const declared = Object.entries(CORE_ARROWS).flatMap(([from, tos]) => tos.map((to) => `${from} → ${to}`))
    expect(declared.filter((arrow) => !used.has(arrow))).toEqual([])
  })

  houseRule('imports nothing but zod and the CEL library', foreign, {
    files: {
      'packages/core/src/a.ts': "import { z } from 'zod'\nimport { readFileSync } from 'node:fs'",
      'packages/core/src/a.test.ts': "import { readFileSync } from 'node:fs'",
    },
    at: ['packages/core/src/a.ts:2'],
  })

  houseRule('knows no clock, no randomness and no world', impure, {
    files: {
      'packages/core/src/a.ts':
        'const a = Date.now()\nconst b = new Date()\nconst c = new Date(at)\nconst d = Date.parse(at)',
      'packages/core/src/b.ts':
        "// Date.now() is for others\nconst a = 'new Date()'\nconst b = Math.random()\nprocess.exit(1)",
      'packages/core/src/c.ts': 'const a = new Date\nconsole.log(1)\nconst b = Date()',
    },
    at: [
      'packages/core/src/a.ts:1',
      'packages/core/src/a.ts:2',
      'packages/core/src/b.ts:3',
      'packages/core/src/b.ts:4',
      'packages/core/src/c.ts:1',
      'packages/core/src/c.ts:2',
      'packages/core/src/c.ts:3',
    ],
  })
})
