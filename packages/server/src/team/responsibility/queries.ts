import type { Consultation, ProjectFacts } from '@muster/core'
import { assignmentNoun, consultationNoun, handoverNoun, refusal } from '@muster/core'
import type { Loader, Reading } from '../../store/perform.ts'
import { LoaderRefusal, must, projectOf } from '../../store/perform.ts'
import { projectWithTeam } from '../../store/responsibilities.ts'
import { packsOf } from '../../record/packs/queries.ts'

/** The project a command is about, with its team and the catalogue it follows. */
export async function loadProject(reading: Reading, project: string = projectOf(reading)): Promise<ProjectFacts> {
  const found = await projectWithTeam(reading.work, project)
  if (found === undefined)
    throw new LoaderRefusal(refusal('not-found', `There is no project ${project}.`, { subject: project }))
  const packs = await packsOf(reading.work, found.state)
  return { ...found, name: found.state.name, roles: packs.roleIds, judged: ['train-model', 'deploy-to-production'] }
}

/** The consultations about a record. */
export async function consultationsAbout(reading: Pick<Reading, 'work'>, about: string): Promise<Consultation[]> {
  const rows = await reading.work.query<{ doc: Consultation }>(
    `select doc from consultation where doc->>'about' = $1 order by id`,
    [about],
  )
  return rows.map((row) => row.doc)
}

/** Facts about responsibility that acts need. */
export const responsibilityLoaders: Record<string, Loader> = {
  team: (reading) => loadProject(reading),
  project: (reading) => loadProject(reading),
  assignment: (reading) => must(reading, assignmentNoun, reading.command['assignment']),
  consultation: (reading) => must(reading, consultationNoun, reading.command['consultation']),
  stillOpen: async ({ work, loaded }) => {
    const [row] = await work.query<{ open: boolean }>(
      `select exists (select 1 from round where id = $1 and doc->>'state' = 'open')
           or exists (select 1 from handover where id = $1 and doc->>'state' = 'open') as open`,
      [(loaded['consultation'] as Consultation).about],
    )
    return row?.open ?? false
  },
  handover: (reading) => must(reading, handoverNoun, reading.command['handover']),
  consultations: (reading) => consultationsAbout(reading, String(reading.command['handover'])),
}
