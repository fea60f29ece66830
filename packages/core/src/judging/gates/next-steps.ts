import { holders, peopleWith } from '../../acts/matrix.ts'
import type { Refusal } from '../../acts/refusal.ts'
import { makers } from '../../making/registry/registry.ts'
import { barsToPromotion, barsToSubmitting } from './bars.ts'
import type { CheckResult } from './checks.ts'
import { passes } from './checks.ts'
import type { GateFacts } from './facts.ts'
import { champion, gateOf } from './facts.ts'
import type { DutyStatus, GateStatus, NextStep } from './gate-status.ts'

export type StatusBody = Pick<GateStatus, 'checks' | 'reviews' | 'approvals' | 'consultations' | 'basisChanged'>

/** Who must do what next, in the order in which it is possible. */
export function nextSteps(facts: GateFacts, body: StatusBody, now: string): NextStep[] {
  const { round } = facts
  const steps = body.checks.filter((c) => !passes(c)).map((c) => sealStep(facts, c, now))
  if (round?.state !== 'open' || body.basisChanged) {
    const isLive = round?.state === 'promoted' && champion(facts.model) === facts.version.id
    return isLive ? steps : [...steps, ...submitting(facts, body.basisChanged, now)]
  }
  const barred = barsToPromotion(facts).map((bar) => barStep(facts, bar, now))
  if (steps.length > 0 || barred.some((step) => step.act === 'gate.withdraw')) return [...steps, ...barred]
  const reviews = body.reviews.filter((r) => r.state !== 'given').map(reviewStep)
  const answers = body.consultations
    .filter((c) => c.state === 'open')
    .map((c) => ({
      who: c.people,
      what: `Answer the consultation as ${c.role} until ${c.dueAt}.`,
      act: 'consultation.answer',
    }))
  const early = [...reviews, ...answers, ...barred]
  if (reviews.length > 0) return early
  const approvals = body.approvals.filter((a) => a.state !== 'given').map(approvalStep)
  const all = [...early, ...approvals]
  if (all.length > 0) return all
  return [
    {
      who: peopleWith(facts.project, 'deploy-to-production', 'A', now),
      what: 'Promote the candidate: nothing is missing.',
      act: 'promotion.promote',
    },
  ]
}

/** Who holds A or R of an activity now, each once. */
function doers(facts: GateFacts, activity: string, now: string): string[] {
  return [...new Set((['A', 'R'] as const).flatMap((letter) => peopleWith(facts.project, activity, letter, now)))]
}

/** Who can seal the evidence that a check needs: R and A of its activity, or who may judge where it is a judgement. */
function sealStep(facts: GateFacts, check: CheckResult, now: string): NextStep {
  const needs = gateOf(facts).checks.find((c) => c.id === check.id)?.needs ?? []
  const who = needs.flatMap((kind) => {
    const sealing = Object.hasOwn(facts.sealing, kind) ? facts.sealing[kind] : undefined
    if (sealing?.roles === undefined) return doers(facts, sealing?.activity ?? 'evaluate-model', now)
    const barred = makers(facts.experiment, facts.version)
    return sealing.roles
      .flatMap((role) => holders(facts.project, role, now))
      .filter((person) => !barred.has(person) && facts.project.people.get(person)?.service !== true)
  })
  return { who: [...new Set(who)], what: `${check.title}: ${check.help}`, act: 'evidence.seal' }
}

function submitting(facts: GateFacts, again: boolean, now: string): NextStep[] {
  const bars = barsToSubmitting(facts).map((bar) => barStep(facts, bar, now))
  return [
    ...bars,
    {
      who: doers(facts, 'deploy-to-production', now),
      what: again ? 'Submit the candidate again: what is judged has changed.' : 'Submit the candidate.',
      act: 'gate.submit',
    },
  ]
}

/** What to do about something of project or experiment that stands in the way. */
function barStep(facts: GateFacts, bar: Refusal, now: string): NextStep {
  switch (bar.code) {
    case 'experiment-status':
      return facts.experiment.status === 'proposed'
        ? { who: doers(facts, 'train-model', now), what: 'Start the experiment.', act: 'experiment.start' }
        : {
            who: doers(facts, 'deploy-to-production', now),
            what: `${bar.message} Withdraw it, and submit a version of an experiment that runs.`,
            act: 'gate.withdraw',
          }
    case 'stage-order':
      return {
        who: peopleWith(facts.project, 'plan-and-staff', 'A', now),
        what: `${bar.message} Move the project on.`,
        act: 'project.advance',
      }
    default:
      return {
        who: peopleWith(facts.project, 'plan-and-staff', 'A', now),
        what: `Before going live: ${bar.message}`,
        act: 'assignment.assign',
      }
  }
}

function reviewStep(review: DutyStatus): NextStep {
  const negative = review.state === 'negative'
  const what = negative
    ? `"${review.title}" asks for changes: answer it, then submit again or review again.`
    : `Give "${review.title}".`
  const who = negative && review.person !== undefined ? [review.person] : review.eligible
  return { who, what: withNobody(what, review), act: 'review.give', duty: review.duty }
}

function approvalStep(approval: DutyStatus): NextStep {
  return {
    who: approval.eligible,
    what: withNobody(`Give "${approval.title}".`, approval),
    act: 'approval.give',
    duty: approval.duty,
  }
}

const withNobody = (what: string, duty: DutyStatus): string =>
  duty.eligible.length > 0
    ? what
    : `${what} Nobody independent on the project can: assign somebody as ${duty.roles.join(' or ')}.`
