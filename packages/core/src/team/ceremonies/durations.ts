import { median } from '../../acts/median.ts'
import { daysBetween } from '../../acts/time.ts'

/** The moments of one experiment that ended, as far as they came to be (ISO instants). */
export interface FinishedWork {
  readonly proposedAt: string
  readonly startedAt?: string
  readonly concludedAt?: string
  readonly submittedAt?: string
  readonly endedAt: string
}
export interface LeadTime {
  readonly stage: string
  readonly n: number
  /** Median over the experiments that went through the stage, in days. */
  readonly medianDays: number
}

const STAGES: readonly (readonly [
  stage: string,
  from: (w: FinishedWork) => string | undefined,
  to: (w: FinishedWork) => string | undefined,
])[] = [
  ['from proposal to start', (w) => w.proposedAt, (w) => w.startedAt],
  ['from start to result', (w) => w.startedAt, (w) => w.concludedAt],
  ['from result to submission', (w) => w.concludedAt, (w) => w.submittedAt],
  ['from submission to decision', (w) => w.submittedAt, (w) => w.endedAt],
  ['from proposal to end', (w) => w.proposedAt, (w) => w.endedAt],
]

/** How long finished experiments took, stage by stage; stages that none went through are left out. */
export function leadTimes(work: readonly FinishedWork[]): LeadTime[] {
  return STAGES.flatMap(([stage, from, to]) => {
    const days = work.flatMap((w) => {
      const [a, b] = [from(w), to(w)]
      // What was written down later than it was used took no time.
      return a === undefined || b === undefined ? [] : [Math.max(0, daysBetween(a, b))]
    })
    const medianDays = median(days)
    return medianDays === undefined ? [] : [{ stage, n: days.length, medianDays }]
  })
}

/** A time during which something waited for somebody. Open ones have no end. */
export interface Wait {
  readonly cause: string
  readonly from: string
  readonly until?: string
}
export interface WaitsByCause {
  readonly cause: string
  readonly n: number
  /** Days waited within the window, summed. */
  readonly days: number
  readonly longestDays: number
  readonly open: number
}

/** Waiting time by cause within a window (ISO instants), longest first: only the part of a wait that lies in the window counts. */
export function waitsByCause(waits: readonly Wait[], from: string, until: string): WaitsByCause[] {
  const causes = new Map<string, { n: number; days: number; longestDays: number; open: number }>()
  for (const wait of waits) {
    const start = wait.from < from ? from : wait.from
    const end = wait.until === undefined || wait.until > until ? until : wait.until
    if (start >= end) continue
    const days = daysBetween(start, end)
    const sum = causes.get(wait.cause) ?? { n: 0, days: 0, longestDays: 0, open: 0 }
    causes.set(wait.cause, {
      n: sum.n + 1,
      days: sum.days + days,
      longestDays: Math.max(sum.longestDays, days),
      open: sum.open + (wait.until === undefined ? 1 : 0),
    })
  }
  return [...causes].map(([cause, sum]) => ({ cause, ...sum })).toSorted((a, b) => b.days - a.days)
}
