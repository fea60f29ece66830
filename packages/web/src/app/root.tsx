import { Outlet, useMatches } from '@tanstack/react-router'
import { useEffect } from 'react'
import { words } from '../words/app.ts'

/** The title of the document follows the page. */
export function Root() {
  const matches = useMatches()
  const title = matches.at(-1)?.meta?.find((m) => m?.title !== undefined)?.title
  useEffect(() => {
    document.title = title === undefined ? words.product : `${title} · ${words.product}`
  }, [title])
  return <Outlet />
}
