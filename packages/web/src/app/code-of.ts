import { Unreachable } from '@muster/contract'
import type { FunctionComponent } from 'react'
import type { Page } from '../routing/page.ts'

/** For so long a failure is told before the code is asked for again. */
const TOLD_MS = 100
/** Where it is kept that a page was loaded anew for a file that is gone, so that this happens once. */
const ANEW = 'muster-loaded-anew'

/**
 * Gets the code of a page, once. When it cannot be had because nobody answers, that is told inside the app; when the server
 * answers, the file is gone since a new version was installed, and the whole app is loaded anew.
 */
export function codeOf(page: Pick<Page, 'view'>): () => Promise<FunctionComponent> {
  let loading: Promise<FunctionComponent> | undefined
  return () =>
    (loading ??= load(page.view).catch((error: unknown) => {
      setTimeout(() => (loading = undefined), TOLD_MS)
      throw error
    }))
}

async function load(view: Page['view']): Promise<FunctionComponent> {
  try {
    const { Page } = await view()
    // The next version that is installed may be the reason again.
    sessionStorage.removeItem(ANEW)
    return Page
  } catch (error) {
    if (!(await isThere())) throw new Unreachable('The code of this page could not be had.', { cause: error })
    if (sessionStorage.getItem(ANEW) === window.location.pathname) throw error
    sessionStorage.setItem(ANEW, window.location.pathname)
    window.location.reload()
    // Nothing is shown while the document is loaded anew.
    return new Promise(() => undefined)
  }
}

async function isThere(): Promise<boolean> {
  try {
    return (await fetch('/healthz', { cache: 'no-store' })).ok
  } catch {
    return false
  }
}
