import { productionGate } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import type { JudgedCriterion } from '../../judging/evidence/criteria.ts'
import type { PlanInput } from './limits.ts'
import { generateMonitoring } from './monitoring.ts'
import { generatePlan } from './plan.ts'
import { runbook } from './runbook.ts'

const criterion = (more: Partial<JudgedCriterion> = {}): JudgedCriterion => ({
  id: 'crt_1',
  kind: 'technical',
  title: 'Few missed churners',
  metric: 'recall',
  split: 'test',
  comparator: '>=',
  threshold: 0.9,
  known: true,
  met: true,
  sentence: '',
  ...more,
})
const input = (more: Partial<PlanInput> = {}): PlanInput => ({
  version: 'ver_2',
  champion: 'ver_1',
  gate: productionGate(),
  criteria: [criterion(), criterion({ kind: 'business', metric: 'cost.monthly', comparator: '<=', threshold: 900 })],
  facts: {
    cost: { monthly: 800, latencyP95Ms: 120 },
    rollback: { target: 'the version before', steps: ['Stop traffic', 'muster promotion roll-back'], rehearsed: true },
  },
  ...more,
})

describe('a deployment plan (K59)', () => {
  const plan = generatePlan(input())
  test('goes from shadow over the gate’s canary steps to full, each step with its share and time', () => {
    expect(plan.steps.map((s) => [s.kind, s.weight, s.minutes])).toEqual([
      ['shadow', 0, 1440],
      ['canary', 5, 60],
      ['canary', 25, 240],
      ['canary', 50, 720],
      ['full', 100, 0],
    ])
  })
  test('keeps each canary to errors, latency and the technical criteria, and says where each limit is from', () => {
    expect(plan.steps[1]?.conditions.map((c) => `${c.metric} ${c.comparator} ${c.threshold}`)).toEqual([
      'error_rate <= 0.01',
      'latency_p95_ms <= 120',
      'recall >= 0.9',
    ])
    expect(plan.steps[1]?.conditions.map((c) => c.because)).toEqual([
      'limit of the gate "Gate to production"',
      'projected in the cost evidence',
      'criterion "Few missed churners"',
    ])
    expect(plan.steps[0]?.conditions.map((c) => c.metric)).toEqual(['error_rate', 'latency_p95_ms'])
  })
  test('lets a canary go on only with what was measured, and rolls back on what the criterion asks', () => {
    const { steps, rollback } = generatePlan(input({ criteria: [criterion({ value: 0.95, low: 0.92, high: 0.97 })] }))
    expect(steps[1]?.conditions[2]).toMatchObject({ metric: 'recall', comparator: '>=', threshold: 0.92 })
    expect(steps[1]?.conditions[2]?.because).toContain('asks >= 0.9')
    expect(steps.at(-1)?.conditions[2]).toMatchObject({ threshold: 0.9 })
    expect(rollback.triggers[2]).toMatchObject({ comparator: '<', threshold: 0.9 })
  })
  test('asks for as many requests as an error rate needs to be told from its limit (rule of three)', () => {
    expect(plan.steps.map((s) => s.minimumRequests)).toEqual([300, 300, 300, 300, undefined])
    const strict = generatePlan(
      input({ criteria: [criterion({ metric: 'error_rate', comparator: '<=', threshold: 0.001 })] }),
    )
    expect(strict.steps[1]?.minimumRequests).toBe(3_000)
  })
  test('takes the latency limit of the gate where the evidence projects none', () => {
    const { steps } = generatePlan(input({ facts: {} }))
    expect(steps[1]?.conditions[1]).toMatchObject({ threshold: 500, because: 'limit of the gate "Gate to production"' })
  })
  test('rolls back to what was live when a condition is broken (K61)', () => {
    expect(plan.rollback).toMatchObject({
      target: 'ver_1',
      describedAs: 'the version before',
      steps: ['Stop traffic', 'muster promotion roll-back'],
    })
    expect(plan.rollback.triggers.map((c) => `${c.metric} ${c.comparator} ${c.threshold}`)).toEqual([
      'error_rate > 0.01',
      'latency_p95_ms > 120',
      'recall < 0.9',
    ])
  })
  test.each([
    ['>=', '<'],
    ['>', '<='],
    ['<=', '>'],
    ['<', '>='],
  ] as const)('a condition with %s is broken by %s', (comparator, broken) => {
    const { rollback } = generatePlan(input({ criteria: [criterion({ comparator })] }))
    expect(rollback.triggers[2]?.comparator).toBe(broken)
  })
  test('has no target where nothing was live before', () => {
    expect(generatePlan(input({ champion: null })).rollback.target).toBeNull()
  })
  test('is the same for the same input', () => {
    expect(generatePlan(input())).toEqual(plan)
  })
})

