import { z } from 'zod'
import { fact } from '../../acts/act.ts'
import { eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import { addDays } from '../../acts/time.ts'
import type { ModelVersion } from '../../making/registry/registry.ts'

/** One number that was measured, with its interval. `value` is null when it is not defined, and `reason` says why. */
export const measureShape = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_.@-]{0,99}$/)
    .describe('Metric name, e.g. recall'),
  value: input.number.nullable().describe('The estimate; null when undefined'),
  low: input.number.nullable().optional().describe('Lower end of the interval'),
  high: input.number.nullable().optional().describe('Upper end of the interval'),
  n: z.int().min(0).optional().describe('Rows it rests on'),
  slice: input.optionalText(200).optional().describe('column=value, when measured on a slice'),
  reason: input.optionalText(500).optional().describe('Why there is no value'),
})
export type Measure = z.output<typeof measureShape>

/** What a measurement was made from: the file's name, digest and size. */
export const sourceShape = z.strictObject({
  name: input.line(300).describe('File name'),
  digest: input.digest.describe('sha256:… of the file'),
  bytes: z.int().min(0).optional().describe('Size in bytes'),
})
/** A further file that a measurement was made from, such as the reference of a comparison. */
export const otherSourceShape = sourceShape.extend({
  role: input.slug.describe('What it was to the measurement, e.g. reference'),
})
/** A result in words: what it is called, one sentence with the numbers, and what to do next. */
export const findingShape = z.strictObject({
  title: input.line(200),
  sentence: input.line(2_000),
  next: input.line(500).optional(),
})
export const toolShape = z.strictObject({
  name: input.line(100).describe('Tool'),
  version: input.line(100).describe('Its version'),
})

export type FactValue = string | number | boolean | readonly string[]
const factValue = z.union([
  input.optionalText(),
  input.number,
  z.boolean(),
  z.array(input.optionalText(2_000)).max(500),
])
export const factsShape = z.record(z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,63}$/), factValue)

export const evidenceSealed = eventType(
  'EvidenceSealed',
  'A measurement about a model version is sealed: its numbers, its source and who vouches for it.',
  z.strictObject({
    version: input.id('ver'),
    kind: z.string(),
    split: z.string(),
    facts: factsShape,
    measures: z.array(measureShape),
    caveats: z.array(z.string()),
    source: sourceShape,
    otherSources: z.array(otherSourceShape).optional(),
    findings: z.array(findingShape).optional(),
    tool: toolShape,
    note: z.string(),
    freshDays: z.int().min(1).max(3_660),
    supersedes: input.id('evd').optional(),
    /** Digest of the full result, kept as a file. */
    report: input.digest.optional(),
  }),
)
export const evidenceSuperseded = eventType(
  'EvidenceSuperseded',
  'Newer evidence of the same kind and split stands in its place.',
  z.strictObject({ by: input.id('evd') }),
)
export const evidenceWithdrawn = eventType(
  'EvidenceWithdrawn',
  'The evidence was found to be wrong and no longer counts.',
  z.strictObject({ reason: z.string() }),
)
export const evidenceEvents = [evidenceSealed, evidenceSuperseded, evidenceWithdrawn] as const

export interface Evidence {
  readonly id: string
  readonly project: string
  readonly version: string
  readonly kind: string
  readonly split: string
  readonly facts: Readonly<Record<string, FactValue>>
  readonly measures: readonly Measure[]
  readonly caveats: readonly string[]
  readonly source: z.output<typeof sourceShape>
  readonly otherSources?: readonly z.output<typeof otherSourceShape>[]
  /** What was found, in words. */
  readonly findings?: readonly z.output<typeof findingShape>[]
  readonly tool: z.output<typeof toolShape>
  readonly note: string
  readonly sealedBy: string
  readonly onBehalfOf?: string
  readonly sealedAt: string
  readonly freshUntil: string
  readonly supersedes?: string
  readonly report?: string
  /** `current` counts; a superseded or withdrawn one stays readable. */
  readonly state: 'current' | 'superseded' | 'withdrawn'
  readonly withdrawnBecause?: string
  /** Number of its ledger entry. */
  readonly entry: number
}

export const evidenceNoun = noun<Evidence, typeof evidenceEvents>('evidence', evidenceEvents, {
  born: {
    EvidenceSealed: (e) => {
      const { freshDays, ...data } = e.data
      const born = {
        id: e.subject,
        project: e.project ?? '',
        ...data,
        sealedBy: e.actor,
        ...(e.onBehalfOf === undefined ? {} : { onBehalfOf: e.onBehalfOf }),
        sealedAt: e.at,
        freshUntil: addDays(e.at, freshDays),
        state: 'current',
        entry: e.seq,
      }
      return born as Evidence
    },
  },
  changed: {
    EvidenceSuperseded: (s) => ({ ...s, state: 'superseded' }),
    EvidenceWithdrawn: (s, e) => ({ ...s, state: 'withdrawn', withdrawnBecause: e.data.reason }),
  },
})

/** A field that a kind of evidence has, from a pack. */
export interface EvidenceField {
  readonly name: string
  readonly type: 'number' | 'integer' | 'boolean' | 'string' | 'text-list' | 'date' | 'digest'
  readonly required: boolean
  readonly unit?: string | undefined
  readonly min?: number | undefined
  readonly max?: number | undefined
  readonly help?: string | undefined
}
export interface EvidenceKind {
  readonly id: string
  readonly title: string
  /** Canonical activity whose R may seal it. */
  readonly activity: string
  readonly freshDays: number
  readonly measures?: boolean | undefined
  /** A human judgement: a duty of these roles, never of a service account or of an author of the version. */
  readonly judgement?: { readonly roles: readonly string[] } | undefined
  readonly fields: readonly EvidenceField[]
}

/** Who seals each kind: R of its activity, or independent people in these roles where it is a human judgement. */
export function sealingOf(kinds: readonly EvidenceKind[]) {
  return Object.fromEntries(
    kinds.map(({ id, activity, judgement }) => [
      id,
      { activity, ...(judgement === undefined ? {} : { roles: judgement.roles }) },
    ]),
  )
}

export const evidenceFact = fact<Evidence>('evidence')
export const evidenceKindsFact = fact<readonly EvidenceKind[]>('evidenceKinds')
/** All current evidence about the version that the command names. */
export const currentEvidenceFact = fact<readonly Evidence[]>('currentEvidence')

/** People who stand behind evidence: who sealed it, and who answers for the account that did. */
export function sealers(evidence: Pick<Evidence, 'sealedBy' | 'onBehalfOf'>): string[] {
  return evidence.onBehalfOf === undefined ? [evidence.sealedBy] : [evidence.sealedBy, evidence.onBehalfOf]
}

/** Fresh or stale, computed when read. */
export function isFresh(evidence: Pick<Evidence, 'freshUntil'>, now: string): boolean {
  return now < evidence.freshUntil
}

/** The current evidence about a version that belongs to `kind` and `split`, if there is one. */
export function currentOf(
  all: readonly Evidence[],
  version: ModelVersion['id'],
  kind: string,
  split: string,
): Evidence | undefined {
  return all.find((e) => e.version === version && e.kind === kind && e.split === split && e.state === 'current')
}
