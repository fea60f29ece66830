import { locale } from '../../words/in-language.ts'
import { words } from '../../words/plot.ts'
import { Figure } from './figure.tsx'
import { fitted } from './geometry.ts'
import { INK } from './ink.ts'
import { scale } from './scale.ts'

interface SpanLine {
  /** Which line it stands in. */
  readonly row: string
  /** What is written on it. */
  readonly name: string
  readonly from: number
  readonly until: number
  readonly isOpen: boolean
}
interface Props {
  readonly title: string
  readonly spans: readonly SpanLine[]
  readonly from: number
  readonly until: number
}

const [ROW, TOP, BOTTOM] = [34, 4, 24]
const day = (at: number): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(at))

/** What was so from when until when, a line for each name. */
export function SpansPlot({ title, spans, from, until }: Props) {
  const rows = [...new Set(spans.map((s) => s.row))]
  const told = ({ row, name, from: a, until: b, isOpen }: SpanLine): string =>
    `${row}: ${name}, ${isOpen ? words.since(day(a)) : words.bin(day(a), day(b))}`
  return (
    <Figure title={title} description={spans.map(told).join('; ')} height={() => TOP + rows.length * ROW + BOTTOM}>
      {(width, height) => {
        const label = Math.min(140, Math.round(width * 0.28))
        const x = scale(from, until > from ? until : from + 1, label, width - 8)
        return (
          <>
            {rows.map((row, i) => (
              <text key={row} x={label - 8} y={TOP + i * ROW + 21} fontSize={13} textAnchor="end" fill={INK.text}>
                {fitted(row, label - 8)}
              </text>
            ))}
            {spans.map((s) => {
              const y = TOP + rows.indexOf(s.row) * ROW
              const wide = Math.max(3, x(s.until) - x(s.from))
              return (
                <g key={`${s.row} ${s.from}`}>
                  <title>{told(s)}</title>
                  <rect
                    x={x(s.from)}
                    y={y + 5}
                    width={wide}
                    height={ROW - 10}
                    rx={3}
                    fill={s.isOpen ? 'light-dark(#d3e5ea, #124c5d)' : 'var(--mantine-color-body)'}
                    stroke={INK.main}
                  />
                  {wide > 44 && (
                    <text x={x(s.from) + 6} y={y + 21} fontSize={12} fill={INK.text}>
                      {fitted(s.name, wide - 8, 12)}
                    </text>
                  )}
                </g>
              )
            })}
            <text x={label} y={height - 6} fontSize={12} fill={INK.quiet}>
              {day(from)}
            </text>
            <text x={width - 8} y={height - 6} fontSize={12} textAnchor="end" fill={INK.quiet}>
              {words.today}
            </text>
          </>
        )
      }}
    </Figure>
  )
}
