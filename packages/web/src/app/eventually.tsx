import type { ReactNode } from 'react'
import { startTransition, useEffect, useState } from 'react'
import { Loading } from './loading.tsx'

let isFirst = true

/**
 * A page that does not hold up the click that opened it: its outline answers at once, and the page is drawn piece by piece
 * behind it. The first page of all is drawn as it comes.
 */
export function Eventually({ children }: { readonly children: ReactNode }) {
  const [isShown, show] = useState(isFirst)
  useEffect(() => {
    isFirst = false
    startTransition(() => show(true))
  }, [])
  return isShown ? children : <Loading />
}
