import { Text } from '@mantine/core'
import type { Model, ModelVersion } from '@muster/core'
import { useAll } from '../../api/queries.ts'
import { at } from '../../routing/addresses.ts'
import { useGo } from '../../routing/use-go.ts'
import { Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/registry.ts'
import type { Node } from './lineage-graph.ts'
import { lineageGraph } from './lineage-graph.ts'

const [WIDTH, ROW, BOX, TOP] = [842, 54, 240, 8]
const X = [0, 300, 600] as const
const NEWEST = 8

const KIND: Readonly<Record<Node['kind'], string>> = {
  data: words.data,
  code: words.code,
  experiment: words.experiment,
  version: words.version,
  alias: words.alias,
}

/** From what each version came, and which names point to it. */
export function Lineage({ model, versions }: { readonly model: Model; readonly versions: readonly ModelVersion[] }) {
  const graph = lineageGraph(model, versions.slice(0, NEWEST))
  const titles = new Map(useAll('experiment.list', { project: model.project }).map((e) => [e.id, e.title] as const))
  const nameOf = (node: Node): string => {
    if (node.kind === 'version') return `${words.version} ${versions.find((v) => v.id === node.id)?.number ?? ''}`
    if (node.kind === 'experiment') return titles.get(node.id) ?? node.id
    return node.kind === 'alias' ? node.id : `${node.id.replace('sha256:', '').slice(0, 16)}…`
  }
  const y = (row: number): number => TOP + row * ROW
  const place = new Map(graph.nodes.map((n) => [n.id, n] as const))
  return (
    <Section title={words.lineage}>
      <Text size="sm" className="quiet">
        {words.lineageHelp}
      </Text>
      <div style={{ maxWidth: '100%' }} className="scroll-x" tabIndex={0} role="region" aria-label={words.lineage}>
        <svg
          viewBox={`0 0 ${WIDTH} ${graph.rows * ROW + TOP}`}
          style={{ minWidth: 620, maxWidth: 980, width: '100%' }}
          role="group"
          aria-label={words.lineage}
        >
          {graph.edges.map(({ from, to }) => {
            const [a, b] = [place.get(from), place.get(to)]
            if (a === undefined || b === undefined) return null
            const [x1, y1, x2, y2] = [X[a.column] + BOX, y(a.row) + 20, X[b.column], y(b.row) + 20]
            return (
              <path
                key={`${from} ${to}`}
                d={`M${x1} ${y1} C${x1 + 30} ${y1}, ${x2 - 30} ${y2}, ${x2} ${y2}`}
                fill="none"
                stroke="var(--mantine-color-gray-5)"
                strokeWidth={1.5}
              />
            )
          })}
          {graph.nodes.map((node) => (
            <Box
              key={node.id}
              node={node}
              name={nameOf(node)}
              x={X[node.column]}
              y={y(node.row)}
              project={model.project}
            />
          ))}
        </svg>
      </div>
    </Section>
  )
}

interface BoxProps {
  readonly node: Node
  readonly name: string
  readonly x: number
  readonly y: number
  readonly project: string
}

function Box({ node, name, x, y, project }: BoxProps) {
  const go = useGo()
  const to =
    node.kind === 'version'
      ? at.version(project, node.id)
      : node.kind === 'experiment'
        ? at.experiment(project, node.id)
        : undefined
  const isVersion = node.kind === 'version'
  const shape = (
    <>
      <title>{`${KIND[node.kind]}: ${name}`}</title>
      <rect
        x={x}
        y={y}
        width={BOX}
        height={40}
        rx={6}
        fill={
          isVersion
            ? 'light-dark(var(--mantine-color-muster-0), var(--mantine-color-muster-9))'
            : 'var(--mantine-color-body)'
        }
        stroke={isVersion ? 'var(--mantine-primary-color-filled)' : 'var(--mantine-color-gray-5)'}
      />
      <text x={x + 10} y={y + 16} fontSize={11} fill="var(--mantine-color-dimmed)">
        {KIND[node.kind]}
      </text>
      <text x={x + 10} y={y + 32} fontSize={13} fontWeight={600} fill="var(--mantine-color-text)">
        {name.length > 29 ? `${name.slice(0, 28)}…` : name}
      </text>
    </>
  )
  if (to === undefined) return <g>{shape}</g>
  return (
    <a
      href={to}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey) return
        event.preventDefault()
        go(to)
      }}
    >
      {shape}
    </a>
  )
}
