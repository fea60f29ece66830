import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Random } from '../evaluation/random.ts'
import { commandScorer, csvOf } from './command-scorer.ts'
import { endpointScorer } from './endpoint-scorer.ts'
import { importShap } from './import-shap.ts'
import { gridOf, partialDependence } from './partial-dependence.ts'
import { permutationImportance } from './permutation-importance.ts'
import type { Scorer } from './scorer.ts'

let folder: string
let path: string
const random = new Random(8, 'rows')
const ROWS = Array.from({ length: 300 }, () => [random.uniform(), random.uniform(), random.uniform()] as const)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'explanation-'))
  path = join(folder, 'rows.csv')
  // The label is 3a + b; c says nothing.
  await writeFile(path, `a,b,c,y\n${ROWS.map(([a, b, c]) => [a, b, c, 3 * a + b].join(',')).join('\n')}\n`)
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const FEATURES = ['a', 'b', 'c']
const linear: Scorer = ({ rows }) => Promise.resolve(rows.map(([a, b]) => 3 * Number(a) + Number(b)))

describe('permutation importance', () => {
  const question = { label: 'y', features: FEATURES, score: linear, loss: 'squared_error' as const }

  test('of a linear model is what theory says: twice the variance of each part', async () => {
    const { importances, baseline, findings, measures } = await permutationImportance({
      path,
      repeats: 20,
      ...question,
    })
    expect(baseline).toBeCloseTo(0, 12)
    expect(importances.map(({ features }) => features)).toEqual([['a'], ['b'], ['c']])
    const [a, b, c] = importances
    expect(a!.increase).toBeGreaterThan((0.8 * 2 * 9) / 12)
    expect(a!.increase).toBeLessThan((1.2 * 2 * 9) / 12)
    expect(b!.increase / (2 / 12)).toBeGreaterThan(0.8)
    expect(b!.increase / (2 / 12)).toBeLessThan(1.2)
    expect(c).toMatchObject({ increase: 0, low: 0, high: 0 })
    expect(findings[0]?.title).toBe('The model leans most on a')
    expect(measures[1]).toMatchObject({ name: 'importance', slice: { column: 'feature', value: 'a' } })
  })

  test('does not depend on the order of the rows, and shuffles groups together', async () => {
    const turned = join(folder, 'turned.csv')
    const lines = ROWS.map(([a, b, c]) => [a, b, c, 3 * a + b].join(',')).toReversed()
    await writeFile(turned, `a,b,c,y\n${lines.join('\n')}\n`)
    const groups = [['a', 'b']]
    const one = await permutationImportance({ path, rows: 100, groups, ...question })
    const other = await permutationImportance({ path: turned, rows: 100, groups, ...question })
    expect(other.importances).toEqual(one.importances)
    expect(one.sampled).toBe(100)
    expect(one.importances[0]?.features).toEqual(['a', 'b'])
    expect(one.caveats.join(' ')).toContain('100 rows of 300')
  })

  test('is refused with the label as a feature, a label that is no number, or scores that are none', async () => {
    await expect(permutationImportance({ path, ...question, features: ['a', 'y'] })).rejects.toMatchObject({
      code: 'option_invalid',
    })
    const lost = { ...question, loss: 'log_loss' as const }
    await expect(permutationImportance({ path, ...lost })).rejects.toMatchObject({ code: 'class_unknown' })
    const few: Scorer = () => Promise.resolve([1])
    await expect(permutationImportance({ path, ...question, score: few })).rejects.toMatchObject({
      code: 'scorer_answer',
    })
    const bad: Scorer = ({ rows }) => Promise.resolve(rows.map(() => Number.NaN))
    await expect(permutationImportance({ path, ...question, score: bad })).rejects.toMatchObject({
      code: 'scorer_answer',
    })
  })
})

test('partial dependence of a linear model is a line of its slope', async () => {
  const { curves, findings } = await partialDependence({ path, features: FEATURES, score: linear, points: 10 })
  const [a, , c] = curves
  for (const [before, after] of a!.points.slice(1).map((point, at) => [a!.points[at]!, point] as const)) {
    expect((after.mean - before.mean) / (Number(after.value) - Number(before.value))).toBeCloseTo(3, 8)
  }
  expect(a!.points.reduce((sum, { rows }) => sum + rows, 0)).toBe(300)
  expect(c!.range).toBeCloseTo(0, 12)
  expect(findings[0]?.title).toMatch(/^a moves the mean score by/)
  expect(gridOf(['x', 'y', 'x', ''], 5)).toEqual({
    kind: 'text',
    values: [
      { value: 'x', rows: 2 },
      { value: 'y', rows: 1 },
    ],
  })
})

