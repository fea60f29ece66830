import { rangeOf } from './scale.ts'
import type { Scale } from './scale.ts'

/** A value with its interval; null where there is none. */
export interface Reach {
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
}
export interface Held {
  readonly least?: number | undefined
  readonly most?: number | undefined
  readonly band?: { readonly low: number; readonly high: number } | undefined
  readonly line?: { readonly at: number } | undefined
}

/** How far beyond the values an axis may reach for the ends of intervals: so many times what the values take, or so many usual intervals. */
const [SPANS, INTERVALS] = [1, 4]

/**
 * The ends of the axis of values with intervals: all values, the band and the line are within; so are the ends of the
 * intervals, unless one is so far out that nothing else could be read. Ends that were asked for hold.
 */
export function reachRange(rows: readonly Reach[], { least, most, band, line }: Held): readonly [number, number] {
  const isNumber = (v: number | null | undefined): v is number => typeof v === 'number' && Number.isFinite(v)
  const core = [...rows.map((r) => r.value), band?.low, band?.high, line?.at, least].filter(isNumber)
  const ends = rows.flatMap((r) => [r.low, r.high]).filter(isNumber)
  if (core.length + ends.length === 0) return [least ?? 0, most ?? 1]
  const inner = core.length > 0 ? core : ends
  const [low, high] = [Math.min(...inner), Math.max(...inner)]
  const lengths = rows
    .flatMap((r) => (r.low === null || r.high === null ? [] : [r.high - r.low]))
    .toSorted((a, b) => a - b)
  const usual = lengths[Math.floor((lengths.length - 1) / 2)] ?? 0
  const room = Math.max((high - low) * SPANS, usual * INTERVALS)
  const near = ends.filter((v) => v >= low - room && v <= high + room)
  const [from, until] = rangeOf([...inner, ...near])
  return [least ?? from, most ?? (until > from ? until : from + 1)]
}

/** A number as it stands in a path. */
const px = (value: number): string => String(Number(value.toFixed(2)))

/** A line through points, as the path of an SVG. */
export function linePath(points: readonly (readonly [number, number])[], x: Scale, y: Scale): string {
  return points.map(([px1, py1], i) => `${i === 0 ? 'M' : 'L'}${px(x(px1))} ${px(y(py1))}`).join('')
}

/** The outline of a histogram: `edges` has one number more than `shares`. */
export function stepPath(edges: readonly number[], shares: readonly number[], x: Scale, y: Scale): string {
  const [first] = edges
  if (first === undefined || shares.length === 0) return ''
  const steps = shares.map((share, bin) => `V${px(y(share))}H${px(x(edges[bin + 1] ?? first))}`)
  return `M${px(x(first))} ${px(y(0))}${steps.join('')}V${px(y(0))}`
}

/** Holds a number between two ends. */
export const within = (value: number, [low, high]: readonly [number, number]): number =>
  Math.min(high, Math.max(low, value))

/**
 * Points of a line that a drawing of so many places can show: the ends, and of each place the lowest and the highest. What
 * is drawn looks the same.
 */
export function thinned(
  points: readonly (readonly [number, number])[],
  places: number,
): readonly (readonly [number, number])[] {
  if (points.length <= places * 2) return points
  const size = points.length / places
  const kept: (readonly [number, number])[] = []
  for (let place = 0; place < places; place++) {
    const part = points.slice(Math.floor(place * size), Math.floor((place + 1) * size))
    const sorted = part.toSorted((a, b) => a[1] - b[1])
    const ends = new Set([sorted[0], sorted.at(-1), place === 0 ? part[0] : undefined])
    if (place === places - 1) ends.add(part.at(-1))
    kept.push(...part.filter((point) => ends.has(point)))
  }
  return kept
}

/** A name that fits into so many pixels, about. */
export function fitted(name: string, width: number, fontSize = 13): string {
  const letters = Math.max(3, Math.floor(width / (fontSize * 0.56)))
  return name.length > letters ? `${name.slice(0, letters - 1)}…` : name
}
