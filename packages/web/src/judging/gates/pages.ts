import { ask, askAll } from '../../api/queries.ts'
import type { Page } from '../../routing/page.ts'
import { words } from '../../words/gates.ts'

export const gatePages: readonly Page[] = [
  {
    path: '/projects/$project/gate',
    title: words.title,
    wants: ({ project }) => [askAll('model.list', { project }), askAll('round.list', { project })],
    view: () => import('./candidates-page.tsx'),
  },
  {
    path: '/projects/$project/gate/$version',
    title: words.title,
    wants: ({ project, version }) => [
      ask('gate.status', { version }),
      ask('version.show', { version }),
      askAll('round.list', { project }),
      askAll('evidence.list', { version }),
    ],
    view: () => import('./gate-page.tsx'),
  },
]
