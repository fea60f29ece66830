import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import { personFact } from './person.ts'

export const SKILL_LEVELS = ['learning', 'working', 'expert'] as const
const level = z.enum(SKILL_LEVELS)

export const skillRecorded = eventType(
  'SkillRecorded',
  'A person has a skill of the catalogue, at this level.',
  z.strictObject({ person: input.person, skill: z.string(), level, evidence: z.string().optional() }),
)
export const skillWithdrawn = eventType('SkillWithdrawn', 'The person no longer claims the skill.', z.strictObject({}))
export const skillEvents = [skillRecorded, skillWithdrawn] as const

/** A skill of a person: their own word, with what supports it. */
export interface Skill {
  readonly id: string
  readonly person: string
  readonly skill: string
  readonly level: (typeof SKILL_LEVELS)[number]
  readonly evidence?: string
  readonly recordedAt: string
  readonly withdrawnAt?: string
}

export const skillNoun = noun<Skill, typeof skillEvents>('skill', skillEvents, {
  born: { SkillRecorded: (e) => recordedSkill(e.subject, e) },
  changed: {
    SkillRecorded: (s, e) => recordedSkill(s.id, e),
    SkillWithdrawn: (s, e) => ({ ...s, withdrawnAt: e.at }),
  },
})

function recordedSkill(
  id: string,
  e: {
    readonly at: string
    readonly data: { person: string; skill: string; level: Skill['level']; evidence?: string | undefined }
  },
): Skill {
  const { evidence, ...data } = e.data
  return { id, ...data, ...(evidence === undefined ? {} : { evidence }), recordedAt: e.at }
}

/** Every skill that a role of the workspace's catalogues asks for, as it is written there. */
export const catalogueSkillsFact = fact<readonly string[]>('catalogueSkills')
/** The record of the skill that the command names for the person, withdrawn ones too. */
export const skillHeldFact = fact<Skill | undefined>('skillHeld')

const own = { kind: 'self', person: (command: { readonly person: string }) => command.person } as const
const named = {
  person: input.person.describe('You'),
  skill: input.line(200).describe('A skill of the role catalogue, e.g. "metric design"'),
}

export const recordSkill = act({
  name: 'skill.record',
  title: 'Record a skill of yours',
  help: 'Says which skill of the catalogue you have, and how well. Whoever looks for somebody for a role sees it.',
  input: z.strictObject({
    ...named,
    level: level.describe('learning, working or expert'),
    evidence: input.line(2_000).optional().describe('What supports it: an address, a project, a certificate'),
  }),
  needs: { holder: personFact, skills: catalogueSkillsFact, held: skillHeldFact },
  permission: own,
  events: [skillRecorded],
  decide: ({ person, skill, level: how, evidence }, _grant, { skills, held }, { newId }) => {
    const found = skills.find((s) => s.toLowerCase() === skill.toLowerCase())
    if (found === undefined) {
      return refuse(
        refusal('skill-unknown', `No role of the catalogue asks for "${skill}".`, {
          subject: '/skill',
          help: `There are: ${skills.join(', ')}.`,
        }),
      )
    }
    const supported = evidence === undefined ? {} : { evidence }
    return accept(event(skillRecorded, held?.id ?? newId('skl'), { person, skill: found, level: how, ...supported }))
  },
})

export const withdrawSkill = act({
  name: 'skill.withdraw',
  title: 'Withdraw a skill of yours',
  help: 'You no longer claim it.',
  input: z.strictObject(named),
  needs: { holder: personFact, held: skillHeldFact },
  permission: own,
  events: [skillWithdrawn],
  decide: ({ skill }, _grant, { held }) =>
    held === undefined || held.withdrawnAt !== undefined
      ? refuse(refusal('already-so', `"${skill}" is not among your skills.`, { subject: '/skill' }))
      : accept(event(skillWithdrawn, held.id, {})),
})
