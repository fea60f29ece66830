import { holders } from '../../acts/matrix.ts'
import type { AnswerState } from '../../team/responsibility/consultations.ts'
import { answerStates } from '../../team/responsibility/consultations.ts'
import type { JudgedCriterion } from '../evidence/criteria.ts'
import type { CheckResult } from './checks.ts'
import { checkStates, judgedCriteria, passes } from './checks.ts'
import type { GateDefinition, GateDuty } from './definition.ts'
import type { GateFacts } from './facts.ts'
import { authors, basisNow, champion, dutiesTaken, gateOf, lapse } from './facts.ts'
import type { Given, Review, Round } from './round.ts'

export type DutyState = 'given' | 'negative' | 'missing' | 'stale' | 'lapsed'

/** A review or approval that the gate asks for, as it stands. */
export interface DutyStatus {
  readonly duty: string
  readonly title: string
  readonly roles: readonly string[]
  readonly state: DutyState
  readonly person?: string
  readonly at?: string
  readonly comment?: string
  readonly verdict?: Review['verdict']
  readonly because?: string
  /** People who could fulfil it now: entitled, independent and free. */
  readonly eligible: readonly string[]
}

export interface NextStep {
  /** People who can do it; empty when nobody can. */
  readonly who: readonly string[]
  readonly what: string
  readonly act: string
  /** The duty, for a review or an approval. */
  readonly duty?: string
}

/** The gate of one candidate as it stands at one moment, in full. */
export interface GateStatus {
  readonly version: string
  readonly gate: string
  readonly round?: {
    readonly id: string
    readonly number: number
    readonly state: string
    readonly submittedBy: string
    readonly submittedAt: string
    readonly basis: string
  }
  /** Digest of what a decision now would judge. */
  readonly basis: string
  /** True when the open round was submitted for another basis: it must be submitted again. */
  readonly basisChanged: boolean
  readonly criteria: readonly JudgedCriterion[]
  readonly checks: readonly CheckResult[]
  readonly reviews: readonly DutyStatus[]
  readonly approvals: readonly DutyStatus[]
  readonly consultations: readonly {
    readonly role: string
    readonly people: readonly string[]
    readonly state: AnswerState
    readonly dueAt: string
  }[]
  /** All required approvals are given on this basis. */
  readonly approved: boolean
  /** The approvals that are missing, by duty. */
  readonly missing: readonly string[]
  /** Nothing is missing: the candidate may be promoted. */
  readonly passed: boolean
  /** What stands in the way, in words. */
  readonly blockers: readonly string[]
  readonly next: readonly NextStep[]
}

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
  const reviews = gate.reviews.map((duty) => dutyStatus(facts, gate, duty, round?.reviews ?? [], basis, now))
  const approvals = gate.approvals.map((duty) => dutyStatus(facts, gate, duty, round?.approvals ?? [], basis, now))
  const consultations = facts.consultations.flatMap((c) => answerStates(c, now).map((a) => ({ ...a, dueAt: c.dueAt })))
  const missing = approvals.filter((a) => a.state !== 'given').map((a) => a.duty)
  const blockers = [
    ...(round === undefined ? ['The candidate has not been submitted.'] : []),
    ...(round !== undefined && !isOpen && !isLive ? [over(round)] : []),
    ...(basisChanged
      ? [`What is judged has changed since round ${round.number} was submitted; it must be submitted again.`]
      : []),
    // What was live at the time of the decision is judged by it; what happened since is for the next one.
    ...(isLive ? [] : checks.filter((c) => !passes(c)).map((c) => `${c.title}: ${c.state}. ${c.sentence}`)),
    ...reviews.filter((r) => r.state !== 'given').map((r) => `Review "${r.duty}" is ${r.state}${suffix(r)}.`),
    ...consultations
      .filter((c) => c.state === 'open')
      .map((c) => `${c.role} is consulted and has until ${c.dueAt} to answer.`),
    ...approvals.filter((a) => a.state !== 'given').map((a) => `Approval "${a.duty}" is ${a.state}${suffix(a)}.`),
  ]
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
    criteria: judgedCriteria(facts, now),
    ...body,
    approved: missing.length === 0,
    missing,
    passed: blockers.length === 0,
    blockers,
    next: nextSteps(facts, body, now),
  }
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

type Body = Pick<GateStatus, 'checks' | 'reviews' | 'approvals' | 'consultations' | 'basisChanged'>

/** Activities in which the evidence that a check needs is sealed. */
function sealedIn(facts: GateFacts, check: string): string[] {
  const needs = gateOf(facts).checks.find((c) => c.id === check)?.needs ?? []
  return needs.map((kind) => facts.sealedIn[kind] ?? 'evaluate-model')
}

/** Who must do what next, in the order in which it is possible. */
function nextSteps(facts: GateFacts, body: Body, now: string): NextStep[] {
  const { round, project } = facts
  const stake = (activity: string, ...stakes: ('R' | 'A')[]): string[] => {
    const row = project.matrix.activities.find((a) => a.covers.includes(activity) || a.id === activity)
    const cells = Object.entries(row === undefined ? {} : (project.matrix.cells[row.id] ?? {}))
    return [
      ...new Set(cells.filter(([, s]) => stakes.some((w) => w === s)).flatMap(([role]) => holders(project, role, now))),
    ]
  }
  const steps: NextStep[] = body.checks
    .filter((c) => !passes(c))
    .map((c) => ({
      who: [...new Set(sealedIn(facts, c.id).flatMap((activity) => stake(activity, 'R', 'A')))],
      what: `${c.title}: ${c.help}`,
      act: 'evidence.seal',
    }))
  if (round?.state !== 'open' || body.basisChanged) {
    if (round?.state !== 'promoted' || champion(facts.model) !== facts.version.id)
      steps.push({
        who: stake('deploy-to-production', 'R', 'A'),
        what: body.basisChanged ? 'Submit the candidate again: what is judged has changed.' : 'Submit the candidate.',
        act: 'gate.submit',
      })
    return steps
  }
  if (steps.length > 0) return steps
  const reviews = body.reviews.filter((r) => r.state !== 'given')
  for (const r of reviews) {
    const what =
      r.state === 'negative'
        ? `Review "${r.duty}" asks for changes: answer it, then submit again or review again.`
        : `Give the review "${r.duty}".`
    steps.push({
      who: r.state === 'negative' && r.person !== undefined ? [r.person] : r.eligible,
      what: withNobody(what, r),
      act: 'review.give',
      duty: r.duty,
    })
  }
  for (const c of body.consultations.filter((x) => x.state === 'open'))
    steps.push({
      who: c.people,
      what: `Answer the consultation as ${c.role} until ${c.dueAt}.`,
      act: 'consultation.answer',
    })
  if (reviews.length > 0) return steps
  for (const a of body.approvals.filter((x) => x.state !== 'given'))
    steps.push({
      who: a.eligible,
      what: withNobody(`Give the approval "${a.duty}".`, a),
      act: 'approval.give',
      duty: a.duty,
    })
  if (steps.length === 0)
    steps.push({
      who: stake('deploy-to-production', 'A'),
      what: 'Promote the candidate: nothing is missing.',
      act: 'promotion.promote',
    })
  return steps
}

const withNobody = (what: string, duty: DutyStatus): string =>
  duty.eligible.length > 0
    ? what
    : `${what} Nobody independent on the project can: assign somebody as ${duty.roles.join(' or ')}.`
