import { Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  readonly title: ReactNode
  readonly tags?: ReactNode
  readonly actions?: ReactNode
  readonly children?: ReactNode
}

/** What something is, what is said of it, and what is done with it: beside each other where there is room. */
export function Row({ title, tags, actions, children }: Props) {
  return (
    <Group justify="space-between" align="flex-start" gap="xs">
      <div style={{ minWidth: 0, flex: '1 1 18rem' }}>
        <Group gap="xs">
          <Text fw={600} size="sm">
            {title}
          </Text>
          {tags}
        </Group>
        {children !== undefined && (
          <Text size="sm" className="quiet" component="div">
            {children}
          </Text>
        )}
      </div>
      {actions !== undefined && (
        <Group gap="xs" className="no-print">
          {actions}
        </Group>
      )}
    </Group>
  )
}
