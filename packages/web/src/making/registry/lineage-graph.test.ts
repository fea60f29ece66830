import type { ModelVersion } from '@muster/core'
import { describe, expect, test } from 'vitest'
import { lineageGraph } from './lineage-graph.ts'

const version = (number: number, from: Partial<ModelVersion> = {}): ModelVersion => ({
  id: `ver_${number}`,
  project: 'prj_1',
  model: 'mdl_1',
  number,
  digest: `sha256:${number}`,
  description: '',
  experiment: `exp_${number}`,
  dataDigest: 'sha256:data',
  commit: 'abc',
  artifacts: [],
  registeredBy: 'per_1',
  registeredAt: '2026-01-01T00:00:00.000Z',
  ...from,
})

describe('the lineage of a model', () => {
  test('shows what several versions came from once, with an edge to each', () => {
    const { nodes, edges } = lineageGraph({ aliases: {} }, [version(1), version(2)])
    expect(nodes.filter((n) => n.kind === 'data')).toHaveLength(1)
    expect(edges.filter((e) => e.from === 'sha256:data').map((e) => e.to)).toEqual(['ver_2', 'ver_1'])
  })
  test('puts the newest version on top, and every box in a place of its own', () => {
    const { nodes } = lineageGraph({ aliases: { champion: 'ver_1', shadow: 'ver_1' } }, [
      version(1),
      version(2),
      version(3),
    ])
    const versions = nodes.filter((n) => n.kind === 'version')
    expect(versions.toSorted((a, b) => a.row - b.row).map((n) => n.id)).toEqual(['ver_3', 'ver_2', 'ver_1'])
    const places = nodes.map((n) => `${n.column} ${n.row}`)
    expect(new Set(places).size).toBe(places.length)
  })
  test('leaves out names that point to versions that are not shown', () => {
    expect(lineageGraph({ aliases: { champion: 'ver_9' } }, [version(1)]).nodes.some((n) => n.kind === 'alias')).toBe(
      false,
    )
  })
})
