import type { Applicant } from '@muster/core'
import { applicantNoun, holdingNoun, learningNoun, requisitionNoun, skillNoun, transitionNoun } from '@muster/core'
import type { Records } from './records.ts'
import { rolesPack, shippedDeliverables, shippedLearning, shippedStaffing } from './shipped.ts'

type Command = Readonly<Record<string, unknown>>
type Loader = (world: Records, command: Command, loaded: Readonly<Record<string, unknown>>) => unknown

const ROLES = rolesPack().roles
const ids = [...new Set(ROLES.flatMap((r) => r.responsibilities.map((x) => x.id)))]
const RESPONSIBILITIES = new Map(
  ids.map((id) => [id, ROLES.filter((r) => r.responsibilities.some((x) => x.id === id)).map((r) => r.id)]),
)
const [STAFFING, LEARNING, DELIVERABLES] = [shippedStaffing(), shippedLearning(), shippedDeliverables()]
const SKILLS = [...new Set(ROLES.flatMap((r) => r.skills))]

const named = (command: Command, key: string): string => String(command[key])

/** Facts that acts about the team need, as the server's loaders give them. */
export const teamLoaders: Readonly<Record<string, Loader>> = {
  deliverables: () => DELIVERABLES,
  responsibilityRoles: () => RESPONSIBILITIES,
  holding: (world, command) =>
    world
      .all(holdingNoun)
      .find((h) => h.project === command['project'] && h.responsibility === command['responsibility']),
  staffingPack: () => STAFFING,
  learningPack: () => LEARNING,
  requisition: (world, command, loaded) =>
    world.get(requisitionNoun, (command['requisition'] ?? (loaded['applicant'] as Applicant).requisition) as string),
  applicant: (world, command) => world.get(applicantNoun, named(command, 'applicant')),
  transition: (world, command) => world.get(transitionNoun, named(command, 'transition')),
  learning: (world, command) => world.get(learningNoun, named(command, 'learning')),
  catalogueSkills: () => SKILLS,
  skillHeld: (world, command) =>
    world
      .all(skillNoun)
      .find((s) => s.person === command['person'] && s.skill.toLowerCase() === named(command, 'skill').toLowerCase()),
}
