import type { AnswerState } from '../../team/responsibility/consultations.ts'
import type { JudgedCriterion } from '../evidence/criteria.ts'
import type { CheckResult } from './checks.ts'
import type { Review } from './round.ts'

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
  /** What does not stand in the way and should be known before deciding, in words. */
  readonly warnings: readonly string[]
  readonly next: readonly NextStep[]
}
