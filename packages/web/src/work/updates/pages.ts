import { ask, askAll } from '../../api/asking.ts'
import type { Page } from '../../routing/page.ts'
import { words } from '../../words/app.ts'

export const updatePages: readonly Page[] = [
  {
    path: '/projects/$project/updates',
    title: words.nav.updates,
    wants: ({ project }) => [ask('project.show', { project }), askAll('update.list', { project })],
    view: () => import('./updates-page.tsx'),
  },
  {
    path: '/projects/$project/updates/$update',
    title: words.nav.updates,
    wants: ({ update }) => [ask('update.show', { update })],
    view: () => import('./update-page.tsx'),
  },
]
