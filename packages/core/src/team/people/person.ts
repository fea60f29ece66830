import { z } from 'zod'
import { eventType, noun } from '../../acts/event.ts'
import { fact } from '../../acts/act.ts'
import * as input from '../../acts/input.ts'

/** A person or a service account. Names and addresses are not here: they live in an erasable table outside the ledger. */
export interface Person {
  readonly id: string
  readonly kind: 'human' | 'service'
  readonly active: boolean
  readonly administrator: boolean
  /** May read every project without being assigned to one. */
  readonly auditor: boolean
  /** For a service account: the person who answers for it. */
  readonly owner?: string
  readonly registeredAt: string
  readonly deactivatedAt?: string
  readonly erased?: boolean
  /** When an administrator last made a link to choose a password. */
  readonly linkIssuedAt?: string
}

export const workspaceOpened = eventType(
  'WorkspaceOpened',
  'The workspace exists and has its first administrator.',
  z.strictObject({ administrator: input.person }),
)
export const personRegistered = eventType(
  'PersonRegistered',
  'A person or service account is known to the workspace.',
  z.strictObject({ kind: z.enum(['human', 'service']), administrator: z.boolean(), owner: input.person.optional() }),
)
export const personDeactivated = eventType(
  'PersonDeactivated',
  'The person may no longer act; what they approved and is not yet executed lapses.',
  z.strictObject({ reason: z.string() }),
)
export const personReactivated = eventType('PersonReactivated', 'The person may act again.', z.strictObject({}))
export const personErased = eventType(
  'PersonErased',
  'Name and address of the person are erased; the record keeps the id.',
  z.strictObject({}),
)
export const administrationGranted = eventType(
  'AdministrationGranted',
  'The person administers the workspace.',
  z.strictObject({}),
)
export const administrationRevoked = eventType(
  'AdministrationRevoked',
  'The person no longer administers the workspace.',
  z.strictObject({}),
)
export const auditorAppointed = eventType('AuditorAppointed', 'The person may read every project.', z.strictObject({}))
export const auditorDismissed = eventType(
  'AuditorDismissed',
  'The person may read only projects they are assigned to.',
  z.strictObject({}),
)

export const passwordLinkIssued = eventType(
  'PasswordLinkIssued',
  'An administrator made a new one-time link with which the person chooses a password; the ones before no longer work.',
  z.strictObject({}),
)

export const personEvents = [
  personRegistered,
  personDeactivated,
  personReactivated,
  personErased,
  administrationGranted,
  administrationRevoked,
  auditorAppointed,
  auditorDismissed,
  passwordLinkIssued,
] as const

export const personNoun = noun<Person, typeof personEvents>('person', personEvents, {
  born: {
    PersonRegistered: (e) => ({
      id: e.subject,
      kind: e.data.kind,
      active: true,
      administrator: e.data.administrator,
      auditor: false,
      ...(e.data.owner === undefined ? {} : { owner: e.data.owner }),
      registeredAt: e.at,
    }),
  },
  changed: {
    PersonDeactivated: (s, e) => ({ ...s, active: false, administrator: false, deactivatedAt: e.at }),
    PersonReactivated: (s) => ({ ...s, active: true }),
    PersonErased: (s) => ({ ...s, erased: true }),
    AdministrationGranted: (s) => ({ ...s, administrator: true }),
    AdministrationRevoked: (s) => ({ ...s, administrator: false }),
    AuditorAppointed: (s) => ({ ...s, auditor: true }),
    AuditorDismissed: (s) => ({ ...s, auditor: false }),
    PasswordLinkIssued: (s, e) => ({ ...s, linkIssuedAt: e.at }),
  },
})

/** The person that the command names as `person`. */
export const personFact = fact<Person>('person')
/** Ids of the active administrators. */
export const administratorsFact = fact<readonly string[]>('administrators')
/** True once the workspace was opened. */
export const workspaceFact = fact<{ readonly open: boolean }>('workspace')
