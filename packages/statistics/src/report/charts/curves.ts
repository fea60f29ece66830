import type { Chart } from '../report.ts'
import { cut, drawing, element, escaped, line, text, ticks, tickText } from './svg.ts'

type Curves = Extract<Chart, { kind: 'curves' }>

const LEFT = 56
const SIDE = 320
const TOP = 16

/** Lines in the unit square, such as ROC and calibration curves. */
export function curvesChart({ xTitle, yTitle, diagonal, curves }: Curves, title: string): string {
  const x = (value: number): number => LEFT + Math.min(1, Math.max(0, value)) * SIDE
  const y = (value: number): number => TOP + SIDE - Math.min(1, Math.max(0, value)) * SIDE
  const axis = ticks(0, 1).flatMap((tick) => [
    line(x(tick), TOP, x(tick), TOP + SIDE, 'grid'),
    line(LEFT, y(tick), LEFT + SIDE, y(tick), 'grid'),
    text(x(tick), TOP + SIDE + 16, tickText(tick), { class: 'tick', 'text-anchor': 'middle' }),
    text(LEFT - 6, y(tick) + 4, tickText(tick), { class: 'tick', 'text-anchor': 'end' }),
  ])
  const drawn = curves.flatMap(({ name, points, dots }, index) => {
    const path = points.map(([px, py], at) => `${at === 0 ? 'M' : 'L'}${x(px).toFixed(2)} ${y(py).toFixed(2)}`).join('')
    const style = `curve curve${index % 4}`
    return [
      element('g', {}, element('title', {}, escaped(name)), element('path', { d: path, class: style })),
      ...(dots === true
        ? points.map(([px, py]) => element('circle', { cx: x(px), cy: y(py), r: 3, class: 'dot' }))
        : []),
    ]
  })
  const legend = curves.flatMap(({ name }, index) => [
    line(LEFT + SIDE + 16, TOP + 12 + index * 20, LEFT + SIDE + 40, TOP + 12 + index * 20, `curve curve${index % 4}`),
    text(LEFT + SIDE + 46, TOP + 16 + index * 20, cut(name, 30), { class: 'label' }),
  ])
  return drawing(LEFT + SIDE + 290, TOP + SIDE + 42, title, [
    ...axis,
    ...(diagonal ? [line(x(0), y(0), x(1), y(1), 'held')] : []),
    ...drawn,
    ...legend,
    text(LEFT + SIDE / 2, TOP + SIDE + 36, xTitle, { class: 'axis', 'text-anchor': 'middle' }),
    text(14, TOP + SIDE / 2, yTitle, {
      class: 'axis',
      'text-anchor': 'middle',
      transform: `rotate(-90 14 ${TOP + SIDE / 2})`,
    }),
  ])
}
