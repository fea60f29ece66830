import { ask, askAll } from '../../api/asking.ts'
import type { Page } from '../../routing/page.ts'
import { words } from '../../words/experiments.ts'

export const experimentPages: readonly Page[] = [
  {
    path: '/projects/$project/experiments',
    title: words.title,
    wants: ({ project }) => [askAll('experiment.list', { project })],
    view: () => import('./experiments-page.tsx'),
  },
  {
    path: '/projects/$project/experiments/$experiment',
    title: words.one,
    wants: ({ project, experiment }) => [ask('experiment.show', { experiment }), askAll('model.list', { project })],
    view: () => import('./experiment-page.tsx'),
  },
]
