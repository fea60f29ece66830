import { Group, Text } from '@mantine/core'
import { words } from '../../words/plot.ts'
import { measured, percent } from '../number.ts'
import { binNames, describeShares } from './describe.ts'
import { Figure } from './figure.tsx'
import { fitted, stepPath } from './geometry.ts'
import { INK } from './ink.ts'
import { scale, ticks } from './scale.ts'
import type { Scale } from './scale.ts'

export interface TwoSides {
  /** One more than shares; absent where values have names. */
  readonly edges?: readonly number[] | undefined
  readonly names?: readonly string[] | undefined
  readonly reference: readonly number[]
  readonly current: readonly number[]
}
interface Props extends TwoSides {
  readonly title: string
  /** What the two sides are called. */
  readonly sides?: readonly [string, string] | undefined
  readonly xTitle?: string | undefined
}

const SIDES = [words.reference, words.current] as const

/** How values are spread on two sides: an outline over bars, or two bars for each name. */
export function SharesPlot({ sides = SIDES, ...of }: Props) {
  const isNamed = of.names !== undefined
  return (
    <>
      <Group gap="md" mb={4}>
        <Key name={sides[0]} isOutline />
        <Key name={sides[1]} isOutline={false} />
      </Group>
      {isNamed ? <Named sides={sides} {...of} /> : <Histogram sides={sides} {...of} />}
    </>
  )
}

function Key({ name, isOutline }: { readonly name: string; readonly isOutline: boolean }) {
  return (
    <Group gap={6} wrap="nowrap">
      <svg width={22} height={12} aria-hidden="true">
        {isOutline ? (
          <path d="M1 11V2H21V11" fill="none" stroke={INK.other} strokeWidth={2} />
        ) : (
          <rect x={0} y={1} width={22} height={11} fill={INK.main} fillOpacity={0.55} />
        )}
      </svg>
      <Text size="xs" className="quiet">
        {name}
      </Text>
    </Group>
  )
}

type Drawn = Props & { readonly sides: readonly [string, string] }

const [LEFT, TOP, RIGHT, BOTTOM] = [46, 6, 8, 24]

function Histogram({ title, edges = [], reference, current, sides, xTitle }: Drawn) {
  const bins = binNames(edges, undefined)
  const top = Math.max(...reference, ...current, 1e-9)
  return (
    <Figure
      title={title}
      description={describeShares(bins, reference, current, sides)}
      height={(width) => (width < 420 ? 170 : 210) + (xTitle === undefined ? 0 : 18)}
    >
      {(width, height) => {
        const bottom = height - BOTTOM - (xTitle === undefined ? 0 : 18)
        const x = scale(edges[0] ?? 0, edges.at(-1) ?? 1, LEFT, width - RIGHT)
        const y = scale(0, top, bottom, TOP)
        return (
          <>
            <Grid x={x} y={y} width={width} bottom={bottom} />
            <Bars {...{ edges, bins, reference, current, sides, x, y, bottom }} />
            <path d={stepPath(edges, reference, x, y)} fill="none" stroke={INK.other} strokeWidth={2} />
            {xTitle !== undefined && (
              <text x={(LEFT + width) / 2} y={height - 4} fontSize={13} textAnchor="middle" fill={INK.quiet}>
                {xTitle}
              </text>
            )}
          </>
        )
      }}
    </Figure>
  )
}

function Grid({
  x,
  y,
  width,
  bottom,
}: {
  readonly x: Scale
  readonly y: Scale
  readonly width: number
  readonly bottom: number
}) {
  return (
    <g fontSize={12} fill={INK.quiet}>
      {ticks(0, y.until, 3).map((tick) => (
        <g key={`y ${tick}`}>
          <line x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} stroke={INK.grid} />
          <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
            {percent(tick)}
          </text>
        </g>
      ))}
      {ticks(x.from, x.until, width < 420 ? 3 : 6).map((tick) => (
        <text key={`x ${tick}`} x={x(tick)} y={bottom + 17} textAnchor="middle">
          {measured(tick)}
        </text>
      ))}
    </g>
  )
}

