import { locale } from '../words/in-language.ts'
import { words } from '../words/ui.ts'

const SPANS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** How far away a moment is, in words. Example: `relative('2026-01-02T…', Date.parse('2026-01-05T…')) // '3 days ago'` */
export function relative(at: string, now: number): string {
  const seconds = (Date.parse(at) - now) / 1000
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  for (const [unit, size] of SPANS)
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit)
  return words.justNow
}
