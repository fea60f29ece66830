import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ABOVE_PACKAGES, DYNAMIC_ARROWS, PACKAGE_ARROWS, TEST_FILE, TYPE_ARROWS } from './arrows.ts'
import type { Complaint } from './house-rule.ts'
import { HOUSE, beyondKnown, houseRule, inWords, paths, textOf, tree } from './house-rule.ts'
import type { Source } from './source.ts'

interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}
const manifests: ReadonlyMap<string, Manifest> = new Map(
  paths('packages/*/package.json', 'package.json').map((path) => [
    posix.dirname(path),
    JSON.parse(textOf(path)) as Manifest,
  ]),
)

/** The package that a file or a specifier belongs to. */
const packageOf = (path: string): string | undefined => /^packages\/([^/]+)\//.exec(path)?.[1]
const packageIn = (specifier: string): string | undefined => /^@muster\/([^/]+)$/.exec(specifier)?.[1]

/** Name of the installed package that a bare specifier asks for. */
function dependencyIn(specifier: string): string | undefined {
  if (/^(?:\.|\/|node:|file:|data:)/.test(specifier)) return undefined
  const [scope = '', name = ''] = specifier.split('/')
  return scope.startsWith('@') ? `${scope}/${name}` : scope
}

function crossed(files: readonly Source[]): Complaint[] {
  return files.flatMap((file) => {
    const from = packageOf(file.path)
    const isTest = TEST_FILE.test(file.path)
    return file.imports.flatMap(({ specifier, line, dynamic, typeOnly }): Complaint[] => {
      const complain = (message: string): Complaint[] => [{ path: file.path, line, message }]
      if (specifier.startsWith('.')) {
        const to = packageOf(posix.join(posix.dirname(file.path), specifier))
        if (from === undefined || to === undefined || to === from) return []
        return complain(`${specifier} reaches into packages/${to}; import '@muster/${to}'`)
      }
      if (!specifier.startsWith('@muster/')) return []
      const to = packageIn(specifier)
      if (to === undefined) return complain(`'${specifier}' passes by the one entry of a package; import that`)
      if (to === 'testkit')
        return isTest ? [] : complain('only tests, scenarios, examples and benchmarks may import the testkit')
      if (from === undefined || isTest || to === from) return []
      if (dynamic && DYNAMIC_ARROWS[file.path] === to) return []
      if (typeOnly && TYPE_ARROWS[file.path] === to) return []
      if (PACKAGE_ARROWS[from]?.includes(to) === true) return []
      return complain(`${from} may not import ${to}; it may import ${PACKAGE_ARROWS[from]?.join(', ') || 'nothing'}`)
    })
  })
}

function undeclared(files: readonly Source[]): Complaint[] {
  const root = manifests.get('.')
  return files.flatMap((file) => {
    const from = packageOf(file.path)
    const own = manifests.get(`packages/${from}`)
    const isTest = TEST_FILE.test(file.path) || from === undefined
    return file.imports.flatMap(({ specifier, line }): Complaint[] => {
      const name = dependencyIn(specifier)
      if (name === undefined || name === own?.name) return []
      const declared =
        own?.dependencies?.[name] ??
        own?.devDependencies?.[name] ??
        (isTest ? (root?.devDependencies?.[name] ?? root?.dependencies?.[name]) : undefined)
      // Every workspace package is linked at the root: what stands above the packages, and tests, find it there.
      if (declared !== undefined || (isTest && name.startsWith('@muster/'))) return []
      const where = from === undefined ? 'the root package.json' : `packages/${from}/package.json`
      return [{ path: file.path, line, message: `'${name}' is not declared; add it to the dependencies of ${where}` }]
    })
  })
}

const isInPackages = (file: Source): boolean => packageOf(file.path) !== undefined

