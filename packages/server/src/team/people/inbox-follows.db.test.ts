import { canonicalJson, gateStatus } from '@muster/core'
import { RandomPeople, eachDatabase, stepsFrom, world } from '@muster/testkit'
import { expect, test } from 'vitest'
import { gateFacts, standingGate } from '../../judging/gates/queries.ts'
import { sha256Hex } from '../../store/commit.ts'
import { benchOf, openAssignments } from '../staffing/queries.ts'
import { inboxOf } from './inbox.ts'

const digest = (value: unknown): string => `sha256:${sha256Hex(canonicalJson(value))}`
const STEPS = 70

eachDatabase((open) => {
  test('what is remembered says at every step what the record says', { timeout: 240_000 }, async () => {
    const { database } = await open()
    const here = await world(database)
    const people = new RandomPeople(here)
    let seen = 0
    const kinds = new Set<string>()
    for (const step of stepsFrom(5, STEPS)) {
      await people.step(step)
      const now = here.clock.now()
      const today = now.slice(0, 10)
      for (const person of [here.who('ml-engineer'), here.who('ethics-officer'), here.who('product-manager')]) {
        const remembered = await inboxOf({ database }, person, now)
        // In a transaction nothing is remembered.
        expect(remembered).toEqual(await database.transaction((tx) => inboxOf({ database: tx }, person, now)))
        seen += remembered.tasks.length
        for (const { kind } of remembered.tasks) kinds.add(kind)
      }
      expect(await openAssignments(database, today)).toEqual(
        await database.transaction((tx) => openAssignments(tx, today)),
      )
      expect(await benchOf(database, here.project, now)).toEqual(
        await database.transaction((tx) => benchOf(tx, here.project, now)),
      )
      for (const { version } of people.candidates) {
        const facts = await gateFacts(database, version, now)
        if (facts === undefined) throw new Error(`no gate of ${version}`)
        const standing = await standingGate(database, version, { now, digest }, { project: here.project })
        expect(standing?.status).toEqual(gateStatus(facts, now, digest))
      }
    }
    expect(seen).toBeGreaterThan(STEPS)
    expect(kinds.size).toBeGreaterThan(2)
  })
})
