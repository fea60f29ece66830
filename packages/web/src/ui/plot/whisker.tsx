import { measured } from '../number.ts'
import { rangeOf, scale } from './scale.ts'

interface Props {
  readonly value: number
  readonly low?: number | null | undefined
  readonly high?: number | null | undefined
  readonly threshold?: number | undefined
  readonly met?: boolean | undefined
  /** Ends of the axis; from the values when left out. */
  readonly range?: readonly [number, number] | undefined
  readonly width?: number
  readonly label: string
}

const HEIGHT = 26

/** An estimate with its interval, and the threshold that it is held against. */
export function Whisker({ value, low, high, threshold, met, range, width = 200, label }: Props) {
  const numbers = [value, low, high, threshold].filter((v): v is number => typeof v === 'number')
  const [from, until] = range ?? rangeOf(numbers)
  const x = scale(from, until, 8, width - 8)
  const middle = HEIGHT / 2
  const color =
    met === undefined
      ? 'var(--mantine-primary-color-filled)'
      : met
        ? 'light-dark(#2b8a3e, #69db7c)'
        : 'light-dark(#c92a2a, #ff8787)'
  return (
    <svg
      viewBox={`0 0 ${width} ${HEIGHT}`}
      width="100%"
      style={{ maxWidth: width, display: 'block' }}
      role="img"
      aria-label={label}
    >
      <line x1={8} x2={width - 8} y1={middle} y2={middle} stroke="var(--mantine-color-default-border)" />
      {threshold !== undefined && (
        <g>
          <line
            x1={x(threshold)}
            x2={x(threshold)}
            y1={2}
            y2={HEIGHT - 2}
            stroke="var(--mantine-color-text)"
            strokeWidth={1.5}
            strokeDasharray="3 2"
          />
          <title>{measured(threshold)}</title>
        </g>
      )}
      {typeof low === 'number' && typeof high === 'number' && (
        <g stroke={color} strokeWidth={2}>
          <line x1={x(low)} x2={x(high)} y1={middle} y2={middle} />
          <line x1={x(low)} x2={x(low)} y1={middle - 4} y2={middle + 4} />
          <line x1={x(high)} x2={x(high)} y1={middle - 4} y2={middle + 4} />
        </g>
      )}
      <circle cx={x(value)} cy={middle} r={4.5} fill={color} />
    </svg>
  )
}