describe('a scoring command', () => {
  const rows = {
    columns: ['a', 'b'],
    rows: [
      ['1', '2'],
      ['3', ''],
      ['5', '6,"x'],
    ],
  }
  const program = (text: string): Parameters<typeof commandScorer>[0] => ({
    command: process.execPath,
    args: ['-e', text],
  })
  const echo = `let t='';process.stdin.on('data',d=>t+=d).on('end',()=>{console.log('score');for(const l of t.trim().split('\\n').slice(1))console.log(l.split(',')[0])})`

  test('reads CSV and writes one number a line, with or without a header', async () => {
    expect(csvOf(rows)).toBe('a,b\n1,2\n3,\n5,"6,""x"\n')
    expect([...((await commandScorer(program(echo))(rows, undefined)) as Float64Array)]).toEqual([1, 3, 5])
  })

  test('that fails, is not there, or takes too long is told as what it is', async () => {
    const failing = commandScorer(program(`console.error('no model');process.exit(3)`))(rows, undefined)
    await expect(failing).rejects.toMatchObject({ code: 'scorer_failed', message: expect.stringContaining('no model') })
    await expect(commandScorer({ command: '/no/such' })(rows, undefined)).rejects.toMatchObject({
      code: 'scorer_failed',
    })
    const slow = { ...program('setTimeout(()=>{},60000)'), timeoutMs: 200 }
    await expect(commandScorer(slow)(rows, undefined)).rejects.toMatchObject({ code: 'scorer_timeout' })
    const stop = new AbortController()
    const asked = commandScorer(program('setTimeout(()=>{},60000)'))(rows, stop.signal)
    stop.abort(new Error('enough'))
    await expect(asked).rejects.toThrow('enough')
  })
})

test('a scoring endpoint is asked in batches, and its failures are told', async () => {
  const asked: number[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (piece: Buffer) => (text += piece.toString()))
    request.on('end', () => {
      if (request.url === '/broken') return response.writeHead(500).end()
      if (request.url === '/text') return response.end('hello')
      const { rows } = JSON.parse(text) as { rows: (string | null)[][] }
      asked.push(rows.length)
      return response.end(JSON.stringify({ scores: rows.map(([a]) => (a === null ? -1 : Number(a))) }))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const rows = { columns: ['a'], rows: [['1'], ['2'], ['']] }
  expect(await endpointScorer({ url, batchRows: 2 })(rows, undefined)).toEqual([1, 2, -1])
  expect(asked).toEqual([2, 1])
  await expect(endpointScorer({ url: `${url}/broken` })(rows, undefined)).rejects.toMatchObject({
    code: 'scorer_failed',
  })
  await expect(endpointScorer({ url: `${url}/text` })(rows, undefined)).rejects.toMatchObject({ code: 'scorer_answer' })
  server.close()
})

describe('SHAP values from a file', () => {
  const lines = ROWS.map(([a, b]) => [3 * (a - 0.5), b - 0.5, 0, 2, 3 * a + b].join(','))

  test('that add up are summed up by feature', async () => {
    const file = join(folder, 'shap.csv')
    await writeFile(file, `shap_a,shap_b,shap_c,base,out\n${lines.join('\n')}\n`)
    const found = await importShap({ path: file, base: 'base', output: 'out', draws: 200 })
    expect(found.additivity).toMatchObject({ holds: true, rowsOff: 0 })
    const wanted = ROWS.reduce((sum, [a]) => sum + Math.abs(3 * (a - 0.5)), 0) / ROWS.length
    expect(found.importances[0]).toMatchObject({ feature: 'a' })
    expect(found.importances[0]!.meanAbsolute).toBeCloseTo(wanted, 12)
    expect(found.importances.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12)
    expect(found.measures[0]!.low!).toBeLessThan(wanted)
    const fixed = await importShap({
      path: file,
      base: 2,
      output: 'out',
      columns: { age: 'shap_a', rest: 'shap_b' },
      draws: 200,
    })
    expect(fixed.importances.map(({ feature }) => feature)).toEqual(['age', 'rest'])
  })

  test('that do not add up are not to be used', async () => {
    const file = join(folder, 'off.csv')
    await writeFile(file, `shap_a,shap_b,shap_c,base,out\n${lines.join('\n')}\n0,0,0,2,9\n`)
    const { additivity, findings } = await importShap({ path: file, base: 'base', output: 'out', draws: 200 })
    expect(additivity).toMatchObject({ holds: false, rowsOff: 1, largest: 7 })
    expect(findings[0]?.next).toContain('Do not use them')
    await expect(importShap({ path: file, prefix: 'phi_', base: 0, output: 'out' })).rejects.toMatchObject({
      code: 'column_missing',
    })
  })
})
