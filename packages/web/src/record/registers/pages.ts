import { ask } from '../../api/asking.ts'
import type { Page } from '../../routing/page.ts'
import { words } from '../../words/registers.ts'

const list = () => import('./registers-page.tsx')
const one = () => import('./register-page.tsx')

export const registerPages: readonly Page[] = [
  { path: '/registers', title: words.title, wants: () => [ask('register.list')], view: list },
  {
    path: '/projects/$project/registers',
    title: words.title,
    wants: ({ project }) => [ask('register.list', { project })],
    view: list,
  },
  { path: '/registers/$register', title: words.title, view: one },
  { path: '/projects/$project/registers/$register', title: words.title, view: one },
]
