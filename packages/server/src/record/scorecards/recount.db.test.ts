import type { JsonObject, LedgerEntry } from '@muster/core'
import { COMPUTED_FORMULAS, EVENTS, addDays, windowsAt } from '@muster/core'
import type { Happened } from '@muster/testkit'
import {
  RECOUNTED,
  RandomHistory,
  RandomPeople,
  aggregated,
  eachDatabase,
  recount,
  stepsFrom,
  world,
} from '@muster/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { append, lockHead, project, recordedEvent } from '../../store/commit.ts'
import type { Database } from '../../store/database.ts'
import { replay } from '../../store/replay.ts'
import { Work } from '../../store/work.ts'
import type { Point, Question } from './measure.ts'
import { observationsOf, trendOf } from './measure.ts'
import { rememberedTrends } from './remembered.ts'

/** Parameters that make each formula meet what histories hold. */
const ASKED: readonly (readonly [keyof typeof COMPUTED_FORMULAS, Record<string, unknown>])[] = [
  ['production-deployment-rate', {}],
  ['success-criteria-clear', { kinds: ['technical'] }],
  ['success-criteria-clear', { kinds: ['technical', 'business'] }],
  ['milestones-on-time', {}],
  ['deployment-frequency', {}],
  ['failed-deployment-recovery', {}],
  ['change-failure-rate', {}],
  ['feature-lead-time', {}],
  ['experiment-rate', {}],
  ['abandoned-early', {}],
  ['result-to-pivot', {}],
  ['model-metric', { metric: 'recall', split: 'test' }],
  ['model-metric', { metric: 'accuracy', split: 'validation' }],
  ['measure-at-approval', { metric: 'accuracy', split: 'test' }],
  ['measure-kept', { metric: 'recall', split: 'test', liveSplit: 'live' }],
  ['false-positive-change', { split: 'test' }],
  ['false-positive-change', { split: 'test', slice: 'segment=new' }],
  ['sealed-fact', { kind: 'cost', field: 'latencyP95Ms' }],
  ['sealed-share', { kind: 'fairness', field: 'labelled' }],
  ['sealed-ratio', { kind: 'cost', field: 'monthly', over: 'budget' }],
  ['audits-passed', { kind: 'fairness', measures: ['demographic_parity_difference', 'nothing'], atMost: 0.4 }],
  ['sign-offs-given', { duties: ['ethics', 'security', 'nobody'] }],
  ['lineage-complete', { needs: ['commit', 'environment', 'artifacts'] }],
  ['consultations-answered', {}],
]

test('every formula that is computed is recounted, too', () => {
  expect(Object.keys(COMPUTED_FORMULAS).toSorted()).toEqual([...RECOUNTED].toSorted())
  expect([...new Set(ASKED.map(([formula]) => formula))].toSorted()).toEqual([...RECOUNTED].toSorted())
})

/** Holds everything that SQL says of some projects against what folding their entries gives. */
async function compare(
  database: Database,
  entries: readonly LedgerEntry[],
  projects: readonly string[],
  at: { now: string; days: number },
): Promise<number> {
  let seenInAll = 0
  for (const [formula, parameters] of ASKED) {
    const windows = windowsAt(at.now, at.days)
    const question: Question = { formula, parameters, projects, windows, now: at.now }
    const seen = projects.flatMap((p) =>
      recount(entries, { formula, parameters, project: p, ends: windows.ends, now: at.now }),
    )
    const trend = await trendOf(database, question)
    for (const [i, point] of trend.entries()) {
      const inside = seen.filter((s) => s.at >= (windows.edges[i] ?? '') && s.at < (windows.edges[i + 1] ?? ''))
      const what = `${formula} ${JSON.stringify(parameters)} window ${i} of ${at.days} days`
      const value = aggregated(inside, COMPUTED_FORMULAS[formula].aggregate, at.days)
      expect(point.n, what).toBe(inside.filter((s) => s.value !== null).length)
      if (value === null) expect(point.value, what).toBeNull()
      else expect(point.value, what).toBeCloseTo(value, 9)
    }
    // What is remembered says what is asked anew, for all of them and for one.
    const remembered = await rememberedTrends(database)
    expect(rounded(await remembered(question)), formula).toEqual(rounded(trend))
    for (const one of projects) {
      const alone = { ...question, projects: [one] }
      expect(rounded(await remembered(alone)), formula).toEqual(rounded(await trendOf(database, alone)))
    }
    const listed = await observationsOf(database, question, { after: null, limit: 100_000 })
    const inAll = seen.filter((s) => s.at >= (windows.edges[0] ?? '') && s.at < (windows.edges.at(-1) ?? ''))
    expect(plain(listed), formula).toEqual(plain(inAll))
    seenInAll += inAll.length
  }
  return seenInAll
}

