import { Axes, Legend } from './curves-plot.tsx'
import { describeCurves } from './describe.ts'
import { Figure } from './figure.tsx'
import { linePath, reachRange } from './geometry.ts'
import { INK, LINES } from './ink.ts'
import { scale } from './scale.ts'
import type { Scale } from './scale.ts'

export interface LinePoint {
  readonly x: number
  readonly value: number
  readonly low: number | null
  readonly high: number | null
}
interface Lined {
  readonly name: string
  readonly points: readonly LinePoint[]
}
interface Props {
  readonly title: string
  readonly xTitle: string
  readonly yTitle: string
  readonly lines: readonly Lined[]
}

const [LEFT, TOP, RIGHT, BOTTOM] = [52, 10, 14, 44]
const MOST_WIDTH = 640

/** Values over a number, each with its interval, on axes as long as what is there: partial dependence, for instance. */
export function LinesPlot({ title, xTitle, yTitle, lines }: Props) {
  const points = lines.flatMap((l) => l.points)
  if (points.length === 0) return null
  const xs = points.map((p) => p.x)
  const [x0, x1] = [Math.min(...xs), Math.max(...xs)]
  const [y0, y1] = reachRange(points, {})
  const described = lines.map(({ name, points: of }) => ({ name, points: of.map((p) => [p.x, p.value] as const) }))
  return (
    <>
      {lines.length > 1 && <Legend names={lines.map((l) => l.name)} />}
      <Figure
        title={title}
        description={describeCurves(described)}
        height={(width) => Math.min(width, MOST_WIDTH) * 0.56}
        most={MOST_WIDTH}
      >
        {(width, height) => {
          const x = scale(x0, x1 > x0 ? x1 : x0 + 1, LEFT, width - RIGHT)
          const y = scale(y0, y1, height - BOTTOM, TOP)
          return (
            <>
              <Axes x={x} y={y} width={width} height={height} xTitle={xTitle} yTitle={yTitle} />
              {lines.map((line, i) => (
                <Line key={line.name} line={line} x={x} y={y} index={i} />
              ))}
            </>
          )
        }}
      </Figure>
    </>
  )
}

/** The area between the ends of the intervals, as a path; '' where a point has none. */
function bandPath(points: readonly LinePoint[], x: Scale, y: Scale): string {
  const lows: (readonly [number, number])[] = []
  const highs: (readonly [number, number])[] = []
  for (const { x: at, low, high } of points) {
    if (low === null || high === null) return ''
    lows.push([at, low])
    highs.push([at, high])
  }
  return `${linePath([...highs, ...lows.toReversed()], x, y)}Z`
}

function Line({
  line: { name, points },
  x,
  y,
  index,
}: {
  readonly line: Lined
  readonly x: Scale
  readonly y: Scale
  readonly index: number
}) {
  const { ink, dash } = LINES[index % LINES.length] ?? { ink: INK.main, dash: undefined }
  return (
    <g>
      <path d={bandPath(points, x, y)} fill={ink} opacity={0.16} />
      <path
        d={linePath(
          points.map((p) => [p.x, p.value]),
          x,
          y,
        )}
        fill="none"
        stroke={ink}
        strokeWidth={2}
        strokeDasharray={dash}
      >
        <title>{name}</title>
      </path>
    </g>
  )
}
