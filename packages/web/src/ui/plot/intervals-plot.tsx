import { measured } from '../number.ts'
import { describeReaches, reachText } from './describe.ts'
import { Figure } from './figure.tsx'
import { fitted, reachRange, within } from './geometry.ts'
import { INK } from './ink.ts'
import { scale, ticks } from './scale.ts'
import type { Scale } from './scale.ts'

export interface IntervalLine {
  readonly name: string
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  readonly n?: number | undefined
  /** What a reader should notice; drawn apart, and said. */
  readonly mark?: string | undefined
}
interface Props {
  readonly title: string
  readonly rows: readonly IntervalLine[]
  readonly least?: number | undefined
  readonly most?: number | undefined
  readonly band?: { readonly low: number; readonly high: number; readonly label: string } | undefined
  readonly line?: { readonly at: number; readonly label: string } | undefined
  /** Drawn as bars from 0: the values are amounts. */
  readonly bars?: boolean | undefined
}

const [TOP, BOTTOM, VALUE, EDGE] = [22, 24, 66, 8]
/** Where there is less room, names stand above their line. */
const NARROW = 520

/** Values with their intervals, one line each, on one axis. */
export function IntervalsPlot({ title, rows, bars = false, ...held }: Props) {
  const [least, most] = reachRange(rows, held)
  const [from, until] = bars ? [Math.min(0, least), Math.max(0, most)] : [least, most]
  const rowHeight = (width: number): number => (width < NARROW ? 40 : 26)
  return (
    <Figure
      title={title}
      description={describeReaches(rows, held)}
      height={(width) => TOP + rows.length * rowHeight(width) + BOTTOM}
    >
      {(width, height) => {
        const isNarrow = width < NARROW
        const label = isNarrow ? 0 : Math.min(280, Math.round(width * 0.34))
        const x = scale(from, until, label + EDGE, width - VALUE - EDGE)
        return (
          <>
            <Ground x={x} height={height} {...held} count={isNarrow ? 4 : 6} />
            {rows.map((row, i) => (
              <Line
                key={`${row.name} ${i}`}
                row={row}
                isBar={bars}
                x={x}
                y={TOP + i * rowHeight(width) + (isNarrow ? 28 : 13)}
                label={label}
                width={width}
              />
            ))}
          </>
        )
      }}
    </Figure>
  )
}

/** Axis, band, and the line that values are held against. */
function Ground({
  x,
  height,
  band,
  line,
  count,
}: Pick<Props, 'band' | 'line'> & { readonly x: Scale; readonly height: number; readonly count: number }) {
  const ends = [x.from, x.until] as const
  const bottom = height - BOTTOM
  return (
    <g>
      {band !== undefined && (
        <>
          <rect
            x={x(within(band.low, ends))}
            y={TOP}
            width={Math.max(0, x(within(band.high, ends)) - x(within(band.low, ends)))}
            height={bottom - TOP}
            fill={INK.band}
          />
          <text x={x(within(band.low, ends))} y={14} fontSize={12} fill={INK.quiet}>
            {band.label}
          </text>
        </>
      )}
      {ticks(x.from, x.until, count).map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={TOP} y2={bottom} stroke={INK.grid} />
          <text x={x(tick)} y={bottom + 16} fontSize={12} textAnchor="middle" fill={INK.quiet}>
            {measured(tick)}
          </text>
        </g>
      ))}
      {line !== undefined && line.at >= x.from && line.at <= x.until && (
        <>
          <line x1={x(line.at)} x2={x(line.at)} y1={TOP} y2={bottom} stroke={INK.text} strokeDasharray="4 3" />
          {band === undefined && (
            <text
              x={x(line.at)}
              y={14}
              fontSize={12}
              fill={INK.quiet}
              textAnchor={line.at > (x.from + x.until) / 2 ? 'end' : 'start'}
            >
              {line.label}
            </text>
          )}
        </>
      )}
    </g>
  )
}

/** Letters can be read where a line of the axis runs behind them. */
const HALO = { paintOrder: 'stroke', stroke: 'var(--mantine-color-body)', strokeWidth: 4 } as const

interface LineProps {
  readonly row: IntervalLine
  readonly isBar: boolean
  readonly x: Scale
  readonly y: number
  readonly label: number
  readonly width: number
}

function Line({ row, isBar, x, y, label, width }: LineProps) {
  const { name, value, low, high, mark } = row
  const ends = [x.from, x.until] as const
  const ink = mark === undefined ? INK.main : INK.other
  const said = mark === undefined ? name : `${name} · ${mark}`
  return (
    <g>
      <title>{`${said}: ${reachText(row)}`}</title>
      <text
        x={label === 0 ? 2 : label - 6}
        y={label === 0 ? y - 14 : y + 4}
        fontSize={13}
        textAnchor={label === 0 ? 'start' : 'end'}
        fill={mark === undefined ? INK.text : ink}
        fontWeight={mark === undefined ? undefined : 650}
        {...HALO}
      >
        {fitted(said, label === 0 ? width : label - 6)}
      </text>
      {value === null ? (
        <text x={x(x.from)} y={y + 4} fontSize={12} fill={INK.quiet}>
          {reachText({ value, low, high })}
        </text>
      ) : (
        <>
          {isBar && (
            <rect
              x={Math.min(x(0), x(within(value, ends)))}
              y={y - 6}
              width={Math.abs(x(within(value, ends)) - x(0))}
              height={12}
              fill={ink}
              opacity={0.3}
            />
          )}
          {low !== null && high !== null && <Reach x={x} y={y} low={low} high={high} ink={ink} />}
          {mark === undefined ? (
            <circle cx={x(within(value, ends))} cy={y} r={4.5} fill={ink} />
          ) : (
            <path d={`M${x(within(value, ends))} ${y - 6}l6 6l-6 6l-6 -6z`} fill={ink} />
          )}
          <text x={width - VALUE + 4} y={y + 4} fontSize={13} fill={INK.text} className="tabular">
            {measured(value)}
          </text>
        </>
      )}
    </g>
  )
}

/** An interval; an end that is outside the axis has an arrow instead of its cap. */
function Reach({
  x,
  y,
  low,
  high,
  ink,
}: {
  readonly x: Scale
  readonly y: number
  readonly low: number
  readonly high: number
  readonly ink: string
}) {
  const ends = [x.from, x.until] as const
  const [a, b] = [x(within(low, ends)), x(within(high, ends))]
  return (
    <g stroke={ink} strokeWidth={2} fill="none">
      <line x1={a} x2={b} y1={y} y2={y} />
      <path d={low < x.from ? `M${a + 5} ${y - 4}L${a} ${y}L${a + 5} ${y + 4}` : `M${a} ${y - 4}V${y + 4}`} />
      <path d={high > x.until ? `M${b - 5} ${y - 4}L${b} ${y}L${b - 5} ${y + 4}` : `M${b} ${y - 4}V${y + 4}`} />
    </g>
  )
}