interface BarsProps {
  readonly edges: readonly number[]
  readonly bins: readonly string[]
  readonly reference: readonly number[]
  readonly current: readonly number[]
  readonly sides: readonly [string, string]
  readonly x: Scale
  readonly y: Scale
  readonly bottom: number
}

function Bars({ edges, bins, reference, current, sides, x, y, bottom }: BarsProps) {
  return current.map((share, i) => {
    const [from, to] = [x(edges[i] ?? x.from), x(edges[i + 1] ?? x.until)]
    return (
      <rect
        key={bins[i] ?? i}
        x={from}
        y={y(share)}
        width={Math.max(0.5, to - from - 1)}
        height={bottom - y(share)}
        fill={INK.main}
        fillOpacity={0.55}
      >
        <title>{`${bins[i] ?? ''}: ${words.both(sides[0], percent(reference[i] ?? 0), sides[1], percent(share))}`}</title>
      </rect>
    )
  })
}

const ROW = 34

function Named({ title, names = [], reference, current, sides }: Drawn) {
  const top = Math.max(...reference, ...current, 1e-9)
  return (
    <Figure
      title={title}
      description={describeShares(names, reference, current, sides)}
      height={() => names.length * ROW + 6}
    >
      {(width) => {
        const label = Math.min(180, Math.round(width * 0.32))
        const x = scale(0, top, 0, width - label - 120)
        return names.map((name, i) => {
          const [a, b] = [reference[i] ?? 0, current[i] ?? 0]
          const y = i * ROW + 4
          return (
            <g key={name}>
              <title>{`${name}: ${words.both(sides[0], percent(a), sides[1], percent(b))}`}</title>
              <text x={label - 8} y={y + 18} fontSize={13} textAnchor="end" fill={INK.text}>
                {fitted(name, label - 8)}
              </text>
              <rect
                x={label}
                y={y + 2}
                width={Math.max(1, x(a))}
                height={10}
                fill="none"
                stroke={INK.other}
                strokeWidth={1.5}
              />
              <rect x={label} y={y + 15} width={Math.max(1, x(b))} height={11} fill={INK.main} fillOpacity={0.55} />
              <text x={label + x(Math.max(a, b)) + 8} y={y + 18} fontSize={12} fill={INK.quiet} className="tabular">
                {`${percent(a)} → ${percent(b)}`}
              </text>
            </g>
          )
        })
      }}
    </Figure>
  )
}

const [SMALL_WIDTH, SMALL_HEIGHT] = [100, 30]

/** The same, small enough for a row of a table. */
export function SmallShares({ edges, names, reference, current, title }: TwoSides & { readonly title: string }) {
  const bins = binNames(edges, names)
  const count = Math.max(reference.length, current.length)
  const places = edges ?? Array.from({ length: count + 1 }, (_, i) => i)
  const x = scale(places[0] ?? 0, places.at(-1) ?? 1, 1, SMALL_WIDTH - 1)
  const y = scale(0, Math.max(...reference, ...current, 1e-9), SMALL_HEIGHT - 1, 2)
  return (
    <svg
      width={SMALL_WIDTH}
      height={SMALL_HEIGHT}
      role="img"
      aria-label={`${title}: ${describeShares(bins, reference, current)}`}
      style={{ display: 'block' }}
    >
      {current.map((share, i) => (
        <rect
          key={places[i]}
          x={x(places[i] ?? 0)}
          y={y(share)}
          width={Math.max(0.5, x(places[i + 1] ?? 1) - x(places[i] ?? 0) - 0.5)}
          height={SMALL_HEIGHT - 1 - y(share)}
          fill={INK.main}
          fillOpacity={0.55}
        />
      ))}
      <path d={stepPath(places, reference, x, y)} fill="none" stroke={INK.other} strokeWidth={1.5} />
    </svg>
  )
}
