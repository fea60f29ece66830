import { Box } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useId } from 'react'

interface Props {
  /** What the picture shows. */
  readonly title: string
  /** What there is to see, in a sentence, for whoever cannot. */
  readonly description: string
  /** How high it is at a width. */
  readonly height: (width: number) => number
  readonly most?: number
  readonly children: (width: number, height: number) => ReactNode
}

const USUAL_WIDTH = 640

/** A drawing as wide as there is room, in pixels: letters keep their size on a small screen. */
export function Figure({ title, description, height, most, children }: Props) {
  const { ref, width } = useElementSize()
  const id = useId()
  const whole = Math.floor(width)
  const tall = height(whole === 0 ? USUAL_WIDTH : whole)
  return (
    <Box ref={ref} style={{ minHeight: tall, minWidth: 0, ...(most === undefined ? {} : { maxWidth: most }) }}>
      {whole > 0 && (
        <svg
          width={whole}
          height={tall}
          role="img"
          aria-labelledby={`${id}-title`}
          aria-describedby={`${id}-about`}
          style={{ display: 'block' }}
        >
          <title id={`${id}-title`}>{title}</title>
          <desc id={`${id}-about`}>{description}</desc>
          {children(whole, tall)}
        </svg>
      )}
    </Box>
  )
}
