import { ask, askAll } from '../../api/asking.ts'
import type { Page } from '../../routing/page.ts'
import { words } from '../../words/administration.ts'

export const packPages: readonly Page[] = [
  {
    path: '/packs',
    title: words.packs.title,
    wants: () => [askAll('pack.list')],
    view: () => import('./packs-page.tsx'),
  },
  {
    path: '/packs/$pack',
    title: words.packs.one,
    wants: (params) => [
      ask('pack.show', { pack: params['pack'] ?? '' }),
      ask('pack.use', { pack: params['pack'] ?? '' }),
    ],
    view: () => import('./pack-page.tsx'),
  },
]
