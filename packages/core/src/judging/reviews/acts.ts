import { z } from 'zod'
import { accept, act } from '../../acts/act.ts'
import { event } from '../../acts/event.ts'
import type { GrantBasis } from '../../acts/grant.ts'
import * as input from '../../acts/input.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import { experimentMoved } from '../../making/experiments/experiment.ts'
import { passes } from '../gates/checks.ts'
import type { GateFacts } from '../gates/facts.ts'
import { assignmentFor, claimDuty, gateFact } from '../gates/facts.ts'
import { VERDICTS, approvalGiven, approvalRevoked, reviewGiven } from '../gates/round.ts'
import type { Round } from '../gates/round.ts'
import { gateStatus } from '../gates/status.ts'
import type { GateStatus } from '../gates/gate-status.ts'
import type { Refused } from '../../acts/refusal.ts'

const onDuty = {
  round: input.id('rnd').describe('The round'),
  basis: input.digest.describe('Digest of what you looked at, as "muster gate status" shows it'),
}

/** The open round with its status, or why nothing can be given in it on the basis that the person looked at. */
function openRound(
  facts: GateFacts,
  basis: string,
  moment: { now: string; digest: (v: unknown) => string },
): { round: Round; status: GateStatus } | Refused {
  const { round } = facts
  if (round?.state !== 'open') return refuse(refusal('round-closed', `The round is ${round?.state ?? 'not there'}.`))
  const status = gateStatus(facts, moment.now, moment.digest)
  if (status.basisChanged) {
    return refuse(
      refusal(
        'basis-changed',
        'What is judged has changed since the round was submitted; it must be submitted again.',
        { subject: round.id, help: 'Ask who is R for deployment to submit it again: "muster gate submit".' },
      ),
    )
  }
  if (basis !== status.basis) {
    return refuse(
      refusal('basis-changed', 'This is not the basis that is judged now.', {
        subject: '/basis',
        help: `Look at the gate again; its basis is ${status.basis}.`,
      }),
    )
  }
  return { round, status }
}

function heldRole(basis: GrantBasis): string {
  if (basis.role === undefined) throw new Error('a duty was granted without a role')
  return basis.role
}

export const giveReview = act({
  name: 'review.give',
  title: 'Give a review',
  help: 'A technical, ethics or business review by an entitled person who is no author of what is judged.',
  input: z.strictObject({
    ...onDuty,
    duty: z.string().max(64).describe('Which review: technical, ethics or business at the standard gate'),
    verdict: z.enum(VERDICTS).describe('approve, request-changes or reject'),
    comment: input.text(10_000).describe('What you looked at and what you found'),
  }),
  needs: { gate: gateFact },
  permission: {
    kind: 'duty',
    claim: (command, facts, now) => claimDuty(facts.gate, 'reviews', command.duty, now),
    responsibilities: (facts) => facts.gate.project,
  },
  events: [reviewGiven, experimentMoved],
  decide: (command, grant, { gate: facts }, moment) => {
    const open = openRound(facts, command.basis, moment)
    if ('ok' in open) return open
    const standing = open.status.reviews.find((r) => r.duty === command.duty)
    // A verdict stands until who gave it thinks otherwise or no longer counts: nobody shops for a milder reviewer.
    if ((standing?.state === 'given' || standing?.state === 'negative') && standing.person !== grant.actor) {
      return refuse(
        refusal('already-so', `"${standing.title}" was already given by ${standing.person ?? 'somebody'}.`, {
          subject: open.round.id,
          help: 'Only they can change it in this round.',
        }),
      )
    }
    const { duty, verdict, comment, basis } = command
    const role = heldRole(grant.basis)
    const assignment = assignmentFor(facts, grant.actor, role, moment.now)
    const others = open.status.reviews.filter((r) => r.duty !== duty)
    const complete = verdict === 'approve' && others.every((r) => r.state === 'given')
    return accept(
      event(reviewGiven, open.round.id, { duty, verdict, comment, basis, role, assignment }, facts.project.id),
      ...(complete && facts.experiment.status === 'in-review'
        ? [
            event(
              experimentMoved,
              facts.experiment.id,
              { to: 'accepted', because: `all reviews of round ${open.round.id} approve` },
              facts.project.id,
            ),
          ]
        : []),
      ...(!complete && verdict !== 'approve' && facts.experiment.status === 'accepted'
        ? [
            event(
              experimentMoved,
              facts.experiment.id,
              { to: 'in-review', because: `a review of round ${open.round.id} no longer approves` },
              facts.project.id,
            ),
          ]
        : []),
    )
  },
})

export const giveApproval = act({
  name: 'approval.give',
  title: 'Give an approval',
  help: 'Approves exactly the basis you looked at. It counts for nothing else, and lapses if you leave before it is used.',
  input: z.strictObject({
    ...onDuty,
    duty: z.string().max(64).describe('Which approval: technical_lead, product_owner or security at the standard gate'),
    comment: input.optionalText().default('').describe('A word on it'),
  }),
  needs: { gate: gateFact },
  permission: {
    kind: 'duty',
    claim: (command, facts, now) => claimDuty(facts.gate, 'approvals', command.duty, now),
    responsibilities: (facts) => facts.gate.project,
  },
  events: [approvalGiven],
  decide: (command, grant, { gate: facts }, moment) => {
    const open = openRound(facts, command.basis, moment)
    if ('ok' in open) return open
    const { status } = open
    const early = [
      ...status.checks
        .filter((c) => !passes(c))
        .map((c) => refusal('approval-early', `${c.title}: ${c.state}. ${c.sentence}`, { subject: c.id })),
      ...status.reviews
        .filter((r) => r.state !== 'given')
        .map((r) => refusal('approval-early', `${r.title} is ${r.state}.`, { subject: r.duty })),
    ]
    const [first, ...more] = early
    if (first !== undefined) return refuse(first, ...more)
    const standing = status.approvals.find((a) => a.duty === command.duty)
    if (standing?.state === 'given') {
      return refuse(
        refusal('already-so', `"${standing.title}" was already given by ${standing.person ?? 'somebody'}.`, {
          subject: open.round.id,
        }),
      )
    }
    const { duty, comment, basis } = command
    const role = heldRole(grant.basis)
    const assignment = assignmentFor(facts, grant.actor, role, moment.now)
    return accept(event(approvalGiven, open.round.id, { duty, comment, basis, role, assignment }, facts.project.id))
  },
})

export const revokeApproval = act({
  name: 'approval.revoke',
  title: 'Revoke your approval',
  help: 'Takes back an approval that you gave and that is not used yet.',
  input: z.strictObject({
    round: input.id('rnd').describe('The round'),
    duty: z.string().max(64).describe('Which approval'),
    reason: input.text(2_000).describe('Why'),
  }),
  needs: { gate: gateFact },
  permission: {
    kind: 'self',
    person: (command, facts) => facts.gate.round?.approvals.find((a) => a.duty === command.duty)?.person,
  },
  events: [approvalRevoked],
  decide: (command, _grant, { gate: facts }) =>
    facts.round?.state === 'open'
      ? accept(event(approvalRevoked, command.round, { duty: command.duty, reason: command.reason }, facts.project.id))
      : refuse(
          refusal(
            'round-closed',
            `The round is ${facts.round?.state ?? 'not there'}; an approval that was used cannot be taken back.`,
            { subject: command.round },
          ),
        ),
})
