import type { Skill } from '../people/skills.ts'

/** A skill that a role needs on a project, and who has it. */
export interface SkillNeed {
  readonly role: string
  readonly skill: string
  /** Ids of the statements that the skill comes from, where it comes from one. */
  readonly source: readonly string[]
  readonly needed: 'held' | 'pattern'
  readonly state: 'had' | 'learning' | 'gap' | 'unstaffed'
  readonly has: readonly { readonly person: string; readonly level: Skill['level'] }[]
  /** People elsewhere in the workspace who have it. */
  readonly elsewhere: readonly string[]
  readonly sentence: string
}

export interface RoleSkills {
  readonly id: string
  readonly skills: readonly string[]
  readonly source?: readonly string[] | undefined
}

/**
 * The skills matrix of a project: every skill of every role that is held, or that its team pattern asks for, against the skills that
 * the holders have on record. A skill that nobody on the project has at level working or expert is a gap.
 */
export function skillsMatrix(
  roles: readonly RoleSkills[],
  holdersOf: (role: string) => readonly string[],
  needed: ReadonlySet<string>,
  skills: readonly Skill[],
): SkillNeed[] {
  const current = skills.filter((s) => s.withdrawnAt === undefined)
  return roles.flatMap((role) => {
    const people = holdersOf(role.id)
    if (people.length === 0 && !needed.has(role.id)) return []
    const source = (role.source ?? []).filter((id) => id.endsWith('.SK'))
    return role.skills.map((skill): SkillNeed => {
      const having = current.filter((s) => s.skill.toLowerCase() === skill.toLowerCase())
      const has = having.filter((s) => people.includes(s.person)).map(({ person, level }) => ({ person, level }))
      const elsewhere = having.filter((s) => !people.includes(s.person) && s.level !== 'learning').map((s) => s.person)
      const state =
        people.length === 0
          ? 'unstaffed'
          : has.some((h) => h.level !== 'learning')
            ? 'had'
            : has.length > 0
              ? 'learning'
              : 'gap'
      return {
        role: role.id,
        skill,
        source,
        needed: people.length > 0 ? 'held' : 'pattern',
        state,
        has,
        elsewhere,
        sentence: say(role.id, skill, state, people, elsewhere),
      }
    })
  })
}

function say(
  role: string,
  skill: string,
  state: SkillNeed['state'],
  people: readonly string[],
  elsewhere: readonly string[],
): string {
  const others = elsewhere.length === 0 ? 'Nobody else has it on record.' : `${elsewhere.join(', ')} could help.`
  switch (state) {
    case 'had':
      return `Somebody who is ${role} has "${skill}".`
    case 'learning':
      return `Whoever is ${role} is still learning "${skill}". ${others}`
    case 'gap':
      return `${people.join(', ')} (${role}) ${people.length === 1 ? 'has' : 'have'} no "${skill}" on record. ${others}`
    case 'unstaffed':
      return `Nobody is ${role}, which needs "${skill}". ${others}`
    default:
      return state satisfies never
  }
}
