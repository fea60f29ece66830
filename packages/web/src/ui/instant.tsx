import { Tooltip } from '@mantine/core'
import { language } from '../words/in-language.ts'
import { words } from '../words/ui.ts'
import { relative } from './relative.ts'

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
