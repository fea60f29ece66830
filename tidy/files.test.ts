import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Complaint } from './house-rule.ts'
import { HOUSE, ROOT, houseRule, inWords, occurrences, paths, textOf, tree } from './house-rule.ts'
import { importCycles } from './import-cycles.ts'
import type { Source } from './source.ts'
import { source } from './source.ts'

const MOST_LINES = 400
const HOMELESS = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'shared', 'misc', 'manager', 'managers'])
const TEST = /\.(?:test|e2e)\.tsx?$/

/** Everything that people read here: code, data, documents. */
const TEXTS: readonly Source[] = [
  ...HOUSE,
  ...paths(
    '{packages,packs,docs,examples,scenarios,bench,fixtures}/**/*.{md,yaml,yml,sql,css,html,sh,py}',
    '*.md',
    '.ci/*',
  ).map((path) => source(path, textOf(path))),
]

const everywhere =
  (view: 'code' | 'uncommented' | 'text', pattern: RegExp, advice: string, which = (_file: Source): boolean => true) =>
  (files: readonly Source[]): Complaint[] =>
    files.filter(which).flatMap((file) => occurrences(file, view, pattern, (found) => `${found}: ${advice}`))

const cyclic = (files: readonly Source[]): Complaint[] => {
  const graph = new Map(
    files.map((file) => [
      file.path,
      file.imports
        .filter((i) => i.specifier.startsWith('.'))
        .map((i) => posix.join(posix.dirname(file.path), i.specifier)),
    ]),
  )
  return importCycles(graph).map((group) => ({
    path: group[0] ?? '',
    line: 1,
    message: `files import each other: ${group.join(', ')}; move what both need into a file of its own`,
  }))
}

const tooLong = (files: readonly Source[]): Complaint[] =>
  files.flatMap(({ path, text }) => {
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
    return lines <= MOST_LINES
      ? []
      : [{ path, line: lines, message: `${lines} lines, at most ${MOST_LINES}: it holds two things, give each a file` }]
  })

