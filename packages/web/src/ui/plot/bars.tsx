import { Box, Group, Text } from '@mantine/core'
import { measured, percent } from '../number.ts'
import { INK } from './ink.ts'
import { scale } from './scale.ts'

/** A share from 0 to 1 as a bar; the number stands beside it. */
export function ShareBar({
  share,
  label,
  ink = INK.main,
}: {
  readonly share: number
  readonly label: string
  readonly ink?: string
}) {
  return (
    <Group gap={8} wrap="nowrap">
      <Box
        w={64}
        h={8}
        role="img"
        aria-label={`${label}: ${percent(share)}`}
        style={{ background: INK.grid, borderRadius: 4, overflow: 'hidden', flexShrink: 0 }}
      >
        <Box h={8} w={`${Math.min(100, Math.max(0, share * 100))}%`} style={{ background: ink }} />
      </Box>
      <Text size="xs" className="tabular">
        {percent(share)}
      </Text>
    </Group>
  )
}

export interface Part {
  readonly name: string
  readonly count: number
  readonly ink: string
}

/** Parts of a whole beside each other in one bar, with their counts in words below. */
export function PartsBar({ parts, label }: { readonly parts: readonly Part[]; readonly label: string }) {
  const whole = parts.reduce((sum, p) => sum + p.count, 0)
  const said = parts.map((p) => `${p.name} ${p.count}`).join(', ')
  return (
    <Box>
      <Group
        gap={2}
        wrap="nowrap"
        role="img"
        aria-label={`${label}: ${said}`}
        style={{ borderRadius: 4, overflow: 'hidden' }}
      >
        {parts
          .filter((p) => p.count > 0)
          .map((p) => (
            <Box key={p.name} h={14} style={{ background: p.ink, flex: `${p.count / Math.max(1, whole)} 0 4px` }} />
          ))}
      </Group>
      <Group gap="md" mt={6}>
        {parts.map((p) => (
          <Group key={p.name} gap={6} wrap="nowrap">
            <Box w={10} h={10} style={{ background: p.ink, borderRadius: 2 }} />
            <Text size="sm">
              {p.name} <b>{p.count}</b>
            </Text>
          </Group>
        ))}
      </Group>
    </Box>
  )
}

export interface Quantiles {
  readonly least: number
  readonly low: number
  readonly first: number
  readonly middle: number
  readonly third: number
  readonly high: number
  readonly most: number
}
const [WIDTH, HEIGHT] = [150, 26]

/** How numbers are spread: from the least to the most, the middle half as a box. */
export function QuantileBox({ of, label }: { readonly of: Quantiles; readonly label: string }) {
  const x = scale(of.least, of.most, 4, WIDTH - 4)
  const y = HEIGHT / 2
  return (
    <svg
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={`${label}: ${[of.least, of.low, of.first, of.middle, of.third, of.high, of.most].map(measured).join(' · ')}`}
      style={{ display: 'block' }}
    >
      <line x1={x(of.least)} x2={x(of.most)} y1={y} y2={y} stroke={INK.axis} strokeDasharray="2 2" />
      <line x1={x(of.low)} x2={x(of.high)} y1={y} y2={y} stroke={INK.main} strokeWidth={2} />
      <rect
        x={x(of.first)}
        y={y - 7}
        width={Math.max(1, x(of.third) - x(of.first))}
        height={14}
        fill="var(--mantine-color-body)"
        stroke={INK.main}
        strokeWidth={1.5}
      />
      <line x1={x(of.middle)} x2={x(of.middle)} y1={y - 7} y2={y + 7} stroke={INK.other} strokeWidth={2.5} />
    </svg>
  )
}
