/** One difference between two contents of a pack. Things that have an id are named by it in the path. */
export interface PackChange {
  readonly path: readonly string[]
  readonly what: 'added' | 'removed' | 'changed' | 'reordered'
  /** The value before, and after; absent where there was or will be none. */
  readonly before?: unknown
  readonly after?: unknown
}

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * What changes from one content of a pack to another, in the order of the new one, what was removed last. Lists of things with an `id` are held
 * against each other by it, other lists by what they contain; a list that only has another order says so once.
 */
export function comparePacks(before: Fields, after: Fields): PackChange[] {
  return compared([], before, after)
}

function compared(path: readonly string[], before: unknown, after: unknown): PackChange[] {
  if (written(before) === written(after)) return []
  if (isFields(before) && isFields(after))
    return byKeys(path, new Map(Object.entries(before)), new Map(Object.entries(after)))
  if (Array.isArray(before) && Array.isArray(after)) return lists(path, before, after)
  return [{ path, what: 'changed', before, after }]
}

function byKeys(
  path: readonly string[],
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): PackChange[] {
  const keys = [...new Set([...after.keys(), ...before.keys()])]
  return keys.flatMap((key): PackChange[] => {
    const at = [...path, key]
    if (!before.has(key)) return [{ path: at, what: 'added', after: after.get(key) }]
    if (!after.has(key)) return [{ path: at, what: 'removed', before: before.get(key) }]
    return compared(at, before.get(key), after.get(key))
  })
}

function lists(path: readonly string[], before: readonly unknown[], after: readonly unknown[]): PackChange[] {
  const [old, young] = [named(before), named(after)]
  const changes = byKeys(path, old, young)
  return changes.length > 0 ? changes : [{ path, what: 'reordered' }]
}

/** The things of a list by their ids; by their content where they have none, the same thing once for each time. */
function named(list: readonly unknown[]): Map<string, unknown> {
  const found = new Map<string, unknown>()
  for (const item of list) {
    const name = isFields(item) && typeof item['id'] === 'string' ? item['id'] : written(item)
    let key = name
    for (let again = 2; found.has(key); again += 1) key = `${name} (${again})`
    found.set(key, item)
  }
  return found
}

/** A value as text, whatever the order of its fields: equal values have equal texts. */
function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`
  if (!isFields(value)) return JSON.stringify(value) ?? ''
  return `{${Object.keys(value)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${written(value[key])}`)
    .join(',')}}`
}
