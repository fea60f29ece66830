import { ask } from '../../api/asking.ts'
import type { Page } from '../../routing/page.ts'
import { words } from '../../words/inbox.ts'
import { words as team } from '../../words/team.ts'

export const responsibilityPages: readonly Page[] = [
  { path: '/', title: words.title, wants: () => [ask('inbox.list')], view: () => import('./inbox-page.tsx') },
  {
    path: '/projects/$project/team/raci',
    title: team.raci.title,
    wants: ({ project }) => [ask('project.show', { project }), ask('project.team', { project })],
    view: () => import('./raci-page.tsx'),
  },
]
