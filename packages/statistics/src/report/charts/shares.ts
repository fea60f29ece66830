import { shown } from '../numbers.ts'
import type { Chart } from '../report.ts'
import { cut, drawing, element, escaped, line, text, ticks, tickText } from './svg.ts'

type Shares = Extract<Chart, { kind: 'shares' }>

const WIDTH = 720
const LEFT = 48
const TOP = 28
const HEIGHT = 170

/** The reference as an outline, the current side as bars: two histograms in one frame, or two bars for each name. */
export function sharesChart(chart: Shares, title: string): string {
  return chart.names === undefined ? histograms(chart, title) : named(chart, chart.names, title)
}

const legend = (): string[] => [
  line(LEFT, 12, LEFT + 22, 12, 'outline'),
  text(LEFT + 28, 16, 'reference', { class: 'label' }),
  element('rect', { x: LEFT + 110, y: 6, width: 22, height: 11, class: 'bar' }),
  text(LEFT + 138, 16, 'current', { class: 'label' }),
]

function histograms({ edges = [], reference, current }: Shares, title: string): string {
  const [least, most] = [edges[0] ?? 0, edges.at(-1) ?? 1]
  const top = Math.max(...reference, ...current, 1e-9)
  const x = (value: number): number =>
    LEFT + ((value - least) / (most > least ? most - least : 1)) * (WIDTH - LEFT - 16)
  const y = (share: number): number => TOP + HEIGHT - (share / top) * HEIGHT
  const bars = current.map((share, bin) => {
    const [from, to] = [x(edges[bin] ?? least), x(edges[bin + 1] ?? most)]
    const words = `${shown(edges[bin])} to ${shown(edges[bin + 1])}: reference ${percent(reference[bin])}, current ${percent(share)}`
    return element(
      'g',
      {},
      element('title', {}, escaped(words)),
      element('rect', {
        x: from,
        y: y(share),
        width: Math.max(0.5, to - from - 1),
        height: TOP + HEIGHT - y(share),
        class: 'bar',
      }),
    )
  })
  const outline = reference
    .map(
      (share, bin) =>
        `H${x(edges[bin] ?? least).toFixed(2)}V${y(share).toFixed(2)}H${x(edges[bin + 1] ?? most).toFixed(2)}`,
    )
    .join('')
  const path = element('path', { d: `M${LEFT} ${TOP + HEIGHT}${outline}V${TOP + HEIGHT}`, class: 'outline' })
  const axis = [
    ...ticks(0, top).flatMap((tick) => [
      line(LEFT, y(tick), WIDTH - 16, y(tick), 'grid'),
      text(LEFT - 6, y(tick) + 4, percent(tick), { class: 'tick', 'text-anchor': 'end' }),
    ]),
    ...ticks(least, most).map((tick) =>
      text(x(tick), TOP + HEIGHT + 16, tickText(tick), { class: 'tick', 'text-anchor': 'middle' }),
    ),
  ]
  return drawing(WIDTH, TOP + HEIGHT + 24, title, [...legend(), ...axis, ...bars, path])
}

const ROW = 24
const LABEL = 200

function named({ reference, current }: Shares, names: readonly string[], title: string): string {
  const top = Math.max(...reference, ...current, 1e-9)
  const width = (share: number): number => (share / top) * (WIDTH - LABEL - 130)
  const rows = names.map((name, index) => {
    const [mine, theirs] = [reference[index] ?? 0, current[index] ?? 0]
    const y = TOP + index * ROW
    return element(
      'g',
      {},
      element('title', {}, escaped(`${name}: reference ${percent(mine)}, current ${percent(theirs)}`)),
      text(LABEL - 8, y + 15, cut(name, 28), { class: 'label', 'text-anchor': 'end' }),
      element('rect', { x: LABEL, y: y + 3, width: Math.max(width(mine), 0.5), height: 7, class: 'outline' }),
      element('rect', { x: LABEL, y: y + 12, width: Math.max(width(theirs), 0.5), height: 8, class: 'bar' }),
      text(LABEL + Math.max(width(mine), width(theirs)) + 8, y + 15, `${percent(mine)} → ${percent(theirs)}`, {
        class: 'value',
      }),
    )
  })
  return drawing(WIDTH, TOP + names.length * ROW + 8, title, [...legend(), ...rows])
}

function percent(share: number | undefined): string {
  return `${Number(((share ?? 0) * 100).toPrecision(3))} %`
}
