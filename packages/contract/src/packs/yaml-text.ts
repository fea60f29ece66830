import type { PackPath } from '@muster/core'
import type { Document, Node } from 'yaml'
import { isAlias, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml'

/** Line and column, both from 1; a column counts UTF-16 units. */
export interface Position {
  readonly line: number
  readonly column: number
}
export type YamlProblem = Position & { readonly code: string; readonly message: string; readonly hint?: string }

/** A YAML text as a value, with the place of every node. Paths that lead nowhere give the innermost node there is. */
export interface YamlText {
  readonly value: unknown
  /** The value at a path, or undefined. */
  readonly at: (path: PackPath) => unknown
  readonly has: (path: PackPath) => boolean
  /** Where the value at a path starts. */
  readonly locate: (path: PackPath) => Position
  /** Where the key that is the last step of the path starts. */
  readonly locateKey: (path: PackPath) => Position
}

const MOST_CHARACTERS = 250_000
/** Packs hardly use aliases; a few are harmless, and more could stand for billions of nodes. */
const MOST_ALIASES = 50

const TOO_DEEP = { code: 'yaml-too-deep', message: 'The text is nested too deeply to be read.' }

/**
 * Reads YAML 1.2 with string keys only. Never throws: whatever cannot be read is a problem with its place.
 */
export function parseYaml(text: string): { readonly yaml: YamlText } | { readonly problems: readonly YamlProblem[] } {
  if (text.length > MOST_CHARACTERS) {
    const message = `The text has ${text.length} characters; a pack has at most ${MOST_CHARACTERS}.`
    return { problems: [{ line: 1, column: 1, code: 'pack-too-large', message }] }
  }
  try {
    return parsed(text)
  } catch {
    // The only thing left to fail is the stack: the library recurses into nested collections.
    return { problems: [{ line: 1, column: 1, ...TOO_DEEP }] }
  }
}

function parsed(text: string): { readonly yaml: YamlText } | { readonly problems: readonly YamlProblem[] } {
  const lines = new LineCounter()
  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    // The library compares every key with every other one; `faultsIn` looks for repeated keys in one pass.
    uniqueKeys: false,
    version: '1.2',
    schema: 'core',
    logLevel: 'error',
  })
  // A warning is a tag that is not understood: the value would silently be another than was meant.
  const unread = [...document.errors, ...document.warnings].map(({ pos, message }): Fault => ({
    offset: pos[0],
    code: 'yaml-invalid',
    message,
  }))
  const deep = unread.find(({ message }) => message.includes('call stack'))
  if (deep !== undefined) return { problems: [{ ...place(deep.offset), ...TOO_DEEP }] }
  const faults = unread.length > 0 ? unread : faultsIn(document)
  if (faults.length > 0) return { problems: faults.map(({ offset, ...fault }) => ({ ...place(offset), ...fault })) }
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES })
    return { yaml: yamlText(document, value, place) }
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    const message = 'The aliases of this text stand for too much; write the values out.'
    return { problems: [{ ...place(firstAlias(document)), code: 'yaml-aliases', message }] }
  }
}

interface Fault {
  readonly offset: number
  readonly code: string
  readonly message: string
}

/** Keys given twice, the one name that guarded libraries drop in silence, and aliases that are too many or circular. */
function faultsIn(document: Document): Fault[] {
  const faults: Fault[] = []
  let aliases = 0
  visit(document, {
    Map: (_key, map) => {
      const seen = new Set<unknown>()
      for (const { key } of map.items) {
        if (!isScalar(key)) continue
        const offset = start(key, 0)
        if (seen.has(key.value)) {
          faults.push({ offset, code: 'key-repeated', message: 'This key is given twice in the same mapping.' })
        }
        if (key.value === '__proto__') {
          faults.push({ offset, code: 'field-unknown', message: 'There is no field "__proto__".' })
        }
        seen.add(key.value)
      }
    },
    Alias: (_key, alias, path) => {
      aliases += 1
      const offset = start(alias, 0)
      if (aliases > MOST_ALIASES) {
        const message = `There are more than ${MOST_ALIASES} aliases; write the values out.`
        faults.push({ offset, code: 'yaml-aliases', message })
        return visit.BREAK
      }
      const target = alias.resolve(document)
      if (target !== undefined && path.includes(target)) {
        const message = `The alias *${alias.source} stands for something that it is part of.`
        faults.push({ offset, code: 'yaml-aliases', message })
      }
      return undefined
    },
  })
  return faults
}

function firstAlias(document: Document): number {
  let offset = 0
  visit(document, {
    Alias: (_key, alias) => {
      offset = start(alias, 0)
      return visit.BREAK
    },
  })
  return offset
}

function yamlText(document: Document, value: unknown, place: (offset: number) => Position): YamlText {
  const at = (path: PackPath): unknown =>
    path.reduce<unknown>((inner, step) => {
      const own = typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step)
      return own ? (inner as Record<string | number, unknown>)[step] : undefined
    }, value)
  return {
    value,
    at,
    has: (path) => at(path) !== undefined,
    locate: (path) => place(walk(document, path).value),
    locateKey: (path) => place(walk(document, path).key),
  }
}

/** Offsets of the value at a path and of the key it stands under. */
function walk(document: Document, path: PackPath): { readonly value: number; readonly key: number } {
  let node: unknown = document.contents
  let value = isNode(node) ? start(node, 0) : 0
  let key = value
  for (const step of path) {
    const inner: unknown = isAlias(node) ? node.resolve(document) : node
    const child = childOf(inner, step)
    if (child === undefined) return { value, key: value }
    // An empty value has no text of its own; its key is the place to look at.
    key = child.key ?? value
    node = child.value
    value = isNode(node) ? start(node, key) : key
    key = child.key ?? value
  }
  return { value, key }
}

const start = (node: Node, otherwise: number): number => node.range?.[0] ?? otherwise

function childOf(node: unknown, step: string | number): { readonly value: unknown; readonly key?: number } | undefined {
  if (isSeq(node)) {
    const item: unknown = typeof step === 'number' ? node.items[step] : undefined
    return item === undefined || isPair(item) ? undefined : { value: item }
  }
  if (!isMap(node)) return undefined
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step))
  if (pair === undefined || !isScalar(pair.key)) return undefined
  return { value: pair.value, key: start(pair.key, 0) }
}
