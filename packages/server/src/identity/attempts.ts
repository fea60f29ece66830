/** Counts attempts in a window of time, in memory: each node counts its own, as signing in does. */
export interface Attempts {
  /**
   * Counts one attempt under a key; false when there were too many already.
   *
   * @param key what is protected, or who tries
   * @param now ISO instant
   * @param most allowed in a minute
   */
  allow(key: string, now: string, most: number): boolean
}

const WINDOW_MS = 60_000
/** Keys come from outside: their number must not grow without end. */
const MOST_KEYS = 10_000

export function attempts(): Attempts {
  const seen = new Map<string, number[]>()
  return {
    allow: (key, now, most) => {
      const at = Date.parse(now)
      const recent = (seen.get(key) ?? []).filter((time) => at - time < WINDOW_MS)
      const isAllowed = recent.length < most
      if (isAllowed) recent.push(at)
      // Written anew, it is the last to be forgotten.
      seen.delete(key)
      const [oldest] = seen.keys()
      if (seen.size >= MOST_KEYS && oldest !== undefined) seen.delete(oldest)
      seen.set(key, recent)
      return isAllowed
    },
  }
}
