import type { GateDefinition } from '../../judging/gates/definition.ts'
import type { JudgedCriterion } from '../../judging/evidence/criteria.ts'
import type { FactValue } from '../../judging/evidence/evidence.ts'

/** A condition on a live quantity that a step of the rollout must keep. */
export interface MetricCondition {
  readonly metric: string
  readonly comparator: '>=' | '>' | '<=' | '<'
  readonly threshold: number
  /** Where the number comes from, in words. */
  readonly because: string
}

export interface PlanStep {
  readonly kind: 'shadow' | 'canary' | 'full'
  /** Share of live traffic in percent that the candidate answers. */
  readonly weight: number
  /** How long the conditions must hold before the next step; 0 for the last. */
  readonly minutes: number
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

export interface Monitor {
  readonly id: string
  readonly watches: 'drift' | 'performance' | 'latency' | 'error-rate' | 'cost'
  readonly metric: string
  readonly alertWhen: MetricCondition
  readonly windowMinutes: number
  /** Activity whose A is called. */
  readonly activity: string
}

export interface MonitoringConfiguration {
  readonly version: string
  readonly monitors: readonly Monitor[]
}

/** What plan and monitoring are generated from. */
export interface PlanInput {
  readonly version: string
  readonly champion: string | null
  readonly gate: GateDefinition
  readonly criteria: readonly JudgedCriterion[]
  /** Facts of the current evidence by kind. */
  readonly facts: Readonly<Record<string, Readonly<Record<string, FactValue>>>>
}

const numberFact = (input: PlanInput, kind: string, name: string): number | undefined => {
  const facts = Object.hasOwn(input.facts, kind) ? input.facts[kind] : undefined
  const value = facts !== undefined && Object.hasOwn(facts, name) ? facts[name] : undefined
  return typeof value === 'number' ? value : undefined
}

/** Conditions every step must keep: errors, latency, and the technical criteria as they can be watched live. */
function stepConditions(input: PlanInput): MetricCondition[] {
  const { rollout } = input.gate
  const measured = numberFact(input, 'cost', 'latencyP95Ms')
  return [
    {
      metric: 'error_rate',
      comparator: '<=',
      threshold: rollout.errorRateMax,
      because: `limit of the gate "${input.gate.title}"`,
    },
    {
      metric: 'latency_p95_ms',
      comparator: '<=',
      threshold: latencyLimit(measured, rollout.latencyP95MaxMs),
      because: measured === undefined ? `limit of the gate "${input.gate.title}"` : 'projected in the cost evidence',
    },
    ...input.criteria
      .filter((c) => c.kind === 'technical')
      .map((c): MetricCondition => ({
        metric: watched(c),
        comparator: c.comparator,
        threshold: c.threshold,
        because: `criterion "${c.title}"`,
      })),
  ]
}

/** The latency to keep: what was projected, where that is stricter than the gate's own limit. Evidence never loosens it. */
const latencyLimit = (projected: number | undefined, limit: number): number =>
  projected === undefined || projected <= 0 ? limit : Math.min(projected, limit)

/** The live quantity of a criterion: the metric, and the slice it is about. */
const watched = (c: JudgedCriterion): string => (c.slice === undefined ? c.metric : `${c.metric}{${c.slice}}`)

const opposite = { '>=': '<', '>': '<=', '<=': '>', '<': '>=' } as const

/** The rollout of a candidate: shadow, canary steps, full; and how to go back. Pure: the same input gives the same plan. */
export function generatePlan(input: PlanInput): DeploymentPlan {
  const conditions = stepConditions(input)
  const { rollout } = input.gate
  const facts = Object.hasOwn(input.facts, 'rollback') ? (input.facts['rollback'] ?? {}) : {}
  const steps = Array.isArray(facts['steps']) ? facts['steps'].map(String) : []
  return {
    version: input.version,
    replaces: input.champion,
    steps: [
      // Nothing can be compared in shadow when nothing is live; the shadow then only shows errors and latency.
      { kind: 'shadow', weight: 0, minutes: rollout.shadowMinutes, conditions: conditions.slice(0, 2) },
      ...rollout.steps.map((step): PlanStep => ({
        kind: 'canary',
        weight: step.weight,
        minutes: step.minutes,
        conditions,
      })),
      { kind: 'full', weight: 100, minutes: 0, conditions },
    ],
    rollback: {
      target: input.champion,
      describedAs: typeof facts['target'] === 'string' ? facts['target'] : '',
      steps,
      triggers: conditions.map((c) => ({ ...c, comparator: opposite[c.comparator] })),
    },
  }
}

/** What must be watched from the first inference on, with thresholds from the criteria, the evidence and the gate. */
export function generateMonitoring(input: PlanInput): MonitoringConfiguration {
  const { monitoring } = input.gate
  const base = { windowMinutes: monitoring.windowMinutes, activity: 'monitor-and-alert' }
  const projected = numberFact(input, 'cost', 'monthly')
  const measured = numberFact(input, 'cost', 'latencyP95Ms')
  const monitors: Monitor[] = [
    {
      ...base,
      id: 'drift',
      watches: 'drift',
      metric: 'drift_psi',
      alertWhen: {
        metric: 'drift_psi',
        comparator: '>',
        threshold: monitoring.driftThreshold,
        because: 'default of the gate',
      },
    },
    ...performanceMonitors(input.criteria, monitoring.performanceMargin, base),
    {
      ...base,
      id: 'latency',
      watches: 'latency',
      metric: 'latency_p95_ms',
      alertWhen: {
        metric: 'latency_p95_ms',
        comparator: '>',
        threshold: latencyLimit(measured, monitoring.latencyP95MaxMs),
        because: measured === undefined ? 'default of the gate' : 'projected in the cost evidence',
      },
    },
    {
      ...base,
      id: 'error-rate',
      watches: 'error-rate',
      metric: 'error_rate',
      alertWhen: {
        metric: 'error_rate',
        comparator: '>',
        threshold: monitoring.errorRateMax,
        because: 'default of the gate',
      },
    },
    {
      ...base,
      id: 'cost',
      watches: 'cost',
      metric: projected === undefined ? 'cost_ratio' : 'cost_monthly',
      alertWhen:
        projected === undefined
          ? {
              metric: 'cost_ratio',
              comparator: '>',
              threshold: monitoring.costRatioMax,
              because: 'default of the gate; no cost was projected',
            }
          : {
              metric: 'cost_monthly',
              comparator: '>',
              threshold: projected * monitoring.costRatioMax,
              because: `${monitoring.costRatioMax} times the projected monthly cost of ${projected}`,
            },
    },
  ]
  return { version: input.version, monitors }
}

/** One monitor for each technical criterion; several criteria on one metric are numbered. */
function performanceMonitors(
  criteria: readonly JudgedCriterion[],
  margin: number,
  base: { windowMinutes: number; activity: string },
): Monitor[] {
  return criteria
    .filter((c) => c.kind === 'technical')
    .map((c, i, all) => {
      const before = all.slice(0, i).filter((other) => other.metric === c.metric).length
      return performanceMonitor(c, margin, base, before === 0 ? '' : `-${before + 1}`)
    })
}

function performanceMonitor(
  c: JudgedCriterion,
  margin: number,
  base: { windowMinutes: number; activity: string },
  suffix: string,
): Monitor {
  const slack = Math.abs(c.threshold) * margin
  const threshold = Number((c.comparator.startsWith('>') ? c.threshold - slack : c.threshold + slack).toPrecision(12))
  return {
    ...base,
    id: `performance-${c.metric}${suffix}`,
    watches: 'performance',
    metric: watched(c),
    alertWhen: {
      metric: watched(c),
      comparator: opposite[c.comparator],
      threshold,
      because: `criterion "${c.title}" with a margin of ${margin * 100} %`,
    },
  }
}
