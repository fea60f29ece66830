/** Maps a number between two ends onto a length. */
export interface Scale {
  (value: number): number
  readonly from: number
  readonly until: number
}

/** A straight scale. Example: `scale(0, 1, 0, 200)(0.5) // 100` */
export function scale(from: number, until: number, start: number, end: number): Scale {
  const span = until - from || 1
  return Object.assign((value: number) => start + ((value - from) / span) * (end - start), { from, until })
}

/** The smallest range that holds all values, with some room; shares stay within 0 and 1. */
export function rangeOf(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const room = (high - low || Math.abs(high) || 1) * 0.15
  const isShare = low >= 0 && high <= 1
  return [isShare ? Math.max(0, low - room) : low - room, isShare ? Math.min(1, high + room) : high + room]
}

/** Round numbers between two ends, about as many as asked for. Example: `ticks(0, 1, 5) // [0, 0.2, 0.4, 0.6, 0.8, 1]` */
export function ticks(from: number, until: number, count: number): readonly number[] {
  const span = until - from
  if (span <= 0 || !Number.isFinite(span)) return [from]
  const raw = span / count
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 2, 5, 10].find((n) => n * power >= raw) ?? 10) * power
  const first = Math.ceil(from / step - 1e-9)
  const last = Math.floor(until / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}
