import type { Params } from './page.ts'

const partsOf = (path: string): readonly string[] => path.split('/').filter((part) => part !== '')

/** The parameters of an address by the pattern of a page, `/projects/$project` for instance; undefined when it does not fit. */
export function paramsOf(pattern: string, pathname: string): Params | undefined {
  const wanted = partsOf(pattern)
  const given = partsOf(pathname)
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [i, part] of wanted.entries()) {
    const value = given[i] ?? ''
    if (!part.startsWith('$')) {
      if (part !== value) return undefined
      continue
    }
    try {
      params[part.slice(1)] = decodeURIComponent(value)
    } catch {
      return undefined
    }
  }
  return params
}

const blanks = (pattern: string): number => partsOf(pattern).filter((part) => part.startsWith('$')).length

/** The page of an address with its parameters. Of several that fit, the one that says more of the address itself. */
export function pageAt<P extends { readonly path: string }>(
  pages: readonly P[],
  pathname: string,
): { readonly page: P; readonly params: Params } | undefined {
  return pages
    .flatMap((page) => {
      const params = paramsOf(page.path, pathname)
      return params === undefined ? [] : [{ page, params }]
    })
    .toSorted((a, b) => blanks(a.page.path) - blanks(b.page.path))[0]
}
