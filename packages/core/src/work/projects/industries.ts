import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import type { Matrix } from '../../acts/matrix.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import type { PackReference, ProjectFacts } from './project.ts'
import { industryAdopted, industryDropped, projectFact } from './project.ts'

/** The industry that a command names, as its newest pack describes it; `undefined` when there is none. */
export interface ChosenIndustry {
  readonly reference: PackReference
  readonly activities: Matrix['activities']
  readonly cells: Matrix['cells']
  /** Roles it adds to the catalogue. */
  readonly roles: readonly string[]
}
export const chosenIndustryFact = fact<ChosenIndustry | undefined>('chosenIndustry')

const planning = {
  kind: 'activity',
  stake: 'A',
  activity: 'plan-and-staff',
  responsibilities: (f: { project: ProjectFacts }) => f.project,
} as const
const named = {
  project: input.project.describe('The project'),
  industry: input.slug.describe('Id of the industry pack, e.g. healthcare'),
  reason: input.line(500).describe('Why'),
}

export const adoptIndustry = act({
  name: 'project.adopt-industry',
  title: 'Adopt what an industry asks for',
  help: 'Adds the roles, activities, kinds of evidence, checks, reviews and registers of an industry to the project. Adopted again, it takes over the newest version.',
  input: z.strictObject(named),
  needs: { project: projectFact, industry: chosenIndustryFact },
  permission: planning,
  events: [industryAdopted],
  decide: (command, _grant, { project, industry }) => {
    if (industry === undefined)
      return refuse(
        refusal('pack-unknown', `The workspace has no industry "${command.industry}".`, {
          subject: '/industry',
          help: 'List the packs with "muster pack list".',
        }),
      )
    const { reference, activities, cells } = industry
    const known = (project.state.industries ?? []).find((i) => i.id === reference.id)
    if (known?.digest === reference.digest)
      return refuse(refusal('already-so', 'The project follows exactly this version already.', { subject: project.id }))
    const own = known?.activities ?? []
    const clash = activities.find(({ id }) => !own.includes(id) && project.matrix.activities.some((a) => a.id === id))
    if (clash !== undefined)
      return refuse(
        refusal('name-taken', `The matrix of this project already has an activity "${clash.id}".`, {
          subject: clash.id,
          help: 'Another pack brought it; the two do not go together.',
        }),
      )
    return accept(
      event(
        industryAdopted,
        project.id,
        {
          pack: reference,
          activities: activities.map((a) => ({ ...a, covers: [...a.covers] })),
          cells: Object.fromEntries(Object.entries(cells).map(([id, row]) => [id, { ...row }])),
          reason: command.reason,
        },
        project.id,
      ),
    )
  },
})

export const dropIndustry = act({
  name: 'project.drop-industry',
  title: 'No longer follow an industry',
  help: 'Takes away what the industry added. Open rounds keep the gate they were submitted to, and records keep what they are.',
  input: z.strictObject(named),
  needs: { project: projectFact },
  permission: planning,
  events: [industryDropped],
  decide: (command, _grant, { project }) =>
    (project.state.industries ?? []).some((i) => i.id === command.industry)
      ? accept(event(industryDropped, project.id, { industry: command.industry, reason: command.reason }, project.id))
      : refuse(
          refusal('already-so', `The project does not follow "${command.industry}".`, {
            subject: project.id,
            help: `It follows ${(project.state.industries ?? []).map((i) => i.id).join(', ') || 'no industry'}.`,
          }),
        ),
})
