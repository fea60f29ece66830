import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { IconName } from './icon.tsx'
import { Icon } from './icon.tsx'

interface Props {
  readonly icon: IconName
  /** What is not there. */
  readonly title: string
  /** What it is for, and what to do next. */
  readonly children: ReactNode
  readonly action?: ReactNode
}

/** What stands where nothing is yet: what this is for and what to do next. */
export function Empty({ icon, title, children, action }: Props) {
  return (
    <Stack align="center" gap="xs" py="xl" px="md" ta="center">
      <Icon name={icon} size={28} className="quiet" />
      <Text fw={600}>{title}</Text>
      <Text size="sm" className="quiet prose" component="div">
        {children}
      </Text>
      {action}
    </Stack>
  )
}
