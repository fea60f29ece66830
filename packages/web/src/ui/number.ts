import { locale } from '../words/in-language.ts'
import { words } from '../words/ui.ts'

/** A measured number, with as many digits as say something. Example: `measured(0.95294) // '0.953'` */
export function measured(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–'
  const digits = Math.abs(value) >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 }
  return new Intl.NumberFormat(locale, digits).format(value)
}

/** A share as the sentences of the server write it. Example: `percent(0.25) // '25 %'` */
export const percent = (share: number): string =>
  `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(share * 100)}\u00a0%`

/** Days as people count them. Example: `days(0.004) // '< 0.1'` */
export const days = (count: number): string =>
  count > 0 && count < 0.1 ? '< 0.1' : measured(Math.round(count * 10) / 10)

/** How long something lasts, in the largest unit that fits. */
export function duration(minutes: number): string {
  const of = (value: number, unit: string): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(value)
  if (minutes >= 1_440) return of(minutes / 1_440, 'day')
  return minutes >= 60 ? of(minutes / 60, 'hour') : of(minutes, 'minute')
}

/**
 * A value with its unit, as people say it: a share in percent, days in the largest unit that fits.
 * Example: `quantity(0.25, 'share') // '25 %'`
 */
export function quantity(value: number | null | undefined, unit = ''): string {
  if (value === null || value === undefined) return '–'
  if (unit === 'share' || unit === 'ratio') return percent(value)
  if (unit === 'days' || unit === 'hours') {
    const minutes = value * (unit === 'days' ? 1_440 : 60)
    return minutes > 0 && minutes < 1 ? words.underAMinute : duration(minutes)
  }
  return `${measured(value)} ${unit}`.trim()
}

/** An amount of money. A currency that this browser does not know stands as its three letters. */
export const amount = (value: number, currency: string): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 2 }).format(value)
