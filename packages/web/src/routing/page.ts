import type { FunctionComponent } from 'react'
import type { QueryClient } from '@tanstack/react-query'

export type Params = Readonly<Record<string, string>>

/** What a page wants to know before it is shown: the questions are sent while its code is still on its way. */
export type Wanted = Parameters<QueryClient['prefetchQuery']>[0]

/** A page: its address, its name, and where its code is. Each page's code is a file of its own, loaded when it is opened. */
export interface Page {
  /** With `$parameters`, e.g. `/projects/$project` */
  readonly path: string
  readonly title: string
  readonly wants?: (params: Params) => readonly unknown[]
  /** Sends the questions that take the answer of another one. */
  readonly prepare?: (params: Params) => Promise<unknown>
  readonly view: () => Promise<{ readonly Page: FunctionComponent }>
  /** Shown without the navigation and without being signed in. */
  readonly public?: boolean
}
