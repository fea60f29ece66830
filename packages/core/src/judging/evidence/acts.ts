import { z } from 'zod'
import { accept, act } from '../../acts/act.ts'
import { event } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import type { Refusal } from '../../acts/refusal.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import { experimentFact } from '../../making/experiments/experiment.ts'
import { makers, versionFact } from '../../making/registry/registry.ts'
import { projectFact } from '../../work/projects/project.ts'
import type { EvidenceField, EvidenceKind, FactValue } from './evidence.ts'
import {
  currentEvidenceFact,
  currentOf,
  evidenceFact,
  evidenceKindsFact,
  evidenceSealed,
  evidenceSuperseded,
  evidenceWithdrawn,
  factsShape,
  findingShape,
  measureShape,
  otherSourceShape,
  sourceShape,
  toolShape,
} from './evidence.ts'

const TYPE_TESTS: Record<EvidenceField['type'], (value: FactValue) => boolean> = {
  number: (v) => typeof v === 'number',
  integer: (v) => Number.isSafeInteger(v),
  boolean: (v) => typeof v === 'boolean',
  string: (v) => typeof v === 'string',
  'text-list': (v) => Array.isArray(v),
  date: (v) => typeof v === 'string' && input.day.safeParse(v).success,
  digest: (v) => typeof v === 'string' && input.digest.safeParse(v).success,
}

/** What is wrong with facts, held against what their kind asks for. */
export function checkFacts(kind: EvidenceKind, facts: Readonly<Record<string, FactValue>>): Refusal[] {
  const problems: Refusal[] = []
  const wrong = (name: string, message: string, help?: string): void => {
    problems.push(
      refusal('evidence-invalid', message, { subject: `/facts/${name}`, ...(help === undefined ? {} : { help }) }),
    )
  }
  for (const field of kind.fields) {
    const value = Object.hasOwn(facts, field.name) ? facts[field.name] : undefined
    if (value === undefined) {
      if (field.required)
        wrong(field.name, `Evidence of kind "${kind.id}" needs "${field.name}" (${field.type}).`, field.help)
      continue
    }
    if (!TYPE_TESTS[field.type](value)) wrong(field.name, `"${field.name}" must be of type ${field.type}.`, field.help)
    else if (typeof value === 'number' && field.min !== undefined && value < field.min)
      wrong(field.name, `"${field.name}" is ${value}; it must be at least ${field.min}.`)
    else if (typeof value === 'number' && field.max !== undefined && value > field.max)
      wrong(field.name, `"${field.name}" is ${value}; it must be at most ${field.max}.`)
  }
  const known = new Set(kind.fields.map((f) => f.name))
  for (const name of Object.keys(facts)) {
    if (!known.has(name))
      wrong(
        name,
        `Evidence of kind "${kind.id}" has no field "${name}".`,
        `Its fields are ${[...known].join(', ') || 'none'}.`,
      )
  }
  return problems
}

/** How evidence names Muster as the tool; nobody else may. */
const OWN_TOOL = 'muster-'

