import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import type { ProjectFacts } from '../../work/projects/project.ts'
import { projectFact } from '../../work/projects/project.ts'

export const assistanceRequested = eventType(
  'AssistanceRequested',
  'Somebody asked the team for help.',
  z.strictObject({ need: z.string(), about: z.string() }),
)
export const assistanceSettled = eventType(
  'AssistanceSettled',
  'Help was given, or is not needed any more.',
  z.strictObject({ outcome: z.string() }),
)
export const assistanceEvents = [assistanceRequested, assistanceSettled] as const

/** A request for help; it stands in the agenda until it is settled. */
export interface Assistance {
  readonly id: string
  readonly project: string
  readonly need: string
  /** What it is about, in words or as the id of a record; may be empty. */
  readonly about: string
  readonly by: string
  readonly at: string
  readonly state: 'open' | 'settled'
  readonly settledBy?: string
  readonly settledAt?: string
  readonly outcome?: string
  readonly entry: number
}

export const assistanceNoun = noun<Assistance, typeof assistanceEvents>('assistance', assistanceEvents, {
  born: {
    AssistanceRequested: (e) => ({
      id: e.subject,
      project: e.project ?? '',
      ...e.data,
      by: e.actor,
      at: e.at,
      state: 'open',
      entry: e.seq,
    }),
  },
  changed: {
    AssistanceSettled: (s, e) => ({
      ...s,
      state: 'settled',
      settledBy: e.actor,
      settledAt: e.at,
      outcome: e.data.outcome,
      entry: e.seq,
    }),
  },
})
export const assistanceFact = fact<Assistance>('assistance')

const assigned = { kind: 'assigned', responsibilities: (f: { project: ProjectFacts }) => f.project } as const

export const requestAssistance = act({
  name: 'assistance.request',
  title: 'Ask the team for help',
  help: 'It stands in the agenda of the next stand-up, and in every one until it is settled.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    need: input.text(2_000).describe('What you need help with'),
    about: input.optionalText(200).default('').describe('What it is about, e.g. the id of an experiment'),
  }),
  needs: { project: projectFact },
  permission: assigned,
  events: [assistanceRequested],
  decide: (command, _grant, { project }, { newId }) =>
    accept(event(assistanceRequested, newId('hlp'), { need: command.need, about: command.about }, project.id)),
})

export const settleAssistance = act({
  name: 'assistance.settle',
  title: 'Settle a request for help',
  help: 'Help was given, or is not needed any more.',
  input: z.strictObject({
    assistance: input.id('hlp').describe('The request'),
    outcome: input.text(2_000).describe('What helped, or why it is not needed any more'),
  }),
  needs: { assistance: assistanceFact, project: projectFact },
  permission: assigned,
  events: [assistanceSettled],
  decide: (command, _grant, { assistance }) =>
    assistance.state === 'open'
      ? accept(event(assistanceSettled, assistance.id, { outcome: command.outcome }, assistance.project))
      : refuse(refusal('already-so', 'This request was settled before.', { subject: assistance.id })),
})
