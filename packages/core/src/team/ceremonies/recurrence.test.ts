import { describe, expect, test } from 'vitest'
import { periodDays, readRecurrence, ruleInWords } from './recurrence.ts'

describe('a recurrence rule', () => {
  test.each([
    ['FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', 'every working day', 1],
    ['FREQ=WEEKLY;BYDAY=WE', 'every week on Wednesday', 7],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TH', 'every two weeks on Thursday', 14],
    ['FREQ=WEEKLY;BYDAY=MO,TU,TH', 'every week on Monday, Tuesday and Thursday', 3],
    ['FREQ=DAILY;INTERVAL=3', 'every three days', 3],
    ['FREQ=MONTHLY;BYDAY=1MO', 'every month on the first Monday', 31],
    ['FREQ=MONTHLY;BYDAY=-1FR', 'every month on the last Friday', 31],
    ['FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15', 'every three months on day 15', 93],
  ])('T5: %s is "%s"', (rule, words, days) => {
    expect(readRecurrence(rule).ok).toBe(true)
    expect(ruleInWords(rule)).toBe(words)
    expect(periodDays(rule)).toBe(days)
  })

  test.each([
    ['FREQ=HOURLY', 'FREQ must be'],
    ['FREQ=WEEKLY;COUNT=3', 'COUNT cannot be used'],
    ['FREQ=WEEKLY;UNTIL=20270101T000000Z', 'UNTIL cannot be used'],
    ['FREQ=WEEKLY;FREQ=DAILY', 'FREQ is given twice'],
    ['FREQ=WEEKLY;INTERVAL=0', 'INTERVAL must be'],
    ['FREQ=WEEKLY;BYDAY=1MO', 'needs FREQ=MONTHLY'],
    ['FREQ=WEEKLY;BYDAY=XX', 'is no day'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'from 1 to 31'],
    ['FREQ=DAILY;BYMONTHDAY=3', 'BYMONTHDAY needs FREQ=MONTHLY'],
    ['', 'is not NAME=VALUE'],
    ['RRULE:FREQ=DAILY', 'cannot be used'],
  ])('"%s" is refused, with why', (rule, why) => {
    const read = readRecurrence(rule)
    expect(read.ok ? '' : read.why).toContain(why)
  })
})
