import { ask, askAll, knowledge } from '../../api/asking.ts'
import type { Page } from '../../routing/page.ts'
import { versionBefore } from './before.ts'
import { words } from '../../words/gates.ts'

/** The model, and the version before this one, whose evidence the candidate's is held against. */
async function prepareGate(project: string, version: string): Promise<void> {
  const { model } = await knowledge.fetchQuery(ask('version.show', { version }))
  const [{ aliases }, promotions] = await Promise.all([
    knowledge.fetchQuery(ask('model.show', { model })),
    knowledge.fetchQuery(askAll('promotion.list', { project })),
  ])
  const before = versionBefore(version, aliases['champion'], promotions)
  if (before === undefined) return
  await Promise.all([
    knowledge.prefetchQuery(ask('version.show', { version: before })),
    knowledge.prefetchQuery(askAll('evidence.list', { version: before })),
  ])
}

export const gatePages: readonly Page[] = [
  {
    path: '/projects/$project/gate',
    title: words.title,
    wants: ({ project }) => [askAll('model.list', { project }), askAll('round.list', { project })],
    view: () => import('./candidates-page.tsx'),
  },
  {
    path: '/projects/$project/gate/$version',
    title: words.title,
    wants: ({ project, version }) => [
      ask('gate.status', { version }),
      ask('version.show', { version }),
      askAll('consultation.list', { project }),
      askAll('promotion.list', { project }),
      askAll('round.list', { project }),
      askAll('evidence.list', { version }),
    ],
    prepare: ({ project = '', version = '' }) => prepareGate(project, version),
    view: () => import('./gate-page.tsx'),
  },
]