const badlyNamed = (files: readonly Source[]): Complaint[] =>
  files.flatMap(({ path }) => {
    const wrong: Complaint[] = []
    const words = path.toLowerCase().split(/[/.-]/)
    const homeless = words.find((word) => HOMELESS.has(word))
    if (homeless !== undefined)
      wrong.push({ path, line: 1, message: `"${homeless}" says nothing: name the file after what it exports` })
    if (!path.split('/').every((part) => /^\.?[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(part)))
      wrong.push({ path, line: 1, message: 'file and folder names are lower case words with dashes' })
    return wrong
  })

const isEntry = (file: Source): boolean => /^packages\/[^/]+\/src\/index\.ts$/.test(file.path)
const barrels = (files: readonly Source[]): Complaint[] =>
  files
    .filter((file) => !isEntry(file))
    .flatMap(({ path, imports }) =>
      imports
        .filter((i) => i.exported)
        .map(({ line, specifier }) => ({
          path,
          line,
          message: `passes on '${specifier}': import it where it is declared; only a package’s index.ts gathers`,
        })),
    )

describe('files', () => {
  houseRule('do not import each other in a circle', cyclic, {
    files: {
      'a/one.ts': "import { two } from './two.ts'",
      'a/two.ts': "import type { Three } from '../b/three.ts'",
      'b/three.ts': "import { one } from '../a/one.ts'",
      'b/four.ts': "import { one } from '../a/one.ts'",
    },
    at: ['a/one.ts:1'],
  })

  houseRule('have at most 400 lines', tooLong, {
    files: { 'a.ts': 'x\n'.repeat(401), 'b.ts': 'x\n'.repeat(400) },
    at: ['a.ts:401'],
  })

  houseRule('are named after what they hold, in lower case with dashes', badlyNamed, {
    files: {
      'a/string-utils.ts': '',
      'common/a.ts': '',
      'a/readPack.ts': '',
      'a/read_pack.ts': '',
      'a/read-pack.db.test.ts': '',
      'a/uncommon.ts': '',
    },
    at: ['a/string-utils.ts:1', 'common/a.ts:1', 'a/readPack.ts:1', 'a/read_pack.ts:1'],
  })

  houseRule(
    'export names, never a default',
    everywhere(
      'code',
      /\bexport\s+default\b|\bas\s+default\b/g,
      'give it a name',
      (file) => !/\.config\.m?ts$/.test(file.path),
    ),
    {
      files: {
        'a.ts': 'const a = 1\nexport default a',
        'b.ts': '// export default\nexport const b = 1',
        'vite.config.ts': 'export default {}',
      },
      at: ['a.ts:2'],
    },
  )

  houseRule('do not pass on what others export, but for the one entry of each package', barrels, {
    files: {
      'packages/core/src/acts/index.ts': "export * from './act.ts'",
      'packages/core/src/index.ts': "export * from './acts/act.ts'",
      'a.ts': "import { b } from './b.ts'\nexport { b }",
    },
    at: ['packages/core/src/acts/index.ts:1'],
  })
})

describe('code', () => {
  houseRule(
    'says what its types are: no any',
    everywhere('code', /(?:[:<|&,=]|\bas|=>)\s*any\b(?!\s*(?:[.(!:]|==))|\bany\[\]/g, 'use unknown, and check it'),
    {
      files: {
        'a.ts':
          "let a: any\nconst b = c as any\nlet d: Array<any>\nconst many = 'any'\nconst e = anyOf(x)\nif (any !== e) f(x => x.any, any.of)\nlet g: any[]",
      },
      at: ['a.ts:1', 'a.ts:2', 'a.ts:3', 'a.ts:7'],
    },
    // The table of acts holds acts of different inputs and facts side by side.
    { 'packages/core/src/acts/act.ts': 3 },
  )

  houseRule(
    'does not silence the compiler',
    everywhere(
      'text',
      /@ts-(?:ignore|nocheck)\b|@ts-expect-error\b/g,
      'make the types right',
      (file) => !TEST.test(file.path) && !file.path.startsWith('tidy/'),
    ),
    {
      files: {
        'a.ts': '// @ts-ignore\nx()',
        'b.ts': '/* @ts-nocheck */',
        'a.test.ts': '// @ts-expect-error -- forging a grant\nx()',
      },
      at: ['a.ts:1', 'b.ts:1'],
    },
  )

  houseRule(
    'does not silence the linter',
    everywhere(
      'text',
      /\b(?:es|ox)lint-disable\b/g,
      'write it so that the rule holds',
      (file) => !file.path.startsWith('tidy/'),
    ),
    {
      files: { 'a.ts': '// eslint-disable-next-line\nx()', 'b.ts': '/* oxlint-disable no-console */' },
      at: ['a.ts:1', 'b.ts:1'],
    },
    {
      'packages/core/src/acts/act.ts': 1,
      // A pattern of control characters, in order to refuse them.
      'packages/core/src/acts/input.ts': 1,
      'packages/cli/src/terminal.ts': 1,
      // A hole in an array, in order to refuse it.
      'packages/core/src/record/ledger/canonical-json.test.ts': 1,
    },
  )

  houseRule(
    'runs every test that it has',
    everywhere(
      'code',
      /\b(?:test|it|describe)(?:\.\w+)*\.(?:only|skip|todo|fails)\b/g,
      'run it, or take it out',
      (file) => TEST.test(file.path),
    ),
    {
      files: {
        'a.test.ts':
          "test.only('a', () => {})\ndescribe.skip('b', () => {})\nitems.skip(1)\ntest.concurrent.only('c', () => {})\ntest.skipIf(x)('d', () => {})",
      },
      at: ['a.test.ts:1', 'a.test.ts:2', 'a.test.ts:4'],
    },
  )
})

/** A rule over everything that people read, with its own proof. */
function textRule(
  title: string,
  find: (files: readonly Source[]) => Complaint[],
  broken: Readonly<Record<string, string>>,
): void {
  test(title, () => {
    expect(inWords(find(TEXTS))).toEqual([])
  })
  test(`${title}: a file that does otherwise is named`, () => {
    expect(find(tree(broken)).map((c) => `${c.path}:${c.line}`)).toEqual(Object.keys(broken).map((path) => `${path}:1`))
  })
}
const inTexts = (pattern: RegExp, advice: string) =>
  everywhere('text', pattern, advice, (file) => file.path !== 'tidy/files.test.ts')

describe('texts', () => {
  textRule('leave no work behind', inTexts(/\b(?:TODO|FIXME|XXX|HACK)\b/g, 'do it now, or write an issue'), {
    'a.ts': '// TODO later',
    'docs/a.md': 'FIXME',
  })

  textRule(
    'hold no secret',
    inTexts(
      /\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}\b|\bsk-[A-Za-z0-9_-]{32,}\b|\bxox[abprs]-[A-Za-z0-9-]{20,}|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/]{20}|\bPRIVATE\+KEY\+[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{20}|\b(?:mst|muster)_[A-Za-z0-9]{32,}\b/g,
      'a secret has no place in a repository: take it out and replace it where it was used',
    ),
    { 'a.ts': `const key = 'AKIA${'A'.repeat(16)}'`, 'a.md': `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(64)}` },
  )

  textRule(
    'name no folder of the machine they were written on',
    inTexts(
      /(?<![\w./~$}-])\/(?:work|home\/[a-z]|root|Users\/[A-Za-z]|tmp)\/[\w.]/g,
      'say it from the root of the repository, or ask the system for a folder',
    ),
    { 'a.ts': "const folder = '/work/main'", 'docs/a.md': 'Look into /tmp/muster.' },
  )

  textRule(
    'name no package registry but the public one',
    inTexts(
      /https?:\/\/(?!registry\.npmjs\.org)[^\s'"`/]*(?:artifactory|nexus|jfrog|verdaccio|registry|mirror)[^\s'"`/]*|\bregistry\s*=\s*http\S+/g,
      'others cannot reach it',
    ),
    { 'a.md': 'npm ci --registry=https://npm-mirror.example.net', 'a.sh': 'registry = http://10.0.0.1:4873' },
  )

  test('the lock file sends nobody to a registry of ours', () => {
    const resolved = [...textOf('package-lock.json').matchAll(/"resolved": "(https?:[^"]+)"/g)].map((m) => m[1] ?? '')
    expect(resolved.filter((url) => !url.startsWith('https://registry.npmjs.org/'))).toEqual([])
    expect(paths('**/.npmrc', '.npmrc').map((path) => `${ROOT}${path}`)).toEqual([])
  })
})
