import { ask } from '../../api/queries.ts'
import type { Page } from '../../routing/page.ts'
import { words } from '../../words/inbox.ts'

export const responsibilityPages: readonly Page[] = [
  { path: '/', title: words.title, wants: () => [ask('inbox.list')], view: () => import('./inbox-page.tsx') },
]
