import { openapi } from '@muster/contract'
import { ACTS } from '@muster/core'
import { describe, expect, test } from 'vitest'
import { actsIn, filled, kindOf, labelOf } from './act-schema.ts'

const document = openapi('0.0.0') as unknown as Parameters<typeof actsIn>[0]
const acts = actsIn(document)
const field = (act: string, name: string) => kindOf(acts.get(act)?.input.properties?.[name] ?? {})

describe('forms of acts', () => {
  test('are there for every act that is reachable over HTTP', () => {
    const reachable = ACTS.filter((a) => a.permission.kind !== 'setup').map((a) => String(a.name))
    expect([...acts.keys()].toSorted()).toEqual(reachable.toSorted())
  })

  test('have a control for every field: text, choices, people, days, rows', () => {
    expect(field('review.give', 'verdict')).toEqual({
      kind: 'choice',
      options: ['approve', 'request-changes', 'reject'],
      many: false,
    })
    expect(field('review.give', 'comment')).toEqual({ kind: 'long' })
    expect(field('project.create', 'name')).toEqual({ kind: 'text' })
    expect(field('project.create', 'lead')).toEqual({ kind: 'record', prefix: 'per', many: false })
    expect(field('meeting.attend', 'present')).toEqual({ kind: 'record', prefix: 'per', many: true })
    expect(field('person.register', 'email')).toEqual({ kind: 'email' })
    expect(field('waiver.grant', 'days')).toEqual({ kind: 'integer' })
    expect(field('matrix.amend', 'changes')).toMatchObject({ kind: 'rows' })
  })

  test('fall back to JSON for few fields', () => {
    const all = [...acts.values()].flatMap((a) =>
      Object.entries(a.input.properties ?? {}).map(
        ([name, schema]) => [`${a.name} ${name}`, kindOf(schema).kind] as const,
      ),
    )
    const raw = all.filter(([, kind]) => kind === 'json').map(([name]) => name)
    expect(raw.length / all.length).toBeLessThan(0.05)
  })

  test('send nothing for what was left empty, and keep what is false or zero', () => {
    expect(filled({ a: '', b: undefined, c: 0, d: false, e: 'x' })).toEqual({ c: 0, d: false, e: 'x' })
  })

  test('name fields as people would', () => {
    expect(labelOf('latencyP95Ms')).toBe('Latency p95 ms')
    expect(labelOf('check')).toBe('Check')
  })
})
