import { createHash } from 'node:crypto'
import { RandomHistory, stepsFrom } from '@muster/testkit'
import { expect, test } from 'vitest'
import { FOLDING, NOUNS } from './acts.ts'
import type { RecordedEvent } from './acts/event.ts'
import { canonicalJson } from './record/ledger/canonical-json.ts'

/** What the records of a long past were, folded by the rules of each number. Append; never change a line. */
const FOLDED: Readonly<Record<number, string>> = {
  1: '1d63a664eb3fb13f3cf2e2932bbfc8faab0fda7def53c62ea6d69acce44d5e75',
}

/** Everything that some entries make of every noun, by noun and id. */
function foldedFrom(events: readonly RecordedEvent[]): string {
  const records = new Map<string, unknown>()
  for (const event of events)
    for (const noun of NOUNS) {
      if (!noun.events.some((e) => e.type === event.type)) continue
      for (const key of noun.keysOf?.(event) ?? [event.subject]) {
        const state = noun.evolve(records.get(`${noun.name} ${key}`), event)
        if (state !== undefined) records.set(`${noun.name} ${key}`, state)
      }
    }
  const plain: unknown = JSON.parse(JSON.stringify([...records].toSorted(([a], [b]) => (a < b ? -1 : 1))))
  return createHash('sha256').update(canonicalJson(plain)).digest('hex')
}

test('who changes how records are folded raises FOLDING, so that older stores are folded anew', () => {
  const history = new RandomHistory(1, '2026-01-05T08:00:00.000Z')
  for (const step of stepsFrom(2026, 900)) history.step(step)
  const events = history.happened.map(({ event, at }, seq) => ({
    ...event,
    seq,
    at,
    actor: 'per_1',
    act: 'given.past',
  }))
  expect(events.length).toBeGreaterThan(500)
  expect(
    foldedFrom(events),
    `Records are folded differently now: raise FOLDING and add a line { ${FOLDING + 1}: … } here`,
  ).toBe(FOLDED[FOLDING])
})
