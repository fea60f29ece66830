import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Pack } from '@muster/core'
import { readPack } from '@muster/contract'

const root = fileURLToPath(new URL('../', import.meta.url))
export const text = (file: string): string => readFileSync(`${root}${file}`, 'utf8')

interface Statement {
  readonly kind: string
  readonly capabilities: readonly string[]
  readonly text: string
}
export const statements = JSON.parse(text('packs/source-ids.json')) as Record<string, Statement>
export const idsOf = (...kinds: string[]): string[] =>
  Object.entries(statements).flatMap(([id, { kind }]) => (kinds.includes(kind) ? [id] : []))

export const files = globSync('packs/**/*.yaml', { cwd: root })
  .toSorted()
  .map((file) => ({ file, text: text(file) }))

export function shipped<Kind extends Pack['pack']>(kind: Kind, id: string): Extract<Pack, { pack: Kind }> {
  for (const { file, text } of files) {
    const read = readPack(text, file)
    if ('pack' in read && read.pack.pack === kind && read.pack.id === id)
      return read.pack as Extract<Pack, { pack: Kind }>
  }
  throw new Error(`No pack ${kind}/${id} can be read under packs/.`)
}

/** Every `source` in a pack, and every id of its responsibilities, KPIs and deliverables, whatever their depth. */
export function cited(value: unknown, key = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => cited(item, key))
  if (typeof value === 'string') return key === 'source' ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  // A KPI of a scorecard has a name of its own; what it comes from stands in its source.
  const isNamed = ['responsibilities', 'kpis', 'deliverable'].includes(key) && 'id' in value && !('formula' in value)
  const own = isNamed && 'id' in value ? [String(value.id)] : []
  return [...own, ...Object.entries(value).flatMap(([inner, held]) => cited(held, inner))]
}
