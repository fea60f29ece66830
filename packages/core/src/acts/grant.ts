import { activityFor, holders, peopleWith, rolesHeld, rolesWith, stakesHeld } from './matrix.ts'
import type { Responsibilities } from './matrix.ts'
import type { DutyClaim, Permission } from './permission.ts'
import type { Refusal, Refused } from './refusal.ts'
import { refusal, refuse } from './refusal.ts'

/** Only this file can make a Grant: the symbol is not exported. */
const granted: unique symbol = Symbol('granted')

/** Why an act was allowed; stands in the ledger entry. */
export interface GrantBasis {
  readonly by:
    | 'setup'
    | 'administrator'
    | 'member'
    | 'self'
    | 'activity'
    | 'assigned'
    | 'keeper'
    | 'asked'
    | 'duty'
    | 'system'
  readonly activity?: string
  readonly stake?: 'R' | 'A' | 'C'
  readonly duty?: string
  readonly role?: string
}

/** The proof that `authorize` allowed this act to this actor. `decide` demands it; nothing else can make one. */
export interface Grant<Name extends string = string> {
  readonly [granted]: true
  readonly act: Name
  readonly actor: string
  readonly basis: GrantBasis
  /** The scopes of the token that acts; absent when a person acts themselves. */
  readonly scopes?: readonly string[]
  /** Id of the token that acts. */
  readonly token?: string
  /** Who answers for the token or service account that acts. */
  readonly onBehalfOf?: string
  /** Muster measured this itself. */
  readonly measured?: boolean
}

/** Who wants to act. `scopes` is present when an API token acts; `*` allows all. */
export interface Actor {
  readonly person: string
  readonly kind: 'human' | 'service' | 'system'
  readonly active: boolean
  readonly administrator: boolean
  readonly scopes?: readonly string[]
  /** The person who answers for the token or the service account that acts. */
  readonly onBehalfOf?: string
  readonly token?: string
  /** Muster measured this itself: it may name itself as the tool. */
  readonly measured?: boolean
}

export type Authorization<Name extends string> = { readonly ok: true; readonly grant: Grant<Name> } | Refused

/** True if a token scope allows an act: `*`, the act's name, or `noun.*`. */
export function scopeAllows(scopes: readonly string[], act: string): boolean {
  const noun = act.slice(0, act.indexOf('.'))
  return scopes.some((scope) => scope === '*' || scope === act || scope === `${noun}.*`)
}

/** What authorizing needs to know of an act: what it is called, and who may do it. */
export interface Permitted<Name extends string, C, F> {
  readonly name: Name
  readonly title: string
  readonly permission: Permission<C, F>
}

/** Decides whether the actor may do the act now. Denies by default; every denial says what would help. */
export function authorize<Name extends string, C, F>(
  act: Permitted<Name, C, F>,
  actor: Actor,
  command: C,
  facts: F,
  now: string,
): Authorization<Name> {
  const barred = bar(act.name, actor)
  if (barred !== undefined) return refuse(barred)
  const outcome = permit(act.title, act.permission, actor, command, facts, now)
  if ('code' in outcome) return refuse(outcome)
  const scopes = actor.scopes === undefined ? {} : { scopes: actor.scopes }
  const token = actor.token === undefined ? {} : { token: actor.token }
  const behalf = actor.onBehalfOf === undefined ? {} : { onBehalfOf: actor.onBehalfOf }
  const measured = actor.measured === true ? { measured: true } : {}
  return {
    ok: true,
    grant: {
      [granted]: true,
      act: act.name,
      actor: actor.person,
      basis: outcome,
      ...scopes,
      ...token,
      ...behalf,
      ...measured,
    },
  }
}

function bar(act: string, actor: Actor): Refusal | undefined {
  if (!actor.active) return refusal('person-inactive', 'This person has been deactivated and may not act.')
  if (actor.scopes !== undefined && !scopeAllows(actor.scopes, act)) {
    return refusal('scope-missing', `The token may do ${actor.scopes.join(', ') || 'nothing'}; it may not do ${act}.`, {
      help: `Issue a token whose scopes include "${act}" or "${act.slice(0, act.indexOf('.'))}.*".`,
    })
  }
  return undefined
}

