import { z } from 'zod'
import { eventType, noun } from '../../acts/event.ts'
import type { RecordedEvent } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import type { GateDefinition } from './definition.ts'

export const VERDICTS = ['approve', 'request-changes', 'reject'] as const
const verdict = z.enum(VERDICTS)
const artifact = z.strictObject({ name: z.string(), digest: input.digest })
/** A gate definition inside an event: packs validate its content when they are applied. */
const definition = z.custom<GateDefinition>((value) => typeof value === 'object' && value !== null)

/** What a decision judges; its digest is the basis. */
export const basisShape = z.strictObject({
  version: input.id('ver'),
  digest: input.digest,
  champion: input.id('ver').nullable(),
  evidence: z.array(input.id('evd')),
  criteria: input.digest,
  waivers: z.array(input.id('wvr')),
  gate: input.digest,
})
export type BasisParts = z.output<typeof basisShape>

export const roundOpened = eventType(
  'RoundOpened',
  'A candidate was submitted with exactly this basis; a round of checks, reviews and approvals is open.',
  z.strictObject({
    experiment: input.id('exp'),
    model: input.id('mdl'),
    version: input.id('ver'),
    number: z.int(),
    basis: input.digest,
    parts: basisShape,
    gate: definition,
    artifacts: z.array(artifact),
    note: z.string(),
  }),
)
const because = z.strictObject({ reason: z.string() })
export const roundWithdrawn = eventType('RoundWithdrawn', 'The submission was withdrawn.', because)
export const roundRejected = eventType('RoundRejected', 'Who is accountable rejected the candidate.', because)
export const roundSuperseded = eventType(
  'RoundSuperseded',
  'The candidate was submitted again; what was given in this round is stale.',
  z.strictObject({ by: input.id('rnd') }),
)
export const roundPassed = eventType(
  'RoundPassed',
  'The candidate of the round was promoted.',
  z.strictObject({ promotion: input.id('prm') }),
)
export const reviewGiven = eventType(
  'ReviewGiven',
  'An independent person gave a review of the basis.',
  z.strictObject({
    duty: z.string(),
    verdict,
    comment: z.string(),
    basis: input.digest,
    role: z.string(),
    assignment: input.id('asg'),
  }),
)
export const approvalGiven = eventType(
  'ApprovalGiven',
  'An independent person approved the basis.',
  z.strictObject({
    duty: z.string(),
    comment: z.string(),
    basis: input.digest,
    role: z.string(),
    assignment: input.id('asg'),
  }),
)
export const approvalRevoked = eventType(
  'ApprovalRevoked',
  'An approval was taken back before it was used.',
  z.strictObject({ duty: z.string(), reason: z.string() }),
)

export const roundEvents = [
  roundOpened,
  roundWithdrawn,
  roundRejected,
  roundSuperseded,
  roundPassed,
  reviewGiven,
  approvalGiven,
  approvalRevoked,
] as const

/** A review or approval as it was given: by whom, in which role, through which assignment, on which basis. */
export interface Given {
  readonly duty: string
  readonly person: string
  readonly role: string
  readonly assignment: string
  readonly basis: string
  readonly comment: string
  readonly at: string
  readonly entry: number
}
export interface Review extends Given {
  readonly verdict: (typeof VERDICTS)[number]
}

export interface Round {
  readonly id: string
  readonly project: string
  readonly experiment: string
  readonly model: string
  readonly version: string
  readonly number: number
  readonly basis: string
  readonly parts: BasisParts
  readonly gate: GateDefinition
  readonly artifacts: readonly { readonly name: string; readonly digest: string }[]
  readonly note: string
  readonly submittedBy: string
  readonly onBehalfOf?: string
  readonly submittedAt: string
  readonly state: 'open' | 'withdrawn' | 'rejected' | 'superseded' | 'promoted'
  readonly endedBecause?: string
  readonly endedAt?: string
  readonly reviews: readonly Review[]
  readonly approvals: readonly Given[]
}

function given(
  e: RecordedEvent<string, { duty: string; comment: string; basis: string; role: string; assignment: string }>,
): Given {
  const { duty, comment, basis, role, assignment } = e.data
  return { duty, person: e.actor, role, assignment, basis, comment, at: e.at, entry: e.seq }
}

export const roundNoun = noun<Round, typeof roundEvents>('round', roundEvents, {
  born: {
    RoundOpened: (e) => ({
      id: e.subject,
      project: e.project ?? '',
      ...e.data,
      submittedBy: e.actor,
      ...(e.onBehalfOf === undefined ? {} : { onBehalfOf: e.onBehalfOf }),
      submittedAt: e.at,
      state: 'open',
      reviews: [],
      approvals: [],
    }),
  },
  changed: {
    RoundWithdrawn: (s, e) => ({ ...s, state: 'withdrawn', endedBecause: e.data.reason, endedAt: e.at }),
    RoundRejected: (s, e) => ({ ...s, state: 'rejected', endedBecause: e.data.reason, endedAt: e.at }),
    RoundSuperseded: (s, e) => ({
      ...s,
      state: 'superseded',
      endedBecause: `submitted again as ${e.data.by}`,
      endedAt: e.at,
    }),
    RoundPassed: (s, e) => ({
      ...s,
      state: 'promoted',
      endedBecause: `promoted as ${e.data.promotion}`,
      endedAt: e.at,
    }),
    // A second review of the same duty replaces the first: the newest word counts.
    ReviewGiven: (s, e) => ({
      ...s,
      reviews: [...s.reviews.filter((r) => r.duty !== e.data.duty), { ...given(e), verdict: e.data.verdict }],
    }),
    ApprovalGiven: (s, e) => ({ ...s, approvals: [...s.approvals.filter((a) => a.duty !== e.data.duty), given(e)] }),
    ApprovalRevoked: (s, e) => ({ ...s, approvals: s.approvals.filter((a) => a.duty !== e.data.duty) }),
  },
})

export const waiverGranted = eventType(
  'WaiverGranted',
  'One check is waived for one version, for a stated reason, until a stated day.',
  z.strictObject({ version: input.id('ver'), check: z.string(), reason: z.string(), expiresAt: z.string() }),
)
export const waiverRevoked = eventType('WaiverRevoked', 'The waiver no longer holds.', because)
export const waiverEvents = [waiverGranted, waiverRevoked] as const

export interface Waiver {
  readonly id: string
  readonly project: string
  readonly version: string
  readonly check: string
  readonly reason: string
  readonly grantedBy: string
  readonly grantedAt: string
  readonly expiresAt: string
  readonly revokedAt?: string
  readonly revokedBecause?: string
}
export const waiverNoun = noun<Waiver, typeof waiverEvents>('waiver', waiverEvents, {
  born: {
    WaiverGranted: (e) => ({ id: e.subject, project: e.project ?? '', ...e.data, grantedBy: e.actor, grantedAt: e.at }),
  },
  changed: { WaiverRevoked: (s, e) => ({ ...s, revokedAt: e.at, revokedBecause: e.data.reason }) },
})

export function waiverHolds(waiver: Waiver, now: string): boolean {
  return waiver.revokedAt === undefined && now < waiver.expiresAt
}
