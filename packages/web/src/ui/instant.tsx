import { Tooltip } from '@mantine/core'
import { locale } from '../words/in-language.ts'
import { words } from '../words/ui.ts'
import { relative } from './relative.ts'

/** A moment in the time zone of the reader, which is named. */
export const local = (at: string): string =>
  new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(at))

/** A calendar day as people write it. */
export const dayText = (day: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${day.slice(0, 10)}T00:00:00Z`),
  )

/** Moments and days in a sentence as the reader writes them. Example: `datesIn('until 2026-02-01') // 'until 1 Feb 2026'` */
export const datesIn = (sentence: string): string =>
  sentence
    .replaceAll(/\b\d{4}-\d\d-\d\dT[\d:]+(?:\.\d+)?Z/g, local)
    .replaceAll(/\b(\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC\b/g, (_, day: string, time: string) => local(`${day}T${time}:00Z`))
    .replaceAll(/(?<![\w/-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\w/-])/g, dayText)

const exact = (at: string): string => words.utc(at.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ''))

/** A moment: how long ago in words, or the date, as it always is on paper; the exact time in UTC on hover and focus. */
export function Instant({ at, as = 'relative' }: { readonly at: string; readonly as?: 'relative' | 'date' }) {
  return (
    <Tooltip label={`${local(at)} · ${exact(at)}`}>
      <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {as === 'date' ? (
          local(at)
        ) : (
          <>
            <span className="no-print">{relative(at, Date.now())}</span>
            <span className="print-only">{local(at)}</span>
          </>
        )}
      </time>
    </Tooltip>
  )
}

/** A calendar day, which has no time zone. */
export function Day({ day }: { readonly day: string }) {
  return (
    <time dateTime={day.slice(0, 10)} style={{ whiteSpace: 'nowrap' }}>
      {dayText(day)}
    </time>
  )
}
