import { recorded } from '@muster/testkit'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ACTS, EVENTS, NOUNS } from '../acts.ts'
import type { EventType } from './event.ts'
import { REFUSALS } from './refusal.ts'

/** Values for a declared event, made from its JSON schema: every field has the type it was declared with. */
type Schema = Readonly<Record<string, unknown>>
const arbitrary = (schema: Schema): fc.Arbitrary<unknown> => {
  const any = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined
  if (any !== undefined) return fc.oneof(...any.map(arbitrary))
  if (schema['enum'] !== undefined) return fc.constantFrom(...(schema['enum'] as unknown[]))
  if (schema['const'] !== undefined) return fc.constant(schema['const'])
  switch (schema['type']) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.integer({
        min: Math.max(Number(schema['minimum'] ?? -1e9), -1e9),
        max: Math.min(Number(schema['maximum'] ?? 1e9), 1e9),
      })
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true })
    case 'string':
      return fc.oneof(fc.constantFrom('a', 'b', '2026-03-02', 'constructor', '__proto__'), fc.string())
    case 'array':
      return fc.array(arbitrary((schema['items'] ?? {}) as Schema), { maxLength: 3 })
    case 'object': {
      const fields = (schema['properties'] ?? {}) as Record<string, Schema>
      const more = schema['additionalProperties']
      if (Object.keys(fields).length === 0 && typeof more === 'object' && more !== null)
        return fc.dictionary(fc.constantFrom('a', 'b', 'constructor'), arbitrary(more as Schema))
      return fc.record(Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, arbitrary(v)])), {
        requiredKeys: (schema['required'] ?? []) as string[],
      })
    }
    default:
      return fc.constantFrom({}, {})
  }
}
const dataOf = (type: EventType): fc.Arbitrary<unknown> =>
  arbitrary(type.data.toJSONSchema({ unrepresentable: 'any', io: 'output' }) as Schema)
const anyEvent = (types: readonly EventType[]) =>
  fc
    .constantFrom(...types)
    .chain((type) => dataOf(type).map((data) => recorded(type, 'x_1', data as never, { project: 'prj_1' })))

describe.each(NOUNS.map((n) => [n.name, n] as const))('the noun %s', (_name, noun) => {
  test('takes any declared events in any order without throwing, and is a function of them', () => {
    fc.assert(
      fc.property(fc.array(anyEvent(noun.events), { maxLength: 12 }), (events) => {
        const fold = () => events.reduce<unknown>((state, e) => noun.evolve(state, e), undefined)
        const frozen = JSON.stringify(events)
        expect(fold()).toEqual(fold())
        expect(JSON.stringify(events)).toBe(frozen)
        for (const e of events) expect((noun.keysOf?.(e) ?? [e.subject]).every((k) => typeof k === 'string')).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
  test('is born of the first event of its list, and of no other event about nothing', () => {
    const [birth, ...others] = noun.events
    const first = fc.sample(dataOf(birth!), 1)[0]
    expect(noun.evolve(undefined, recorded(birth!, 'x_1', first as never))).toBeDefined()
    for (const type of others.filter((t) => t.type !== 'VersionRegistered'))
      expect(noun.evolve(undefined, recorded(type, 'x_1', fc.sample(dataOf(type), 1)[0] as never))).toBeUndefined()
  })
})

describe('every event type', () => {
  /** Events that change no record of their own, each with the reason. */
  const NONE: Readonly<Record<string, string>> = {
    WorkspaceOpened: 'The workspace is open once a person exists; it has no record.',
  }
  test('changes the record of some noun, or is listed here with the reason why not', () => {
    for (const type of EVENTS.values()) {
      const changes = fc.sample(dataOf(type), 5).some((data) =>
        NOUNS.filter((n) => n.events.some((t) => t.type === type.type)).some((noun) => {
          const births = noun.events.map((t) => recorded(t, 'x_1', fc.sample(dataOf(t), 1)[0] as never))
          const before = births.map((e) => noun.evolve(undefined, e)).find((s) => s !== undefined)
          const changed = recorded(type, 'x_1', { ...(data as object), supersedes: 'x_1', restores: 'x_1' } as never)
          return noun.evolve(before, changed) !== before || noun.evolve(undefined, changed) !== undefined
        }),
      )
      expect([type.type, changes]).toEqual([type.type, !(type.type in NONE)])
    }
  })
  test('is declared by the act that makes it, and has one declaration', () => {
    const made = new Set(ACTS.flatMap((a) => a.events.map((e: EventType) => e.type)))
    expect([...EVENTS.keys()].filter((type) => !made.has(type))).toEqual([])
    for (const act of ACTS) for (const e of act.events as EventType[]) expect(EVENTS.get(e.type)).toBe(e)
  })
})

describe('every act', () => {
  test('has a name of its own, noun and verb, and says what it does', () => {
    expect(new Set(ACTS.map((a) => a.name)).size).toBe(ACTS.length)
    for (const { name, title, help } of ACTS) {
      expect(name).toMatch(/^[a-z]+\.[a-z-]+$/)
      expect(title.length).toBeGreaterThan(0)
      expect(help).toMatch(/\.$/)
    }
  })
  test('refuses unknown fields: its input is strict', () => {
    for (const act of ACTS)
      expect(
        act.input
          .safeParse({ surprise: 1 })
          .error?.issues.some((i: { code: string }) => i.code === 'unrecognized_keys'),
      ).toBe(true)
  })
})

test('every refusal has a status of a refusal and says what it means in a sentence', () => {
  for (const { status, meaning } of Object.values(REFUSALS)) {
    expect(status).toBeGreaterThanOrEqual(400)
    expect(meaning).toMatch(/\.$/)
  }
})
