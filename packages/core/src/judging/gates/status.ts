import { holders } from '../../acts/matrix.ts'
import { entering } from '../../work/projects/stages.ts'
import { answerStates } from '../../team/responsibility/consultations.ts'
import type { JudgedCriterion } from '../evidence/criteria.ts'
import { checkStates, judgedCriteria, passes } from './checks.ts'
import type { GateDefinition, GateDuty } from './definition.ts'
import type { GateFacts } from './facts.ts'
import type { DutyStatus, GateStatus } from './gate-status.ts'
import { barsToPromotion, barsToSubmitting } from './bars.ts'
import { authors, basisNow, champion, dutiesTaken, gateOf, lapse, reviewsOf } from './facts.ts'
import { nextSteps } from './next-steps.ts'
import type { Given, Review, Round } from './round.ts'

/** Computes the status of a gate. Everything that depends on time is computed here, when read. */
export function gateStatus(facts: GateFacts, now: string, digest: (value: unknown) => string): GateStatus {
  const gate = gateOf(facts)
  const { round } = facts
  const isOpen = round?.state === 'open'
  const isLive = round?.state === 'promoted' && champion(facts.model) === facts.version.id
  // A round that was promoted stays what it was: its basis is the one that was judged.
  const basis = round?.state === 'promoted' ? round.basis : basisNow(facts, gate, digest).basis
  const basisChanged = isOpen && round.basis !== basis
  const checks = checkStates(facts, gate, now)
  const reviews = reviewsOf(facts, gate).map((duty) => dutyStatus(facts, gate, duty, round?.reviews ?? [], basis, now))
  const approvals = gate.approvals.map((duty) => dutyStatus(facts, gate, duty, round?.approvals ?? [], basis, now))
  const consultations = facts.consultations.flatMap((c) => answerStates(c, now).map((a) => ({ ...a, dueAt: c.dueAt })))
  const missing = approvals.filter((a) => a.state !== 'given').map((a) => a.duty)
  const blockers = [
    ...(round === undefined ? ['The candidate has not been submitted.'] : []),
    ...(round !== undefined && !isOpen && !isLive ? [over(round)] : []),
    ...(isLive ? [] : (isOpen ? barsToPromotion(facts) : barsToSubmitting(facts)).map((bar) => bar.message)),
    ...(basisChanged
      ? [`What is judged has changed since round ${round.number} was submitted; it must be submitted again.`]
      : []),
    // What was live at the time of the decision is judged by it; what happened since is for the next one.
    ...(isLive ? [] : checks.filter((c) => !passes(c)).map((c) => `${c.title}: ${c.state}. ${c.sentence}`)),
    ...reviews.filter((r) => r.state !== 'given').map((r) => `${r.title} is ${r.state}${suffix(r)}.`),
    ...consultations
      .filter((c) => c.state === 'open')
      .map((c) => `${c.role} is consulted and has until ${c.dueAt} to answer.`),
    ...approvals.filter((a) => a.state !== 'given').map((a) => `${a.title} is ${a.state}${suffix(a)}.`),
  ]
  const criteria = judgedCriteria(facts, now)
  const body = { checks, reviews, approvals, consultations, basisChanged }
  return {
    version: facts.version.id,
    gate: gate.title,
    ...(round === undefined
      ? {}
      : {
          round: {
            id: round.id,
            number: round.number,
            state: round.state,
            submittedBy: round.submittedBy,
            submittedAt: round.submittedAt,
            basis: round.basis,
          },
        }),
    basis,
    criteria,
    ...body,
    approved: missing.length === 0,
    missing,
    passed: blockers.length === 0,
    blockers,
    warnings: isLive ? [] : warningsOf(facts, criteria),
    next: nextSteps(facts, body, now),
  }
}

/** Business criteria that nothing has measured yet, and what the stage "live" only advises. */
function warningsOf(facts: GateFacts, criteria: readonly JudgedCriterion[]): string[] {
  const later = criteria.filter((c) => c.kind === 'business' && !c.known)
  return [
    ...later.map((c) => `Business criterion "${c.title}": ${c.sentence} It is watched once the version is live.`),
    ...entering(facts.liveChecks).warnings,
  ]
}

const over = (round: Round): string =>
  round.state === 'promoted'
    ? `Round ${round.number} was promoted, and the version is not live any more.`
    : `Round ${round.number} is ${round.state}.`

const suffix = (d: DutyStatus): string => (d.because === undefined ? '' : ` (${d.because})`)

function dutyStatus(
  facts: GateFacts,
  gate: GateDefinition,
  duty: GateDuty,
  given: readonly (Given | Review)[],
  basis: string,
  now: string,
): DutyStatus {
  const base = { duty: duty.duty, title: duty.title, roles: duty.roles, eligible: eligibleFor(facts, gate, duty, now) }
  const item = given.find((g) => g.duty === duty.duty)
  if (item === undefined) return { ...base, state: 'missing' }
  const about = {
    person: item.person,
    at: item.at,
    comment: item.comment,
    ...('verdict' in item ? { verdict: item.verdict } : {}),
  }
  if (facts.round?.state !== 'open' && facts.round?.state !== 'promoted')
    return { ...base, ...about, state: 'stale', because: `given in a round that is ${facts.round?.state ?? 'over'}` }
  if (facts.round.state === 'open') {
    const lapsed = lapse(facts, item, now)
    if (lapsed !== undefined) return { ...base, ...about, state: 'lapsed', because: lapsed }
    if (item.basis !== basis) return { ...base, ...about, state: 'stale', because: 'given for another basis' }
    // Somebody who sealed evidence after giving this would make a new basis; being an author is looked at all the same.
    if (authors(facts).has(item.person))
      return { ...base, ...about, state: 'stale', because: `${item.person} is an author of what is judged` }
  }
  if ('verdict' in item && item.verdict !== 'approve')
    return { ...base, ...about, state: 'negative', because: item.verdict }
  return { ...base, ...about, state: 'given' }
}

function eligibleFor(facts: GateFacts, gate: GateDefinition, duty: GateDuty, now: string): string[] {
  const barred = authors(facts)
  const taken = dutiesTaken(facts, gate, now)
  return [...new Set(duty.roles.flatMap((role) => holders(facts.project, role, now)))].filter(
    (person) =>
      facts.project.people.get(person)?.service !== true &&
      !barred.has(person) &&
      (taken.get(person) ?? duty.duty) === duty.duty,
  )
}
