import { Skeleton, Stack, VisuallyHidden } from '@mantine/core'
import { words } from '../words/app.ts'

/** The outline of a page that is on its way. It is not seen when the page is quick. */
export function Loading() {
  return (
    <Stack gap="lg" aria-busy="true" className="outline">
      <VisuallyHidden role="status">{words.loading}</VisuallyHidden>
      <Skeleton height={28} width="40%" />
      <Skeleton height={14} width="60%" />
      <Skeleton height={180} />
      <Skeleton height={120} />
    </Stack>
  )
}
