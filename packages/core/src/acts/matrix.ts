/** The RACI matrix as the act path reads it. A matrix belongs to one project: it starts as a copy of a pack's. */
export type Stake = 'R' | 'A' | 'C' | 'I'

export interface Activity {
  readonly id: string
  readonly title: string
  /** The canonical activities (those that acts name) that this row stands for. */
  readonly covers: readonly string[]
}

export interface Matrix {
  readonly activities: readonly Activity[]
  /** activity id → role id → stake */
  readonly cells: Readonly<Record<string, Readonly<Record<string, Stake>>>>
}

export type Engagement = 'embedded' | 'part-time' | 'outsourced'

/** A person in a role on a project. Dates are calendar days (YYYY-MM-DD, UTC); `until` is the last day. */
export interface Assignment {
  readonly id: string
  readonly project: string
  readonly person: string
  readonly role: string
  /** Share of working time in percent, 1–100. */
  readonly allocation: number
  readonly engagement: Engagement
  readonly from: string
  readonly until?: string
  readonly endedAt?: string
}

/** What the act path needs to know of a project to say who may do what. */
export interface Responsibilities {
  readonly id: string
  readonly matrix: Matrix
  readonly assignments: readonly Assignment[]
  /** The assigned people; somebody who is not in here counts as inactive. */
  readonly people: ReadonlyMap<string, Standing>
  /** A retired project's record is closed. */
  readonly retired: boolean
}

/** Whether a person is active, and when they were last deactivated (ISO instant): what they approved before lapses. */
export interface Standing {
  readonly active: boolean
  readonly deactivatedAt?: string
  /** A service account: it may be assigned and perform, but fulfils no duty. */
  readonly service?: boolean
}

const isActive = (of: Responsibilities, person: string): boolean => of.people.get(person)?.active === true

/** The row of the matrix that stands for an activity: by its own id, or by the canonical activity it covers. */
export function activityFor(matrix: Matrix, activity: string): Activity | undefined {
  return (
    matrix.activities.find((row) => row.covers.includes(activity)) ??
    matrix.activities.find((row) => row.id === activity)
  )
}

/** True while the assignment is in force on the day of `now` (ISO instant). */
export function inForce(assignment: Assignment, now: string): boolean {
  const day = now.slice(0, 10)
  if (assignment.endedAt !== undefined) return false
  return assignment.from <= day && (assignment.until === undefined || day <= assignment.until)
}

/** Roles that a person holds on the project now; none when the person is inactive. */
export function rolesHeld(of: Responsibilities, person: string, now: string): string[] {
  if (!isActive(of, person)) return []
  return [...new Set(of.assignments.filter((a) => a.person === person && inForce(a, now)).map((a) => a.role))]
}

/** People who hold a role on the project now. */
export function holders(of: Responsibilities, role: string, now: string): string[] {
  return [
    ...new Set(
      of.assignments.filter((a) => a.role === role && inForce(a, now) && isActive(of, a.person)).map((a) => a.person),
    ),
  ]
}

/** Roles that have a given stake in an activity (matrix id or canonical id). */
export function rolesWith(matrix: Matrix, activity: string, stake: Stake): string[] {
  const row = activityFor(matrix, activity)
  if (row === undefined) return []
  return Object.entries(matrix.cells[row.id] ?? {})
    .filter(([, held]) => held === stake)
    .map(([role]) => role)
}

/** People who have a given stake in an activity now. */
export function peopleWith(of: Responsibilities, activity: string, stake: Stake, now: string): string[] {
  return [...new Set(rolesWith(of.matrix, activity, stake).flatMap((role) => holders(of, role, now)))]
}

/** The stakes a person has in an activity now, each with the role that gives it. */
export function stakesHeld(
  of: Responsibilities,
  person: string,
  activity: string,
  now: string,
): { stake: Stake; role: string }[] {
  const row = activityFor(of.matrix, activity)
  if (row === undefined) return []
  const cells = of.matrix.cells[row.id] ?? {}
  return rolesHeld(of, person, now).flatMap((role) => {
    const stake = cells[role]
    return stake === undefined ? [] : [{ stake, role }]
  })
}
