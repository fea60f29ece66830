import { inLanguage } from './in-language.ts'

/** Texts of pictures. */
export const words = inLanguage({
  en: {
    noValue: 'no value',
    reach: (value: string, low: string, high: string) => `${value} (${low} to ${high})`,
    rows: (n: string) => `${n} rows`,
    values: (count: number) => (count === 1 ? '1 value' : `${count} values`),
    span: (least: string, leastName: string, most: string, mostName: string) =>
      `lowest ${least} (${leastName}), highest ${most} (${mostName})`,
    marked: (names: string) => `marked: ${names}`,
    band: (low: string, high: string) => `the band is ${low} to ${high}`,
    line: (at: string, label: string) => `held against ${at} (${label})`,
    reference: 'reference',
    current: 'current',
    bin: (from: string, to: string) => `${from} to ${to}`,
    both: (reference: string, a: string, current: string, b: string) => `${reference} ${a}, ${current} ${b}`,
    curve: (name: string, points: string) => `${name}: ${points}`,
    point: (x: string, y: string) => `${x} → ${y}`,
    apart: (at: string, a: string, b: string) => `farthest apart at ${at}: ${a} against ${b}`,
    matrix: (share: string, of: string) => `${share} of ${of} rows are on the diagonal`,
    since: (day: string) => `since ${day}`,
    today: 'now',
    over: (first: string, last: string, count: number) => `${count} measurements, from ${first} to ${last}`,
  },
})
