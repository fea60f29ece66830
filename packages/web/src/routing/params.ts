import { useParams, useSearch } from '@tanstack/react-router'

/** A parameter of the address of this page. */
export function useParam(name: string): string {
  return useParamIfAny(name) ?? ''
}

/** A parameter that only some pages have. */
export function useParamIfAny(name: string): string | undefined {
  // Selected, so that whoever asks is not drawn anew when something else of the address changes.
  return useParams({
    strict: false,
    select: (params: Readonly<Record<string, string | undefined>>) => params[name],
  })
}

/** A text behind the question mark of the address; '' when it is not there. */
export function useSearchText(name: string): string {
  const value = useSearch({ strict: false, select: (search: Readonly<Record<string, unknown>>) => search[name] })
  // The router reads what looks like JSON: a code of digits is a number by then, and `true` is no text.
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : ''
}
