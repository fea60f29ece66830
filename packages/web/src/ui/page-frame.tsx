import { Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Suspense, useId } from 'react'
import { useShownAs } from './document-title.ts'

interface Frame {
  readonly title: ReactNode
  /** What stands above the title: where one is. */
  readonly above?: ReactNode
  /** One or two sentences: what this is. */
  readonly about?: ReactNode
  /** Buttons at the right. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** The head of a page and what is below it. */
export function PageFrame({ title, above, about, actions, children }: Frame) {
  useShownAs(typeof title === 'string' ? title : undefined)
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start" gap="md">
        <Stack gap={4} style={{ flex: '1 1 20rem', minWidth: 0 }}>
          {above !== undefined && (
            <Text size="sm" className="quiet" component="div">
              {above}
            </Text>
          )}
          <Title order={1}>{title}</Title>
          {about !== undefined && (
            <Text className="quiet prose" component="div">
              {about}
            </Text>
          )}
        </Stack>
        {actions !== undefined && (
          <Group gap="xs" className="no-print">
            {actions}
          </Group>
        )}
      </Group>
      {children}
    </Stack>
  )
}

interface SectionProps {
  readonly title: ReactNode
  readonly aside?: ReactNode
  readonly children: ReactNode
  /** Without padding around the content, for tables. */
  readonly flush?: boolean
}

/** A part of a page with a heading of its own. */
export function Section({ title, aside, children, flush = false }: SectionProps) {
  const id = useId()
  return (
    <Paper component="section" aria-labelledby={id}>
      <Group justify="space-between" px="md" pt="md" pb={flush ? 'xs' : 0} gap="xs">
        <Title order={2} id={id}>
          {title}
        </Title>
        {aside}
      </Group>
      {flush ? (
        children
      ) : (
        <Stack p="md" gap="sm">
          {children}
        </Stack>
      )}
    </Paper>
  )
}

/** A part of a page that the others do not wait for. */
export function Part({ children }: { readonly children: ReactNode }) {
  return <Suspense fallback={<Skeleton height={160} radius="md" />}>{children}</Suspense>
}
