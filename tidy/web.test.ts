import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { WEB_ARROWS, WEB_ROOM_ARROWS, WEB_TABLES, WINGS } from './arrows.ts'
import type { Complaint } from './house-rule.ts'
import { HOUSE, houseRule, occurrences } from './house-rule.ts'
import type { Source } from './source.ts'

const WEB = 'packages/web/src/'
const isWeb = (file: Source): boolean => file.path.startsWith(WEB) && !/\.test\.tsx?$/.test(file.path)
const inApp = (files: readonly Source[]): readonly Source[] =>
  files.filter((f) => isWeb(f) && f.path !== `${WEB}index.ts`)

/** Room of a path inside the app: `<wing>/<room>` or a technical room. */
function roomOf(path: string): string {
  const [first = '', second = ''] = path.slice(WEB.length).split('/')
  return WINGS.includes(first) ? `${first}/${second}` : first
}

const strayed = (files: readonly Source[]): Complaint[] =>
  files.filter(isWeb).flatMap((file) =>
    file.imports.flatMap(({ specifier, line }): Complaint[] => {
      const target = posix.join(posix.dirname(file.path), specifier)
      const [from, to] = [roomOf(file.path), roomOf(target)]
      if (!specifier.startsWith('.') || from === to || WEB_TABLES.includes(from)) return []
      const allowed = from.includes('/') ? WEB_ROOM_ARROWS : (WEB_ARROWS[from] ?? [])
      if (allowed.includes(to)) return []
      const message = `${from} may not import ${to}; it may import ${allowed.join(', ') || 'nothing'} (tidy/arrows.ts)`
      return [{ path: file.path, line, message }]
    }),
  )

/** Core at run time would bring its schemas and the CEL library into the first page: the app knows its types alone. */
const heavy = (files: readonly Source[]): Complaint[] =>
  inApp(files).flatMap(({ path, imports }) =>
    imports
      .filter((i) => (i.specifier === '@muster/core' && !i.typeOnly && !i.dynamic) || i.specifier === 'zod')
      .map(({ line, specifier }) => ({
        path,
        line,
        message: `${specifier} is for types here, or loaded with import()`,
      })),
  )

const elsewhere = (files: readonly Source[]): Complaint[] =>
  inApp(files).flatMap((file) =>
    occurrences(
      file,
      'uncommented',
      /https?:\/\/(?!www\.w3\.org\/)[a-z]/g,
      () => 'the app speaks with no other host than its own server',
    ),
  )

const unsafe = (files: readonly Source[]): Complaint[] =>
  inApp(files).flatMap((file) =>
    occurrences(
      file,
      'code',
      /\bdangerouslySetInnerHTML\b|\.innerHTML\b|\beval\s*\(/g,
      (found) => `${found}: text is text`,
    ),
  )

describe('the web app', () => {
  houseRule('its rooms import along the arrows', strayed, {
    files: {
      'packages/web/src/ui/a.tsx': "import { b } from '../api/b.ts'",
      'packages/web/src/work/projects/a.tsx':
        "import { b } from '../../judging/gates/b.tsx'\nimport { c } from '../../ui/c.tsx'",
      'packages/web/src/app/a.tsx': "import { b } from '../work/projects/b.tsx'",
    },
    at: ['packages/web/src/ui/a.tsx:1', 'packages/web/src/work/projects/a.tsx:1'],
  })

  houseRule(
    'knows core by its types, so that a page loads no schemas',
    heavy,
    {
      files: {
        'packages/web/src/a.ts': "import type { Stage } from '@muster/core'\nimport { STAGES } from '@muster/core'",
        'packages/web/src/b.ts': "const core = await import('@muster/core')",
        'packages/web/src/c.test.ts': "import { STAGES } from '@muster/core'",
      },
      at: ['packages/web/src/a.ts:2'],
    },
    // Rules that bring no schema along, in pages that are loaded when they are opened: the proof of an entry, and the
    // structure of a matrix as it is typed.
    { 'packages/web/src/record/ledger/verify-entry.ts': 1, 'packages/web/src/team/responsibility/raci-draft.ts': 1 },
  )

  houseRule('names no other host', elsewhere, {
    files: { 'packages/web/src/a.ts': "fetch('https://example.org')\n// https://example.org" },
    at: ['packages/web/src/a.ts:1'],
  })

  houseRule('writes no text into a page as markup', unsafe, {
    files: { 'packages/web/src/a.tsx': 'x.innerHTML = y\nconst z = <p dangerouslySetInnerHTML={y} />' },
    at: ['packages/web/src/a.tsx:1', 'packages/web/src/a.tsx:2'],
  })

  test('has no arrow that nobody uses', () => {
    const used = new Set(
      HOUSE.filter(isWeb).flatMap((f) =>
        f.imports
          .filter((i) => i.specifier.startsWith('.'))
          .map((i) => `${roomOf(f.path)} ${roomOf(posix.join(posix.dirname(f.path), i.specifier))}`),
      ),
    )
    const unused = Object.entries(WEB_ARROWS).flatMap(([from, to]) =>
      to.filter((t) => !used.has(`${from} ${t}`)).map((t) => `${from} → ${t}`),
    )
    expect(unused).toEqual([])
  })
})
