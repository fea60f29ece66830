import { given, staffed } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { ACTS, EVENTS, NOUNS } from '../../acts.ts'
import { FORMULAS } from './formulas.ts'
import { isComputed } from './formula.ts'
import { bandOf, inForceFor, isMet, windowsAt } from './kpi.ts'
import type { Kpi } from './kpi.ts'
import { adjustKpi, resetKpi, scorecardNoun } from './settings.ts'

const kpi: Kpi = {
  id: 'lead-time',
  title: 'Lead time',
  roles: [],
  formula: 'feature-lead-time',
  direction: 'lower',
  windowDays: 90,
  target: 30,
}

describe('every formula', () => {
  test('that is computed reads entries that exist, and names an act that makes one of them', () => {
    const known = new Set(EVENTS.keys())
    for (const [id, formula] of FORMULAS) {
      if (!isComputed(formula)) continue
      expect(
        formula.reads.filter((type) => !known.has(type)),
        id,
      ).toEqual([])
      const act = ACTS.find((a) => String(a.name) === formula.act)
      expect(act, `${id}: ${formula.act}`).toBeDefined()
      // A criterion needs a project to be late in; all others are observed by what the act itself records.
      const made = act?.events.map((e) => e.type) ?? []
      expect(formula.reads.filter((type) => made.includes(type)).length, id).toBeGreaterThan(0)
    }
  })

  test('that still waits, waits for a kind of record that no act makes yet', () => {
    const nouns = new Set(NOUNS.map((noun) => noun.name))
    const acts = new Set<string>(ACTS.map((a) => a.name))
    const late = [...FORMULAS].filter(([, f]) => !isComputed(f) && (nouns.has(f.awaits.noun) || acts.has(f.awaits.act)))
    expect(late.map(([id]) => id)).toEqual([])
  })

  test('names groups that start with a small letter and ends its definition with a full stop', () => {
    for (const [id, formula] of FORMULAS) {
      expect(formula.says, id).toMatch(/\.$/)
      if (isComputed(formula)) expect(Object.keys(formula.parts).length, id).toBeGreaterThan(0)
    }
  })
})

describe('windows', () => {
  test('are whole days that follow each other, and the last ends with today', () => {
    const { edges, ends } = windowsAt('2026-03-02T09:00:00.000Z', 30, 2)
    expect(edges).toEqual(['2026-01-02T00:00:00.000Z', '2026-02-01T00:00:00.000Z', '2026-03-03T00:00:00.000Z'])
    expect(ends).toEqual(['2026-01-31T23:59:59.999Z', '2026-03-02T23:59:59.999Z'])
  })
  test('stay the same all day', () => {
    expect(windowsAt('2026-03-02T00:00:00.000Z', 7)).toEqual(windowsAt('2026-03-02T23:59:59.999Z', 7))
  })
})

describe('a target', () => {
  test.each([
    ['lower', 30, true],
    ['lower', 30.1, false],
    ['higher', 30, true],
    ['higher', 29.9, false],
    ['none', 30, null],
    ['lower', null, null],
  ] as const)('where %s is better is met by %j: %j', (direction, value, met) => {
    expect(isMet({ direction, target: 30 }, value)).toBe(met)
  })
  test('that is not set is neither met nor missed', () => {
    expect(isMet({ direction: 'lower' }, 1)).toBeNull()
  })
})

describe('bands', () => {
  const bands = [{ name: 'quick', bound: 7 }, { name: 'usual', bound: 30 }, { name: 'slow' }]
  test.each([
    [7, 'quick'],
    [8, 'usual'],
    [31, 'slow'],
    [null, undefined],
  ])('of a KPI where lower is better put %j into %j', (value, name) => {
    expect(bandOf({ direction: 'lower', bands }, value)).toBe(name)
  })
})

describe('what a project sets for a KPI', () => {
  const setting = { by: 'per_1', at: '', reason: 'R', entry: 1 }
  test('counts instead of what the pack says, field by field', () => {
    expect(inForceFor(kpi, { ...setting, windowDays: 30 })).toMatchObject({ windowDays: 30, target: 30 })
    expect(inForceFor(kpi, { ...setting, target: null }).target).toBeUndefined()
    expect(inForceFor(kpi, undefined)).toBe(kpi)
  })

  test('is set by whoever is A for planning and staffing, and keeps its history', () => {
    const { world, project, who } = staffed('full-team')
    const lead = who('product-manager')
    const on = { project, kpi: 'feature-lead-time', reason: 'Agreed' }
    given(world)
      .when(adjustKpi, { ...on, target: 21 }, { as: lead })
      .thenEvents('KpiAdjusted')
    given(world)
      .when(adjustKpi, { ...on, windowDays: 30 }, { as: lead })
      .thenEvents('KpiAdjusted')
    const state = () => world.get(scorecardNoun, project)
    expect(state().settings['feature-lead-time']).toMatchObject({ target: 21, windowDays: 30, by: lead })
    given(world).when(resetKpi, on, { as: lead }).thenEvents('KpiReset')
    expect(state().settings).toEqual({})
    expect(state().history.map(({ target, windowDays, reset }) => ({ target, windowDays, reset }))).toEqual([
      { target: 21, windowDays: undefined, reset: undefined },
      { target: undefined, windowDays: 30, reset: undefined },
      { target: undefined, windowDays: undefined, reset: true },
    ])
    given(world).when(resetKpi, on, { as: lead }).thenRefused('already-so')
  })

  test('cannot be set by others, for what is no KPI, or without saying what', () => {
    const { world, project, who } = staffed('full-team')
    const on = { project, kpi: 'feature-lead-time', reason: 'Agreed' }
    const lead = who('product-manager')
    given(world)
      .when(adjustKpi, { ...on, target: 1 }, { as: who('ml-engineer') })
      .thenRefused('not-entitled')
    given(world)
      .when(adjustKpi, { ...on, kpi: 'nonsense', target: 1 }, { as: lead })
      .thenRefused('not-found')
    given(world).when(adjustKpi, on, { as: lead }).thenRefused('input-invalid')
  })
})

describe('a target that the KPI can never have', () => {
  test.each([
    ['test-recall', 21, 'no share'],
    ['test-recall', -0.1, 'no share'],
    ['feature-lead-time', -21, 'cannot be'],
  ])('%s of %d is refused', (kpi, target, words) => {
    const team = staffed()
    const as = team.who('product-manager')
    const command = { project: team.project, kpi, target, reason: 'A slip' }
    const refused = given(team.world).when(adjustKpi, command, { as }).thenRefused('input-invalid')
    expect(JSON.stringify(refused)).toContain(words)
  })
  test('and one that it can have is taken', () => {
    const team = staffed()
    const as = team.who('product-manager')
    for (const [name, target] of [
      ['test-recall', 0.9],
      ['feature-lead-time', 21],
      ['critical-false-positives', -0.02],
    ] as const)
      given(team.world)
        .when(adjustKpi, { project: team.project, kpi: name, target, reason: 'Agreed' }, { as })
        .thenEvents('KpiAdjusted')
  })
})
