import { ask, askAll, knowledge } from '../../api/asking.ts'
import type { Page } from '../../routing/page.ts'
import { words } from '../../words/projects.ts'
import { RISKS, risksOf } from './risks-of.ts'
import { NEWEST, nextStage } from './stages.ts'

/** What the next stage asks for, and how the newest version does by the criteria. */
async function prepareProject(project: string): Promise<void> {
  const stage = knowledge.fetchQuery(ask('project.show', { project })).then((p) => {
    const next = nextStage(p.stage)
    return next === undefined ? undefined : knowledge.prefetchQuery(ask('project.checks', { project, stage: next }))
  })
  const models = await knowledge.fetchQuery(askAll('model.list', { project }))
  const model = models.find((m) => m.versions > 0)?.id
  if (model !== undefined) {
    const { items } = await knowledge.fetchQuery(ask('version.list', { model, limit: 1 }))
    const version = items[0]?.id
    if (version !== undefined) await knowledge.prefetchQuery(ask('gate.status', { version }))
  }
  await stage
}

export const projectPages: readonly Page[] = [
  {
    path: '/projects',
    title: words.title,
    wants: () => [askAll('project.list')],
    view: () => import('./projects-page.tsx'),
  },
  {
    path: '/projects/$project',
    title: words.name,
    wants: ({ project }) => [
      ask('project.show', { project }),
      ask('project.team', { project }),
      askAll('model.list', { project }),
      ask('experiment.list', { project, limit: NEWEST }),
      ask('responsibility.at-risk', { project }),
      ask('register.show', { register: RISKS }),
      risksOf(project ?? ''),
      ask('ledger.list', { project, limit: 8 }),
    ],
    prepare: ({ project = '' }) => prepareProject(project),
    view: () => import('./project-page.tsx'),
  },
]
