import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluateRegressionFile } from './evaluate-regression.ts'
import type { RegressionEvaluation, RegressionQuestion } from './regression.ts'

type Vector = {
  actual: number[]
  predicted: number[]
  deviation: number[]
  quantiles: Record<string, number[]>
  expected: Record<string, number>
}
let folder: string
let vector: Vector

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regression-'))
  const file = new URL('../../../../fixtures/statistics/measure-vectors.json', import.meta.url)
  vector = (JSON.parse(await readFile(file, 'utf8')) as { regression: Vector }).regression
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const HEADER = 'y,mean,sd,p10,p50,p90,site'
const QUANTILES = { '0.1': 'p10', '0.5': 'p50', '0.9': 'p90' }
const lines = (): string[] =>
  vector.actual.map((y, row) => {
    const quantiles = ['0.1', '0.5', '0.9'].map((share) => vector.quantiles[share]![row])
    return [y, vector.predicted[row], vector.deviation[row], ...quantiles, row % 2 === 0 ? 'even' : 'odd'].join(',')
  })

async function measure(rows: readonly string[], more: Partial<RegressionQuestion> = {}): Promise<RegressionEvaluation> {
  const path = join(folder, 'numbers.csv')
  await writeFile(path, `${HEADER}\n${rows.join('\n')}\n`)
  return evaluateRegressionFile({ path, label: 'y', prediction: 'mean', draws: 200, ...more })
}

test('predicted numbers, quantiles and normal forecasts give what scikit-learn and SciPy give', async () => {
  const { measures, rows, calibration } = await measure(lines(), { deviation: 'sd', quantiles: QUANTILES })
  expect(rows).toBe(vector.actual.length)
  for (const [name, wanted] of Object.entries(vector.expected)) {
    const found = measures.find((one) => one.name === name)!
    expect(Math.abs(found.value! - wanted), name).toBeLessThan(1e-10 * Math.max(1, Math.abs(wanted)))
    expect(found.low!, name).toBeLessThanOrEqual(wanted)
    expect(found.high!, name).toBeGreaterThanOrEqual(wanted)
  }
  expect(calibration.map(({ share }) => share)).toEqual([0.1, 0.5, 0.9])
})

describe('a regression', () => {
  test('is the same for the rows in any order, and a slice is its rows alone', async () => {
    const all = lines()
    const { source: before, ...first } = await measure(all, { slices: ['site'] })
    const { source: after, ...second } = await measure(all.toReversed(), { slices: ['site'] })
    expect(after.digest).not.toBe(before.digest)
    expect(second).toEqual(first)
    const odd = await measure(
      all.filter((line) => line.endsWith('odd')),
      {},
    )
    for (const { name, value } of odd.measures) {
      const found = first.measures.find((one) => one.name === name && one.slice?.value === 'odd')
      expect(found?.value, name).toBeCloseTo(value!, 10)
    }
  })

  test('of scaled numbers has scaled errors and the same share explained', async () => {
    const scaled = lines().map((line) => {
      const [y, mean, ...rest] = line.split(',')
      return [1000 * Number(y), 1000 * Number(mean), ...rest].join(',')
    })
    const one = await measure(lines())
    const thousand = await measure(scaled)
    const value = (of: RegressionEvaluation, name: string): number => of.measures.find((m) => m.name === name)!.value!
    expect(value(thousand, 'mae') / value(one, 'mae')).toBeCloseTo(1000, 8)
    expect(value(thousand, 'rmse') / value(one, 'rmse')).toBeCloseTo(1000, 8)
    expect(value(thousand, 'r2')).toBeCloseTo(value(one, 'r2'), 10)
  })

  test('that leans to one side, or whose ranges hold too seldom, says so', async () => {
    const high = lines().map((line) => {
      const [y, mean, ...rest] = line.split(',')
      return [y, Number(mean) + 30, ...rest].join(',')
    })
    const { findings } = await measure(high, { quantiles: QUANTILES })
    const titles = findings.map(({ title }) => title)
    expect(titles).toContain('Too much is predicted')
    expect(findings.every(({ sentence, next }) => sentence.length > 0 && next.length > 0)).toBe(true)
  })

  test('has no MAPE where an actual value is 0, and no R² where nothing varies', async () => {
    const { measures, caveats } = await measure(['0,1,1,0,0,0,a', '0,2,1,0,0,0,a'])
    const value = (name: string): number | null | undefined => measures.find((one) => one.name === name)?.value
    expect(value('mape')).toBeNull()
    expect(value('r2')).toBeNull()
    expect(value('wape')).toBeNull()
    expect(value('mae')).toBe(1.5)
    expect(caveats.join(' ')).toContain('use wape')
  })

  test('refuses what is no number, a negative deviation, and questions that name nothing', async () => {
    await expect(measure(['1,x,1,0,0,0,a'])).rejects.toMatchObject({ code: 'column_type' })
    await expect(measure(['1,,1,0,0,0,a'])).rejects.toMatchObject({ code: 'value_missing' })
    await expect(measure(['1,inf,1,0,0,0,a'])).rejects.toMatchObject({ code: 'column_type' })
    await expect(measure(['1,1,-1,0,0,0,a'], { deviation: 'sd' })).rejects.toMatchObject({ code: 'score_out_of_range' })
    await expect(measure(['1,1,1,0,0,0,a'], { prediction: undefined })).rejects.toMatchObject({
      code: 'option_invalid',
    })
    await expect(measure(['1,1,1,0,0,0,a'], { quantiles: { '1.5': 'p90' } })).rejects.toMatchObject({
      code: 'option_invalid',
    })
    await expect(measure(['1,1,1,0,0,0,a'], { prediction: 'maen' })).rejects.toMatchObject({
      code: 'column_missing',
      hint: expect.stringContaining('mean'),
    })
  })
})
