import { evaluateCondition } from '../../acts/condition.ts'
import type { JudgedCriterion } from '../evidence/criteria.ts'
import { judge } from '../evidence/criteria.ts'
import type { Evidence } from '../evidence/evidence.ts'
import { isFresh } from '../evidence/evidence.ts'
import type { GateCheck, GateDefinition } from './definition.ts'
import type { GateFacts } from './facts.ts'
import { authors } from './facts.ts'
import type { Waiver } from './round.ts'
import { waiverHolds } from './round.ts'

export type CheckState = 'satisfied' | 'failed' | 'missing' | 'stale' | 'waived'

/** A check as it stands now. Nobody ticks it: the state follows from the evidence. */
export interface CheckResult {
  readonly id: string
  readonly title: string
  readonly state: CheckState
  /** Why, in words. */
  readonly sentence: string
  readonly help: string
  readonly evidence: readonly string[]
  readonly waiver?: string
}

const PASSING: ReadonlySet<CheckState> = new Set(['satisfied', 'waived'])
export const passes = (check: CheckResult): boolean => PASSING.has(check.state)

/** The criteria of the project, judged by the evidence that is current and fresh. */
export function judgedCriteria(facts: GateFacts, now: string): JudgedCriterion[] {
  const fresh = facts.evidence.filter((e) => isFresh(e, now))
  return facts.project.state.criteria.map((criterion) => judge(criterion, fresh))
}

/** The state of every check of the gate at `now`. */
export function checkStates(facts: GateFacts, gate: GateDefinition, now: string): CheckResult[] {
  const criteria = judgedCriteria(facts, now)
  return gate.checks.map((check) => {
    const result = withoutWaiver(check, facts.evidence, criteria, now)
    if (result.state === 'satisfied') return result
    const waiver = facts.waivers.find(
      (w) => w.check === check.id && waiverHolds(w, now) && grantedBySomebodyElse(facts, w),
    )
    return waiver === undefined ? result : waived(result, waiver)
  })
}

/** A waiver does not count once its giver is an author of what is judged, or was deactivated since. */
function grantedBySomebodyElse(facts: GateFacts, waiver: Waiver): boolean {
  const standing = facts.project.people.get(waiver.grantedBy)
  const stayed = standing?.active === true && (standing.deactivatedAt ?? '') < waiver.grantedAt
  return stayed && !authors(facts).has(waiver.grantedBy)
}

function waived(result: CheckResult, waiver: Waiver): CheckResult {
  return {
    ...result,
    state: 'waived',
    waiver: waiver.id,
    sentence: `Waived by ${waiver.grantedBy} until ${waiver.expiresAt.slice(0, 10)}: ${waiver.reason} (without the waiver: ${result.sentence})`,
  }
}

function withoutWaiver(
  check: GateCheck,
  all: readonly Evidence[],
  criteria: readonly JudgedCriterion[],
  now: string,
): CheckResult {
  const needed = check.needs.map((kind) => ({ kind, found: newest(all.filter((e) => e.kind === kind)) }))
  const base = {
    id: check.id,
    title: check.title,
    help: check.help,
    evidence: needed.flatMap(({ found }) => (found === undefined ? [] : [found.id])),
  }
  const absent = needed.filter(({ found }) => found === undefined).map(({ kind }) => kind)
  if (absent.length > 0)
    return { ...base, state: 'missing', sentence: `No ${absent.join(' and no ')} evidence is sealed for this version.` }
  const stale = needed.filter(({ found }) => found !== undefined && !isFresh(found, now))
  if (stale.length > 0) {
    const which = stale.map(
      ({ kind, found }) => `${kind} evidence went stale on ${found?.freshUntil.slice(0, 10) ?? ''}`,
    )
    return { ...base, state: 'stale', sentence: `The ${which.join(', the ')}; measure again.` }
  }
  const evidence = Object.fromEntries(needed.map(({ kind, found }) => [kind, found?.facts ?? {}]))
  const judged = criteria.map(({ kind, metric, split, met, known }) => ({ kind, metric, split, met, known }))
  const result = evaluateCondition(check.condition, { evidence, criteria: judged })
  if (!result.ok) return { ...base, state: 'failed', sentence: `The condition could not be evaluated: ${result.error}` }
  return {
    ...base,
    state: result.value ? 'satisfied' : 'failed',
    sentence: explain(
      check,
      result.value,
      criteria,
      needed.map((n) => n.found),
    ),
  }
}

function newest(items: readonly Evidence[]): Evidence | undefined {
  return items.toSorted((a, b) => b.entry - a.entry)[0]
}

/** The numbers behind the verdict: the criteria where the condition speaks of them, otherwise the sealed facts that it names. */
function explain(
  check: GateCheck,
  satisfied: boolean,
  criteria: readonly JudgedCriterion[],
  evidence: readonly (Evidence | undefined)[],
): string {
  if (/\bcriteria\b/.test(check.condition)) {
    const about = criteria.filter((c) => !check.condition.includes('"technical"') || c.kind === 'technical')
    if (about.length === 0) return 'The project has set no criterion to measure against.'
    const telling = satisfied ? about : about.filter((c) => !c.met)
    const tools = [...new Set(evidence.flatMap((e) => (e === undefined ? [] : [`${e.tool.name} ${e.tool.version}`])))]
    return `${telling.map((c) => c.sentence).join(' ')} Measured by ${tools.join(' and ')}.`
  }
  const facts = evidence.flatMap((e) => (e === undefined ? [] : Object.entries(e.facts)))
  const asked = new Set(check.condition.split(/\W+/))
  const named = facts.filter(([name]) => asked.has(name))
  const told = (named.length > 0 ? named : facts).map(([name, value]) => `${spaced(name)}: ${shown(value)}`)
  return `${satisfied ? 'Holds' : 'Does not hold'} by what was sealed: ${told.join('; ') || 'no facts'}.`
}

/** The name of a fact as words. Example: `spaced('latencyP95Ms') // 'latency p95 ms'` */
const spaced = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()

function shown(value: unknown): string {
  if (Array.isArray(value))
    return value.length === 0 ? 'none' : value.length <= 3 ? value.join('; ') : `${value.length} items`
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return String(Number(value.toPrecision(6)))
  const words = String(value)
  return words.length > 80 ? `${words.slice(0, 77)}…` : words
}
