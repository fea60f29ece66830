import { median } from '../../acts/median.ts'
import { daysBetween } from '../../acts/time.ts'
import type { Applicant, FunnelStep } from './applicants.ts'
import { FUNNEL_STEPS } from './applicants.ts'
import type { Requisition } from './requisitions.ts'

/** How far applicants came for one role, or for all. */
export interface Funnel {
  readonly role: string
  readonly requisitions: number
  readonly open: number
  readonly hired: number
  /** Days that the oldest open requisition has been open; absent when none is. */
  readonly oldestOpenDays?: number
  /** How many applicants reached each step. */
  readonly reached: Readonly<Record<FunnelStep, number>>
  /** Share of those who reached a step that reached the next one; absent when nobody reached it. */
  readonly conversion: Readonly<Partial<Record<FunnelStep, number>>>
  /** Median days from opening a requisition to hiring; absent when nobody was hired. */
  readonly daysToHire?: number
  readonly sentence: string
}

const days = (from: string, to: string): number => Math.floor(daysBetween(from, to))

/** Days that hiring took, for each requisition that ended with somebody hired. */
export function hiringDays(requisitions: readonly Requisition[]): number[] {
  return requisitions.flatMap((r) =>
    r.outcome === 'hired' && r.closedAt !== undefined ? [daysBetween(r.openedAt, r.closedAt)] : [],
  )
}

/** So many hires are needed before the past says more than the prior of the pack: one quick hire is no rule. */
export const FEWEST_HIRES = 5

/** The days that hiring takes, and in words what says so. */
export function leadTime(hires: readonly number[], prior: number): { readonly days: number; readonly basis: string } {
  const took = median(hires)
  if (took === undefined) return { days: prior, basis: 'the prior of the pack; nobody was hired yet' }
  if (hires.length < FEWEST_HIRES)
    return {
      days: prior,
      basis: `the prior of the pack; ${hires.length} of ${FEWEST_HIRES} hires that are needed are on record`,
    }
  return { days: Math.round(took), basis: `what hiring took so far (median of ${hires.length})` }
}

/** The funnel by role, and one of all roles first: what was opened, how far people came, how long it took. */
export function funnels(requisitions: readonly Requisition[], applicants: readonly Applicant[], now: string): Funnel[] {
  const byRole = Map.groupBy(requisitions, (r) => r.role)
  const roles = [...byRole]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([role, own]) => funnelOf(role, own, applicants, now))
  return roles.length > 1 ? [funnelOf('all roles', requisitions, applicants, now), ...roles] : roles
}

function funnelOf(role: string, requisitions: readonly Requisition[], all: readonly Applicant[], now: string): Funnel {
  const ids = new Set(requisitions.map((r) => r.id))
  const applicants = all.filter((a) => ids.has(a.requisition))
  const count = (step: FunnelStep): number => applicants.filter((a) => a.steps.some((s) => s.step === step)).length
  const reached = Object.fromEntries(FUNNEL_STEPS.map((step) => [step, count(step)])) as Record<FunnelStep, number>
  const conversion: Partial<Record<FunnelStep, number>> = {}
  FUNNEL_STEPS.forEach((step, i) => {
    const before = FUNNEL_STEPS[i - 1]
    if (before !== undefined && reached[before] > 0) conversion[step] = reached[step] / reached[before]
  })
  const open = requisitions.filter((r) => r.closedAt === undefined)
  const oldest = open.map((r) => days(r.openedAt, now)).toSorted((a, b) => b - a)[0]
  const took = median(hiringDays(requisitions))
  const hired = requisitions.filter((r) => r.outcome === 'hired').length
  const way = FUNNEL_STEPS.map((step) => `${reached[step]} ${step}`).join(', ')
  const time = took === undefined ? 'nobody was hired yet' : `hiring took ${Math.round(took)} days (median of ${hired})`
  return {
    role,
    requisitions: requisitions.length,
    open: open.length,
    hired,
    ...(oldest === undefined ? {} : { oldestOpenDays: oldest }),
    reached,
    conversion,
    ...(took === undefined ? {} : { daysToHire: took }),
    sentence: `${role}: ${open.length} open${oldest === undefined ? '' : `, the oldest for ${oldest} days`}; ${way}; ${time}.`,
  }
}
