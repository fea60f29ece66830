import { registerPackNamed } from '@muster/testkit'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { computedValues } from './computed.ts'
import type { Item } from './item.ts'
import { registerMeasures } from './measures.ts'
import { dueReminders } from './reminders.ts'
import { updateLines } from './update-lines.ts'
import { cellOfValue, valueOfCell } from './values.ts'

const item = (more: Partial<Item> = {}): Item => ({
  id: 'itm_1',
  register: 'risks',
  number: 1,
  title: 'x',
  owner: 'per_1',
  state: 'open',
  stateSince: '2026-03-01T09:00:00.000Z',
  fields: {},
  addedBy: 'per_1',
  addedAt: '2026-03-01T09:00:00.000Z',
  changedAt: '2026-03-01T09:00:00.000Z',
  moves: [],
  entry: 1,
  ...more,
})

describe('computed values', () => {
  const opportunities = registerPackNamed('opportunities')
  test('RICE and WSJF follow from their parts (K23 K29)', () => {
    const fields = { reach: 400, impact: 2, confidence: 0.5, effort: 4 }
    expect(computedValues(opportunities, fields)['rice']).toEqual({ value: 100 })
    const wsjf = { businessValue: 8, timeCriticality: 5, riskReduction: 3, jobSize: 4 }
    expect(computedValues(opportunities, wsjf)['wsjf']).toEqual({ value: 4 })
  })
  test('say what is missing, and give nothing that is no number', () => {
    expect(computedValues(opportunities, { reach: 400, impact: 2 })['rice']).toEqual({
      reason: 'Confidence, Effort are not filled in.',
      missing: ['confidence', 'effort'],
    })
    const zero = { reach: 1, impact: 1, confidence: 1, effort: 0 }
    expect(computedValues(opportunities, zero)['rice']).toMatchObject({ missing: [] })
  })
})

describe('reminders', () => {
  const risks = registerPackNamed('risks')
  const on = (now: string, more: Partial<Item>) => dueReminders(risks, item(more), now).map((r) => r.id)
  test('come on the day of a field, and after days without a change', () => {
    const fields = { reviewOn: '2026-04-01' }
    expect(on('2026-03-31T23:59:59.000Z', { fields })).toEqual([])
    expect(on('2026-04-01T00:00:00.000Z', { fields })).toEqual(['review-due'])
    expect(on('2026-04-29T09:00:00.000Z', {})).toEqual([])
    expect(on('2026-04-30T09:00:00.000Z', {})).toEqual(['untouched'])
  })
  test('do not come for what is over, nor in other states', () => {
    const fields = { reviewOn: '2026-04-01' }
    expect(on('2027-01-01T00:00:00.000Z', { fields, state: 'closed' })).toEqual([])
    expect(on('2027-01-01T00:00:00.000Z', { state: 'mitigated' })).toEqual([])
  })
  test('come so many days before', () => {
    const grants = registerPackNamed('grants')
    const planned = item({ state: 'planned', fields: { deadline: '2026-05-31' } })
    expect(dueReminders(grants, planned, '2026-05-09T00:00:00.000Z')).toEqual([])
    expect(dueReminders(grants, planned, '2026-05-10T00:00:00.000Z')).toMatchObject([
      { id: 'deadline', day: '2026-05-31' },
    ])
  })
})

describe('measures of a register', () => {
  const grants = registerPackNamed('grants')
  const grant = (id: string, state: string, amount: number) => item({ id, state, fields: { amount } })
  const measured = (...items: Item[]) => Object.fromEntries(registerMeasures(grants, items).map((m) => [m.id, m]))
  test('sum, share and count what they say, and name the items behind them', () => {
    const { granted, success } = measured(
      grant('a', 'granted', 100),
      grant('b', 'finished', 50),
      grant('c', 'declined', 70),
      grant('d', 'planned', 10),
    )
    expect(granted).toMatchObject({ value: 150, n: 2, items: ['a', 'b'] })
    expect(success).toMatchObject({ value: 2 / 3, n: 3, items: ['a', 'b'] })
  })
  test('have no value where there is nothing, and say why', () => {
    const { granted, success } = measured()
    expect(granted).toMatchObject({ value: null, n: 0, reason: 'No grant has the values that this is computed from.' })
    expect(success).toMatchObject({ value: null, reason: 'There is no grant to take a share of.' })
  })
  test('count the days between two of them, and average what is computed', () => {
    const publications = registerPackNamed('publications')
    const published = item({ fields: { submittedOn: '2026-01-01', publishedOn: '2026-01-31' }, state: 'published' })
    expect(registerMeasures(publications, [published]).find((m) => m.id === 'days-to-publish')?.value).toBe(30)
    const risks = registerPackNamed('risks')
    const open = [item({ fields: { likelihood: 2, impact: 3 } }), item({ fields: { likelihood: 4, impact: 5 } })]
    expect(registerMeasures(risks, open).find((m) => m.id === 'mean-size')).toMatchObject({ value: 13, n: 2 })
  })
})

test('a value written to a cell is read back', () => {
  const part = fc.stringMatching(/^[a-z][a-z0-9 ]{0,20}[a-z]$/)
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.array(part, { minLength: 1 }),
      (n, b, list) => {
        const field = (type: 'number' | 'boolean' | 'list') => ({ name: 'f', title: 'F', type })
        expect(valueOfCell(field('number'), cellOfValue(n))).toBeCloseTo(n, 10)
        expect(valueOfCell(field('boolean'), cellOfValue(b))).toBe(b)
        expect(valueOfCell(field('list'), cellOfValue(list))).toEqual(list)
      },
    ),
  )
})

describe('lines for an update', () => {
  test('are the open items of a register whose pack asks for them, with owner and computed size, the largest first', () => {
    const small = item({ id: 'a', number: 1, title: 'Dirty labels', fields: { likelihood: 1, impact: 2 } })
    const large = item({ id: 'b', number: 2, title: 'Small tumours', fields: { likelihood: 4, impact: 5 } })
    const over = item({ id: 'c', number: 3, state: 'closed' })
    expect(updateLines(registerPackNamed('risks'), [small, large, over]).map((l) => l.text)).toEqual([
      'RISK-2 "Small tumours", owned by per_1: open, size 20.',
      'RISK-1 "Dirty labels", owned by per_1: open, size 2.',
    ])
    expect(updateLines(registerPackNamed('grants'), [small])).toEqual([])
  })
})
