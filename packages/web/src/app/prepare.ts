import { ask, askAll, knowledge } from '../api/asking.ts'
import { pageAt } from '../routing/match.ts'
import type { Page, Params, Wanted } from '../routing/page.ts'
import { PAGES } from './pages.ts'

/** Sends the questions of a page. Nobody waits for the answers here: a page shows what is there, and an outline for the rest. */
export function prepare(page: Page, params: Params): void {
  const { project } = params
  if (project !== undefined) void knowledge.prefetchQuery(ask('project.show', { project }))
  for (const wanted of page.wants?.(params) ?? []) void knowledge.prefetchQuery(wanted as Wanted)
  // What fails here fails again where it is shown, and is told there.
  page.prepare?.(params).catch(() => undefined)
}

/** Fetches code and answers of the page at an address while the app itself is still on its way. */
export function prepareAt(pathname: string): void {
  const found = pageAt(PAGES, pathname)
  if (found === undefined) return
  const { page, params } = found
  // Code that cannot be had is told by the router, which asks for it again.
  page.view().catch(() => undefined)
  if (page.public === true) return
  void knowledge.prefetchQuery(ask('me.show'))
  prepare(page, params)
  // Names of people and roles stand everywhere; the rest is what the frame shows.
  for (const wanted of [askAll('person.list'), ask('role.list'), askAll('project.list'), ask('inbox.list')])
    void knowledge.prefetchQuery(wanted as Wanted)
}