export const sealEvidence = act({
  name: 'evidence.seal',
  title: 'Seal evidence',
  help: 'Seals a measurement about a model version. Newer evidence of the same kind and split supersedes the older; nothing is overwritten.',
  input: z.strictObject({
    version: input.id('ver').describe('The model version it is about'),
    kind: input.slug.describe('Kind of evidence, from the project’s pack'),
    split: input.slug.default('test').describe('Data split it was measured on'),
    facts: factsShape.default({}).describe('The facts that the kind asks for'),
    measures: z.array(measureShape).max(5_000).default([]).describe('Numbers with their intervals'),
    caveats: z.array(input.line(500)).max(100).default([]).describe('What a reader must know'),
    source: sourceShape.describe('The file it was made from'),
    otherSources: z.array(otherSourceShape).max(10).optional().describe('Further files it was made from'),
    findings: z.array(findingShape).max(100).optional().describe('What was found, in words'),
    tool: toolShape.describe('What measured it'),
    note: input.optionalText(5_000).default('').describe('A word on it'),
    report: input.digest.optional().describe('Digest of the full report, if one is kept'),
  }),
  needs: {
    version: versionFact,
    experiment: experimentFact,
    project: projectFact,
    kinds: evidenceKindsFact,
    current: currentEvidenceFact,
  },
  permission: {
    kind: 'choice',
    usually: {
      kind: 'activity',
      stake: 'R',
      activity: (command, facts) => facts.kinds.find((k) => k.id === command.kind)?.activity ?? 'evaluate-model',
      responsibilities: (facts) => facts.project,
    },
    when: 'the kind is a human judgement',
    isInstead: (command, facts) => facts.kinds.some((k) => k.id === command.kind && k.judgement !== undefined),
    instead: {
      kind: 'duty',
      claim: (command, { kinds, experiment, version }) => ({
        duty: `seal ${command.kind}`,
        title: kinds.find((k) => k.id === command.kind)?.title ?? command.kind,
        roles: kinds.find((k) => k.id === command.kind)?.judgement?.roles ?? [],
        authors: makers(experiment, version),
        taken: new Map(),
      }),
      responsibilities: (facts) => facts.project,
    },
  },
  events: [evidenceSealed, evidenceSuperseded],
  decide: (command, grant, { version, kinds, current }, { newId }) => {
    if (command.tool.name.toLowerCase().startsWith(OWN_TOOL) && grant.measured !== true) {
      return refuse(
        refusal('evidence-invalid', `"${command.tool.name}" is what Muster calls itself when it has measured.`, {
          subject: '/tool/name',
          help: 'Let Muster measure the file ("muster evidence evaluate"), or name the tool that really did.',
        }),
      )
    }
    const kind = kinds.find((k) => k.id === command.kind)
    if (kind === undefined) {
      return refuse(
        refusal('evidence-kind-unknown', `There is no kind of evidence "${command.kind}".`, {
          subject: '/kind',
          help: `Known kinds: ${kinds.map((k) => k.id).join(', ')}.`,
        }),
      )
    }
    const [first, ...more] = checkFacts(kind, command.facts)
    if (first !== undefined) return refuse(first, ...more)
    if (kind.measures === true && command.measures.length === 0) {
      return refuse(
        refusal('evidence-invalid', `Evidence of kind "${kind.id}" needs measures.`, {
          subject: '/measures',
          help: 'Let Muster measure them: "muster evidence evaluate".',
        }),
      )
    }
    const id = newId('evd')
    const older = currentOf(current, version.id, kind.id, command.split)
    const { report, otherSources, findings, ...data } = command
    return accept(
      event(
        evidenceSealed,
        id,
        {
          ...data,
          freshDays: kind.freshDays,
          ...(report === undefined ? {} : { report }),
          ...(otherSources === undefined || otherSources.length === 0 ? {} : { otherSources }),
          ...(findings === undefined || findings.length === 0 ? {} : { findings }),
          ...(older === undefined ? {} : { supersedes: older.id }),
        },
        version.project,
      ),
      ...(older === undefined ? [] : [event(evidenceSuperseded, older.id, { by: id }, version.project)]),
    )
  },
})

export const withdrawEvidence = act({
  name: 'evidence.withdraw',
  title: 'Withdraw evidence',
  help: 'Evidence that was found wrong no longer counts. It stays readable with the reason.',
  input: z.strictObject({
    evidence: input.id('evd').describe('The evidence'),
    reason: input.text(2_000).describe('What is wrong with it'),
  }),
  needs: { evidence: evidenceFact, project: projectFact, kinds: evidenceKindsFact },
  permission: {
    kind: 'activity',
    stake: 'R',
    activity: (_command, facts) => facts.kinds.find((k) => k.id === facts.evidence.kind)?.activity ?? 'evaluate-model',
    responsibilities: (facts) => facts.project,
  },
  events: [evidenceWithdrawn],
  decide: (command, _grant, { evidence }) =>
    evidence.state === 'withdrawn'
      ? refuse(refusal('evidence-withdrawn', 'This evidence was withdrawn before.', { subject: evidence.id }))
      : accept(event(evidenceWithdrawn, evidence.id, { reason: command.reason }, evidence.project)),
})
