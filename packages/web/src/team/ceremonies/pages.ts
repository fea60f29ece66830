import { ask, askAll } from '../../api/asking.ts'
import type { Page } from '../../routing/page.ts'
import { words } from '../../words/team.ts'

export const ceremonyPages: readonly Page[] = [
  {
    path: '/projects/$project/team/ceremonies',
    title: words.ceremonies.title,
    wants: ({ project }) => [
      ask('project.show', { project }),
      ask('ceremony.upcoming', { project }),
      askAll('ceremony.list', { project }),
      askAll('action.list', { project }),
    ],
    view: () => import('./ceremonies-page.tsx'),
  },
  {
    path: '/projects/$project/team/ceremonies/$ceremony',
    title: words.ceremonies.agenda,
    wants: ({ ceremony }) => [ask('ceremony.agenda', { ceremony }), ask('ceremony.show', { ceremony })],
    view: () => import('./agenda-page.tsx'),
  },
]
