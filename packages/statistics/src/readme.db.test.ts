import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'statistics-readme-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const README = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
const BLOCKS = [...README.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code ?? '')

test.each(BLOCKS.map((code, index) => [index + 1, code] as const))(
  'example %d of the README prints what it says',
  (index, code) => {
    const rows = Array.from({ length: 10 }, (_, row) => {
      const [truth, isRight] = [row < 8 ? 'yes' : 'no', row > 1]
      return `${truth},${isRight ? truth : 'no'},${row % 2 === 0 ? 'north' : 'south'}`
    })
    writeFileSync(join(folder, 'predictions.csv'), `truth,said,site\n${rows.join('\n')}\n`)
    const entry = pathToFileURL(join(import.meta.dirname, 'index.ts')).href
    const file = join(folder, `example-${index}.mjs`)
    writeFileSync(file, code.replace(`'@muster/statistics'`, `'${entry}'`))
    const run = spawnSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' })
    expect(run.stderr.split('\n').filter((line) => /Error/.test(line))).toEqual([])
    const says = [...code.matchAll(/^\/\/ (.*)$/gm)].map(([, line]) => line)
    expect(run.stdout.trim().split('\n')).toEqual(says)
  },
)

test('the README names only what the package has', async () => {
  const names = new Set(Object.keys(await import('./index.ts')))
  const table = README.slice(README.indexOf('| question |'), README.indexOf('`measure` does any'))
  const named = [...table.matchAll(/`([A-Za-z0-9]+)`/g)].map(([, name]) => name ?? '')
  expect(named.length).toBeGreaterThan(40)
  expect(named.filter((name) => !names.has(name))).toEqual([])
})
