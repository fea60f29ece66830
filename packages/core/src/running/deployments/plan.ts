import type { JudgedCriterion } from '../../judging/evidence/criteria.ts'
import type { MetricCondition, PlanInput } from './limits.ts'
import { ERRORS, OPPOSITE, expectedEnd, latencyLimit, performanceCriteria, upperLimit, watched } from './limits.ts'

export interface PlanStep {
  readonly kind: 'shadow' | 'canary' | 'full'
  /** Share of live traffic in percent that the candidate answers. */
  readonly weight: number
  /** How long the conditions must hold before the next step; 0 for the last. */
  readonly minutes: number
  /** Requests the candidate must have answered before the conditions say anything; absent in plans made before it was counted. */
  readonly minimumRequests?: number
  readonly conditions: readonly MetricCondition[]
}

/** How the promoted version goes out, generated from the gate, the criteria and the evidence. */
export interface DeploymentPlan {
  readonly version: string
  readonly replaces: string | null
  readonly steps: readonly PlanStep[]
  readonly rollback: {
    /** The version to go back to; null when nothing was live before. */
    readonly target: string | null
    readonly describedAs: string
    readonly steps: readonly string[]
    readonly triggers: readonly MetricCondition[]
  }
}

/** What every step must keep: errors and latency. */
function serviceConditions(input: PlanInput): MetricCondition[] {
  const { rollout, title } = input.gate
  const because = `limit of the gate "${title}"`
  return [
    {
      metric: 'error_rate',
      comparator: '<=',
      ...upperLimit(input, ERRORS, { threshold: rollout.errorRateMax, because }),
    },
    {
      metric: 'latency_p95_ms',
      comparator: '<=',
      ...latencyLimit(input, { threshold: rollout.latencyP95MaxMs, because }),
    },
  ]
}

/** What the criterion asks, as it can be watched live. Beyond it the candidate is rolled back. */
const accepted = (c: JudgedCriterion): MetricCondition => ({
  metric: watched(c),
  comparator: c.comparator,
  threshold: c.threshold,
  because: `criterion "${c.title}"`,
})

/** What a canary must show to go on: what was measured at the gate, where that promised more than the criterion asks. */
function expected(c: JudgedCriterion): MetricCondition {
  const end = expectedEnd(c)
  if (end === undefined) return accepted(c)
  const because = `end of the interval measured at the gate; criterion "${c.title}" asks ${c.comparator} ${c.threshold}`
  return { ...accepted(c), threshold: Number(end.toPrecision(6)), because }
}

/**
 * Requests after which an error rate can be told from its limit: with none of n failing, the 95 % upper bound is 3/n (rule
 * of three; Hanley and Lippman-Hand 1983).
 */
const enoughRequests = (errorRateMax: number): number => (errorRateMax > 0 ? Math.ceil(3 / errorRateMax) : 0)

/** The rollout of a candidate: shadow, canary steps, full; and how to go back. Pure: the same input gives the same plan. */
export function generatePlan(input: PlanInput): DeploymentPlan {
  const service = serviceConditions(input)
  const criteria = performanceCriteria(input)
  const hard = [...service, ...criteria.map(accepted)]
  const minimumRequests = enoughRequests(service[0]?.threshold ?? 0)
  const { rollout } = input.gate
  const facts = Object.hasOwn(input.facts, 'rollback') ? (input.facts['rollback'] ?? {}) : {}
  const steps = Array.isArray(facts['steps']) ? facts['steps'].map(String) : []
  return {
    version: input.version,
    replaces: input.champion,
    steps: [
      // Nothing can be compared in shadow when nothing is live; the shadow then only shows errors and latency.
      { kind: 'shadow', weight: 0, minutes: rollout.shadowMinutes, minimumRequests, conditions: service },
      ...rollout.steps.map((step): PlanStep => ({
        kind: 'canary',
        weight: step.weight,
        minutes: step.minutes,
        minimumRequests,
        conditions: [...service, ...criteria.map(expected)],
      })),
      { kind: 'full', weight: 100, minutes: 0, conditions: hard },
    ],
    rollback: {
      target: input.champion,
      describedAs: typeof facts['target'] === 'string' ? facts['target'] : '',
      steps,
      triggers: hard.map((c) => ({ ...c, comparator: OPPOSITE[c.comparator] })),
    },
  }
}
