import type { AnyAct, Matrix } from '@muster/core'
import { activityFor } from '@muster/core'

/**
 * Who may do what is not named in the declaration of an act but found when it is done, in words: the person concerned,
 * the activity that the command or its subject belongs to, the duty that the gate defines. A test holds these tables to
 * the acts that need them.
 */
export const CONCERNED: Readonly<Record<string, string>> = {
  'token.issue': 'the person themselves; for a service account, the person who answers for it',
  'token.revoke': 'the person who issued the token',
  'approval.revoke': 'the person who gave the approval',
  'skill.record': 'the person themselves',
  'skill.withdraw': 'the person themselves',
  'learning.record': 'the person themselves',
  'learning.withdraw': 'the person who recorded it',
  'absence.withdraw': 'the person who is away',
  'feed.revoke': 'the person whose feed it is',
}
export const FOUND_ACTIVITY: Readonly<Record<string, string>> = {
  'handover.submit': 'the activity that is handed over',
  'handover.accept': 'the activity that was handed over',
  'handover.return': 'the activity that was handed over',
  'item.add': 'the activity that the register belongs to',
  'item.change': 'the activity that the register belongs to',
  'item.move': 'the activity that the register belongs to',
  'item.import': 'the activity that the register belongs to',
  'evidence.seal': 'the activity that the kind of evidence belongs to',
  'evidence.withdraw': 'the activity that the kind of evidence belongs to',
}
export const DUTIES: Readonly<Record<string, 'reviews' | 'approvals' | 'waiver' | 'judgement'>> = {
  'evidence.seal': 'judgement',
  'review.give': 'reviews',
  'approval.give': 'approvals',
  'waiver.grant': 'waiver',
  'waiver.revoke': 'waiver',
}

interface Duty {
  readonly duty: string
  readonly roles: readonly string[]
}
/** The parts of a gate that say who fulfils its duties. */
export interface GateDuties {
  readonly reviews: readonly Duty[]
  readonly approvals: readonly Duty[]
  readonly waiver: { readonly roles: readonly string[] }
}

/** The permission of an act as a sentence. Activities and roles are called as the given packs call them. */
export function permissionInWords(act: AnyAct, matrix: Matrix, gate: GateDuties, role: (id: string) => string): string {
  const { permission } = act
  const name = String(act.name)
  switch (permission.kind) {
    case 'setup':
      return 'whoever opens the one-time link of a new workspace'
    case 'administrator':
      return 'an administrator of the workspace'
    case 'member':
      return 'everybody who is signed in'
    case 'self':
      return wordsFor(CONCERNED, name)
    case 'assigned':
      return 'everybody who holds a role on the project'
    case 'keeper':
      return 'whoever holds one of the roles that keep the register, on whatever project'
    case 'asked':
      return 'those who were asked: they are C for the activity'
    case 'activity': {
      const stakes = permission.stake === 'A' ? 'A' : 'R or A'
      if (typeof permission.activity !== 'string') return `${stakes} of ${wordsFor(FOUND_ACTIVITY, name)}`
      return `${stakes} of *${activityFor(matrix, permission.activity)?.title ?? permission.activity}*`
    }
    case 'choice': {
      const words = (chosen: AnyAct['permission']) =>
        permissionInWords({ ...act, permission: chosen }, matrix, gate, role)
      return `${words(permission.usually)}<br>when ${permission.when}: ${words(permission.instead)}`
    }
    case 'duty': {
      const part = DUTIES[name]
      if (part === undefined) throw new Error(`${name} needs a line in DUTIES of tidy/reference/permission.ts`)
      if (part === 'judgement')
        return 'the duty of the roles that the kind names, for people who did not make the version'
      if (part === 'waiver')
        return `duty *waive*: ${gate.waiver.roles.map(role).join('; ')}<br>but no author of what is judged`
      const duties = gate[part].map((d) => `duty *${d.duty}*: ${d.roles.map(role).join('; ')}`)
      return `${duties.join('<br>')}<br>but no author of what is judged`
    }
    default:
      return permission satisfies never
  }
}

function wordsFor(words: Readonly<Record<string, string>>, act: string): string {
  const found = words[act]
  if (found === undefined)
    throw new Error(`${act} finds out who may do it: say it in words in tidy/reference/permission.ts`)
  return found
}
