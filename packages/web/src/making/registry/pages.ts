import { ask, askAll } from '../../api/asking.ts'
import type { Page } from '../../routing/page.ts'
import { words } from '../../words/registry.ts'

export const registryPages: readonly Page[] = [
  {
    path: '/projects/$project/models',
    title: words.title,
    wants: ({ project }) => [askAll('model.list', { project })],
    view: () => import('./models-page.tsx'),
  },
  {
    path: '/projects/$project/models/$model',
    title: words.one,
    wants: ({ project, model }) => [
      ask('model.show', { model }),
      askAll('version.list', { model }),
      askAll('promotion.list', { project }),
    ],
    view: () => import('./model-page.tsx'),
  },
]
