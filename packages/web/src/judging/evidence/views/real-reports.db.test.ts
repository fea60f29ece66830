import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measure } from '@muster/statistics'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../report.ts'
import { resultOf } from '../report.ts'
import { byVerdict, judged } from './columns.ts'
import { groupingName, sectionsOfGrouping } from './groups.ts'
import { latencies } from './latencies.ts'
import { evaluationSections, isCalibration, scoreShares } from './scores.ts'

let folder: string
const path = (name: string): string => join(folder, name)
const program = { name: 'test', version: '1' }
const asked = (analysis: string, files: Record<string, string>, options: object): Promise<Report> =>
  measure({ analysis, files, options: { ...options }, program })

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-views-'))
  const rows = (count: number, older: number): string =>
    Array.from({ length: count }, (_, i) => {
      const score = ((i * 37) % 101) / 101
      return [
        i % 2 === 0 ? 'F' : 'M',
        ['n', 's', 'e'][i % 3],
        (i % 50) + older,
        (i * 13) % 7 < 3 + score * 3 ? 'yes' : 'no',
        score > 0.5 ? 'yes' : 'no',
        score.toFixed(3),
        10 + ((i * 7) % 90),
      ].join(',')
    }).join('\n')
  const head = 'sex,region,age,paid,granted,score,ms\n'
  writeFileSync(path('may.csv'), head + rows(900, 0))
  writeFileSync(path('june.csv'), head + rows(800, 30))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the pages find what they draw in real reports', () => {
  test('of an evaluation: counts, three curves with the one of calibration among them, and the spread of scores', async () => {
    const options = { label: 'paid', prediction: 'granted', score: 'score', positive: 'yes', draws: 100 }
    const report = await asked('evaluate', { file: path('may.csv') }, options)
    const { matrix, curves, others } = evaluationSections(report)
    expect([matrix.length, curves.length, curves.filter(isCalibration).length]).toEqual([1, 3, 1])
    expect(others.map((s) => s.title)).toContain('Measures')
    const result = resultOf(report, 'evaluate')
    const shares = scoreShares(result?.curves?.calibration ?? [])
    expect(shares?.current.reduce((a, b) => a + b, 0)).toBeCloseTo(1)
  })

  test('of fairness: for each grouping its groups against the reference and its rates', async () => {
    const options = { label: 'paid', prediction: 'granted', positive: 'yes', attribute: ['sex', 'region'], draws: 100 }
    const report = await asked('fairness', { file: path('may.csv') }, options)
    const groupings = resultOf(report, 'fairness')?.groupings ?? []
    expect(groupings.map(groupingName)).toEqual(['sex', 'region', 'sex × region'])
    for (const grouping of groupings) {
      const { against, rates } = sectionsOfGrouping(report, groupingName(grouping))
      expect(against?.chart?.kind).toBe('intervals')
      expect([...rates.keys()]).toEqual(expect.arrayContaining(['selection_rate', 'tpr', 'fpr']))
    }
  })

  test.each(['recommended', 'evidently', 'nannyml'] as const)(
    'of drift by %s: for each column what was judged',
    async (mode) => {
      const report = await asked('drift', { reference: path('may.csv'), current: path('june.csv') }, { mode })
      const columns = byVerdict(resultOf(report, 'drift')?.columns ?? [])
      expect(columns).toHaveLength(7)
      for (const column of columns)
        expect([column.name, judged(column)?.test]).toEqual([column.name, expect.any(String)])
      // The modes that print what another tool would have no shapes.
      expect(columns.some((c) => c.shape !== undefined)).toBe(mode === 'recommended')
    },
  )

  test('of requests: the quantiles of the latency', async () => {
    const report = await asked('requests', { file: path('may.csv') }, { latency: 'ms' })
    expect(latencies(report.measures).map((r) => r.name)).toEqual([
      'latency_p50',
      'latency_p90',
      'latency_p95',
      'latency_p99',
    ])
  })

  test('of a profile: each column', async () => {
    const report = await asked('profile', { file: path('may.csv') }, { column: [] })
    expect(resultOf(report, 'profile')?.columns.map((c) => c.name)).toContain('age')
  })
})
