/** A result in words that a business reader understands. All its numbers are those of the result. */
export type Finding = {
  /** What it is about, such as the name of a column, where the result is about several. */
  readonly subject?: string
  readonly title: string
  /** One sentence with the numbers. */
  readonly sentence: string
  readonly caveats: readonly string[]
  /** What to do next. */
  readonly next: string
}

/**
 * A share as a percentage with one decimal; what is not 0 is never told as 0.
 *
 * @example
 * percent(0.1234) // '12.3 %'
 */
export function percent(share: number): string {
  const hundredths = share * 100
  if (hundredths !== 0 && Math.abs(hundredths) < 0.1) return hundredths > 0 ? 'less than 0.1 %' : 'more than −0.1 %'
  return `${Number(hundredths.toFixed(1))} %`
}

/** A number with two decimals, as in a kappa or a ratio. */
export function decimal(value: number): string {
  return value.toFixed(2)
}

/** A number with at most four significant digits. */
export function brief(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'infinity' : value < 0 ? '−infinity' : 'not a number'
  return String(Number(value.toPrecision(4)))
}

/** A p-value: never told as 0. */
export function chance(p: number): string {
  return p < 0.0001 ? 'less than 0.0001' : brief(p)
}

/** ' (low to high)', or nothing where there is no interval. */
export function ends(
  { low, high }: { low: number | null; high: number | null },
  write: (value: number) => string,
): string {
  return low === null || high === null ? '' : ` (${write(low)} to ${write(high)})`
}

/** Names as a list of at most ten. */
export function listed(names: readonly string[]): string {
  const most = 10
  return names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ')
}

/** A count and its noun: 1 row, 2 rows, 1,000 rows. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}

/**
 * A number with commas between thousands. Intl would do it too, but loading its tables costs more than many a measurement.
 *
 * @example
 * grouped(1234567) // '1,234,567'
 */
export function grouped(count: number): string {
  const [whole = '', part] = String(count).split('.')
  const commas = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ',')
  return part === undefined ? commas : `${commas}.${part}`
}
