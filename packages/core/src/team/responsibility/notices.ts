import type { DomainEvent } from '../../acts/event.ts'
import type { Responsibilities } from '../../acts/matrix.ts'
import { activityFor, peopleWith } from '../../acts/matrix.ts'

/** Something those who are I for an activity are told once it is done. */
export interface Notice {
  readonly person: string
  readonly activity: string
  readonly text: string
}

type Teller = (data: Readonly<Record<string, unknown>>) => { readonly activity: string; readonly text: string }

const word = (data: Readonly<Record<string, unknown>>, key: string): string => {
  const value = data[key]
  return typeof value === 'string' ? value : ''
}
const tell =
  (activity: string, text: (data: Readonly<Record<string, unknown>>) => string): Teller =>
  (data) => ({ activity, text: text(data) })

/** Which events end a piece of an activity, and what is said about it. */
const TELLERS: Readonly<Record<string, Teller>> = {
  WorkAccepted: (data) => ({ activity: word(data, 'activity'), text: 'The result was accepted.' }),
  CriterionSet: tell(
    'define-success',
    (d) =>
      `Success criterion set: ${word(d, 'title')} (${word(d, 'metric')} ${word(d, 'comparator')} ${String(d['threshold'])}).`,
  ),
  CriterionWithdrawn: tell('define-success', (d) => `Success criterion withdrawn: ${word(d, 'reason')}`),
  ExperimentConcluded: tell(
    'train-model',
    (d) => `An experiment was concluded as ${word(d, 'outcome')}: ${word(d, 'summary')}`,
  ),
  ExperimentAbandoned: tell('train-model', (d) => `An experiment was abandoned early: ${word(d, 'reason')}`),
  VersionRegistered: tell('train-model', (d) => `Model version ${String(d['number'])} was registered.`),
  ModelPromoted: tell('deploy-to-production', () => 'A model version was promoted to production.'),
  PromotionRolledBack: tell('deploy-to-production', (d) => `A promotion was rolled back: ${word(d, 'reason')}`),
  RoundRejected: tell('deploy-to-production', (d) => `A candidate was rejected: ${word(d, 'reason')}`),
  MatrixAmended: tell('plan-and-staff', (d) => `The RACI matrix was amended: ${word(d, 'reason')}`),
  StageEntered: tell('plan-and-staff', (d) => `The project went from ${word(d, 'from')} to ${word(d, 'to')}.`),
}

/** Events that name those they are told to. */
const NAMED: Readonly<Record<string, Teller>> = {
  UpdatePublished: tell('plan-and-staff', (d) => `A stakeholder update was published: ${word(d, 'title')}`),
}

/** True when an event is one that the Informed are told about. */
export function informs(event: Pick<DomainEvent, 'type'>): boolean {
  return Object.hasOwn(TELLERS, event.type) || Object.hasOwn(NAMED, event.type)
}

/** The notices of an event: one for everybody who is I for its activity, except the person who did it. */
export function notices(event: DomainEvent & { readonly actor: string }, of: Responsibilities, now: string): Notice[] {
  const named = Object.hasOwn(NAMED, event.type) ? NAMED[event.type] : undefined
  const teller = named ?? (Object.hasOwn(TELLERS, event.type) ? TELLERS[event.type] : undefined)
  if (teller === undefined) return []
  const { activity, text } = teller(event.data)
  const row = activityFor(of.matrix, activity)
  if (row === undefined) return []
  const told = named === undefined ? peopleWith(of, row.id, 'I', now) : recipients(event.data)
  return told.filter((person) => person !== event.actor).map((person) => ({ person, activity: row.id, text }))
}

const recipients = (data: Readonly<Record<string, unknown>>): string[] => {
  const people: unknown = data['recipients']
  return Array.isArray(people) ? people.filter((p) => typeof p === 'string') : []
}
