import type { GateDefinition } from '../../judging/gates/definition.ts'
import type { JudgedCriterion } from '../../judging/evidence/criteria.ts'
import type { FactValue } from '../../judging/evidence/evidence.ts'

/** A condition on a live quantity. */
export interface MetricCondition {
  readonly metric: string
  readonly comparator: '>=' | '>' | '<=' | '<'
  readonly threshold: number
  /** Where the number comes from, in words. */
  readonly because: string
}

/** What plan and monitoring are generated from. */
export interface PlanInput {
  readonly version: string
  readonly champion: string | null
  readonly gate: GateDefinition
  readonly criteria: readonly JudgedCriterion[]
  /** Facts of the current evidence by kind. */
  readonly facts: Readonly<Record<string, Readonly<Record<string, FactValue>>>>
  /** How many rows the evaluation rests on, where it says so. */
  readonly evaluatedRows?: number
}

export const OPPOSITE = { '>=': '<', '>': '<=', '<=': '>', '<': '>=' } as const

export function numberFact(input: PlanInput, kind: string, name: string): number | undefined {
  const facts = Object.hasOwn(input.facts, kind) ? input.facts[kind] : undefined
  const value = facts !== undefined && Object.hasOwn(facts, name) ? facts[name] : undefined
  return typeof value === 'number' ? value : undefined
}

/** The live quantity of a criterion: the metric, and the slice it is about. */
export const watched = (c: JudgedCriterion): string => (c.slice === undefined ? c.metric : `${c.metric}{${c.slice}}`)

interface Candidate {
  readonly threshold: number
  readonly because: string
}

/**
 * The upper limit that a live quantity must keep: the strictest of what the gate allows, what the evidence projects and
 * what a criterion of that name asks. Nothing loosens what another one asks.
 */
export function upperLimit(
  input: PlanInput,
  metrics: readonly string[],
  gate: Candidate,
  ...measured: (Candidate | undefined)[]
): Candidate {
  const asked = input.criteria
    .filter((c) => metrics.includes(c.metric) && c.slice === undefined && c.comparator.startsWith('<'))
    .map((c): Candidate => ({ threshold: c.threshold, because: `criterion "${c.title}"` }))
  return [gate, ...measured.filter((m) => m !== undefined), ...asked].reduce((strictest, next) =>
    next.threshold < strictest.threshold ? next : strictest,
  )
}

/** Names under which criteria may speak of what is watched live. */
export const LATENCY = ['latency_p95_ms', 'cost.latencyP95Ms']
export const ERRORS = ['error_rate']
export const COST = ['cost_monthly', 'cost.monthly']

/** The latency that is allowed. A projection of zero or less says nothing. */
export function latencyLimit(input: PlanInput, gate: Candidate): Candidate {
  const projected = numberFact(input, 'cost', 'latencyP95Ms')
  const measured =
    projected === undefined || projected <= 0
      ? undefined
      : { threshold: projected, because: 'projected in the cost evidence' }
  return upperLimit(input, LATENCY, gate, measured)
}

/** Technical criteria that errors and latency do not cover already. */
export function performanceCriteria(input: PlanInput): JudgedCriterion[] {
  const covered = [...LATENCY, ...ERRORS, ...COST]
  return input.criteria.filter((c) => c.kind === 'technical' && !(covered.includes(c.metric) && c.slice === undefined))
}

/**
 * The end of the measured interval that is worse for the candidate, where it is better than what the criterion asks: live
 * values beyond it were not to be expected from what was measured, though they are still acceptable.
 */
export function expectedEnd(c: JudgedCriterion): number | undefined {
  const higherIsBetter = c.comparator.startsWith('>')
  const end = higherIsBetter ? c.low : c.high
  if (end === undefined) return undefined
  return (higherIsBetter ? end > c.threshold : end < c.threshold) ? end : undefined
}
