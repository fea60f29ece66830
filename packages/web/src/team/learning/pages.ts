import { ask, askAll } from '../../api/asking.ts'
import type { Page } from '../../routing/page.ts'
import { words } from '../../words/app.ts'

const view = () => import('./learning-page.tsx')

export const learningPages: readonly Page[] = [
  { path: '/learning', title: words.nav.learning, wants: () => [ask('learning.gaps')], view },
  {
    path: '/projects/$project/team/learning',
    title: words.nav.learning,
    wants: ({ project }) => [
      ask('project.show', { project }),
      ask('project.team', { project }),
      ask('learning.gaps', { project }),
      ask('adoption.trend', { project }),
      askAll('training.list', { project }),
    ],
    view,
  },
]
