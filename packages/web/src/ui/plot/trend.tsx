import { rangeOf, scale } from './scale.ts'

interface Point {
  readonly until: string
  readonly value: number | null
}
interface Props {
  readonly points: readonly Point[]
  readonly target: number | null
  readonly label: string
  readonly height?: number
}

const WIDTH = 220

/** Values of the windows that follow each other, with the target. Windows without data are gaps. */
export function Trend({ points, target, label, height = 48 }: Props) {
  const values = points.flatMap((p) => (p.value === null ? [] : [p.value]))
  // One value is no trend.
  if (values.length < 2) return null
  const [from, until] = rangeOf(target === null ? values : [...values, target])
  const x = scale(0, Math.max(1, points.length - 1), 6, WIDTH - 6)
  const y = scale(from, until, height - 6, 6)
  const segments = points.flatMap((p, i): [number, number][] => (p.value === null ? [] : [[i, p.value]]))
  const path = segments
    .map(([i, value], k) => `${k > 0 && segments[k - 1]?.[0] === i - 1 ? 'L' : 'M'}${x(i)} ${y(value)}`)
    .join('')
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${height}`}
      width="100%"
      style={{ maxWidth: WIDTH, display: 'block' }}
      role="img"
      aria-label={label}
    >
      {target !== null && (
        <line
          x1={6}
          x2={WIDTH - 6}
          y1={y(target)}
          y2={y(target)}
          stroke="var(--mantine-color-dimmed)"
          strokeDasharray="3 3"
        />
      )}
      <path d={path} fill="none" stroke="var(--mantine-primary-color-filled)" strokeWidth={2} />
      {segments.map(([i, value]) => (
        <circle
          key={i}
          cx={x(i)}
          cy={y(value)}
          r={i === points.length - 1 ? 4 : 2.5}
          fill="var(--mantine-primary-color-filled)"
        />
      ))}
    </svg>
  )
}
