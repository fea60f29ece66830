import type { Queries, Row } from '../store/database.ts'
import type { Remembered } from '../store/remembering.ts'

const PERSON = /\bper_[0-9A-HJKMNP-TV-Z]{26}\b/g

/** Names by person id; null where the name was erased. */
export async function namesOf(queries: Queries, people: readonly string[]): Promise<Map<string, string | null>> {
  const wanted = [...new Set(people)]
  if (wanted.length === 0) return new Map()
  const rows = await queries.query<{ person: string; name: string }>(
    'select person, name from person_profile where person = any($1)',
    [wanted],
  )
  const known = new Map<string, string | null>(rows.map((row) => [row.person, row.name]))
  for (const person of wanted) if (!known.has(person)) known.set(person, null)
  return known
}

const PROJECTS_NAMED = new Set(['ProjectCreated', 'ProjectDescribed'])

/** Names of projects by id. A project is a long record, of which only the name is wanted: it is remembered. */
export function projectNames(
  queries: Queries,
  projects: readonly string[],
  remembered: Remembered,
): Promise<Map<string, string>> {
  return remembered.each('name', PROJECTS_NAMED, projects, async (missing) => {
    const rows = await queries.query<Row & { id: string; name: string }>(
      `select id, doc->>'name' as name from project where id = any($1)`,
      [missing],
    )
    return new Map(rows.map(({ id, name }) => [id, name]))
  })
}

/** Replaces person ids in sentences by names: the rules know people by id only, readers by name. */
export async function withNames(queries: Queries, texts: readonly string[]): Promise<string[]> {
  const names = await namesOf(
    queries,
    texts.flatMap((t) => t.match(PERSON) ?? []),
  )
  return texts.map((t) => t.replaceAll(PERSON, (id) => names.get(id) ?? id))
}

/** Replaces person ids by names in the sentences of a value, at the given keys, wherever they stand. */
export async function nameSentences<T>(queries: Queries, value: T, keys: ReadonlySet<string>): Promise<T> {
  const found: string[] = []
  visit(value, keys, (t) => {
    found.push(t)
    return t
  })
  const named = await withNames(queries, found)
  let next = 0
  return visit(value, keys, () => named[next++] ?? '') as T
}

function visit(value: unknown, keys: ReadonlySet<string>, change: (text: string) => string, at = ''): unknown {
  if (typeof value === 'string') return keys.has(at) ? change(value) : value
  if (Array.isArray(value)) return value.map((item) => visit(item, keys, change, at))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item, keys, change, key)]))
}
