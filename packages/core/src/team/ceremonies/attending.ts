import type { Responsibilities } from '../../acts/matrix.ts'
import { inForce } from '../../acts/matrix.ts'
import type { CeremonyDefinition } from './definition.ts'

/** Somebody who is to attend, with the roles for which they are. */
export interface Attendee {
  readonly person: string
  readonly roles: readonly string[]
}

/**
 * The people who attend at `now`: active human beings who hold one of the roles, or any role where none is named. In the order in which
 * they joined the project, so that turns are taken in the same order every time.
 */
export function attendeesOf(of: Responsibilities, roles: CeremonyDefinition['attendees'], now: string): Attendee[] {
  const people = new Map<string, string[]>()
  for (const a of of.assignments.toSorted((x, y) => (x.id < y.id ? -1 : 1))) {
    const standing = of.people.get(a.person)
    if (!inForce(a, now) || standing?.active !== true || standing.service === true) continue
    if (roles.length > 0 && !roles.includes(a.role)) continue
    const held = people.get(a.person)
    if (held === undefined) people.set(a.person, [a.role])
    else if (!held.includes(a.role)) held.push(a.role)
  }
  return [...people].map(([person, held]) => ({ person, roles: held }))
}

/** Who led earlier meetings of the ceremony, oldest first. */
export type Turns = readonly { readonly facilitator: string; readonly at: string }[]

export interface Facilitation {
  /** Whose turn it is; absent when nobody can. */
  readonly person?: string
  /** Whose turn it would have been, and who is away that day: they come next. */
  readonly skipped: readonly string[]
}

/**
 * Whose turn it is to facilitate: of those who may and are not away, whoever did it longest ago; who never did comes first, in the order
 * given. Who is away is skipped and loses nothing by it: they are first in line when they are back.
 *
 * @param eligible people in the order in which they joined
 * @param away people who are not there that day
 */
export function nextFacilitator(eligible: readonly string[], turns: Turns, away: ReadonlySet<string>): Facilitation {
  const last = new Map<string, string>()
  for (const { facilitator, at } of turns) if ((last.get(facilitator) ?? '') < at) last.set(facilitator, at)
  const line = eligible.toSorted((a, b) => {
    const [x, y] = [last.get(a) ?? '', last.get(b) ?? '']
    return x === y ? eligible.indexOf(a) - eligible.indexOf(b) : x < y ? -1 : 1
  })
  const turn = line.findIndex((person) => !away.has(person))
  const person = line[turn]
  return person === undefined ? { skipped: line } : { person, skipped: line.slice(0, turn) }
}

/** Who attended how many of the meetings that they were invited to. Excused absences are counted apart. */
export interface RoleAttendance {
  readonly role: string
  readonly invited: number
  readonly present: number
  readonly excused: number
  readonly missing: number
  /** present / (invited - excused), from 0 to 1; absent where nobody was expected. */
  readonly rate?: number
}

/** What the attendance of one meeting says. */
export interface MeetingAttendance {
  readonly invited: readonly Attendee[]
  readonly present: readonly string[]
  readonly excused: readonly string[]
}

/** Attendance by role over meetings; a person counts once for each role they were invited for. */
export function attendanceByRole(meetings: readonly MeetingAttendance[]): RoleAttendance[] {
  const counts = new Map<string, { invited: number; present: number; excused: number }>()
  for (const { invited, present, excused } of meetings) {
    for (const { person, roles } of invited) {
      for (const role of roles) {
        const count = counts.get(role) ?? { invited: 0, present: 0, excused: 0 }
        count.invited += 1
        if (present.includes(person)) count.present += 1
        else if (excused.includes(person)) count.excused += 1
        counts.set(role, count)
      }
    }
  }
  return [...counts]
    .map(([role, { invited, present, excused }]) => {
      const expected = invited - excused
      const rate = expected === 0 ? {} : { rate: present / expected }
      return { role, invited, present, excused, missing: expected - present, ...rate }
    })
    .toSorted((a, b) => (a.role < b.role ? -1 : 1))
}
