import { ask } from '../../api/asking.ts'
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
      ask('skill.matrix', { project }),
    ],
    view: () => import('./staffing-page.tsx'),
  },
]
