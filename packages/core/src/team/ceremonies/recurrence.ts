import { z } from 'zod'

/** Days of the week as RFC 5545 writes them, Monday first. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Weekday = (typeof WEEKDAYS)[number]

const NAMES: Readonly<Record<Weekday, string>> = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
}

/** A recurrence rule that has been read: what of RFC 5545 §3.3.10 a ceremony can have. */
export interface Recurrence {
  readonly freq: 'DAILY' | 'WEEKLY' | 'MONTHLY'
  readonly interval: number
  /** `nth` counts within the month (-1 is the last); only with MONTHLY. */
  readonly byDay: readonly { readonly day: Weekday; readonly nth?: number }[]
  /** Day of the month, 1–31; only with MONTHLY. */
  readonly byMonthDay: readonly number[]
}

export type ReadRecurrence =
  | { readonly ok: true; readonly value: Recurrence }
  | { readonly ok: false; readonly why: string }

const MOST_INTERVAL = 52
const BY_DAY = /^([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)$/

/**
 * Reads an RRULE of RFC 5545 as far as ceremonies need one: FREQ DAILY, WEEKLY or MONTHLY; INTERVAL; BYDAY; BYMONTHDAY. COUNT and
 * UNTIL are refused, because a series ends by an act; so is everything below a day, because a ceremony takes place once a day at most.
 *
 * @example readRecurrence('FREQ=WEEKLY;INTERVAL=2;BYDAY=WE') // { ok: true, value: { freq: 'WEEKLY', interval: 2, … } }
 */
export function readRecurrence(rule: string): ReadRecurrence {
  const parts = new Map<string, string>()
  for (const part of rule.split(';')) {
    const [name = '', value = '', ...more] = part.split('=')
    if (value === '' || more.length > 0) return no(`"${part}" is not NAME=VALUE`)
    if (parts.has(name)) return no(`${name} is given twice`)
    parts.set(name, value)
  }
  const unknown = [...parts.keys()].find((name) => !['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY'].includes(name))
  if (unknown !== undefined) return no(`${unknown} cannot be used; FREQ, INTERVAL, BYDAY and BYMONTHDAY can`)
  const freq = parts.get('FREQ')
  if (freq !== 'DAILY' && freq !== 'WEEKLY' && freq !== 'MONTHLY') return no('FREQ must be DAILY, WEEKLY or MONTHLY')
  const interval = Number(parts.get('INTERVAL') ?? '1')
  if (!Number.isInteger(interval) || interval < 1 || interval > MOST_INTERVAL)
    return no(`INTERVAL must be a whole number from 1 to ${MOST_INTERVAL}`)
  return withDays(freq, interval, parts)
}

function withDays(freq: Recurrence['freq'], interval: number, parts: ReadonlyMap<string, string>): ReadRecurrence {
  const byDay: { day: Weekday; nth?: number }[] = []
  for (const text of listed(parts.get('BYDAY'))) {
    const [, nth, day] = BY_DAY.exec(text) ?? []
    if (day === undefined) return no(`"${text}" is no day; write MO to SU, or 1MO and -1FR with FREQ=MONTHLY`)
    if (nth !== undefined && freq !== 'MONTHLY') return no(`"${text}" counts within a month: that needs FREQ=MONTHLY`)
    byDay.push({ day: day as Weekday, ...(nth === undefined ? {} : { nth: Number(nth) }) })
  }
  const byMonthDay = listed(parts.get('BYMONTHDAY')).map(Number)
  if (byMonthDay.length > 0 && freq !== 'MONTHLY') return no('BYMONTHDAY needs FREQ=MONTHLY')
  if (byMonthDay.some((day) => !Number.isInteger(day) || day < 1 || day > 31))
    return no('BYMONTHDAY must be from 1 to 31')
  return { ok: true, value: { freq, interval, byDay, byMonthDay } }
}

const no = (why: string): ReadRecurrence => ({ ok: false, why })
const listed = (text: string | undefined): string[] => (text === undefined ? [] : text.split(','))

/** A rule as packs and acts take it. */
export const ruleText = z
  .string()
  .max(200)
  .superRefine((rule, context) => {
    const read = readRecurrence(rule)
    if (!read.ok) context.addIssue({ code: 'custom', message: `must be a recurrence rule of RFC 5545: ${read.why}` })
  })

/**
 * A rule in words. `INTERVAL=2` of weeks is "every two weeks": "bi-weekly" also means twice a week.
 *
 * @example ruleInWords('FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR') // 'every working day'
 */
export function ruleInWords(rule: string): string {
  const read = readRecurrence(rule)
  if (!read.ok) return rule
  const { freq, interval, byDay, byMonthDay } = read.value
  const days = byDay.map((d) => d.day)
  const plain = byDay.every((d) => d.nth === undefined)
  if (freq !== 'MONTHLY' && interval === 1 && plain && days.join() === 'MO,TU,WE,TH,FR') return 'every working day'
  const unit = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month' }[freq]
  const often = interval === 1 ? `every ${unit}` : `every ${numberWord(interval)} ${unit}s`
  const on = [
    ...byDay.map((d) => (d.nth === undefined ? NAMES[d.day] : `the ${ordinal(d.nth)} ${NAMES[d.day]}`)),
    ...byMonthDay.map((day) => `day ${day}`),
  ]
  return on.length === 0 ? often : `${often} on ${inWords(on)}`
}

/** Days between two meetings by the rule, roughly: how far back the first agenda looks. */
export function periodDays(rule: string): number {
  const read = readRecurrence(rule)
  if (!read.ok) return 7
  const { freq, interval, byDay } = read.value
  if (freq === 'WEEKLY' && interval === 1 && byDay.length > 1) return Math.ceil(7 / byDay.length)
  return { DAILY: 1, WEEKLY: 7, MONTHLY: 31 }[freq] * interval
}

const SMALL = ['zero', 'one', 'two', 'three', 'four', 'five', 'six'] as const
const numberWord = (n: number): string => SMALL[n] ?? String(n)

function ordinal(nth: number): string {
  const words = ['first', 'second', 'third', 'fourth', 'fifth']
  if (nth === -1) return 'last'
  return nth < 0 ? `${words[-nth - 1] ?? ''} last` : (words[nth - 1] ?? '')
}

/** `a, b and c`. */
export function inWords(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`
}
