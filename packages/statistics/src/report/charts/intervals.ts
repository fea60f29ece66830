import { shown } from '../numbers.ts'
import type { Chart, IntervalRow } from '../report.ts'
import { cut, drawing, element, escaped, line, text, ticks, tickText } from './svg.ts'

type Intervals = Extract<Chart, { kind: 'intervals' }>

const WIDTH = 720
const LABEL = 236
const RIGHT = 64
const ROW = 22
const TOP = 20

/** Values with their intervals, one row each, on one scale: a forest plot. */
export function intervalsChart(chart: Intervals, title: string): string {
  const { rows, band, line: mark } = chart
  const [least, most] = endsOf(chart)
  const x = (value: number): number =>
    LABEL + ((Math.min(most, Math.max(least, value)) - least) / (most - least)) * (WIDTH - LABEL - RIGHT)
  const bottom = TOP + rows.length * ROW
  const axis = ticks(least, most).flatMap((tick) => [
    line(x(tick), TOP, x(tick), bottom, 'grid'),
    text(x(tick), bottom + 14, tickText(tick), { class: 'tick', 'text-anchor': 'middle' }),
  ])
  const banded =
    band === undefined
      ? []
      : [
          element('rect', {
            x: x(band.low),
            y: TOP,
            width: Math.max(0, x(band.high) - x(band.low)),
            height: rows.length * ROW,
            class: 'band',
          }),
          text(x(band.low) + 2, TOP - 6, band.label, { class: 'tick' }),
        ]
  const lined =
    mark === undefined
      ? []
      : [
          line(x(mark.at), TOP, x(mark.at), bottom, 'held'),
          ...(band === undefined
            ? [text(x(mark.at), TOP - 6, mark.label, { class: 'tick', 'text-anchor': 'middle' })]
            : []),
        ]
  return drawing(WIDTH, bottom + 22, title, [
    ...banded,
    ...axis,
    ...lined,
    ...rows.map((row, index) => rowOf(row, TOP + index * ROW + ROW / 2, x, chart.bars === true)),
  ])
}

function rowOf(row: IntervalRow, y: number, x: (value: number) => number, isBar: boolean): string {
  const { name, value, low, high, n, mark } = row
  const label = cut(name, 34)
  const words = `${name}: ${shown(value)}${low === null || high === null ? '' : ` (${shown(low)} to ${shown(high)})`}${n === undefined ? '' : `, ${shown(n)} rows`}${mark === undefined ? '' : `, ${mark}`}`
  const drawn =
    value === null
      ? [text(LABEL + 4, y + 4, 'no value', { class: 'tick' })]
      : [
          ...(isBar ? [barOf(x(0), x(value), y, mark !== undefined)] : []),
          ...(low === null || high === null
            ? []
            : [line(x(low), y, x(high), y, mark === undefined ? 'reach' : 'reach marked')]),
          mark === undefined
            ? element('circle', { cx: x(value), cy: y, r: 4, class: 'dot' })
            : element('path', { d: diamond(x(value), y), class: 'dot marked' }),
          text(WIDTH - RIGHT + 8, y + 4, shown(value), { class: 'value' }),
        ]
  return element(
    'g',
    {},
    element('title', {}, escaped(words)),
    text(LABEL - 8, y + 4, label, { class: mark === undefined ? 'label' : 'label marked', 'text-anchor': 'end' }),
    ...drawn,
  )
}

function barOf(from: number, to: number, y: number, isMarked: boolean): string {
  const place = { x: Math.min(from, to), y: y - ROW / 2 + 4, width: Math.abs(to - from), height: ROW - 8 }
  return element('rect', { ...place, class: isMarked ? 'amount marked' : 'amount' })
}

const diamond = (x: number, y: number): string => `M${x.toFixed(2)} ${(y - 5).toFixed(2)}l5 5l-5 5l-5 -5z`

/** The scale: what was asked for, widened to what is there. Far outliers are cut so that the rest can be read. */
function endsOf({ rows, least, most, band, line: mark, bars }: Intervals): [number, number] {
  const all = rows
    .flatMap(({ value, low, high }) => [value, low, high])
    .filter((value): value is number => value !== null && Number.isFinite(value))
  const held = [...(band === undefined ? [] : [band.low, band.high]), ...(mark === undefined ? [] : [mark.at])]
  const known = [...all, ...held, ...(bars === true ? [0] : [])]
  const low = least ?? Math.min(...known, ...(known.length === 0 ? [0] : []))
  const high = most ?? Math.max(...known, ...(known.length === 0 ? [1] : []))
  return high > low ? [low, most === undefined ? high + (high - low) * 0.03 : high] : [low - 0.5, low + 0.5]
}
