import type { LiveCandidate, LiveWorld } from '@muster/testkit'
import { APPROVERS, judgeLedger, stores, world } from '@muster/testkit'
import { beforeAll, describe, expect, test } from 'vitest'
import { replay } from '../../store/replay.ts'

describe('two nodes on one PostgreSQL at the same moment', () => {
  const open = stores('postgres')
  let one: LiveWorld
  let two: LiveWorld
  beforeAll(async () => {
    const store = await open()
    one = await world(store.database, { matrix: 'source-5x8' })
    two = one.through(store.anotherNode())
  })
  const reviewed = async (): Promise<LiveCandidate> => {
    const candidate = await one.candidate()
    await candidate.completeEvidence()
    await candidate.submit()
    await candidate.allReviews()
    await candidate.answerConsultations()
    return candidate
  }
  const promoted = async (candidate: LiveCandidate): Promise<number> =>
    (await one.entries()).filter((e) => e.type === 'ModelPromoted' && e.data['version'] === candidate.version).length

  test('ten promotions of one candidate are one promotion', async () => {
    const candidate = await reviewed()
    await candidate.allApprovals()
    const judged = await candidate.judged()
    const tried = await Promise.all(
      Array.from(
        { length: 10 },
        (_, i) => (i % 2 === 0 ? one : two).as('mlops-engineer').act('promotion.promote', judged).outcome,
      ),
    )
    expect(tried.filter((outcome) => outcome.ok).length).toBe(1)
    expect(await promoted(candidate)).toBe(1)
  })

  test('approvals and promotions in one crowd end in exactly one promotion, after all approvals', async () => {
    const candidate = await reviewed()
    const judged = await candidate.judged()
    const crowd = Array.from({ length: 6 }, (_, i) => (i % 2 === 0 ? one : two)).flatMap((node) => [
      ...Object.entries(APPROVERS).map(([duty, who]) => node.as(who).act('approval.give', { ...judged, duty }).outcome),
      node.as('mlops-engineer').act('promotion.promote', judged).outcome,
    ])
    const outcomes = await Promise.all(crowd)
    expect(outcomes.filter((o) => o.ok && o.answer.act === 'approval.give').length).toBe(3)
    const late = await one.as('mlops-engineer').act('promotion.promote', judged).outcome
    expect(outcomes.filter((o) => o.ok && o.answer.act === 'promotion.promote').length + (late.ok ? 1 : 0)).toBe(1)
    expect(await promoted(candidate)).toBe(1)
  })

  test('a deactivation and a promotion at once: whoever comes first, no lapsed approval is used', async () => {
    const candidate = await reviewed()
    await candidate.allApprovals()
    const judged = await candidate.judged()
    const person = one.who('security-privacy-legal')
    const [left, decided] = await Promise.all([
      two.as('administrator').act('person.deactivate', { person, reason: 'left' }).outcome,
      one.as('mlops-engineer').act('promotion.promote', judged).outcome,
    ])
    expect(left.ok).toBe(true)
    const entries = await one.entries()
    const at = (type: string): number => entries.findLast((e) => e.type === type)?.seq ?? -1
    expect(decided.ok).toBe(at('ModelPromoted') > at('RoundOpened'))
    if (decided.ok) expect(at('ModelPromoted')).toBeLessThan(at('PersonDeactivated'))
    expect(judgeLedger(entries).findings).toEqual([])
    expect((await replay(one.database)).findings).toEqual([])
  })
})
