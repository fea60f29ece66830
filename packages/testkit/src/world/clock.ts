/** A clock that stands still until a test moves it, backwards too. */
export interface WorldClock {
  readonly now: () => string
  readonly set: (instant: string) => void
  readonly advance: (by: { readonly days?: number; readonly hours?: number; readonly minutes?: number }) => void
}

/** Starts on a Monday morning, so that working days can be counted by hand. */
export function worldClock(start = '2026-03-02T09:00:00.000Z'): WorldClock {
  let at = Date.parse(start)
  return {
    now: () => new Date(at).toISOString(),
    set: (instant) => {
      at = Date.parse(instant)
    },
    advance: ({ days = 0, hours = 0, minutes = 0 }) => {
      at += ((days * 24 + hours) * 60 + minutes) * 60_000
    },
  }
}