describe('a monitoring configuration (K60)', () => {
  const monitor = (id: string, more: Partial<PlanInput> = {}) =>
    generateMonitoring(input(more)).monitors.find((m) => m.id === id)!
  test('watches drift, performance, latency, errors and cost, for who answers for monitoring', () => {
    const { monitors } = generateMonitoring(input())
    expect(monitors.map((m) => m.id)).toEqual(['drift', 'performance-recall', 'latency', 'error-rate', 'cost'])
    expect(monitors.every((m) => m.activity === 'monitor-and-alert' && m.windowMinutes === 60)).toBe(true)
  })
  test('derives the performance threshold from the criterion and the gate’s margin, on the right side', () => {
    expect(monitor('performance-recall').alertWhen).toMatchObject({ comparator: '<', threshold: 0.882 })
    const errors = [criterion({ metric: 'log_loss', comparator: '<=', threshold: 0.5 })]
    expect(monitor('performance-log_loss', { criteria: errors }).alertWhen).toMatchObject({
      comparator: '>',
      threshold: 0.51,
    })
    const negative = [criterion({ threshold: -1 })]
    expect(monitor('performance-recall', { criteria: negative }).alertWhen.threshold).toBe(-1.02)
  })
  test('derives latency and cost from the evidence, and falls back on the gate', () => {
    expect(monitor('latency').alertWhen.threshold).toBe(120)
    // The strictest counts: projection with slack 960, and a criterion of 900.
    expect(monitor('cost').alertWhen).toMatchObject({
      metric: 'cost_monthly',
      comparator: '>',
      threshold: 900,
      because: 'criterion "Few missed churners"',
    })
    expect(monitor('cost', { criteria: [] }).alertWhen.threshold).toBe(960)
    expect(monitor('cost', { criteria: [], facts: { cost: { monthly: 800, budget: 850 } } }).alertWhen).toMatchObject({
      threshold: 850,
      because: 'budget in the cost evidence',
    })
    expect(monitor('latency', { facts: {} }).alertWhen.threshold).toBe(500)
    expect(monitor('cost', { facts: {} }).alertWhen).toMatchObject({ metric: 'cost_ratio', threshold: 1.2 })
    expect(monitor('drift').alertWhen.threshold).toBe(0.2)
    expect(monitor('error-rate').alertWhen.threshold).toBe(0.01)
  })
  test('takes errors and latency from a criterion that asks more than the gate, and never less', () => {
    const asking = (metric: string, threshold: number) => [criterion({ metric, comparator: '<=', threshold })]
    expect(monitor('error-rate', { criteria: asking('error_rate', 0.001) }).alertWhen).toMatchObject({
      threshold: 0.001,
      because: 'criterion "Few missed churners"',
    })
    expect(monitor('error-rate', { criteria: asking('error_rate', 0.5) }).alertWhen.threshold).toBe(0.01)
    expect(monitor('latency', { criteria: asking('latency_p95_ms', 80) }).alertWhen.threshold).toBe(80)
    // What errors, latency and cost watch already is not watched twice.
    const ids = generateMonitoring(input({ criteria: asking('error_rate', 0.001) })).monitors.map((m) => m.id)
    expect(ids).toEqual(['drift', 'latency', 'error-rate', 'cost'])
  })
  test('raises the drift limit where so few rows were evaluated that chance alone passes it', () => {
    expect(monitor('drift', { evaluatedRows: 10_000 }).alertWhen.threshold).toBe(0.2)
    // 2 / 100 × 16.919, the 95 % point of chi-square with 9 degrees of freedom.
    expect(monitor('drift', { evaluatedRows: 100 }).alertWhen).toMatchObject({ threshold: 0.338 })
    expect(monitor('drift', { evaluatedRows: 100 }).alertWhen.because).toContain('100 rows')
  })
  test('asks for a look where live values leave the interval that was measured, on the right side', () => {
    const measured = { criteria: [criterion({ value: 0.95, low: 0.92, high: 0.97 })] }
    expect(monitor('performance-recall', measured).warnWhen).toMatchObject({ comparator: '<', threshold: 0.92 })
    const wide = { criteria: [criterion({ value: 0.95, low: 0.88, high: 0.99 })] }
    expect(monitor('performance-recall', wide).warnWhen).toBeUndefined()
    const loss = criterion({ metric: 'log_loss', comparator: '<=', threshold: 0.5, value: 0.3, low: 0.2, high: 0.4 })
    expect(monitor('performance-log_loss', { criteria: [loss] }).warnWhen).toMatchObject({
      comparator: '>',
      threshold: 0.4,
    })
  })
  test('watches the business criteria that nothing could measure before', () => {
    const uplift = criterion({ kind: 'business', title: 'More kept', metric: 'retention_uplift', threshold: 0.05 })
    expect(monitor('business-retention_uplift', { criteria: [uplift] })).toMatchObject({
      watches: 'business',
      alertWhen: { comparator: '<', threshold: 0.05, because: 'criterion "More kept"' },
    })
  })
  test('tells two criteria on one metric apart', () => {
    const { monitors } = generateMonitoring(
      input({ criteria: [criterion(), criterion({ id: 'crt_2', threshold: 0.8 })] }),
    )
    expect(monitors.filter((m) => m.watches === 'performance').map((m) => m.id)).toEqual([
      'performance-recall',
      'performance-recall-2',
    ])
  })
})

