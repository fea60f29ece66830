import { Badge } from '@mantine/core'
import type { ReactNode } from 'react'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icon.tsx'

export type Tone = 'good' | 'bad' | 'attention' | 'quiet'

/** The ink is dark enough for small letters on the tinted ground. */
const LOOK: Readonly<Record<Tone, { readonly color: string; readonly ink: string; readonly icon: IconName }>> = {
  good: { color: 'green', ink: '#1e6b2f', icon: 'check' },
  bad: { color: 'red', ink: '#9b1c1c', icon: 'cross' },
  attention: { color: 'orange', ink: '#8f3406', icon: 'alert' },
  quiet: { color: 'gray', ink: '#343a40', icon: 'dash' },
}

/** A word that a reader should notice, with a picture beside it. */
export function Mark({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  const { color, ink, icon } = LOOK[tone]
  return (
    <Badge
      color={color}
      leftSection={<Icon name={icon} size={12} />}
      styles={{
        root: { flexShrink: 0, width: 'max-content', color: `light-dark(${ink}, var(--mantine-color-${color}-1))` },
        label: { color: `light-dark(${ink}, var(--mantine-color-${color}-1))` },
      }}
    >
      {children}
    </Badge>
  )
}
