/** A result in words that a business reader understands. All its numbers are those of the result. */
export type Finding = {
  /** What it is about, such as the name of a column. */
  readonly subject: string
  readonly title: string
  /** One sentence. */
  readonly sentence: string
  readonly caveats: readonly string[]
  readonly nextStep: string
}

/** A share as a percentage: 0.1234 is 12.3 %; what is not 0 is never told as 0. */
export function percent(share: number): string {
  const hundredths = share * 100
  if (hundredths !== 0 && Math.abs(hundredths) < 0.1) return hundredths > 0 ? 'less than 0.1 %' : 'more than −0.1 %'
  return `${Number(hundredths.toFixed(1))} %`
}

/** A number with at most four significant digits. */
export function brief(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'infinity' : value < 0 ? '−infinity' : 'not a number'
  return String(Number(value.toPrecision(4)))
}

/** A p-value: never told as 0. */
export function chance(p: number): string {
  if (p < 0.0001) return 'less than 0.0001'
  return brief(p)
}

/** A count and its noun: 1 row, 2 rows, 1,000 rows. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-GB')} ${noun}${count === 1 ? '' : 's'}`
}
