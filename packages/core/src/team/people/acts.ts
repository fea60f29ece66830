import { z } from 'zod'
import { accept, act } from '../../acts/act.ts'
import { event } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import {
  administrationGranted,
  administrationRevoked,
  administratorsFact,
  auditorAppointed,
  auditorDismissed,
  passwordLinkIssued,
  personDeactivated,
  personErased,
  personFact,
  personReactivated,
  personRegistered,
  workspaceFact,
  workspaceOpened,
} from './person.ts'

const name = input.line(120).describe('Full name; kept outside the ledger')
const email = z.email().max(254).describe('Address to sign in with; kept outside the ledger')
const administrator = { kind: 'administrator' } as const
const onPerson = z.strictObject({ person: input.person.describe('The person concerned') })

export const openWorkspace = act({
  name: 'workspace.open',
  title: 'Open the workspace',
  help: 'Creates the first administrator. It is done once, with the one-time link that the first start prints.',
  input: z.strictObject({ name, email }),
  needs: { workspace: workspaceFact },
  permission: { kind: 'setup' },
  events: [workspaceOpened, personRegistered],
  decide: (command, grant, facts) => {
    if (facts.workspace.open) {
      return refuse(
        refusal('setup-closed', 'The workspace is already open.', { help: 'Ask an administrator to register you.' }),
      )
    }
    const person = grant.actor
    return {
      ok: true,
      events: [
        event(personRegistered, person, { kind: 'human', administrator: true }),
        event(workspaceOpened, 'workspace', { administrator: person }),
      ],
      personal: [{ person, name: command.name, email: command.email }],
    }
  },
})

export const registerPerson = act({
  name: 'person.register',
  title: 'Register a person',
  help: 'Makes a person known to the workspace. The answer holds a one-time link with which they choose a password.',
  input: z.strictObject({ name, email }),
  needs: {},
  permission: administrator,
  events: [personRegistered],
  decide: (command, _grant, _facts, { newId }) => {
    const person = newId('per')
    return {
      ok: true,
      events: [event(personRegistered, person, { kind: 'human', administrator: false })],
      personal: [{ person, name: command.name, email: command.email }],
    }
  },
})

export const invitePerson = act({
  name: 'person.invite',
  title: 'Make a new link to choose a password',
  help: 'For somebody who lost their link or their password. It is recorded, ends the links before it, and once it is used, all sessions of the person.',
  input: onPerson,
  needs: { person: personFact },
  permission: administrator,
  events: [passwordLinkIssued],
  decide: (_command, _grant, { person }) =>
    person.active && person.kind === 'human'
      ? accept(event(passwordLinkIssued, person.id, {}))
      : refuse(
          refusal('person-unknown', 'Only an active human being signs in with a password.', { subject: person.id }),
        ),
})

export const registerService = act({
  name: 'service.register',
  title: 'Register a service account',
  help: 'Makes an account for CI or another program. It acts with API tokens only, and you answer for it.',
  input: z.strictObject({ name }),
  needs: {},
  permission: administrator,
  events: [personRegistered],
  decide: (command, grant, _facts, { newId }) => {
    const person = newId('per')
    return {
      ok: true,
      events: [event(personRegistered, person, { kind: 'service', administrator: false, owner: grant.actor })],
      personal: [{ person, name: command.name }],
    }
  },
})

export const deactivatePerson = act({
  name: 'person.deactivate',
  title: 'Deactivate a person',
  help: 'Ends what the person may do, signs them out everywhere, lapses their unexecuted approvals and reopens their duties.',
  input: onPerson.extend({ reason: input.line(500).describe('Why') }),
  needs: { person: personFact, administrators: administratorsFact },
  permission: administrator,
  events: [personDeactivated],
  decide: (command, _grant, { person, administrators }) => {
    if (!person.active)
      return refuse(refusal('already-so', 'This person is already deactivated.', { subject: person.id }))
    if (person.administrator && administrators.length === 1) return refuse(lastAdministrator(person.id))
    return accept(event(personDeactivated, person.id, { reason: command.reason }))
  },
})

