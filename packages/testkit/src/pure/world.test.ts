import { startExperiment } from '@muster/core'
import { describe, expect, test } from 'vitest'
import { candidate, ready } from './candidate.ts'
import { given } from './given.ts'
import { fakeClock, idMaker } from './moment.ts'

describe('the world of tests', () => {
  test('a candidate of which nothing is missing is promoted by who is accountable for deployment', () => {
    const c = ready()
    expect(c.status().blockers).toEqual([])
    expect(c.promote()).toMatch(/^prm_/)
  })

  test('an assertion about events fails when the act was refused, and one about a refusal when it was not', () => {
    const c = candidate()
    const outcome = given(c.world).when(startExperiment, { experiment: c.experiment }, { as: c.who('domain-expert') })
    expect(() => outcome.thenEvents('ExperimentStarted')).toThrow('experiment-status')
    expect(() => outcome.thenRefused('not-entitled')).toThrow('refused otherwise')
  })

  test('ids are those of the server and differ, and the clock stands still until it is moved', () => {
    const newId = idMaker()
    expect(newId('exp')).toBe('exp_00000000000000000000000001')
    expect(newId('exp')).toBe('exp_00000000000000000000000002')
    const clock = fakeClock()
    expect(clock.now()).toBe(clock.now())
    clock.pass({ days: 1, hours: 2, minutes: 3 })
    expect(clock.now()).toBe('2026-03-03T11:03:00.000Z')
  })
})
