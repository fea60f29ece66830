import { useQuery } from '@tanstack/react-query'
import { Outlet, useMatches } from '@tanstack/react-router'
import { useEffect } from 'react'
import { ask } from '../api/asking.ts'
import { useParamIfAny } from '../routing/params.ts'
import { titleOf, useShownName } from '../ui/document-title.ts'
import { words } from '../words/app.ts'

/** The title of the document follows the page and what it shows. */
export function Root() {
  const matches = useMatches()
  const page = matches.at(-1)?.meta?.find((m) => m?.title !== undefined)?.title
  const project = useParamIfAny('project')
  const name = useShownName()
  // Only looked up: the page asks for its project itself.
  const known = useQuery({ ...ask('project.show', { project }), enabled: false }).data
  const title = titleOf({
    name,
    page,
    project: project === undefined ? undefined : known?.name,
    product: words.product,
  })
  useEffect(() => {
    document.title = title
  }, [title])
  return <Outlet />
}
