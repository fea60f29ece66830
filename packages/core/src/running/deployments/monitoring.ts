import type { JudgedCriterion } from '../../judging/evidence/criteria.ts'
import type { MetricCondition, PlanInput } from './limits.ts'
import {
  COST,
  ERRORS,
  OPPOSITE,
  expectedEnd,
  latencyLimit,
  numberFact,
  performanceCriteria,
  upperLimit,
  watched,
} from './limits.ts'

export interface Monitor {
  readonly id: string
  readonly watches: 'drift' | 'performance' | 'latency' | 'error-rate' | 'cost' | 'business'
  readonly metric: string
  readonly alertWhen: MetricCondition
  /** Still acceptable, and not what was measured at the gate: somebody should look. */
  readonly warnWhen?: MetricCondition
  readonly windowMinutes: number
  /** Activity whose A is called. */
  readonly activity: string
}

export interface MonitoringConfiguration {
  readonly version: string
  readonly monitors: readonly Monitor[]
}

type Base = Pick<Monitor, 'windowMinutes' | 'activity'>

/** What must be watched from the first inference on, with thresholds from the criteria, the evidence and the gate. */
export function generateMonitoring(input: PlanInput): MonitoringConfiguration {
  const { monitoring } = input.gate
  const base: Base = { windowMinutes: monitoring.windowMinutes, activity: 'monitor-and-alert' }
  const because = 'default of the gate'
  const above = (metric: string, limit: { threshold: number; because: string }): MetricCondition => ({
    metric,
    comparator: '>',
    ...limit,
  })
  const latency = latencyLimit(input, { threshold: monitoring.latencyP95MaxMs, because })
  const errors = upperLimit(input, ERRORS, { threshold: monitoring.errorRateMax, because })
  const cost = costAlert(input)
  return {
    version: input.version,
    monitors: [
      {
        ...base,
        id: 'drift',
        watches: 'drift',
        metric: 'drift_psi',
        alertWhen: above('drift_psi', driftLimit(monitoring.driftThreshold, input.evaluatedRows)),
      },
      ...numbered(performanceCriteria(input), (c, suffix) =>
        performanceMonitor(c, monitoring.performanceMargin, base, suffix),
      ),
      {
        ...base,
        id: 'latency',
        watches: 'latency',
        metric: 'latency_p95_ms',
        alertWhen: above('latency_p95_ms', latency),
      },
      {
        ...base,
        id: 'error-rate',
        watches: 'error-rate',
        metric: 'error_rate',
        alertWhen: above('error_rate', errors),
      },
      { ...base, id: 'cost', watches: 'cost', metric: cost.metric, alertWhen: cost },
      ...numbered(businessCriteria(input), (c, suffix) => businessMonitor(c, base, suffix)),
    ],
  }
}

/** The 95 % point of the chi-square distribution with 9 degrees of freedom: ten bins. */
const CHI_SQUARE_9 = 16.919

/**
 * From which population stability index on a shift counts as drift. Without drift, the PSI of two samples of n and m rows
 * in B bins is about (1/n + 1/m) times a chi-square of B-1 degrees of freedom (Yurdakul and Naranjo 2020): where so few
 * rows were evaluated that chance alone passes the gate's limit, the limit rises to what chance reaches in 5 of 100
 * windows of that size.
 */
function driftLimit(gate: number, rows: number | undefined): { threshold: number; because: string } {
  const byChance = rows === undefined || rows < 1 ? 0 : (2 / rows) * CHI_SQUARE_9
  if (byChance <= gate) return { threshold: gate, because: 'default of the gate' }
  return {
    threshold: Number(byChance.toPrecision(3)),
    because: `with the ${rows} rows that were evaluated, chance alone passes this in 5 of 100 windows of that size`,
  }
}

/** The live cost from which somebody is called: projection with the gate's slack, budget, or a criterion. */
function costAlert(input: PlanInput): MetricCondition {
  const { costRatioMax } = input.gate.monitoring
  const projected = numberFact(input, 'cost', 'monthly')
  if (projected === undefined) {
    return {
      metric: 'cost_ratio',
      comparator: '>',
      threshold: costRatioMax,
      because: 'default of the gate; no cost was projected',
    }
  }
  const budget = numberFact(input, 'cost', 'budget')
  const slack = {
    threshold: Number((projected * costRatioMax).toPrecision(12)),
    because: `${costRatioMax} times the projected monthly cost of ${projected}`,
  }
  const limit = upperLimit(
    input,
    COST,
    slack,
    budget === undefined ? undefined : { threshold: budget, because: 'budget in the cost evidence' },
  )
  return { metric: 'cost_monthly', comparator: '>', ...limit }
}

/** Business criteria that the monitors of cost, latency and errors do not cover. */
function businessCriteria(input: PlanInput): JudgedCriterion[] {
  const covered = [...COST, ...ERRORS, 'latency_p95_ms', 'cost.latencyP95Ms']
  return input.criteria.filter((c) => c.kind === 'business' && !covered.includes(c.metric))
}

/** One monitor for each criterion; several on one metric are numbered. */
function numbered(criteria: readonly JudgedCriterion[], monitor: (c: JudgedCriterion, suffix: string) => Monitor) {
  return criteria.map((c, i) => {
    const before = criteria.slice(0, i).filter((other) => other.metric === c.metric).length
    return monitor(c, before === 0 ? '' : `-${before + 1}`)
  })
}

function businessMonitor(c: JudgedCriterion, base: Base, suffix: string): Monitor {
  return {
    ...base,
    id: `business-${c.metric}${suffix}`,
    watches: 'business',
    metric: watched(c),
    alertWhen: {
      metric: watched(c),
      comparator: OPPOSITE[c.comparator],
      threshold: c.threshold,
      because: `criterion "${c.title}"`,
    },
  }
}

function performanceMonitor(c: JudgedCriterion, margin: number, base: Base, suffix: string): Monitor {
  const slack = Math.abs(c.threshold) * margin
  const threshold = Number((c.comparator.startsWith('>') ? c.threshold - slack : c.threshold + slack).toPrecision(12))
  const end = expectedEnd(c)
  const metric = watched(c)
  const comparator = OPPOSITE[c.comparator]
  return {
    ...base,
    id: `performance-${c.metric}${suffix}`,
    watches: 'performance',
    metric,
    alertWhen: {
      metric,
      comparator,
      threshold,
      because: `criterion "${c.title}" with a margin of ${margin * 100} %`,
    },
    ...(end === undefined
      ? {}
      : {
          warnWhen: {
            metric,
            comparator,
            threshold: Number(end.toPrecision(6)),
            because: 'end of the interval measured at the gate',
          },
        }),
  }
}
