import type { Refusal } from '../../acts/refusal.ts'
import { refusal } from '../../acts/refusal.ts'
import { STAGES } from '../../work/projects/project.ts'
import { entering } from '../../work/projects/stages.ts'
import type { GateFacts } from './facts.ts'
import { reviewsOf } from './facts.ts'

/** Why project or experiment keep a candidate from being submitted; empty when they do not. */
export function barsToSubmitting(facts: GateFacts): Refusal[] {
  const { experiment, project, definition } = facts
  const { stage } = project.state
  const bars: Refusal[] = []
  if (STAGES.indexOf(stage) < STAGES.indexOf('building')) {
    bars.push(
      refusal('stage-order', `The project is in stage "${stage}"; a candidate can be submitted once it is building.`, {
        subject: project.id,
        help: 'Move the project on: "muster project advance".',
      }),
    )
  }
  if (!['running', 'in-review', 'accepted'].includes(experiment.status)) {
    bars.push(
      refusal('experiment-status', `The experiment is ${experiment.status}; only a running one can be submitted.`, {
        subject: experiment.id,
        ...(experiment.status === 'proposed' ? { help: 'Start it first: "muster experiment start".' } : {}),
      }),
    )
  }
  const known = reviewsOf(facts, definition).map((r) => r.duty)
  const unknown = experiment.requiredReviews.filter((duty) => !known.includes(duty))
  if (unknown.length > 0) {
    bars.push(
      refusal('review-unknown', `The experiment asks for reviews that the gate does not know: ${unknown.join(', ')}.`, {
        subject: experiment.id,
      }),
    )
  }
  return bars
}

/** Why project or experiment keep the candidate of an open round from going live; empty when they do not. */
export function barsToPromotion({ experiment, project, liveChecks }: GateFacts): Refusal[] {
  const { stage } = project.state
  const bars: Refusal[] = []
  // Another candidate of the experiment may have ended it.
  if (experiment.status !== 'in-review' && experiment.status !== 'accepted') {
    bars.push(
      refusal('experiment-status', `The experiment is ${experiment.status}; nothing of it can go live.`, {
        subject: experiment.id,
      }),
    )
  }
  if (STAGES.indexOf(stage) < STAGES.indexOf('building')) {
    bars.push(
      refusal('stage-order', `The project is back in stage "${stage}"; a candidate goes live from building on.`, {
        subject: project.id,
        help: 'Move the project on: "muster project advance".',
      }),
    )
  }
  return [
    ...bars,
    ...entering(liveChecks).blocked.map((c) =>
      refusal('stage-blocked', c.message, { subject: c.id, help: 'Staff the project or set what the stage asks for.' }),
    ),
  ]
}
