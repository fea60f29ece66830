import { shown } from '../numbers.ts'
import type { Chart } from '../report.ts'
import { cut, drawing, element, escaped, text } from './svg.ts'

type Matrix = Extract<Chart, { kind: 'matrix' }>

const LABEL = 150
const TOP = 62
/** More classes than this cannot be read in a drawing; the table has them. */
const MOST_CLASSES = 25

/** Counts in cells that are the darker the larger the share of their row. */
export function matrixChart({ rows, columns, counts, rowTitle, columnTitle }: Matrix, title: string): string {
  if (rows.length > MOST_CLASSES || columns.length > MOST_CLASSES) return ''
  const side = columns.length <= 4 ? 92 : columns.length <= 10 ? 56 : 32
  const height = Math.min(side, 56)
  const cells = rows.flatMap((row, y) => {
    const line = counts[y] ?? []
    const whole = line.reduce((sum, count) => sum + count, 0)
    return columns.map((column, x) => {
      const count = line[x] ?? 0
      const share = whole === 0 ? 0 : count / whole
      const left = LABEL + x * side
      const top = TOP + y * height
      const words = `${rowTitle} ${row}, ${columnTitle} ${column}: ${shown(count)} rows, ${(share * 100).toFixed(1)} % of its row`
      return element(
        'g',
        {},
        element('title', {}, escaped(words)),
        element('rect', {
          x: left + 1,
          y: top + 1,
          width: side - 2,
          height: height - 2,
          class: row === column ? 'cell same' : 'cell other',
          'fill-opacity': 0.06 + 0.44 * share,
        }),
        text(left + side / 2, top + height / 2 + 4, side < 50 ? brief(count) : shown(count), {
          class: 'count',
          'text-anchor': 'middle',
        }),
      )
    })
  })
  const names = [
    text(LABEL + (columns.length * side) / 2, 14, columnTitle, { class: 'axis', 'text-anchor': 'middle' }),
    text(8, TOP + (rows.length * height) / 2, rowTitle, { class: 'axis' }),
    ...columns.map((column, x) =>
      text(LABEL + x * side + side / 2, TOP - 10, cut(column, Math.floor(side / 8)), {
        class: 'label',
        'text-anchor': 'middle',
      }),
    ),
    ...rows.map((row, y) =>
      text(LABEL - 8, TOP + y * height + height / 2 + 4, cut(row, 12), { class: 'label', 'text-anchor': 'end' }),
    ),
  ]
  return drawing(LABEL + columns.length * side + 8, TOP + rows.length * height + 8, title, [...names, ...cells])
}

function brief(count: number): string {
  if (count < 10_000) return String(count)
  return count < 1_000_000 ? `${Math.round(count / 1000)}k` : `${(count / 1_000_000).toFixed(1)}M`
}
