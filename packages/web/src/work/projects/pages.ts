import { ask, askAll } from '../../api/queries.ts'
import type { Page } from '../../routing/page.ts'
import { words } from '../../words/projects.ts'

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
      askAll('experiment.list', { project }),
      ask('responsibility.at-risk', { project }),
      ask('ledger.list', { project, limit: 8 }),
    ],
    view: () => import('./project-page.tsx'),
  },
]
