import { words } from '../../words/plot.ts'
import { measured, percent } from '../number.ts'
import type { Held, Reach } from './geometry.ts'

/** A value with its interval and rows, in words. */
export function reachText({ value, low, high, n }: Reach & { readonly n?: number | undefined }): string {
  const main =
    value === null
      ? words.noValue
      : low === null || high === null
        ? measured(value)
        : words.reach(measured(value), measured(low), measured(high))
  return n === undefined ? main : `${main}, ${words.rows(measured(n))}`
}

const ended = (parts: readonly string[]): string => (parts.length === 0 ? '' : `${parts.join('; ')}.`)

/** What a picture of values with intervals shows, in a sentence. */
export function describeReaches(
  rows: readonly (Reach & { readonly name: string; readonly mark?: string | undefined })[],
  { band, line }: Held & { readonly line?: { readonly at: number; readonly label: string } | undefined },
): string {
  const known = rows.flatMap((r) => (r.value === null ? [] : [{ name: r.name, value: r.value }]))
  const sorted = known.toSorted((a, b) => a.value - b.value)
  const [least, most] = [sorted[0], sorted.at(-1)]
  const marked = rows.filter((r) => r.mark !== undefined).map((r) => `${r.name} (${r.mark ?? ''})`)
  return ended([
    words.values(rows.length),
    ...(least === undefined || most === undefined || sorted.length < 2
      ? known.map((r) => `${r.name} ${measured(r.value)}`)
      : [words.span(measured(least.value), least.name, measured(most.value), most.name)]),
    ...(band === undefined ? [] : [words.band(measured(band.low), measured(band.high))]),
    ...(line === undefined ? [] : [words.line(measured(line.at), line.label)]),
    ...(marked.length === 0 ? [] : [words.marked(marked.join(', '))]),
  ])
}

/** The name of each bin or value of two sides. */
export function binNames(edges: readonly number[] | undefined, names: readonly string[] | undefined): string[] {
  if (names !== undefined) return [...names]
  return (edges ?? []).slice(1).map((to, i) => words.bin(measured(edges?.[i]), measured(to)))
}

/** Where two sides differ most, in a sentence. */
export function describeShares(
  bins: readonly string[],
  reference: readonly number[],
  current: readonly number[],
  sides: readonly [string, string] = [words.reference, words.current],
): string {
  let farthest = 0
  bins.forEach((_, i) => {
    const apart = (at: number): number => Math.abs((reference[at] ?? 0) - (current[at] ?? 0))
    if (apart(i) > apart(farthest)) farthest = i
  })
  const bin = bins[farthest]
  if (bin === undefined) return ''
  const [a, b] = [percent(reference[farthest] ?? 0), percent(current[farthest] ?? 0)]
  return ended([words.apart(bin, `${sides[0]} ${a}`, `${sides[1]} ${b}`)])
}

const SAMPLES = 5

/** Some points of each line, in a sentence. */
export function describeCurves(
  curves: readonly { readonly name: string; readonly points: readonly (readonly [number, number])[] }[],
): string {
  const some = (points: readonly (readonly [number, number])[]): string =>
    Array.from({ length: Math.min(SAMPLES, points.length) }, (_, i) => {
      const at = points.length <= SAMPLES ? i : Math.round((i * (points.length - 1)) / (SAMPLES - 1))
      const [x, y] = points[at] ?? [0, 0]
      return words.point(measured(x), measured(y))
    }).join(', ')
  return ended(curves.map(({ name, points }) => words.curve(name, some(points))))
}
