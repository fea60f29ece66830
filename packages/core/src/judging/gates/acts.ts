import { z } from 'zod'
import { accept, act } from '../../acts/act.ts'
import { event } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import type { Refusal } from '../../acts/refusal.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import { addDays } from '../../acts/time.ts'
import { experimentMoved } from '../../making/experiments/experiment.ts'
import { consultationOpened, openConsultation } from '../../team/responsibility/consultations.ts'
import { inReviewChecksFact } from '../../work/projects/acts.ts'
import { stageEntered } from '../../work/projects/project.ts'
import { entering } from '../../work/projects/stages.ts'
import { barsToSubmitting } from './bars.ts'
import { checkStates } from './checks.ts'
import type { GateDefinition } from './definition.ts'
import type { GateFacts } from './facts.ts'
import { WAIVE, authors, basisNow, dutiesTaken, gateFact, gateOf } from './facts.ts'
import type { Round } from './round.ts'
import {
  roundOpened,
  roundRejected,
  roundSuperseded,
  roundWithdrawn,
  waiverGranted,
  waiverHolds,
  waiverRevoked,
} from './round.ts'
import { waiverFact } from './waiver-fact.ts'

const deploy = (stake: 'R' | 'A') =>
  ({
    kind: 'activity',
    stake,
    activity: 'deploy-to-production',
    responsibilities: (f: { gate: GateFacts }) => f.gate.project,
  }) as const
const onRound = { round: input.id('rnd').describe('The round') }

export const submitCandidate = act({
  name: 'gate.submit',
  title: 'Submit a candidate at the gate',
  help: 'Opens a round for exactly what is judged now: the version, its evidence, the criteria and the gate. Reviews and approvals bind to it.',
  input: z.strictObject({
    experiment: input.id('exp').describe('The experiment that is submitted'),
    version: input.id('ver').describe('The candidate version'),
    artifacts: z
      .array(z.strictObject({ name: input.line(300).describe('Name'), digest: input.digest.describe('sha256:…') }))
      .max(200)
      .default([])
      .describe('Artifacts to look at'),
    note: input.optionalText().default('').describe('What the reviewers should know'),
  }),
  needs: { gate: gateFact, inReviewChecks: inReviewChecksFact },
  permission: deploy('R'),
  events: [roundOpened, roundSuperseded, consultationOpened, experimentMoved, stageEntered],
  decide: (command, grant, { gate: facts, inReviewChecks }, moment) => {
    const { experiment, project, round } = facts
    if (command.experiment !== facts.version.experiment)
      return refuse(
        refusal('lineage-mismatch', 'The version does not come from this experiment.', { subject: '/experiment' }),
      )
    const review = entering(inReviewChecks)
    const [barred, ...others] = [
      ...barsToSubmitting(facts),
      ...review.blocked.map((c) => refusal('stage-blocked', c.message, { subject: c.id })),
    ]
    if (barred !== undefined) return refuse(barred, ...others)
    const { basis, parts } = basisNow(facts, facts.definition, moment.digest)
    const again = sameAgain(facts.definition, round, basis)
    if (again !== undefined) return refuse(again)
    const id = moment.newId('rnd')
    const { artifacts, note } = command
    const data = {
      experiment: experiment.id,
      model: facts.model.id,
      version: facts.version.id,
      number: facts.rounds + 1,
      basis,
      parts,
      gate: facts.definition,
      artifacts,
      note,
    }
    const question = `Version ${facts.version.number} of ${facts.model.name} is submitted for production. What must be known before it is decided?`
    const { activity, windowWorkingDays } = facts.definition.consult
    return accept(
      event(roundOpened, id, data, project.id),
      ...(round?.state === 'open' ? [event(roundSuperseded, round.id, { by: id }, project.id)] : []),
      ...openConsultation(project, { activity, about: id, question, by: grant.actor, windowWorkingDays }, moment),
      ...intoReview(facts, `submitted in round ${id}`, review.warnings),
    )
  },
})

/** Why exactly the same cannot be submitted again, if it cannot. */
function sameAgain(gate: GateDefinition, round: Round | undefined, basis: string): Refusal | undefined {
  if (round?.basis !== basis) return undefined
  if (round.state === 'open') {
    return refusal('round-open', 'The candidate is already submitted with exactly this basis.', {
      subject: round.id,
      help: 'See who must do what: "muster gate status".',
    })
  }
  const verdict = round.reviews.find((r) => r.verdict !== 'approve')
  if (verdict === undefined) return undefined
  const title = gate.reviews.find((r) => r.duty === verdict.duty)?.title ?? verdict.duty
  return refusal('nothing-changed', `"${title}" of exactly this basis was "${verdict.verdict}".`, {
    subject: round.id,
    help: 'Change what was found wanting, seal it, and submit that.',
  })
}

/** What a submission does to its experiment and its project. */
function intoReview({ experiment, project }: GateFacts, because: string, warnings: readonly string[]) {
  const stage = { from: 'building' as const, to: 'in-review' as const, because, warnings: [...warnings] }
  return [
    ...(experiment.status === 'in-review'
      ? []
      : [event(experimentMoved, experiment.id, { to: 'in-review', because }, project.id)]),
    ...(project.state.stage === 'building' ? [event(stageEntered, project.id, stage, project.id)] : []),
  ]
}

function notOpen(facts: GateFacts) {
  const { round } = facts
  if (round?.state === 'open') return undefined
  return refuse(
    refusal(
      'round-closed',
      `The round is ${round?.state ?? 'not there'}.`,
      round === undefined ? {} : { subject: round.id },
    ),
  )
}

