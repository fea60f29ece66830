import type { Candidate } from '@muster/testkit'
import { digest, gateFacts, given, submitted } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import type { GateFacts } from '../gates/facts.ts'
import { gateStatus } from '../gates/status.ts'
import { giveReview } from './acts.ts'

describe('a review that counts only where the experiment asks for it', () => {
  const privacy = { duty: 'privacy', title: 'Privacy review', roles: ['data-engineer'], onlyWhenRequired: true }
  const facts = (c: Candidate, requiredReviews: string[]): GateFacts => {
    const now = gateFacts(c.world, c.version)
    const gate = { ...now.definition, reviews: [...now.definition.reviews, privacy] }
    return {
      ...now,
      definition: gate,
      experiment: { ...now.experiment, requiredReviews },
      ...(now.round === undefined ? {} : { round: { ...now.round, gate } }),
    }
  }
  const duties = (c: Candidate, required: string[]) =>
    gateStatus(facts(c, required), c.world.clock.now(), digest).reviews.map((r) => r.duty)

  test('is asked of that candidate and of no other; the reviews of the gate are asked of all', () => {
    const c = submitted()
    expect(duties(c, ['privacy'])).toEqual(['technical', 'ethics', 'business', 'privacy'])
    expect(duties(c, [])).toEqual(['technical', 'ethics', 'business'])
    const command = {
      round: c.round(),
      basis: c.status().basis,
      duty: 'privacy',
      verdict: 'approve' as const,
      comment: 'Fine.',
    }
    const as = c.who('data-engineer')
    const refused = given(c.world)
      .when(giveReview, command, { as, facts: { gate: facts(c, []) } })
      .thenRefused('review-unknown')
    expect(refused.help).not.toContain('privacy')
  })
})
