/** Somebody of the workspace as staffing sees them: what they do elsewhere, what they can do, how much of them is taken. */
export interface Benched {
  readonly person: string
  /** Roles held now on other projects. */
  readonly roles: readonly string[]
  /** Skills on record, in lower case. */
  readonly skills: readonly string[]
  /** Share of working time that assignments in force take, over all projects, in percent. */
  readonly allocation: number
}

/** A person who could take a role, and why. */
export interface CouldTake {
  readonly person: string
  readonly role: string
  readonly because: 'holds it on another project' | 'has the skills of the role'
  /** Share of working time that no assignment takes, in percent; never below 0. */
  readonly free: number
}

const MOST = 5

/**
 * People of the workspace who could take one of the roles: they hold it on another project, or have every skill that the catalogue
 * asks of it. Those with the most free time come first; at most five are named.
 *
 * @param skillsOf skills of a role, in lower case
 * @param on people who are on the project in one of these roles already
 */
export function couldTake(
  roles: readonly string[],
  bench: readonly Benched[],
  skillsOf: (role: string) => readonly string[],
  on: ReadonlySet<string>,
): CouldTake[] {
  const found = bench.flatMap((b): CouldTake[] => {
    if (on.has(b.person)) return []
    const free = Math.max(0, 100 - b.allocation)
    const held = roles.find((role) => b.roles.includes(role))
    if (held !== undefined) return [{ person: b.person, role: held, because: 'holds it on another project', free }]
    const able = roles.find((role) => {
      const wanted = skillsOf(role)
      return wanted.length > 0 && wanted.every((skill) => b.skills.includes(skill))
    })
    return able === undefined ? [] : [{ person: b.person, role: able, because: 'has the skills of the role', free }]
  })
  return found.toSorted((a, b) => b.free - a.free || (a.person < b.person ? -1 : 1)).slice(0, MOST)
}

/** Who could take it, as the end of a message. */
export function whoCouldTake(found: readonly CouldTake[]): string {
  if (found.length === 0)
    return 'Nobody else in the workspace holds it or has its skills on record: hire, or have somebody record their skills.'
  const people = found.map((f) => `${f.person} (${f.because}, ${f.free > 0 ? `${f.free} % free` : 'fully engaged'})`)
  return `Could take it: ${people.join('; ')}.`
}
