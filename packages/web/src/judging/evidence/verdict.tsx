import { words } from '../../words/evidence.ts'
import type { Tone } from './mark.tsx'
import { Mark } from './mark.tsx'

const TONES: Readonly<Record<string, Tone>> = {
  stable: 'good',
  equal: 'good',
  within: 'good',
  passed: 'good',
  better: 'good',
  'not-worse': 'good',
  drift: 'bad',
  unequal: 'bad',
  outside: 'bad',
  failed: 'bad',
  worse: 'bad',
  unclear: 'attention',
  'not-run': 'attention',
}

/** What follows from a measurement, as a word and a picture. */
export function Verdict({ of }: { readonly of: string }) {
  return <Mark tone={TONES[of] ?? 'quiet'}>{words.verdict[of] ?? of}</Mark>
}