describe('packages', () => {
  test('are all in the table of arrows, which has no cycle', () => {
    const names = [...manifests.keys()].filter((path) => path !== '.').map((path) => path.replace('packages/', ''))
    expect(names.filter((name) => !(name in PACKAGE_ARROWS))).toEqual([])
    const order: string[] = []
    for (let before = -1; before < order.length;) {
      before = order.length
      for (const [name, to] of Object.entries(PACKAGE_ARROWS))
        if (!order.includes(name) && to.every((other) => order.includes(other))) order.push(name)
    }
    expect(order).toHaveLength(Object.keys(PACKAGE_ARROWS).length)
  })

  houseRule('a package imports only the packages its arrows point to', crossed, {
    files: {
      'packages/core/src/a.ts': "import { x } from '@muster/contract'",
      'packages/cli/src/a.ts': "import { z } from 'zod'\nconst y = await import('@muster/server')",
      'packages/web/src/a.tsx': "export { x } from '../../core/src/index.ts'",
      'packages/server/src/a.ts': "import { given } from '@muster/testkit'\nimport '@muster/core/src/acts.ts'",
      'packages/cli/src/start-server.ts':
        "import type { S } from '@muster/server'\nimport { start } from '@muster/server'\nawait import('@muster/server')",
      'packages/server/src/a.db.test.ts': "import { given } from '@muster/testkit'",
    },
    at: [
      'packages/core/src/a.ts:1',
      'packages/cli/src/a.ts:2',
      'packages/web/src/a.tsx:1',
      'packages/server/src/a.ts:1',
      'packages/server/src/a.ts:2',
      'packages/cli/src/start-server.ts:2',
    ],
  })

  houseRule('every package that is imported is declared where it is imported', undeclared, {
    files: {
      'packages/core/src/a.ts':
        "import { z } from 'zod'\nimport fastify from 'fastify'\nimport { join } from 'node:path'",
      'packages/core/src/a.test.ts': "import { test } from 'vitest'\nimport x from 'left-pad/deep'",
      'tidy/a.ts': "import { ACTS } from '@muster/core'\nimport y from '@scope/name/deep'",
    },
    at: ['packages/core/src/a.ts:2', 'packages/core/src/a.test.ts:2', 'tidy/a.ts:2'],
  })

  test('declare no workspace package that their arrows do not allow', () => {
    const wrong = [...manifests].flatMap(([path, manifest]) =>
      Object.keys(manifest.dependencies ?? {}).flatMap((name) => {
        const to = packageIn(name)
        const from = path.replace('packages/', '')
        const isListed =
          to !== undefined &&
          Object.entries(DYNAMIC_ARROWS).some(([file, other]) => other === to && packageOf(file) === from)
        return to === undefined || isListed || PACKAGE_ARROWS[from]?.includes(to) === true ? [] : [`${path}: ${name}`]
      }),
    )
    expect(wrong).toEqual([])
  })

  test('hold all source files but those that stand above them', () => {
    expect(HOUSE.filter((f) => !isInPackages(f) && !ABOVE_PACKAGES.test(f.path)).map((f) => f.path)).toEqual([])
  })
})

describe('a list of known exceptions', () => {
  const found = [
    { path: 'a.ts', line: 1, message: 'x' },
    { path: 'a.ts', line: 2, message: 'x' },
  ]
  test('lets as many through as it says, and no more', () => {
    expect(beyondKnown(found, { 'a.ts': 2 })).toEqual([])
    expect(beyondKnown(found, { 'a.ts': 1 })).toEqual(found)
  })
  test('complains when it grants more than there are', () => {
    expect(inWords(beyondKnown(found, { 'a.ts': 3 }))[0]).toContain('lower the number')
    expect(inWords(beyondKnown([], { 'gone.ts': 1 }))[0]).toContain('gone.ts')
  })
})

describe('the reader of sources', () => {
  test('finds imports of every form, and none in comments, strings and templates', () => {
    const [file] = tree({
      'a.ts': [
        "import a from 'one'",
        "import type { B } from 'two'",
        "import {\n  c, // from 'no'\n} from 'three'",
        "export * from 'four'",
        "import 'five'",
        "const d = await import('six')",
        "type E = import('seven').E",
        "// import x from 'no'",
        "const f = `import x from 'no' ${await import('eight')}`",
        "const g = \"import x from 'no'\" + /from 'no'/.source",
        "const h = 4 / 2 // 'no'",
      ].join('\n'),
    })
    const found = file?.imports.map((i) => i.specifier).toSorted()
    expect(found).toEqual(['eight', 'five', 'four', 'one', 'seven', 'six', 'three', 'two'])
  })
})
