import { Anchor, Button } from '@mantine/core'
import type { AnchorProps, ButtonProps } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { destination } from './destination.ts'

interface To {
  readonly to: string
  readonly children: ReactNode
}

/** A link to another page. */
export function TextLink({ to, children, ...rest }: To & AnchorProps) {
  return (
    <Anchor component={Link} {...rest} {...destination(to)}>
      {children}
    </Anchor>
  )
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function ButtonLink({ to, children, ...rest }: To & ButtonProps) {
  return (
    <Button component={Link} variant="default" {...rest} {...destination(to)}>
      {children}
    </Button>
  )
}