/** Sums of the same numbers in another order differ in the last digits. */
const rounded = (points: readonly Point[]): unknown[] =>
  points.map((p) => ({ ...p, value: p.value === null ? null : Number(p.value.toFixed(9)) }))

type Listed = Pick<Awaited<ReturnType<typeof observationsOf>>[number], 'subject' | 'at' | 'part' | 'value' | 'entries'>
const plain = (items: readonly Listed[]): string[] =>
  items
    .map(({ subject, at, part, value, entries }) =>
      [
        subject,
        at,
        part,
        value === null ? 'none' : value.toFixed(9).replace(/^-0\.0+$/, '0.000000000'),
        entries.join('+'),
      ].join(' '),
    )
    .toSorted()

/** Writes events as entries, in the order of time, with their projections. */
async function record(database: Database, happened: readonly Happened[]): Promise<LedgerEntry[]> {
  return database.transaction(async (tx) => {
    const head = await lockHead(tx)
    const entries = happened.map(({ event, at }, i): LedgerEntry => ({
      v: 1,
      seq: head.size + i,
      at,
      type: event.type,
      act: 'given.past',
      actor: 'per_00000000000000000000000001',
      project: event.project,
      subject: event.subject,
      grant: {},
      data: JSON.parse(JSON.stringify(EVENTS.get(event.type)?.data.parse(event.data) ?? {})) as JsonObject,
    }))
    await append(tx, head, entries)
    await project(new Work(tx), entries.map(recordedEvent))
    return entries
  })
}

const STEPS = 350
const START = '2025-01-06T08:30:00.000Z'

eachDatabase((open) => {
  describe('SQL and folding the entries say the same', () => {
    test('of random histories of two projects, in windows of any length', { timeout: 240_000 }, async () => {
      const { database } = await open()
      let number = 0
      let seen = 0
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 400 }), async (seed, days) => {
          const histories = [seed, seed + 1].map((dice) => {
            const history = new RandomHistory((number += 1), START, { auditFacts: true })
            for (const step of stepsFrom(dice, STEPS)) history.step(step)
            return history
          })
          const happened = histories
            .flatMap((h) => h.happened)
            .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
          const entries = await record(database, happened)
          const projects = histories.map((h) => h.project)
          const end = happened.at(-1)?.at ?? START
          seen += await compare(database, entries, projects, { now: end, days })
          // As somebody looks at it later, when some days are over that were not then.
          seen += await compare(database, entries, [projects[0] ?? ''], { now: addDays(end, 17), days: 30 })
        }),
        // Nothing to shrink: a number is a whole past.
        { numRuns: 15, endOnFailure: true },
      )
      expect(seen).toBeGreaterThan(1_000)
      expect(await replay(database)).toMatchObject({ ok: true, findings: [] })
    })

    test('of what people did through acts, allowed and refused', { timeout: 240_000 }, async () => {
      const { database } = await open()
      const here = await world(database)
      const people = new RandomPeople(here)
      for (const step of stepsFrom(11, 120)) await people.step(step)
      const entries = await here.entries()
      const now = entries.at(-1)?.at ?? ''
      expect(await compare(database, entries, [here.project], { now, days: 90 })).toBeGreaterThan(10)
    })
  })
})
