import { askAll } from '../../api/asking.ts'
import type { Page } from '../../routing/page.ts'
import { words } from '../../words/administration.ts'

export const packPages: readonly Page[] = [
  {
    path: '/packs',
    title: words.packs.title,
    wants: () => [askAll('pack.list')],
    view: () => import('./packs-page.tsx'),
  },
]
