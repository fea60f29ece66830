import { Tooltip } from '@mantine/core'
import { language } from '../words/in-language.ts'
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
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  for (const [unit, size] of SPANS)
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit)
  return format.format(0, 'second')
}

/** A moment in the time zone of the reader. */
export const local = (at: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at))

const exact = (at: string): string => words.utc(at.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ''))

/** A moment: how long ago in words, or the date; the exact time in UTC on hover and focus. */
export function Instant({ at, as = 'relative' }: { readonly at: string; readonly as?: 'relative' | 'date' }) {
  const text = as === 'relative' ? relative(at, Date.now()) : local(at)
  return (
    <Tooltip label={`${local(at)} · ${exact(at)}`}>
      <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {text}
      </time>
    </Tooltip>
  )
}

/** A calendar day, which has no time zone. */
export function Day({ day }: { readonly day: string }) {
  const text = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${day.slice(0, 10)}T00:00:00Z`),
  )
  return (
    <time dateTime={day.slice(0, 10)} style={{ whiteSpace: 'nowrap' }}>
      {text}
    </time>
  )
}
