import type { Member, Stage } from './cast.ts'
import { CAST } from './cast.ts'

/** Tells a step of the story. */
export interface Teller {
  step(text: string): void
}

/** A day before or after today, as YYYY-MM-DD. */
export const dayIn = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/** A project is founded: objective, criteria, team, milestones; it goes from idea to building. Gives its id. */
export async function foundProject(stage: Stage, on: Teller, name = 'Tumour reading order'): Promise<string> {
  const { subject: project } = await stage.act('ada', 'project.create', {
    name,
    lead: stage.id('ada'),
    workstream: 'experimentation',
  })
  on.step('Ada Okafor (product manager) founded the project "Tumour reading order"; it is an idea.')
  const why = await stage.refused('ada', 'project.advance', { project, to: 'scoped' }, 'stage-blocked')
  on.step(`She tried to move it on and was told: ${why}`)
  await stage.act('ada', 'project.describe', {
    project,
    objective:
      'Pathologists read the samples that are most likely malignant first, so that a patient with cancer waits less for a result.',
    scope: 'A score beside each case in the reading list. No diagnosis, and no case is left unread.',
  })
  await setCriteria(stage, project)
  on.step('She wrote down the objective and five success criteria, technical and business, before any work started.')
  await assignTeam(stage, project)
  await stage.act('ada', 'project.advance', { project, to: 'scoped' })
  on.step(
    `She put ${CAST.length - 2} people into their roles; the RACI matrix says what each of them may do. The project is scoped.`,
  )
  await stage.act('ada', 'project.advance', { project, to: 'staffed' })
  await stage.act('ada', 'milestone.set', { project, title: 'A candidate passes the gate', due: dayIn(42) })
  await stage.act('ada', 'milestone.set', {
    project,
    title: 'First month in the reading room reviewed',
    due: dayIn(84),
  })
  const warning = await stage.refused('ada', 'project.advance', { project, to: 'building' }, 'stage-unconfirmed')
  await stage.act('ada', 'project.advance', {
    project,
    to: 'building',
    confirm: true,
    reason: 'The labels come from confirmed diagnoses; nobody annotates.',
  })
  on.step(`Before building she was warned: ${warning} She confirmed, with a reason; both stand in the ledger.`)
  return project
}

async function setCriteria(stage: Stage, project: string): Promise<void> {
  const technical = { project, kind: 'technical', split: 'test' }
  await stage.act('ada', 'criterion.set', {
    ...technical,
    title: 'Few malignant cases are missed',
    metric: 'recall',
    comparator: '>=',
    threshold: 0.94,
  })
  await stage.act('ada', 'criterion.set', {
    ...technical,
    title: 'Malignant cases rank before benign ones',
    metric: 'roc_auc',
    comparator: '>=',
    threshold: 0.97,
    judgedBy: 'interval',
  })
  await stage.act('ada', 'criterion.set', {
    ...technical,
    title: 'Few false alarms',
    metric: 'precision',
    comparator: '>=',
    threshold: 0.9,
  })
  await stage.act('ada', 'criterion.set', {
    ...technical,
    title: 'Probabilities can be believed',
    metric: 'brier',
    comparator: '<=',
    threshold: 0.05,
  })
  await stage.act('ada', 'criterion.set', {
    project,
    kind: 'business',
    title: 'Cheap enough to run',
    metric: 'cost.monthly',
    comparator: '<=',
    threshold: 50,
    unit: 'EUR',
    split: 'test',
  })
}

async function assignTeam(stage: Stage, project: string): Promise<void> {
  for (const member of CAST as readonly (Member & { key: (typeof CAST)[number]['key'] })[]) {
    if (member.role === undefined || member.key === 'ada') continue
    const partTime = member.role === 'domain-expert' || member.role === 'security-privacy-legal'
    await stage.act('ada', 'assignment.assign', {
      project,
      person: stage.id(member.key),
      role: member.role,
      allocation: partTime ? 20 : 100,
      engagement: partTime ? 'part-time' : 'embedded',
    })
  }
}
