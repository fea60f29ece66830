import { Badge } from '@mantine/core'
import type { BadgeProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { inkOn } from './ink.ts'

interface Props extends BadgeProps {
  readonly color?: string
  readonly children: ReactNode
}

/** A word that stands out, in a colour that can be read in the light and in the dark. */
export function Tag({ color = 'gray', children, ...rest }: Props) {
  return (
    <Badge color={color} styles={{ root: { flexShrink: 0 }, label: { color: inkOn(color) } }} {...rest}>
      {children}
    </Badge>
  )
}
