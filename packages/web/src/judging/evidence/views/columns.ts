import { measured } from '../../../ui/number.ts'
import type { DriftColumn } from '../report.ts'

/** What a column's verdict rests on: the test or the effect, what came out, and what it is held against. */
export interface Judged {
  readonly test: string
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  readonly threshold: number | null
}

/** The line of a column: the effect with the verdict of the column, or what the other tool would print. */
export function judged({ effects, verdict, evidently, nannyml }: DriftColumn): Judged | undefined {
  if (evidently !== undefined) {
    const { test, score, threshold } = evidently
    return { test, value: score, low: null, high: null, threshold }
  }
  const [first] = nannyml ?? []
  if (first !== undefined) return { test: first.method, value: first.value, low: null, high: null, threshold: null }
  const effect = effects.find((e) => e.verdict === verdict) ?? effects[0]
  if (effect === undefined) return undefined
  const { measure: test, value, low, high, margin: threshold } = effect
  return { test, value, low, high, threshold }
}

const ORDER = ['drift', 'unclear', 'not-measured', 'stable']

/** Columns as a reader wants them: those that drifted first, the largest effect on top. */
export const byVerdict = (columns: readonly DriftColumn[]): readonly DriftColumn[] =>
  columns.toSorted(
    (a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict) || (judged(b)?.value ?? 0) - (judged(a)?.value ?? 0),
  )

/** Where the axis ends that the statistics of all columns share: a little beyond the largest of them. */
export function axisEnd(columns: readonly DriftColumn[]): number {
  const ends = columns.flatMap((c) => {
    const by = judged(c)
    return [by?.value, by?.high, by?.threshold].filter((v): v is number => typeof v === 'number')
  })
  return Math.max(...ends, 0) * 1.05 || 1
}

const LEAST = 0.0001

/** A p-value: never told as 0, and a tiny one not by its zeros. Example: `chanceText(1e-80) // '< 0.0001'` */
export const chanceText = (p: number | null): string => (p !== null && p < LEAST ? `< ${measured(LEAST)}` : measured(p))
