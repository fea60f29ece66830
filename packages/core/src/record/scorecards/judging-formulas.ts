import { z } from 'zod'
import * as input from '../../acts/input.ts'
import type { ComputedFormula } from './formula.ts'
import { fieldName, metricName, noParameters, onSplit } from './formula.ts'

const EVIDENCE = ['EvidenceSealed', 'EvidenceSuperseded', 'EvidenceWithdrawn']

/** Formulas over evidence, rounds, versions and consultations: what was measured, and who vouched for it. */
export const JUDGING_FORMULAS = {
  'model-metric': {
    title: 'A measure on a declared split',
    says: 'Median of the measure in current evaluation evidence sealed in the window, on the split and without a slice. Each observation names the digest of the file it was measured from. What was superseded or withdrawn counts in no window.',
    unit: 'value',
    aggregate: 'median',
    parameters: z.strictObject(onSplit),
    reads: EVIDENCE,
    parts: { measured: 'has the measure', undefined: 'the measure has no value there' },
    missing: 'no current evidence of this window has the measure on this split',
    act: 'evidence.seal',
  },
  'measure-at-approval': {
    title: 'A measure when the version was approved',
    says: 'Median over the promotions of the window of the measure in the newest evaluation evidence of the version on the split that was sealed before the promotion and not withdrawn since.',
    unit: 'value',
    aggregate: 'median',
    parameters: z.strictObject(onSplit),
    reads: [...EVIDENCE, 'ModelPromoted'],
    parts: { measured: 'was measured before the promotion', missing: 'was not measured before the promotion' },
    missing: 'nothing with this measure was promoted in this window',
    act: 'promotion.promote',
  },
  'measure-kept': {
    title: 'A live measure over the same measure at approval',
    says: 'Median of live ÷ at approval. Live is the measure in evaluation evidence on the live split sealed in the window about a version that had been promoted; at approval is the measure in the newest evidence on the other split sealed before the first promotion of the version. Withdrawn evidence does not count. Values of live data without labels must be said to be estimated in the note of the evidence.',
    unit: 'ratio',
    aggregate: 'median',
    parameters: z.strictObject({
      ...onSplit,
      liveSplit: input.slug.default('live').describe('Split that stands for live data'),
    }),
    reads: [...EVIDENCE, 'ModelPromoted'],
    parts: { compared: 'has both measures', incomparable: 'lacks the measure at approval, or it was 0' },
    missing: 'nobody sealed an evaluation of a promoted version on the live split in this window',
    act: 'evidence.seal',
  },
  'false-positive-change': {
    title: 'Change of the false-positive rate on critical slices',
    says: 'False-positive rate (1 − specificity) of a promoted version minus that of the version it replaced, on the same slice and split, from current evaluation evidence; mean over the promotions of the window and the slices. Below 0 is better. The interval of a difference combines the two intervals by the method of variance estimates recovery (MOVER; Newcombe 1998, Donner and Zou 2012), as if the two samples were independent. The slices are the one given, or those that the criteria of the project name.',
    unit: 'share',
    aggregate: 'mean',
    parameters: z.strictObject({
      split: input.slug.default('test').describe('Split of the data that it was measured on'),
      slice: input
        .line(200)
        .optional()
        .describe('column=value; the slices of the criteria of the project when left out'),
    }),
    reads: [...EVIDENCE, 'ModelPromoted', 'CriterionSet', 'CriterionWithdrawn'],
    parts: { compared: 'both versions were measured', incomparable: 'specificity of one of them is missing' },
    missing: 'no version promoted in this window replaced one that was measured on the same critical slice',
    act: 'promotion.promote',
  },
  'sealed-fact': {
    title: 'A fact of sealed evidence',
    says: 'Median of the number in a field of current evidence of the kind sealed in the window.',
    unit: 'value',
    aggregate: 'median',
    parameters: z.strictObject({
      kind: input.slug.describe('Kind of evidence'),
      field: fieldName.describe('Field of the kind'),
    }),
    reads: EVIDENCE,
    parts: { sealed: 'has the field', absent: 'does not have the field' },
    missing: 'no current evidence of this window has the field',
    act: 'evidence.seal',
  },
  'sealed-share': {
    title: 'How often a fact of sealed evidence holds',
    says: 'Current evidence of the kind sealed in the window whose field is true ÷ such evidence that has the field.',
    unit: 'share',
    aggregate: 'share',
    parameters: z.strictObject({
      kind: input.slug.describe('Kind of evidence'),
      field: fieldName.describe('Field of the kind that is true or false'),
    }),
    reads: EVIDENCE,
    parts: { holds: 'the field is true', fails: 'the field is false', absent: 'does not have the field' },
    missing: 'no current evidence of this window has the field',
    act: 'evidence.seal',
  },
  'sealed-ratio': {
    title: 'One fact of sealed evidence over another',
    says: 'Median of one field ÷ another of current evidence of the kind sealed in the window.',
    unit: 'ratio',
    aggregate: 'median',
    parameters: z.strictObject({
      kind: input.slug.describe('Kind of evidence'),
      field: fieldName.describe('Field above the line'),
      over: fieldName.describe('Field below the line'),
    }),
    reads: EVIDENCE,
    parts: { sealed: 'has both fields', absent: 'lacks one of them, or the one below the line is 0' },
    missing: 'no current evidence of this window has both fields',
    act: 'evidence.seal',
  },
  'audits-passed': {
    title: 'Audits passed',
    says: 'Versions whose audit passed ÷ versions submitted for the first time in the window, for each of which an audit is due. It passed when current evidence of the kind has at least one of the measures, and none of them, on any slice, is further from 0 than the limit. The figure of an observation is its worst disparity.',
    unit: 'share',
    aggregate: 'share',
    parameters: z.strictObject({
      kind: input.slug.default('fairness').describe('Kind of evidence that holds the audit'),
      measures: z.array(metricName).min(1).describe('Measures of disparity: 0 is none'),
      atMost: input.number.refine((value) => value >= 0, 'must not be below 0').describe('How far from 0 each may be'),
    }),
    reads: [...EVIDENCE, 'RoundOpened'],
    parts: {
      passed: 'within the limit',
      failed: 'beyond the limit',
      missing: 'no current audit says anything about these measures',
    },
    missing: 'no version was submitted in this window',
    act: 'gate.submit',
  },
  'sign-offs-given': {
    title: 'Sign-offs given',
    says: 'Sign-offs given ÷ required, over the rounds submitted in the window that were neither withdrawn nor superseded. Required are those of the duties that the gate of the round asks of every candidate; an approving review or an approval gives one. The age of one that was given is the days since; of one that is missing, the days since the submission.',
    unit: 'share',
    aggregate: 'share',
    parameters: z.strictObject({
      duties: z.array(input.slug).min(1).describe('Reviews and approvals that count as sign-offs'),
    }),
    reads: ['RoundOpened', 'RoundWithdrawn', 'RoundSuperseded', 'ReviewGiven', 'ApprovalGiven', 'ApprovalRevoked'],
    parts: { given: 'was given', missing: 'is missing' },
    missing: 'nothing that needs these sign-offs was submitted in this window',
    act: 'gate.submit',
  },
  'lineage-complete': {
    title: 'Versions that can be made again',
    says: 'Versions registered in the window that name everything needed to make them again ÷ versions registered in it. A commit counts in full (40 or 64 digits): an abbreviated one can come to mean another. Parameters and seed are not on the record of a version; they will be with runs.',
    unit: 'share',
    aggregate: 'share',
    parameters: z.strictObject({
      needs: z
        .array(z.enum(['commit', 'data', 'environment', 'artifacts']))
        .min(1)
        .describe('What a version must name: full commit, digest of the data, framework, further files'),
    }),
    reads: ['VersionRegistered'],
    parts: { complete: 'names all of it', incomplete: 'something is missing' },
    missing: 'no version was registered in this window',
    act: 'version.register',
  },
  'consultations-answered': {
    title: 'Consultations answered in time',
    says: 'Roles that answered ÷ roles that were asked. A role that answered counts in the window in which it did, one that did not when its time to answer ended: what can still be answered is not in it.',
    unit: 'share',
    aggregate: 'share',
    parameters: noParameters,
    reads: ['ConsultationOpened', 'ConsultationAnswered'],
    parts: { answered: 'somebody in the role answered', lapsed: 'nobody did' },
    missing: 'no consultation was answered or ran out in this window',
    act: 'consultation.answer',
  },
} as const satisfies Readonly<Record<string, ComputedFormula>>
