/** A result in plain words: what it is about, what was found, what a reader must know, and what to do next. */
export type Finding = {
  readonly title: string
  /** One sentence with the numbers. */
  readonly sentence: string
  readonly caveats: readonly string[]
  readonly next: string
}

/**
 * A share as a percentage with one decimal.
 *
 * @example
 * percent(0.1234) // '12.3 %'
 */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

/** A number with two decimals, as in a kappa or a ratio. */
export function decimal(value: number): string {
  return value.toFixed(2)
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

/** The word for one or for many. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
