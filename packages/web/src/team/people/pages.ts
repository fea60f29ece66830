import { ask, askAll } from '../../api/asking.ts'
import type { Page } from '../../routing/page.ts'
import { words as administration } from '../../words/administration.ts'
import { words as app } from '../../words/app.ts'
import { words } from '../../words/people.ts'
import { words as team } from '../../words/team.ts'

export const peoplePages: readonly Page[] = [
  { path: '/sign-in', title: words.signIn.title, public: true, view: () => import('./sign-in-page.tsx') },
  { path: '/setup', title: words.setup.title, public: true, view: () => import('./setup-page.tsx') },
  { path: '/welcome', title: words.welcome.title, public: true, view: () => import('./welcome-page.tsx') },
  {
    path: '/start',
    title: words.start.title,
    wants: () => [askAll('person.list'), askAll('pack.list')],
    view: () => import('./start-page.tsx'),
  },
  {
    path: '/people',
    title: administration.people.title,
    wants: () => [askAll('person.list')],
    view: () => import('./people-page.tsx'),
  },
  {
    path: '/people/$person',
    title: app.nav.person,
    wants: ({ person }) => [
      ask('person.show', { person }),
      ask('skill.list', { person }),
      ask('staffing.load'),
      ask('role.list'),
    ],
    view: () => import('./person-page.tsx'),
  },
  {
    path: '/tokens',
    title: administration.access.title,
    wants: () => [askAll('token.list'), ask('session.list')],
    view: () => import('./access-page.tsx'),
  },
  {
    path: '/projects/$project/team',
    title: team.people.title,
    wants: ({ project }) => [
      ask('project.show', { project }),
      ask('project.team', { project }),
      ask('deliverable.list', { project }),
    ],
    view: () => import('./team-page.tsx'),
  },
]
