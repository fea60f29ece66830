import { Badge } from '@mantine/core'
import type { BadgeProps } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props extends BadgeProps {
  readonly color?: string
  readonly children: ReactNode
}

/** A word that stands out, in a colour that can be read in the light and in the dark. */
export function Tag({ color = 'gray', children, ...rest }: Props) {
  const text = `light-dark(var(--mantine-color-${color}-9), var(--mantine-color-${color}-2))`
  return (
    <Badge color={color} styles={{ root: { color: text, flexShrink: 0 } }} {...rest}>
      {children}
    </Badge>
  )
}
