import { shown } from '../numbers.ts'
import type { Chart, LinePoint } from '../report.ts'
import { cut, drawing, element, escaped, line, text, ticks, tickText } from './svg.ts'

type Lines = Extract<Chart, { kind: 'lines' }>

const LEFT = 72
const WIDTH = 480
const HEIGHT = 240
const TOP = 16

/** Lines over a number with their intervals as a band; both axes are as long as what is there. */
export function linesChart({ xTitle, yTitle, lines }: Lines, title: string): string {
  const points = lines.flatMap((one) => one.points)
  const [left, right] = endsOf(points.map((point) => point.x))
  const [least, most] = endsOf(points.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]))
  const x = (value: number): number => LEFT + part(value, left, right) * WIDTH
  const y = (value: number): number => TOP + HEIGHT - part(value, least, most) * HEIGHT
  const axis = [
    ...ticks(left, right).flatMap((tick) => [
      line(x(tick), TOP, x(tick), TOP + HEIGHT, 'grid'),
      text(x(tick), TOP + HEIGHT + 16, tickText(tick), { class: 'tick', 'text-anchor': 'middle' }),
    ]),
    ...ticks(least, most).flatMap((tick) => [
      line(LEFT, y(tick), LEFT + WIDTH, y(tick), 'grid'),
      text(LEFT - 6, y(tick) + 4, tickText(tick), { class: 'tick', 'text-anchor': 'end' }),
    ]),
  ]
  const drawn = lines.map(({ name, points: own }, index) =>
    element(
      'g',
      {},
      element('title', {}, escaped(name)),
      ...spreadOf(own, x, y),
      element('path', {
        d: pathOf(own.map((point) => [x(point.x), y(point.value)])),
        class: `curve curve${index % 4}`,
      }),
      ...own.map((point) => dotOf(point, x, y)),
    ),
  )
  const legend =
    lines.length < 2
      ? []
      : lines.flatMap(({ name }, index) => {
          const at = TOP + 12 + index * 20
          return [
            line(LEFT + WIDTH + 16, at, LEFT + WIDTH + 40, at, `curve curve${index % 4}`),
            text(LEFT + WIDTH + 46, at + 4, cut(name, 24), { class: 'label' }),
          ]
        })
  return drawing(LEFT + WIDTH + (lines.length < 2 ? 40 : 220), TOP + HEIGHT + 42, title, [
    ...axis,
    ...drawn,
    ...legend,
    text(LEFT + WIDTH / 2, TOP + HEIGHT + 36, cut(xTitle, 60), { class: 'axis', 'text-anchor': 'middle' }),
    text(14, TOP + HEIGHT / 2, cut(yTitle, 30), {
      class: 'axis',
      'text-anchor': 'middle',
      transform: `rotate(-90 14 ${TOP + HEIGHT / 2})`,
    }),
  ])
}

type Place = (value: number) => number

function dotOf(point: LinePoint, x: Place, y: Place): string {
  const { value, low, high } = point
  const reach = low === null || high === null ? '' : ` (${shown(low)} to ${shown(high)})`
  const words = element('title', {}, escaped(`${shown(point.x)}: ${shown(value)}${reach}`))
  return element('circle', { cx: x(point.x), cy: y(value), r: 3, class: 'dot' }, words)
}

/** The interval of each point, joined to a band; points without one end it. */
function spreadOf(points: readonly LinePoint[], x: Place, y: Place): string[] {
  const known = points.flatMap((point) =>
    point.low === null || point.high === null ? [] : [{ at: x(point.x), low: y(point.low), high: y(point.high) }],
  )
  if (known.length < 2) return []
  const there = known.map(({ at, high }): [number, number] => [at, high])
  const back = known.toReversed().map(({ at, low }): [number, number] => [at, low])
  return [element('path', { d: `${pathOf([...there, ...back])}Z`, class: 'spread' })]
}

function pathOf(places: readonly (readonly [number, number])[]): string {
  return places.map(([px, py], at) => `${at === 0 ? 'M' : 'L'}${px.toFixed(2)} ${py.toFixed(2)}`).join('')
}

function part(value: number, least: number, most: number): number {
  // Halved, so that ends as far apart as numbers go have a finite distance.
  return Math.min(1, Math.max(0, (value / 2 - least / 2) / (most / 2 - least / 2)))
}

function endsOf(values: readonly number[]): [number, number] {
  const known = values.filter((value) => Number.isFinite(value))
  if (known.length === 0) return [0, 1]
  const low = known.reduce((least, value) => Math.min(least, value))
  const high = known.reduce((most, value) => Math.max(most, value))
  return high > low ? [low, high] : [low - 0.5, high + 0.5]
}
