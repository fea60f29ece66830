import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { knowledge } from '../api/queries.ts'
import type { Page, Wanted } from '../routing/page.ts'
import { Failure, NotFound } from './failure.tsx'
import { Loading } from './loading.tsx'
import { PAGES } from './pages.ts'
import { PublicFrame } from './public-frame.tsx'
import { Root } from './root.tsx'
import { Shell } from './shell.tsx'

const root = createRootRoute({ component: Root, notFoundComponent: NotFound })
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell })
const open = createRoute({ getParentRoute: () => root, id: 'public', component: PublicFrame })

const routeOf = (page: Page) =>
  createRoute({
    getParentRoute: () => (page.public === true ? open : shell),
    path: page.path,
    // Sent at once, and not waited for: the page shows what is there and its outline for the rest.
    loader: ({ params }) => {
      for (const wanted of page.wants?.(params) ?? []) void knowledge.prefetchQuery(wanted as Wanted)
    },
    head: () => ({ meta: [{ title: page.title }] }),
    component: lazyRouteComponent(page.view, 'Page'),
  })

/** The router with all pages. */
export const router = createRouter({
  routeTree: root.addChildren([
    shell.addChildren(PAGES.filter((p) => p.public !== true).map(routeOf)),
    open.addChildren(PAGES.filter((p) => p.public === true).map(routeOf)),
  ]),
  defaultPreload: 'intent',
  defaultPreloadDelay: 40,
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 150,
  defaultPendingMinMs: 0,
  defaultPendingComponent: Loading,
  defaultErrorComponent: Failure,
  scrollRestoration: true,
})
