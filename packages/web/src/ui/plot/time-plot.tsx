import { words } from '../../words/plot.ts'
import { locale } from '../../words/in-language.ts'
import { measured } from '../number.ts'
import { reachText } from './describe.ts'
import { Figure } from './figure.tsx'
import { linePath, reachRange } from './geometry.ts'
import { INK } from './ink.ts'
import { scale, ticks } from './scale.ts'
import type { Scale } from './scale.ts'

export interface Moment {
  readonly at: string
  readonly value: number
  readonly low: number | null
  readonly high: number | null
}
interface Props {
  readonly title: string
  readonly points: readonly Moment[]
  readonly line?: { readonly at: number; readonly label: string } | undefined
}

const [LEFT, TOP, RIGHT, BOTTOM] = [52, 20, 16, 26]

const dayText = (at: number): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }).format(new Date(at))

/** A day, or a time of day where another moment is on the same. */
const momentText = (at: number, other: number): string =>
  dayText(at) === dayText(other)
    ? new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(new Date(at))
    : dayText(at)

/** A value over time, each with its interval. */
export function TimePlot({ title, points, line }: Props) {
  const sorted = points.toSorted((a, b) => (a.at < b.at ? -1 : 1))
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first === undefined || last === undefined) return null
  const [from, until] = reachRange(sorted, { line })
  const [start, end] = [Date.parse(first.at), Date.parse(last.at)]
  return (
    <Figure
      title={title}
      description={words.over(measured(first.value), measured(last.value), sorted.length)}
      height={() => 190}
    >
      {(width, height) => {
        const x = scale(start, end > start ? end : start + 1, LEFT + 16, width - RIGHT - 16)
        const y = scale(from, until, height - BOTTOM, TOP)
        return (
          <>
            <g fontSize={12} fill={INK.quiet}>
              {ticks(from, until, 4).map((tick) => (
                <g key={tick}>
                  <line x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} stroke={INK.grid} />
                  <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
                    {measured(tick)}
                  </text>
                </g>
              ))}
              <text x={LEFT} y={height - 6}>
                {momentText(start, end)}
              </text>
              {end > start && (
                <text x={width - RIGHT} y={height - 6} textAnchor="end">
                  {momentText(end, start)}
                </text>
              )}
            </g>
            {line !== undefined && <Held {...line} y={y} right={width - RIGHT} />}
            <path
              d={linePath(
                sorted.map((p) => [Date.parse(p.at), p.value]),
                x,
                y,
              )}
              fill="none"
              stroke={INK.main}
              strokeWidth={1.5}
            />
            {sorted.map((p) => (
              <g key={p.at} stroke={INK.main} strokeWidth={2}>
                <title>{`${dayText(Date.parse(p.at))}: ${reachText(p)}`}</title>
                {p.low !== null && p.high !== null && (
                  <line x1={x(Date.parse(p.at))} x2={x(Date.parse(p.at))} y1={y(p.low)} y2={y(p.high)} />
                )}
                <circle cx={x(Date.parse(p.at))} cy={y(p.value)} r={4} fill={INK.main} stroke="none" />
              </g>
            ))}
          </>
        )
      }}
    </Figure>
  )
}

function Held({
  at,
  label,
  y,
  right,
}: {
  readonly at: number
  readonly label: string
  readonly y: Scale
  readonly right: number
}) {
  return (
    <g>
      <line x1={LEFT} x2={right} y1={y(at)} y2={y(at)} stroke={INK.text} strokeDasharray="4 3" />
      <text x={right} y={y(at) - 5} textAnchor="end" fontSize={12} fill={INK.quiet}>
        {label}
      </text>
    </g>
  )
}
