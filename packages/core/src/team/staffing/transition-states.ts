import { addDays } from '../../acts/time.ts'
import type { Placed } from './check.ts'
import type { Transition } from './transitions.ts'

const DAY_MS = 86_400_000

/** One role that becomes internal: whether somebody of one's own is there, and how much time is left. */
export interface BecomingInternal {
  readonly role: string
  readonly by: string
  readonly daysLeft: number
  /** The day on which a requisition should be open. */
  readonly openBy: string
  readonly people: readonly string[]
  readonly state: 'staffed' | 'planned' | 'warned' | 'late'
  readonly sentence: string
}

/** A transition as it stands. */
export interface TransitionStatus extends Omit<Transition, 'roles'> {
  readonly state: 'open' | 'done' | 'vendor-stays' | 'dropped'
  readonly daysToSunset: number
  readonly roles: readonly BecomingInternal[]
  readonly warnings: readonly string[]
  readonly sentence: string
}

/**
 * A transition at one moment: each role is staffed by somebody who is not outsourced, or is warned of when its day is near, or late.
 * When the vendor stays, the roles to look at again are named (B.SZ3.2).
 */
export function transitionStatus(
  transition: Transition,
  placed: readonly Placed[],
  pack: { readonly warnDays: number; readonly leadDays: number; readonly review: readonly string[] },
  now: string,
): TransitionStatus {
  const today = now.slice(0, 10)
  const left = (day: string): number => Math.round((Date.parse(day) - Date.parse(today)) / DAY_MS)
  const own = (role: string): string[] => [
    ...new Set(placed.filter((p) => p.role === role && p.engagement !== 'outsourced').map((p) => p.person)),
  ]
  const roles = transition.roles.map(({ role, by }): BecomingInternal => {
    const people = own(role)
    const daysLeft = left(by)
    const openBy = addDays(`${by}T00:00:00.000Z`, -pack.leadDays).slice(0, 10)
    const state =
      people.length > 0 ? 'staffed' : daysLeft < 0 ? 'late' : daysLeft <= pack.warnDays ? 'warned' : 'planned'
    const hire = openBy <= today ? 'open a requisition now' : `open a requisition by ${openBy}`
    const sentence =
      state === 'staffed'
        ? `${people.join(', ')} ${people.length === 1 ? 'is' : 'are'} ${role} already.`
        : state === 'late'
          ? `Nobody of your own is ${role}, and it was to be so on ${by}: ${transition.vendor} still does it until ${transition.sunset}.`
          : `Nobody of your own is ${role} yet; ${daysLeft} days are left until ${by}: ${hire}.`
    return { role, by, daysLeft, openBy, people, state, sentence }
  })
  const state = transition.closedAt === undefined ? 'open' : (transition.outcome ?? 'done')
  const warned = roles.filter((r) => r.state === 'warned' || r.state === 'late')
  const days = left(transition.sunset)
  const review = pack.review.filter((role) => own(role).length === 0)
  const again =
    review.length === 0
      ? 'roles to look at again are staffed by your own people'
      : `look again at ${review.join(', ')}, which nobody of your own holds`
  const sentence =
    state === 'open'
      ? `${transition.vendor} ends ${days < 0 ? `${-days} days ago` : `in ${days} days`}; ${roles.filter((r) => r.state === 'staffed').length} of ${roles.length} roles are staffed by your own people.`
      : state === 'vendor-stays'
        ? `${transition.vendor} stays: ${again}.`
        : `The transition from ${transition.vendor} is over (${state}).`
  return {
    ...transition,
    state,
    daysToSunset: days,
    roles,
    warnings: state === 'open' ? warned.map((r) => r.sentence) : [],
    sentence,
  }
}
