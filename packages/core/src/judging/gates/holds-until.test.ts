import { candidate, digest, gateFacts } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { assignPerson } from '../../team/responsibility/assignments.ts'
import { grantWaiver } from './acts.ts'
import { statusHoldsUntil } from './holds-until.ts'
import { gateStatus } from './status.ts'

const at = (ms: number): string => new Date(ms).toISOString()

/** A candidate before the gate, with everything about it that ends by itself. */
function ending() {
  const c = candidate()
  c.sealAll('cost')
  c.world.does(c.who('chief-ai-officer'), grantWaiver, {
    version: c.version,
    check: 'cost',
    reason: 'Pilot.',
    days: 10,
  })
  const day = (days: number): string => at(Date.parse(c.world.clock.now()) + days * 86_400_000).slice(0, 10)
  c.world.does(c.who('product-manager'), assignPerson, {
    project: c.project,
    person: c.who('data-engineer'),
    role: 'security-privacy-legal',
    from: day(4),
    until: day(6),
  })
  c.submit()
  return c
}

describe('the status of a gate holds until something ends by itself', () => {
  test('it is the same at every moment before, and the moments at which it changes are among these', () => {
    const c = ending()
    const statusAt = (now: string) => gateStatus(gateFacts(c.world, c.version), now, digest)
    const changes = new Set<string>()
    let now = c.world.clock.now()
    const end = at(Date.parse(now) + 200 * 86_400_000)
    while (now < end) {
      const until = statusHoldsUntil(gateFacts(c.world, c.version), now)
      expect(until > now).toBe(true)
      const [from, to] = [Date.parse(now), Date.parse(until)]
      const status = statusAt(now)
      for (const moment of [from + 1, (from + to) / 2, to - 1])
        if (moment > from && moment < to) expect(statusAt(at(moment)), at(moment)).toEqual(status)
      if (JSON.stringify(statusAt(until)) !== JSON.stringify(status)) changes.add(until)
      now = until
    }
    const facts = gateFacts(c.world, c.version)
    const [assignment] = facts.project.assignments.filter((a) => a.until !== undefined)
    expect(changes).toContain(facts.waivers[0]?.expiresAt)
    expect(changes).toContain(facts.consultations[0]?.dueAt)
    expect(changes).toContain(facts.evidence.map((e) => e.freshUntil).toSorted()[0])
    expect(changes).toContain(`${assignment?.from}T00:00:00.000Z`)
    expect(changes.size).toBeGreaterThan(5)
  })
})
