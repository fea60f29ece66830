import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { percentile } from '../evaluation/percentile.ts'
import { Random } from '../evaluation/random.ts'
import { benchmarkRequests } from './benchmark-requests.ts'
import { quantileRanks } from './quantile-ranks.ts'
import type { RequestsBenchmark, RequestsQuestion } from './requests.ts'
import { throughput } from './throughput.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'requests-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const random = new Random(3, 'requests')
const ROWS = Array.from({ length: 500 }, (_, row) => ({
  ms: 20 - 30 * Math.log(1 - random.uniform()),
  status: random.uniform() < 0.04 ? 503 : 200,
  start: new Date(Date.UTC(2026, 0, 1) + row * 100).toISOString(),
  cost: 0.001 + 0.001 * random.uniform(),
  model: row % 5 === 0 ? 'large' : 'small',
}))
const linesOf = (rows: typeof ROWS): string[] => rows.map((row) => Object.values(row).join(','))

async function measure(lines: readonly string[], more: Partial<RequestsQuestion> = {}): Promise<RequestsBenchmark> {
  const path = join(folder, 'requests.csv')
  await writeFile(path, `ms,status,start,cost,model\n${lines.join('\n')}\n`)
  const question = { path, latency: 'ms', status: 'status', start: 'start', cost: 'cost', draws: 200 }
  return benchmarkRequests({ ...question, ...more })
}

describe('a file of requests', () => {
  test('has the quantiles of its successes, its errors, its rate and its cost', async () => {
    const { measures, durationSeconds, findings } = await measure(linesOf(ROWS), { limits: { latency_p95: 1000 } })
    const value = (name: string): number => measures.find((one) => one.name === name && !one.slice)!.value!
    const good = Float64Array.from(ROWS.filter(({ status }) => status === 200).map(({ ms }) => ms)).sort()
    for (const share of [0.5, 0.9, 0.95, 0.99]) {
      expect(value(`latency_p${share * 100}`)).toBeCloseTo(percentile(good, share), 9)
    }
    expect(value('latency_max')).toBeCloseTo(good.at(-1)!, 9)
    expect(value('error_rate')).toBe((ROWS.length - good.length) / ROWS.length)
    expect(durationSeconds).toBeGreaterThan(49.9)
    expect(value('throughput')).toBeCloseTo(ROWS.length / durationSeconds!, 6)
    expect(value('cost_total')).toBeCloseTo(
      ROWS.reduce((sum, { cost }) => sum + cost, 0),
      9,
    )
    expect(findings.map(({ title }) => title)).toContain('latency_p95 keeps its limit')
  })

  test('is the same in any order, and its slices are those requests alone', async () => {
    const { source: before, ...first } = await measure(linesOf(ROWS), { slices: ['model'] })
    const { source: after, ...second } = await measure(linesOf(ROWS).toReversed(), { slices: ['model'] })
    expect(after.digest).not.toBe(before.digest)
    expect(second).toEqual(first)
    const alone = await measure(linesOf(ROWS.filter(({ model }) => model === 'large')))
    const of = (found: Pick<RequestsBenchmark, 'measures'>, slice?: string): (number | null)[] =>
      found.measures
        .filter(({ name, slice: own }) => name.startsWith('latency_p') && own?.value === slice)
        .map(({ value }) => value)
    expect(of(first, 'large')).toEqual(of(alone))
  })

  test('may have its latency in seconds, and says where a high quantile has no upper end', async () => {
    const { measures, caveats } = await measure(['1,200,0,0,a', '2,200,1,0,a'], { unit: 's' })
    expect(measures.find(({ name }) => name === 'latency_p50')!.value).toBe(1500)
    expect(measures.find(({ name }) => name === 'latency_p99')!.high).toBeNull()
    expect(caveats.join(' ')).toContain('Too few requests for an upper end')
  })

  test('without a success has no latency, and says why', async () => {
    const { measures } = await measure(['1,500,2026-01-01T00:00:00Z,0,a'])
    expect(measures.find(({ name }) => name === 'latency_p50')).toMatchObject({
      value: null,
      reason: 'no request succeeded',
    })
    expect(measures.find(({ name }) => name === 'error_rate')!.value).toBe(1)
  })

  test('is refused with a negative latency or with what is no time', async () => {
    await expect(measure(['-1,200,0,0,a'])).rejects.toMatchObject({ code: 'score_out_of_range' })
    await expect(measure(['1,200,yesterday,0,a'])).rejects.toMatchObject({ code: 'column_type' })
  })
})

test('the interval of a quantile covers it at least as often as it says', () => {
  for (const [n, share] of [
    [50, 0.5],
    [200, 0.9],
    [400, 0.99],
  ] as const) {
    const { low, high } = quantileRanks(n, share, 0.95)
    const chance = new Random(1, `${n} ${share}`)
    let covered = 0
    const draws = 2000
    for (let draw = 0; draw < draws; draw++) {
      const sorted = Float64Array.from({ length: n }, () => chance.uniform()).sort()
      const isAbove = low === null || sorted[low - 1]! <= share
      const isBelow = high === null || sorted[high - 1]! >= share
      covered += isAbove && isBelow ? 1 : 0
    }
    expect(covered / draws).toBeGreaterThan(0.94)
  }
})

test('the examples say what the functions answer', () => {
  expect(quantileRanks(100, 0.5, 0.95)).toEqual({ below: 50, above: 51, part: 0.5, low: 40, high: 61 })
  const { value, low, high } = throughput([10, 12, 8, 10], 2)
  expect(value).toBe(5)
  expect(low).toBeCloseTo(3.7008, 4)
  expect(high).toBeCloseTo(6.2992, 4)
})
