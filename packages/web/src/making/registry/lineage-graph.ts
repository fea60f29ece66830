import type { Model, ModelVersion } from '@muster/core'

export interface Node {
  readonly id: string
  readonly kind: 'data' | 'code' | 'experiment' | 'version' | 'alias'
  readonly column: 0 | 1 | 2
  readonly row: number
}
export interface Edge {
  readonly from: string
  readonly to: string
}
export interface Graph {
  readonly nodes: readonly Node[]
  readonly edges: readonly Edge[]
  readonly rows: number
}

/**
 * Where versions came from, at the left; the versions, newest first, in the middle; the names that point to them at the
 * right. What several versions came from is there once.
 */
export function lineageGraph(model: Pick<Model, 'aliases'>, versions: readonly ModelVersion[]): Graph {
  const ordered = versions.toSorted((a, b) => b.number - a.number)
  const nodes: Node[] = []
  const edges: Edge[] = []
  let sources = 0
  const source = (id: string, kind: Node['kind'], to: string): void => {
    if (!nodes.some((n) => n.id === id)) {
      nodes.push({ id, kind, column: 0, row: sources })
      sources += 1
    }
    edges.push({ from: id, to })
  }
  for (const v of ordered) {
    source(v.experiment, 'experiment', v.id)
    source(v.dataDigest, 'data', v.id)
    source(v.commit, 'code', v.id)
  }
  const rows = Math.max(sources, ordered.length)
  // Versions are spread over the height that their sources take.
  ordered.forEach((v, i) =>
    nodes.push({ id: v.id, kind: 'version', column: 1, row: ((i + 0.5) * rows) / ordered.length - 0.5 }),
  )
  for (const [alias, version] of Object.entries(model.aliases)) {
    const target = nodes.find((n) => n.id === version)
    if (target === undefined) continue
    const taken = nodes.filter((n) => n.kind === 'alias' && Math.abs(n.row - target.row) < 1).length
    nodes.push({ id: alias, kind: 'alias', column: 2, row: target.row + taken })
    edges.push({ from: version, to: alias })
  }
  return { nodes, edges, rows: Math.max(rows, ...nodes.map((n) => Math.ceil(n.row) + 1)) }
}
