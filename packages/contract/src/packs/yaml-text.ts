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

const MOST_CHARACTERS = 1_000_000
/** Packs hardly use aliases; a few are harmless, and more could stand for billions of nodes. */
const MOST_ALIASES = 50

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
    const message = 'The text cannot be read: it is nested too deeply.'
    return { problems: [{ line: 1, column: 1, code: 'yaml-too-deep', message }] }
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
    uniqueKeys: true,
    version: '1.2',
    schema: 'core',
    logLevel: 'error',
  })
  // A warning is a tag that is not understood: the value would silently be another than was meant.
  const faults = [...document.errors, ...document.warnings].map((fault) => ({
    ...place(fault.pos[0]),
    code: fault.code === 'DUPLICATE_KEY' ? 'key-repeated' : 'yaml-invalid',
    message: fault.code === 'DUPLICATE_KEY' ? 'This key is given twice in the same mapping.' : fault.message,
  }))
  if (faults.length > 0) return { problems: faults }
  const reserved = reservedKeys(document).map((offset) => ({
    ...place(offset),
    code: 'field-unknown',
    message: 'There is no field "__proto__".',
  }))
  if (reserved.length > 0) return { problems: reserved }
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES })
    return { yaml: yamlText(document, value, place) }
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    const message = 'The aliases of this text stand for too much, or for themselves; write the values out.'
    return { problems: [{ ...place(firstAlias(document)), code: 'yaml-aliases', message }] }
  }
}

/** This one name is dropped in silence by libraries that guard against it; here it is refused. */
function reservedKeys(document: Document): number[] {
  const offsets: number[] = []
  visit(document, {
    Pair: (_key, pair) => {
      if (isScalar(pair.key) && pair.key.value === '__proto__') offsets.push(pair.key.range?.[0] ?? 0)
    },
  })
  return offsets
}

function firstAlias(document: Document): number {
  let offset = 0
  visit(document, {
    Alias: (_key, alias) => {
      offset = alias.range?.[0] ?? 0
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
