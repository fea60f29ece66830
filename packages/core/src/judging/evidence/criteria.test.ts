import { describe, expect, test } from 'vitest'
import type { Criterion } from '../../work/projects/project.ts'
import { judge } from './criteria.ts'
import type { Evidence, Measure } from './evidence.ts'

const criterion = (more: Partial<Criterion> = {}): Criterion => ({
  id: 'crt_1',
  kind: 'technical',
  title: 'Few missed',
  metric: 'recall',
  comparator: '>=',
  threshold: 0.9,
  split: 'test',
  judgedBy: 'point',
  setBy: 'per_1',
  setAt: '2026-03-02T09:00:00.000Z',
  ...more,
})
const evidence = (measures: Measure[], more: Partial<Evidence> = {}): Evidence => ({
  id: 'evd_1',
  project: 'prj_1',
  version: 'ver_1',
  kind: 'evaluation',
  split: 'test',
  facts: {},
  measures,
  caveats: [],
  source: { name: 'x', digest: 'x' },
  tool: { name: 'x', version: '1' },
  note: '',
  sealedBy: 'per_1',
  sealedAt: '2026-03-02T09:00:00.000Z',
  freshUntil: '2026-06-02T09:00:00.000Z',
  state: 'current',
  entry: 1,
  ...more,
})
const recall = (value: number, more: Partial<Measure> = {}): Measure => ({ name: 'recall', value, ...more })

describe('a criterion held against evidence', () => {
  test.each([
    ['>=', 0.9, true],
    ['>=', 0.8999, false],
    ['>', 0.9, false],
    ['>', 0.9001, true],
    ['<=', 0.9, true],
    ['<=', 0.9001, false],
    ['<', 0.9, false],
    ['<', 0.8999, true],
  ] as const)('%s 0.9 is met by %d: %s', (comparator, value, met) => {
    expect(judge(criterion({ comparator }), [evidence([recall(value)])])).toMatchObject({ known: true, met, value })
  })

  test('is judged on its own split and its own slice', () => {
    const all = [
      evidence([recall(0.5), recall(0.95, { slice: 'region=north' })]),
      evidence([recall(0.99)], { id: 'evd_2', split: 'validation' }),
    ]
    expect(judge(criterion(), all)).toMatchObject({ value: 0.5, met: false, evidence: 'evd_1' })
    expect(judge(criterion({ slice: 'region=north' }), all)).toMatchObject({ value: 0.95, met: true })
    expect(judge(criterion({ split: 'validation' }), all)).toMatchObject({ value: 0.99, evidence: 'evd_2' })
    expect(judge(criterion({ slice: 'region=south' }), all)).toMatchObject({ known: false, met: false })
    expect(judge(criterion({ split: 'holdout' }), all).sentence).toBe('recall on holdout must be >= 0.9: not measured.')
  })

  test('by its interval, the end that is worse for the candidate must meet the threshold', () => {
    const measured = [evidence([recall(0.93, { low: 0.88, high: 0.97 })])]
    const whole = { judgedBy: 'interval' } as const
    expect(judge(criterion(), measured).met).toBe(true)
    expect(judge(criterion(whole), measured).met).toBe(false)
    expect(judge(criterion({ ...whole, threshold: 0.88 }), measured).met).toBe(true)
    expect(judge(criterion({ ...whole, comparator: '<=', threshold: 0.95 }), measured).met).toBe(false)
    expect(judge(criterion({ ...whole, comparator: '<', threshold: 0.98 }), measured).met).toBe(true)
  })

  test('by its interval, is unknown where no interval was measured', () => {
    const judged = judge(criterion({ judgedBy: 'interval' }), [evidence([recall(0.99, { low: null })])])
    expect(judged).toMatchObject({ known: false, met: false, value: 0.99 })
    expect(judged.sentence).toContain('no interval was measured')
  })

  test('is unknown where the number is undefined, with the reason that was measured', () => {
    const judged = judge(criterion(), [evidence([{ name: 'recall', value: null, reason: 'no positive row' }])])
    expect(judged).toMatchObject({ known: false, met: false })
    expect(judged.sentence).toBe('recall on test must be >= 0.9: no positive row.')
    expect(judge(criterion(), []).sentence).toContain('not measured')
  })

  test('may name a fact of a kind of evidence, and takes it from the newest', () => {
    const cost = criterion({ metric: 'cost.monthly', comparator: '<=', threshold: 1_000, unit: 'EUR' })
    const of = (monthly: number | string, entry: number) =>
      evidence([], { id: `evd_${entry}`, kind: 'cost', facts: { monthly }, entry, split: `s${entry}` })
    expect(judge(cost, [of(900, 1)])).toMatchObject({ met: true, value: 900 })
    expect(judge(cost, [of(900, 1), of(1_100, 2)])).toMatchObject({ met: false, evidence: 'evd_2' })
    expect(judge(cost, [of('cheap', 1)]).known).toBe(false)
    expect(judge(criterion({ metric: 'cost.constructor' }), [of(1, 1)]).known).toBe(false)
    expect(judge(cost, [of(900, 1)]).sentence).toBe('cost.monthly 900 EUR as sealed must be <= 1000 EUR: met.')
  })

  test('where several kinds report the number, the worst for the candidate counts, in whatever order they come', () => {
    const bad = evidence([recall(0.7)], { id: 'evd_bad', entry: 1 })
    const nice = evidence([recall(1)], { id: 'evd_nice', kind: 'cost', entry: 2 })
    const unknown = evidence([{ name: 'recall', value: null }], { id: 'evd_null', kind: 'fairness', entry: 0 })
    for (const order of [
      [bad, nice],
      [nice, bad],
    ])
      expect(judge(criterion(), order)).toMatchObject({ met: false, evidence: 'evd_bad' })
    expect(judge(criterion(), [nice, unknown]).known).toBe(false)
    expect(judge(criterion({ threshold: 0.6 }), [bad, nice])).toMatchObject({ met: true, evidence: 'evd_nice' })
  })

  test('says value, interval, place and verdict in one sentence', () => {
    const measured = [evidence([recall(0.93456, { low: 0.88, high: 0.97, slice: 'region=north' })])]
    expect(judge(criterion({ slice: 'region=north', threshold: 0.95 }), measured).sentence).toBe(
      'recall 0.9346 (0.88–0.97) on test where region=north must be >= 0.95: not met.',
    )
    expect(judge(criterion({ slice: 'region=north', judgedBy: 'interval' }), measured).sentence).toContain(
      'must be >= 0.9 with its whole interval: not met.',
    )
  })
})
