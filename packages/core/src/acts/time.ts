const DAY_MS = 86_400_000

/** Adds working days (Monday to Friday, UTC) to an ISO instant; keeps the time of day. `days` ≥ 0. */
export function addWorkingDays(instant: string, days: number): string {
  let at = Date.parse(instant)
  for (let left = days; left > 0;) {
    at += DAY_MS
    const weekday = new Date(at).getUTCDay()
    if (weekday !== 0 && weekday !== 6) left -= 1
  }
  return new Date(at).toISOString()
}

/** Adds calendar days to an ISO instant. */
export function addDays(instant: string, days: number): string {
  return new Date(Date.parse(instant) + days * DAY_MS).toISOString()
}

/** Days (fractional) from one ISO instant to another. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS
}
