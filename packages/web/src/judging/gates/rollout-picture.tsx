import type { DeploymentPlan } from '@muster/core'
import { duration } from '../../ui/number.ts'
import { words } from '../../words/gates.ts'

type Step = DeploymentPlan['steps'][number]
const { promotion: texts } = words

const [WIDTH, HEIGHT, BASE] = [560, 150, 112]

const nameOf = (step: Step): string =>
  step.kind === 'shadow' ? texts.shadow : step.kind === 'full' ? texts.full : texts.canary
/** How long a step lasts; the last one stays. */
const lengthOf = (step: Step): string =>
  'minutes' in step && typeof step.minutes === 'number' && step.minutes > 0 ? duration(step.minutes) : texts.stays

/** The steps of a rollout as stairs: how much of the traffic the new version gets, step by step. */
export function RolloutPicture({ steps }: { readonly steps: readonly Step[] }) {
  const width = WIDTH / Math.max(1, steps.length)
  const label = `${texts.steps}: ${steps.map((s) => `${nameOf(s)} ${s.weight} %, ${lengthOf(s)}`).join('; ')}`
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" style={{ maxWidth: 720 }} role="img" aria-label={label}>
      <line x1={0} x2={WIDTH} y1={BASE} y2={BASE} stroke="var(--mantine-color-default-border)" />
      {steps.map((step, i) => {
        const height = Math.max(3, (step.weight / 100) * (BASE - 24))
        const x = i * width
        return (
          // The steps of a plan are in its order and never change.
          <g key={`${step.kind} ${step.weight}`}>
            <rect
              x={x + 1}
              y={BASE - height}
              width={width - 2}
              height={height}
              rx={2}
              fill={step.kind === 'shadow' ? 'var(--mantine-color-gray-5)' : 'var(--mantine-primary-color-filled)'}
              opacity={step.kind === 'full' ? 1 : 0.75}
            />
            <text
              x={x + width / 2}
              y={BASE - height - 6}
              textAnchor="middle"
              fontSize={13}
              fontWeight={600}
              fill="var(--mantine-color-text)"
            >
              {step.weight} %
            </text>
            <text x={x + width / 2} y={BASE + 17} textAnchor="middle" fontSize={12} fill="var(--mantine-color-text)">
              {nameOf(step)}
            </text>
            <text x={x + width / 2} y={BASE + 33} textAnchor="middle" fontSize={12} fill="var(--mantine-color-dimmed)">
              {lengthOf(step)}
            </text>
          </g>
        )
      })}
    </svg>
  )
}
