import { Text } from '@mantine/core'
import type { Experiment } from '@muster/core'
import { days } from '../ui/number.ts'
import { scale } from '../ui/plot/scale.ts'
import { words } from '../words/experiments.ts'
import { courseOf } from './forecast.ts'

const [WIDTH, HEIGHT] = [240, 16]

/** The forecast with its spread, half to 85 of 100, and how much of it is spent. */
export function ForecastBar({ experiment }: { readonly experiment: Experiment }) {
  const { spentDays, p50Days, p85Days, isLate, isOver } = courseOf(experiment, Date.now())
  const x = scale(0, Math.max(p85Days * 1.25, spentDays * 1.05, 1), 0, WIDTH)
  const label = words.forecast.says(days(p50Days), days(p85Days), days(spentDays), isOver)
  const middle = HEIGHT / 2
  return (
    <div>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        width="100%"
        style={{ maxWidth: 320, display: 'block' }}
        role="img"
        aria-label={label}
      >
        <line x1={0} x2={WIDTH} y1={middle} y2={middle} stroke="var(--mantine-color-default-border)" strokeWidth={2} />
        <rect
          x={x(p50Days)}
          width={Math.max(2, x(p85Days) - x(p50Days))}
          y={middle - 5}
          height={10}
          rx={2}
          fill="light-dark(var(--mantine-color-muster-2), var(--mantine-color-muster-8))"
        />
        <line
          x1={0}
          x2={x(spentDays)}
          y1={middle}
          y2={middle}
          stroke={isLate ? 'light-dark(#c92a2a, #ff8787)' : 'var(--mantine-primary-color-filled)'}
          strokeWidth={4}
        />
        <circle
          cx={Math.max(4, x(spentDays))}
          cy={middle}
          r={4}
          fill={isLate ? 'light-dark(#c92a2a, #ff8787)' : 'var(--mantine-primary-color-filled)'}
        />
      </svg>
      <Text size="xs" className="quiet">
        {label}
      </Text>
    </div>
  )
}
