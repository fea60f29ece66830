import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icon.tsx'
import { Tag } from '../../ui/tag.tsx'
import { words } from '../../words/evidence.ts'

type Tone = readonly [color: string, icon: IconName]
const GOOD: Tone = ['green', 'check']
const BAD: Tone = ['red', 'cross']
const OPEN: Tone = ['orange', 'alert']
const QUIET: Tone = ['gray', 'dash']

const TONES: Readonly<Record<string, Tone>> = {
  stable: GOOD,
  equal: GOOD,
  within: GOOD,
  passed: GOOD,
  better: GOOD,
  'not-worse': GOOD,
  drift: BAD,
  unequal: BAD,
  outside: BAD,
  failed: BAD,
  worse: BAD,
  unclear: OPEN,
  'no-difference': QUIET,
  'not-measured': QUIET,
  'not-run': OPEN,
}

/** What follows from a measurement, as a word and a picture. */
export function Verdict({ of }: { readonly of: string }) {
  const [color, icon] = TONES[of] ?? QUIET
  return (
    <Tag color={color} leftSection={<Icon name={icon} size={12} />}>
      {words.verdict[of] ?? of}
    </Tag>
  )
}
