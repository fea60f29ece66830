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

/** Ids of several words. One of a single word, such as `consultant`, reads as what it means already. */
const SLUG = /(?<![\w"/.-])[a-z][a-z0-9]*(?:-[a-z0-9]+)+(?![\w"/-]|\.\w)/g

const PERSON_OR_SLUG = new RegExp(`${PERSON.source}|${SLUG.source}`, 'g')

/** Titles that were read, with the packs that they were read from. Roles change only when a pack is applied. */
let known: { readonly packs: string; readonly byId: ReadonlyMap<string, string> } = { packs: '', byId: new Map() }

export async function roleTitles(queries: Queries): Promise<ReadonlyMap<string, string>> {
  const [row] = await queries.query<{ packs: string | null }>(
    `select string_agg(id, ' ' order by seq) as packs from pack`,
  )
  const packs = row?.packs ?? ''
  if (packs === known.packs) return known.byId
  const roles = await queries.query<{ id: string; title: string }>(
    `select role->>'id' as id, role->>'title' as title
     from pack, jsonb_array_elements(coalesce(doc->'content'->'roles', '[]'::jsonb)) as role
     where doc->>'kind' in ('roles', 'industry') order by seq`,
  )
  known = { packs, byId: new Map(roles.map(({ id, title }) => [id, title])) }
  return known.byId
}

/** Replaces ids of people and roles in sentences: the rules know them by id only, readers by name and title. */
export async function withNames(queries: Queries, texts: readonly string[]): Promise<string[]> {
  const names = await namesOf(
    queries,
    texts.flatMap((t) => t.match(PERSON) ?? []),
  )
  const roles = texts.some((t) => t.search(SLUG) >= 0) ? await roleTitles(queries) : undefined
  // In one pass: a person may be called as a role is.
  return texts.map((t) => t.replaceAll(PERSON_OR_SLUG, (id) => names.get(id) ?? roles?.get(id) ?? id))
}

/** Replaces ids of people and roles by what they are called in the sentences of a value, at the given keys, wherever they stand. */
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
