import { useEffect, useSyncExternalStore } from 'react'

let shown: string | undefined
const listeners = new Set<() => void>()

function show(name: string | undefined): void {
  shown = name
  for (const listener of listeners) listener()
}

/** Says what the page shows, for as long as it shows it: the title of the document begins with it. */
export function useShownAs(name: string | undefined): void {
  useEffect(() => {
    if (name === undefined) return undefined
    show(name)
    return () => show(undefined)
  }, [name])
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What the page says that it shows. */
export const useShownName = (): string | undefined => useSyncExternalStore(subscribe, () => shown)

/**
 * The title of the document: what is shown first. A record comes before what kind of page it is, and a page that has no name
 * of its own before its project.
 *
 * @example
 * titleOf({ name: 'tumour-order version 2', page: 'Gate', project: 'Reading order', product: 'Muster' })
 * // 'tumour-order version 2 · Gate · Muster'
 */
export function titleOf(of: {
  readonly name: string | undefined
  readonly page: string | undefined
  readonly project: string | undefined
  readonly product: string
}): string {
  const { name, page, project, product } = of
  const parts =
    name !== undefined && name === project
      ? [name]
      : name === undefined || name === page
        ? [page, project]
        : [name, page]
  return [...new Set([...parts, product])].filter((part) => part !== undefined && part !== '').join(' · ')
}