/**
 * What a round's end does to its experiment; one that another candidate ended stays ended. A withdrawal leaves it in review while another version of it is in an open
 * round; a rejection ends it for all of them.
 */
const experimentBack = (facts: GateFacts, to: 'running' | 'rejected', because: string) =>
  (to === 'rejected' || facts.openElsewhere === 0) &&
  (facts.experiment.status === 'in-review' || facts.experiment.status === 'accepted')
    ? [event(experimentMoved, facts.experiment.id, { to, because }, facts.project.id)]
    : []

const backToBuilding = (facts: GateFacts, because: string) =>
  facts.project.state.stage === 'in-review' && facts.openElsewhere === 0
    ? [
        event(
          stageEntered,
          facts.project.id,
          { from: 'in-review', to: 'building', because, warnings: [] },
          facts.project.id,
        ),
      ]
    : []

export const withdrawRound = act({
  name: 'gate.withdraw',
  title: 'Withdraw a submission',
  help: 'Ends the round. The candidate can be submitted again.',
  input: z.strictObject({ ...onRound, reason: input.text(2_000).describe('Why') }),
  needs: { gate: gateFact },
  permission: deploy('R'),
  events: [roundWithdrawn, experimentMoved, stageEntered],
  decide: (command, _grant, { gate: facts }) => {
    const closed = notOpen(facts)
    if (closed !== undefined) return closed
    const because = `round ${command.round} was withdrawn`
    return accept(
      event(roundWithdrawn, command.round, { reason: command.reason }, facts.project.id),
      ...experimentBack(facts, 'running', because),
      ...backToBuilding(facts, because),
    )
  },
})

export const rejectRound = act({
  name: 'gate.reject',
  title: 'Reject a candidate',
  help: 'Who is accountable for deployment ends the round with a reason; the experiment ends as rejected.',
  input: z.strictObject({ ...onRound, reason: input.text(2_000).describe('Why') }),
  needs: { gate: gateFact },
  permission: deploy('A'),
  events: [roundRejected, experimentMoved, stageEntered],
  decide: (command, _grant, { gate: facts }) => {
    const closed = notOpen(facts)
    if (closed !== undefined) return closed
    const because = `round ${command.round} was rejected`
    return accept(
      event(roundRejected, command.round, { reason: command.reason }, facts.project.id),
      ...experimentBack(facts, 'rejected', because),
      ...backToBuilding(facts, because),
    )
  },
})

/** Waiving is a duty of its own, for the roles that the gate names, and never for an author. */
const waiving = {
  kind: 'duty',
  claim: (_command: unknown, facts: { gate: GateFacts }, now: string) => ({
    duty: WAIVE,
    title: 'Waiving a check',
    roles: gateOf(facts.gate).waiver.roles,
    authors: authors(facts.gate),
    taken: dutiesTaken(facts.gate, gateOf(facts.gate), now),
  }),
  responsibilities: (facts: { gate: GateFacts }) => facts.gate.project,
} as const

export const grantWaiver = act({
  name: 'waiver.grant',
  title: 'Waive a check',
  help: 'A named, reasoned and expiring exception to one check for one version. It is a duty of its own and changes the basis.',
  input: z.strictObject({
    version: input.id('ver').describe('The candidate version'),
    check: input.slug.describe('The check'),
    reason: input.text(2_000).describe('Why the risk is acceptable'),
    days: z.int().min(1).max(365).describe('Days until it expires'),
  }),
  needs: { gate: gateFact },
  permission: waiving,
  events: [waiverGranted],
  decide: (command, _grant, { gate: facts }, { now, newId }) => {
    const gate = gateOf(facts)
    const check = checkStates(facts, gate, now).find((c) => c.id === command.check)
    if (check === undefined)
      return refuse(
        refusal('check-unknown', `The gate has no check "${command.check}".`, {
          subject: '/check',
          help: `Its checks are ${gate.checks.map((c) => `${c.id} (${c.title})`).join(', ')}.`,
        }),
      )
    if (check.state === 'satisfied')
      return refuse(
        refusal('waiver-needless', `"${check.title}" is satisfied; there is nothing to waive.`, { subject: '/check' }),
      )
    if (check.state === 'waived')
      return refuse(refusal('already-so', `"${check.title}" is already waived.`, { subject: check.waiver ?? '/check' }))
    if (command.days > gate.waiver.maxDays) {
      return refuse(
        refusal('waiver-too-long', `A waiver at this gate lasts at most ${gate.waiver.maxDays} days.`, {
          subject: '/days',
        }),
      )
    }
    const expiresAt = addDays(now, command.days)
    return accept(
      event(
        waiverGranted,
        newId('wvr'),
        { version: facts.version.id, check: check.id, reason: command.reason, expiresAt },
        facts.project.id,
      ),
    )
  },
})

export const revokeWaiver = act({
  name: 'waiver.revoke',
  title: 'Revoke a waiver',
  help: 'The check counts again at once.',
  input: z.strictObject({ waiver: input.id('wvr').describe('The waiver'), reason: input.text(2_000).describe('Why') }),
  needs: { waiver: waiverFact, gate: gateFact },
  permission: waiving,
  events: [waiverRevoked],
  decide: (command, _grant, { waiver }, { now }) =>
    waiverHolds(waiver, now)
      ? accept(event(waiverRevoked, waiver.id, { reason: command.reason }, waiver.project))
      : refuse(refusal('waiver-over', 'The waiver was revoked or has expired.', { subject: waiver.id })),
})