function permit<C, F>(
  title: string,
  permission: Permission<C, F>,
  actor: Actor,
  command: C,
  facts: F,
  now: string,
): GrantBasis | Refusal {
  switch (permission.kind) {
    case 'setup':
      return { by: 'setup' }
    case 'member':
      return { by: 'member' }
    case 'administrator':
      return actor.administrator
        ? { by: 'administrator' }
        : refusal('not-administrator', `${title}: only an administrator of the workspace may do this.`)
    case 'self': {
      if (permission.person(command, facts) === actor.person) return { by: 'self' }
      return refusal('not-yours', `${title}: only the person concerned may do this.`)
    }
    case 'activity': {
      const activity =
        typeof permission.activity === 'string' ? permission.activity : permission.activity(command, facts)
      return byStake(title, permission.stake, activity, permission.responsibilities(facts), actor, now)
    }
    case 'assigned': {
      const of = permission.responsibilities(facts)
      if (of.retired) return closed(title)
      const [role] = rolesHeld(of, actor.person, now)
      if (role !== undefined) return { by: 'assigned', role }
      return refusal('not-assigned', `${title}: only people who hold a role on the project may do this.`, {
        help: 'Ask who leads the project to assign you.',
      })
    }
    case 'keeper': {
      const of = permission.responsibilities(facts)
      const roles = permission.roles(command, facts)
      const role = rolesHeld(of, actor.person, now).find((held) => roles.includes(held))
      if (role !== undefined) return { by: 'keeper', role }
      const others = [...new Set(roles.flatMap((r) => holders(of, r, now)))]
      return refusal('not-entitled', `${title} is for whoever is ${roles.join(' or ')} on some project.`, {
        help:
          others.length === 0
            ? `Nobody is: a project has to assign somebody as ${roles.join(' or ')}.`
            : `Ask ${others.join(' or ')}.`,
      })
    }
    case 'asked': {
      const of = permission.responsibilities(facts)
      if (of.retired) return closed(title)
      if (permission.asked(facts).includes(actor.person)) {
        const roles = rolesHeld(of, actor.person, now)
        return { by: 'asked', stake: 'C', ...(roles[0] === undefined ? {} : { role: roles[0] }) }
      }
      return refusal('not-asked', `${title}: this consultation was put to others.`)
    }
    case 'duty': {
      const claim = permission.claim(command, facts, now)
      return 'code' in claim ? claim : byDuty(title, claim, permission.responsibilities(facts), actor, now)
    }
    case 'choice': {
      const chosen = permission.isInstead(command, facts) ? permission.instead : permission.usually
      return permit(title, chosen, actor, command, facts, now)
    }
    default:
      return permission satisfies never
  }
}

function byStake(
  title: string,
  needed: 'A' | 'R',
  activity: string,
  of: Responsibilities,
  actor: Actor,
  now: string,
): GrantBasis | Refusal {
  if (of.retired) return closed(title)
  const row = activityFor(of.matrix, activity)
  if (row === undefined) {
    return refusal('activity-unknown', `${title}: the project's RACI matrix has no activity "${activity}".`, {
      subject: activity,
    })
  }
  const held = stakesHeld(of, actor.person, activity, now)
  // A may always do what R may (requirements T2).
  const enough = held.find((h) => h.stake === 'A') ?? (needed === 'R' ? held.find((h) => h.stake === 'R') : undefined)
  if (enough !== undefined)
    return { by: 'activity', activity: row.id, stake: enough.stake === 'A' ? 'A' : 'R', role: enough.role }
  const has =
    held.length === 0 ? 'has no stake in it' : `is only ${held.map((h) => `${h.stake} as ${h.role}`).join(', ')}`
  const roles =
    needed === 'A'
      ? rolesWith(of.matrix, activity, 'A')
      : [...rolesWith(of.matrix, activity, 'R'), ...rolesWith(of.matrix, activity, 'A')]
  const people =
    needed === 'A'
      ? peopleWith(of, activity, 'A', now)
      : [...peopleWith(of, activity, 'R', now), ...peopleWith(of, activity, 'A', now)]
  return refusal('not-entitled', `${title} needs ${needed} for "${row.title}"; ${actor.person} ${has}.`, {
    subject: row.id,
    help: forThoseOn(
      of,
      actor,
      people.length === 0
        ? `Nobody on the project holds a role that may: assign somebody as ${roles.join(' or ') || 'a role the matrix names'}.`
        : `Ask ${[...new Set(people)].join(' or ')} (${roles.join(', ')}).`,
    ),
  })
}

function byDuty(
  title: string,
  claim: DutyClaim,
  of: Responsibilities,
  actor: Actor,
  now: string,
): GrantBasis | Refusal {
  if (of.retired) return closed(title)
  const called = claim.title ?? claim.duty
  if (actor.kind !== 'human') {
    return refusal('human-duty', `${title}: "${called}" is a human judgement; a service account cannot fulfil it.`)
  }
  const role = rolesHeld(of, actor.person, now).find((held) => claim.roles.includes(held))
  const others = [...new Set(claim.roles.flatMap((r) => holders(of, r, now)))].filter(
    (person) => person !== actor.person && !claim.authors.has(person) && !claim.taken.has(person),
  )
  const help = forThoseOn(
    of,
    actor,
    others.length === 0
      ? `Nobody on the project can: assign somebody independent as ${claim.roles.join(' or ')}.`
      : `Ask ${others.join(' or ')}.`,
  )
  if (role === undefined) {
    return refusal(
      'duty-not-held',
      `${title}: "${called}" is for ${claim.roles.join(' or ')}; ${actor.person} holds no such role here.`,
      { subject: claim.duty, help },
    )
  }
  if (claim.authors.has(actor.person)) {
    return refusal(
      'own-work',
      `${title}: ${actor.person} is an author of what is judged, and nobody judges their own work.`,
      { subject: claim.duty, help },
    )
  }
  const other = claim.taken.get(actor.person)
  if (other !== undefined && other !== claim.duty) {
    return refusal(
      'one-duty-per-person',
      `${title}: ${actor.person} already fulfils "${claim.titles?.get(other) ?? other}" in this round; one person fulfils one duty.`,
      { subject: claim.duty, help },
    )
  }
  return { by: 'duty', duty: claim.duty, role }
}

/** Who is on a project is for those to know who are or were on it: to others, a refusal names nobody. */
function forThoseOn(of: Responsibilities, actor: Actor, help: string): string {
  return of.assignments.some((a) => a.person === actor.person)
    ? help
    : 'This is for people on the project: ask its lead for a role on it, or whoever told you of it to have it done.'
}

function closed(title: string): Refusal {
  return refusal('project-retired', `${title}: the project is retired and its record is closed.`)
}
