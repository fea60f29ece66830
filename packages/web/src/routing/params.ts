import { useParams, useSearch } from '@tanstack/react-router'

/** A parameter of the address of this page. */
export function useParam(name: string): string {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false })
  return params[name] ?? ''
}

/** A parameter that only some pages have. */
export function useParamIfAny(name: string): string | undefined {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false })
  return params[name]
}

/** A text behind the question mark of the address; '' when it is not there. */
export function useSearchText(name: string): string {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const value = search[name]
  // The router reads what looks like JSON: a code of digits is a number by then.
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}
