import type { EvidenceField } from '@muster/core'
import { checkFacts } from '@muster/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kindOf } from '../../../acts/act-schema.ts'
import { factsOf, labelOfFact, missingIn, schemaOf } from './facts.ts'

const kind = (...fields: EvidenceField[]) => ({ id: 'k', title: 'K', activity: 'a', freshDays: 1, fields })
const TYPES = ['number', 'integer', 'boolean', 'string', 'text-list', 'date'] as const
const SAMPLES = { number: 1.5, integer: 2, boolean: false, string: 'x', 'text-list': ['x'], date: '2026-01-31' }

describe('facts that a kind of evidence asks for', () => {
  test('each type has a control of its own, never raw JSON', () => {
    const kinds = TYPES.map((type) => kindOf(schemaOf({ name: 'f', type, required: true })).kind)
    expect(kinds).toEqual(['number', 'integer', 'switch', 'text', 'lines', 'day'])
  })
  test('carry help and limits, and say their unit', () => {
    const field = {
      name: 'monthly',
      type: 'number',
      required: true,
      unit: 'EUR',
      min: 0,
      max: 9,
      help: 'Cost',
    } as const
    expect(schemaOf(field)).toEqual({ type: 'number', description: 'Cost', minimum: 0, maximum: 9 })
    expect(labelOfFact(field)).toBe('Monthly (EUR)')
    expect(labelOfFact({ name: 'latencyP95Ms', unit: 'ms' })).toBe('Latency p95 (ms)')
  })
  test('a list that must be given is sent empty; what was not typed is not sent', () => {
    const list = kind(
      { name: 'open', type: 'text-list', required: true },
      { name: 'notes', type: 'text-list', required: false },
      { name: 'scope', type: 'string', required: false },
    )
    expect(factsOf(list, { scope: '' })).toEqual({ open: [] })
  })
  test('the rules accept what is sent whenever the form misses nothing', () => {
    const field = fc.record({ type: fc.constantFrom(...TYPES), required: fc.boolean(), isTyped: fc.boolean() })
    fc.assert(
      fc.property(fc.array(field, { maxLength: 8 }), (fields) => {
        const named = fields.map((f, i) => ({ ...f, name: `f${i}` }))
        const of = kind(...named.map(({ name, type, required }) => ({ name, type, required })))
        const typed = Object.fromEntries(named.flatMap((f) => (f.isTyped ? [[f.name, SAMPLES[f.type]] as const] : [])))
        const refused = checkFacts(of, factsOf(of, typed) as Parameters<typeof checkFacts>[1])
        expect(refused.map((r) => r.subject)).toEqual(missingIn(of, typed).map((name) => `/facts/${name}`))
      }),
    )
  })
})
