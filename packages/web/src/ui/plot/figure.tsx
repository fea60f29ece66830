import { Box } from '@mantine/core'
import type { ReactNode, RefObject } from 'react'
import { useId, useLayoutEffect, useRef, useState } from 'react'

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

/** The width of an element, known before it is painted, and as it changes. */
function useWidth(): { readonly ref: RefObject<HTMLDivElement | null>; readonly width: number } {
  const ref = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return undefined
    const look = (): void => setWidth(Math.floor(element.clientWidth))
    look()
    const observer = new ResizeObserver(look)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { ref, width }
}

/** A drawing as wide as there is room, in pixels: letters keep their size on a small screen. */
export function Figure({ title, description, height, most, children }: Props) {
  const { ref, width } = useWidth()
  const id = useId()
  const tall = Math.round(height(width === 0 ? USUAL_WIDTH : width))
  return (
    <Box ref={ref} style={{ minHeight: tall, minWidth: 0, ...(most === undefined ? {} : { maxWidth: most }) }}>
      {width > 0 && (
        <svg
          width={width}
          height={tall}
          viewBox={`0 0 ${width} ${tall}`}
          role="img"
          aria-labelledby={`${id}-title`}
          aria-describedby={`${id}-about`}
          style={{ display: 'block', maxWidth: '100%' }}
        >
          <title id={`${id}-title`}>{title}</title>
          <desc id={`${id}-about`}>{description}</desc>
          {children(width, tall)}
        </svg>
      )}
    </Box>
  )
}
