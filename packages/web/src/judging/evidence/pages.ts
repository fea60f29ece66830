import { ask, askAll } from '../../api/asking.ts'
import type { Page } from '../../routing/page.ts'
import { words } from '../../words/evidence-titles.ts'
import { words as registry } from '../../words/registry.ts'

export const evidencePages: readonly Page[] = [
  {
    path: '/projects/$project/versions/$version',
    title: registry.version,
    wants: ({ version }) => [ask('version.show', { version }), askAll('evidence.list', { version })],
    view: () => import('./version-page.tsx'),
  },
  {
    path: '/projects/$project/versions/$version/measure',
    title: words.measure,
    wants: ({ version }) => [ask('version.show', { version })],
    view: () => import('./measure/measure-page.tsx'),
  },
  {
    path: '/projects/$project/evidence/$evidence',
    title: words.evidence,
    wants: ({ evidence }) => [ask('evidence.show', { evidence })],
    view: () => import('./evidence-page.tsx'),
  },
]
