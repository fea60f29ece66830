import { ask } from '../../api/asking.ts'
import type { Page } from '../../routing/page.ts'
import { words as administration } from '../../words/administration.ts'
import { words } from '../../words/ledger.ts'

export const ledgerPages: readonly Page[] = [
  { path: '/ledger', title: words.title, view: () => import('./ledger-page.tsx') },
  {
    path: '/health',
    title: administration.health.title,
    wants: () => [ask('workspace.health')],
    view: () => import('./health-page.tsx'),
  },
  {
    path: '/ledger/$seq',
    title: words.entryTitle,
    wants: ({ seq }) => [ask('ledger.show', { seq }), ask('ledger.prove', { seq })],
    view: () => import('./entry-page.tsx'),
  },
]
