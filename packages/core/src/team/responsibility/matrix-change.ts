import type { Matrix, Responsibilities, Stake } from '../../acts/matrix.ts'
import { stakesHeld } from '../../acts/matrix.ts'

/** An act that is entitled by a stake in one activity: who is A may do it, and who is R where R is enough. */
export interface EntitledAct {
  readonly name: string
  readonly stake: 'A' | 'R'
  readonly activity: string
}

/** What one person would gain and lose. */
export interface PersonChange {
  readonly person: string
  /** Stakes in activities; a person with several roles may hold several in one. */
  readonly stakes: readonly {
    readonly activity: string
    readonly title: string
    readonly gains: readonly Stake[]
    readonly loses: readonly Stake[]
  }[]
  /** Names of acts that the person could do afterwards and cannot now. */
  readonly gains: readonly string[]
  /** Names of acts that the person can do now and could not afterwards. */
  readonly loses: readonly string[]
}

/**
 * What another matrix would grant to and take from the people of a project at `now` (ISO instant), by their assignments
 * in force. People for whom nothing changes are left out; the order is that of the assignments.
 */
export function matrixChange(
  of: Responsibilities,
  after: Matrix,
  acts: readonly EntitledAct[],
  now: string,
): PersonChange[] {
  const changed: Responsibilities = { ...of, matrix: after }
  const people = [...new Set(of.assignments.map((a) => a.person))]
  return people.flatMap((person): PersonChange[] => {
    const stakes = after.activities.flatMap(({ id, title }) => {
      const had = stakesOf(of, person, id, now)
      const has = stakesOf(changed, person, id, now)
      const gains = [...has].filter((stake) => !had.has(stake))
      const loses = [...had].filter((stake) => !has.has(stake))
      return gains.length + loses.length === 0 ? [] : [{ activity: id, title, gains, loses }]
    })
    if (stakes.length === 0) return []
    const could = (before: boolean): string[] =>
      acts
        .filter((act) => may(of, person, act, now) === before && may(changed, person, act, now) !== before)
        .map((act) => act.name)
    return [{ person, stakes, gains: [...new Set(could(false))], loses: [...new Set(could(true))] }]
  })
}

const stakesOf = (of: Responsibilities, person: string, activity: string, now: string): Set<Stake> =>
  new Set(stakesHeld(of, person, activity, now).map((held) => held.stake))

function may(of: Responsibilities, person: string, { stake, activity }: EntitledAct, now: string): boolean {
  const held = stakesOf(of, person, activity, now)
  return held.has('A') || (stake === 'R' && held.has('R'))
}
