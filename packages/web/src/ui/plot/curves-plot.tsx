import { Group, Text } from '@mantine/core'
import { measured } from '../number.ts'
import { describeCurves } from './describe.ts'
import { Figure } from './figure.tsx'
import { linePath, thinned } from './geometry.ts'
import { INK, LINES } from './ink.ts'
import { rangeOf, scale, ticks } from './scale.ts'
import type { Scale } from './scale.ts'

export interface Curve {
  readonly name: string
  readonly points: readonly (readonly [number, number])[]
  readonly dots?: boolean | undefined
}
interface Props {
  readonly title: string
  readonly xTitle: string
  readonly yTitle: string
  readonly diagonal: boolean
  readonly curves: readonly Curve[]
}

const [LEFT, TOP, RIGHT, BOTTOM] = [52, 10, 14, 44]
const MOST_WIDTH = 520

/** The ends of an axis: 0 to 1 for shares, else what the points need. */
const endsOf = (values: readonly number[]): readonly [number, number] =>
  values.every((v) => v >= 0 && v <= 1) ? [0, 1] : rangeOf(values)

/** Lines in one frame, as ROC, precision-recall and calibration curves are. */
export function CurvesPlot({ title, xTitle, yTitle, diagonal, curves }: Props) {
  const points = curves.flatMap((c) => c.points)
  if (points.length === 0) return null
  const [x0, x1] = endsOf(points.map(([x]) => x))
  const [y0, y1] = endsOf(points.map(([, y]) => y))
  return (
    <>
      {curves.length > 1 && <Legend names={curves.map((c) => c.name)} />}
      <Figure
        title={title}
        description={describeCurves(curves)}
        height={(width) => Math.min(width, MOST_WIDTH) * 0.78}
        most={MOST_WIDTH}
      >
        {(width, height) => {
          const x = scale(x0, x1, LEFT, width - RIGHT)
          const y = scale(y0, y1, height - BOTTOM, TOP)
          return (
            <>
              <Axes x={x} y={y} width={width} height={height} xTitle={xTitle} yTitle={yTitle} />
              {diagonal && <line x1={x(x0)} y1={y(y0)} x2={x(x1)} y2={y(y1)} stroke={INK.axis} strokeDasharray="4 4" />}
              {curves.map((curve, i) => (
                <Line key={curve.name} curve={curve} x={x} y={y} index={i} />
              ))}
            </>
          )
        }}
      </Figure>
    </>
  )
}

function Line({
  curve,
  x,
  y,
  index,
}: {
  readonly curve: Curve
  readonly x: Scale
  readonly y: Scale
  readonly index: number
}) {
  const { ink, dash } = LINES[index % LINES.length] ?? LINES[0]
  const points = thinned(curve.points, 300)
  return (
    <g>
      <path d={linePath(points, x, y)} fill="none" stroke={ink} strokeWidth={2} strokeDasharray={dash}>
        <title>{curve.name}</title>
      </path>
      {curve.dots === true &&
        points.map(([px, py]) => (
          <circle key={`${px} ${py}`} cx={x(px)} cy={y(py)} r={4} fill={ink}>
            <title>{`${measured(px)} → ${measured(py)}`}</title>
          </circle>
        ))}
    </g>
  )
}

interface AxesProps {
  readonly x: Scale
  readonly y: Scale
  readonly width: number
  readonly height: number
  readonly xTitle: string
  readonly yTitle: string
}

/** Grid, numbers and titles of both axes. */
export function Axes({ x, y, width, height, xTitle, yTitle }: AxesProps) {
  const bottom = height - BOTTOM
  return (
    <g fontSize={12} fill={INK.quiet}>
      {ticks(x.from, x.until, width < 340 ? 3 : 5).map((tick) => (
        <g key={`x ${tick}`}>
          <line x1={x(tick)} x2={x(tick)} y1={TOP} y2={bottom} stroke={INK.grid} />
          <text x={x(tick)} y={bottom + 16} textAnchor="middle">
            {measured(tick)}
          </text>
        </g>
      ))}
      {ticks(y.from, y.until, 5).map((tick) => (
        <g key={`y ${tick}`}>
          <line x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} stroke={INK.grid} />
          <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
            {measured(tick)}
          </text>
        </g>
      ))}
      <text x={(LEFT + width - RIGHT) / 2} y={height - 6} textAnchor="middle" fontSize={13}>
        {xTitle}
      </text>
      <text
        x={13}
        y={(TOP + bottom) / 2}
        textAnchor="middle"
        fontSize={13}
        transform={`rotate(-90 13 ${(TOP + bottom) / 2})`}
      >
        {yTitle}
      </text>
    </g>
  )
}

/** Which line is which: ink and pattern beside each name. */
export function Legend({ names }: { readonly names: readonly string[] }) {
  return (
    <Group gap="md" mb={4}>
      {names.map((name, i) => {
        const { ink, dash } = LINES[i % LINES.length] ?? LINES[0]
        return (
          <Group key={name} gap={6} wrap="nowrap">
            <svg width={24} height={10} aria-hidden="true">
              <line x1={0} x2={24} y1={5} y2={5} stroke={ink} strokeWidth={2.5} strokeDasharray={dash} />
            </svg>
            <Text size="xs" className="quiet">
              {name}
            </Text>
          </Group>
        )
      })}
    </Group>
  )
}
