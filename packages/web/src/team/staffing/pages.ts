import { ask, askAll } from '../../api/asking.ts'
import type { Page } from '../../routing/page.ts'
import { words } from '../../words/team.ts'

export const staffingPages: readonly Page[] = [
  {
    path: '/projects/$project/team/staffing',
    title: words.staffing.title,
    wants: ({ project }) => [
      ask('project.show', { project }),
      ask('staffing.check', { project }),
      ask('staffing.hiring', { project }),
      ask('staffing.patterns'),
      ask('staffing.load'),
      ask('project.team', { project }),
      ask('skill.matrix', { project }),
      ask('transition.list', { project }),
      ask('requisition.funnel', { project }),
      askAll('requisition.list', { project }),
    ],
    view: () => import('./staffing-page.tsx'),
  },
]