describe('a runbook', () => {
  const head = {
    model: 'churn',
    versionNumber: 2,
    replacesNumber: 1,
    promotedAt: '2026-03-02',
    promotedBy: 'Ann',
    promotion: 'prm_1',
  }
  const text = (more: Partial<PlanInput> = {}, h: object = {}) =>
    runbook({ ...head, ...h }, generatePlan(input(more)), generateMonitoring(input(more)))
  test('says how to roll out, when and how to go back, and what to watch', () => {
    const lines = text().split('\n')
    expect(lines[0]).toBe('# Runbook: churn version 2')
    expect(lines).toContain(
      '| 2. canary | 5 % | 1 h, at least 300 requests | `error_rate` <= 0.01 (limit of the gate "Gate to production"); `latency_p95_ms` <= 120 (projected in the cost evidence); `recall` >= 0.9 (criterion "Few missed churners") |',
    )
    expect(lines.some((l) => l.startsWith('| 1. shadow | 0 % | 1 d, at least 300 requests |'))).toBe(true)
    expect(lines.some((l) => l.startsWith('| 5. full | 100 % | stays |'))).toBe(true)
    expect(lines).toContain('Target: version `ver_1`.')
    expect(lines).toContain('- `recall` < 0.9 (criterion "Few missed churners")')
    expect(lines).toContain('2. muster promotion roll-back')
    expect(text()).toContain('It replaces version 1.')
  })
  test('where nothing was live says to switch off, and has a step even if none was rehearsed', () => {
    const { replacesNumber: _none, ...first } = head
    const words = runbook(first, generatePlan(input({ champion: null, facts: {} })), generateMonitoring(input()))
    expect(words).toContain('Nothing was live before.')
    expect(words).toContain('switch the model off')
    expect(words).toContain('1. `muster promotion roll-back`')
  })
  test('shows what people wrote as text: no tables, links or HTML come of it', () => {
    const title = 'a | b <img src=x> [c](javascript:d) `e`'
    const words = text({ criteria: [criterion({ title })] }, { promotedBy: '<b>Ann</b>' })
    expect(words).toContain('a \\| b \\<img src=x\\> \\[c\\](javascript:d) \\`e\\`')
    expect(words).not.toMatch(/[^\\]<img|[^\\]<b>/)
    const facts = { rollback: { target: 'x\n# y', steps: ['one\n## two'] } }
    expect(
      text({ facts })
        .split('\n')
        .some((l) => l.startsWith('# y') || l.startsWith('## two')),
    ).toBe(false)
  })
})
