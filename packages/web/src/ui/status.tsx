import { Badge } from '@mantine/core'
import type { BadgeProps } from '@mantine/core'
import { words } from '../words/ui.ts'
import type { IconName } from './icon.tsx'
import { Icon } from './icon.tsx'
import { inkOn } from './ink.ts'

type Tone = 'good' | 'bad' | 'waiting' | 'attention' | 'quiet'

const LOOK: Readonly<Record<Tone, { readonly color: string; readonly icon: IconName }>> = {
  good: { color: 'green', icon: 'check' },
  bad: { color: 'red', icon: 'cross' },
  waiting: { color: 'gray', icon: 'clock' },
  attention: { color: 'orange', icon: 'alert' },
  quiet: { color: 'gray', icon: 'dash' },
}

const TONES: Readonly<Record<string, Tone>> = {
  satisfied: 'good',
  given: 'good',
  answered: 'good',
  met: 'good',
  live: 'good',
  fresh: 'good',
  current: 'good',
  promoted: 'good',
  accepted: 'good',
  confirmed: 'good',
  done: 'good',
  'on-target': 'good',
  had: 'good',
  staffed: 'good',
  planned: 'waiting',
  warned: 'attention',
  late: 'bad',
  published: 'good',
  draft: 'waiting',
  held: 'good',
  expiring: 'attention',
  expired: 'bad',
  active: 'good',
  new: 'waiting',
  fallow: 'attention',
  'off-target': 'bad',
  unmet: 'bad',
  gap: 'attention',
  due: 'waiting',
  approve: 'good',
  failed: 'bad',
  negative: 'bad',
  refuted: 'bad',
  'not-met': 'bad',
  rejected: 'bad',
  reject: 'bad',
  'rolled-back': 'bad',
  overdue: 'bad',
  missing: 'waiting',
  open: 'waiting',
  unknown: 'waiting',
  proposed: 'waiting',
  running: 'waiting',
  'in-review': 'waiting',
  stale: 'attention',
  lapsed: 'attention',
  waived: 'attention',
  'request-changes': 'attention',
  inconclusive: 'attention',
}

/** The state of something: always a word and a picture, never colour alone. */
export function Status({ state, ...rest }: { readonly state: string } & BadgeProps) {
  const { color, icon } = LOOK[TONES[state] ?? 'quiet']
  return (
    <Badge
      color={color}
      leftSection={<Icon name={icon} size={12} />}
      styles={{
        root: { flexShrink: 0, width: 'max-content' },
        label: { color: inkOn(color) },
      }}
      {...rest}
    >
      {words.state[state] ?? state}
    </Badge>
  )
}
