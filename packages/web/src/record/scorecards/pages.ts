import { ask } from '../../api/asking.ts'
import type { Page } from '../../routing/page.ts'
import { words } from '../../words/scorecards.ts'

export const scorecardPages: readonly Page[] = [
  { path: '/scorecard', title: words.portfolioTitle, view: () => import('./scorecard-page.tsx') },
  {
    path: '/projects/$project/scorecard',
    title: words.title,
    wants: ({ project }) => [ask('project.show', { project })],
    view: () => import('./scorecard-page.tsx'),
  },
  { path: '/kpis/$kpi', title: words.title, view: () => import('./kpi-page.tsx') },
]