export const reactivatePerson = act({
  name: 'person.reactivate',
  title: 'Reactivate a person',
  help: 'Lets a deactivated person act again. Approvals that lapsed stay lapsed; administration must be granted anew.',
  input: onPerson,
  needs: { person: personFact },
  permission: administrator,
  events: [personReactivated],
  decide: (_command, _grant, { person }) =>
    person.active || person.erased === true
      ? refuse(
          refusal(
            'already-so',
            person.active
              ? 'This person is already active.'
              : 'The data of this person was erased; register them anew.',
            { subject: person.id },
          ),
        )
      : accept(event(personReactivated, person.id, {})),
})

export const erasePerson = act({
  name: 'person.erase',
  title: 'Erase a person’s name and address',
  help: 'Deletes the personal data of a deactivated person. The ledger keeps only the id.',
  input: onPerson,
  needs: { person: personFact },
  permission: administrator,
  events: [personErased],
  decide: (_command, _grant, { person }) => {
    if (person.active)
      return refuse(refusal('still-active', 'Deactivate the person before erasing their data.', { subject: person.id }))
    if (person.erased === true)
      return refuse(refusal('already-so', 'The personal data is already erased.', { subject: person.id }))
    return accept(event(personErased, person.id, {}))
  },
})

export const grantAdministration = act({
  name: 'person.grant-administration',
  title: 'Make a person administrator',
  help: 'Lets the person administer the workspace. It gives no right to approve anything.',
  input: onPerson,
  needs: { person: personFact },
  permission: administrator,
  events: [administrationGranted],
  decide: (_command, _grant, { person }) => {
    if (!person.active || person.kind !== 'human') {
      return refuse(
        refusal('person-unknown', 'Only an active human being can administer the workspace.', { subject: person.id }),
      )
    }
    if (person.administrator)
      return refuse(refusal('already-so', 'This person is already an administrator.', { subject: person.id }))
    return accept(event(administrationGranted, person.id, {}))
  },
})

export const revokeAdministration = act({
  name: 'person.revoke-administration',
  title: 'End a person’s administration',
  help: 'The person stays a member. The last administrator cannot be removed.',
  input: onPerson,
  needs: { person: personFact, administrators: administratorsFact },
  permission: administrator,
  events: [administrationRevoked],
  decide: (_command, _grant, { person, administrators }) => {
    if (!person.administrator)
      return refuse(refusal('already-so', 'This person is no administrator.', { subject: person.id }))
    if (administrators.length === 1) return refuse(lastAdministrator(person.id))
    return accept(event(administrationRevoked, person.id, {}))
  },
})

export const appointAuditor = act({
  name: 'person.appoint-auditor',
  title: 'Appoint an auditor',
  help: 'Lets the person read every project without being assigned to one.',
  input: onPerson,
  needs: { person: personFact },
  permission: administrator,
  events: [auditorAppointed],
  decide: (_command, _grant, { person }) =>
    person.auditor
      ? refuse(refusal('already-so', 'This person is already an auditor.', { subject: person.id }))
      : accept(event(auditorAppointed, person.id, {})),
})

export const dismissAuditor = act({
  name: 'person.dismiss-auditor',
  title: 'Dismiss an auditor',
  help: 'The person reads only projects they are assigned to.',
  input: onPerson,
  needs: { person: personFact },
  permission: administrator,
  events: [auditorDismissed],
  decide: (_command, _grant, { person }) =>
    person.auditor
      ? accept(event(auditorDismissed, person.id, {}))
      : refuse(refusal('already-so', 'This person is no auditor.', { subject: person.id })),
})

function lastAdministrator(person: string) {
  return refusal('last-administrator', 'This is the last administrator of the workspace.', {
    subject: person,
    help: 'Make somebody else administrator first.',
  })
}
