import { use } from 'react'
import { createRootRoute, createRoute, createRouter, useLocation } from '@tanstack/react-router'
import type { Page } from '../routing/page.ts'
import { Eventually } from './eventually.tsx'
import { Failure, NotFound } from './failure.tsx'
import { Loading } from './loading.tsx'
import { PAGES } from './pages.ts'
import { prepare } from './prepare.ts'
import { PublicFrame } from './public-frame.tsx'
import { Root } from './root.tsx'
import { Shell } from './shell.tsx'
import { codeOf } from './code-of.ts'

const root = createRootRoute({ component: Root, notFoundComponent: NotFound })
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell })
const open = createRoute({ getParentRoute: () => root, id: 'public', component: PublicFrame })

const ignore = (): void => undefined

/** The code of a page, drawn without holding up the click that opened it; anew for each address. */
function viewOf(page: Page) {
  const load = codeOf(page)
  function View() {
    const Shown = use(load())
    return <Shown />
  }
  function Shown() {
    const pathname = useLocation({ select: (l) => l.pathname })
    return (
      <Eventually key={pathname}>
        <View />
      </Eventually>
    )
  }
  return Object.assign(Shown, { preload: (): Promise<void> => load().then(ignore, ignore) })
}

const routeOf = (page: Page) =>
  createRoute({
    getParentRoute: () => (page.public === true ? open : shell),
    path: page.path,
    loader: ({ params }) => prepare(page, params),
    head: () => ({ meta: [{ title: page.title }] }),
    component: viewOf(page),
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
