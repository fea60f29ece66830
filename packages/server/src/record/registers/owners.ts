import type { ImportedRows, Item } from '@muster/core'
import type { Queries } from '../../store/database.ts'

/** Rows whose owners are ids: e-mail addresses and names of active people are looked up. Two of a name are a problem. */
export async function withOwnerIds(queries: Queries, table: ImportedRows): Promise<ImportedRows> {
  const typed = (cells: Readonly<Record<string, string>>): string => (cells['owner'] ?? '').trim().toLowerCase()
  const wanted = [...new Set(table.rows.map(({ cells }) => typed(cells)).filter((owner) => owner !== ''))]
  if (wanted.length === 0) return table
  const found = await queries.query<{ id: string; name: string | null; email: string | null }>(
    `select p.id, lower(f.name) as name, lower(f.email) as email from person p join person_profile f on f.person = p.id
     where (p.doc->>'active')::boolean and (lower(f.name) = any($1) or lower(f.email) = any($1))`,
    [wanted],
  )
  const problems: string[] = []
  const rows = table.rows.map((row) => {
    const owner = typed(row.cells)
    if (owner === '') return row
    const byAddress = found.filter((p) => p.email === owner)
    const people = byAddress.length > 0 ? byAddress : found.filter((p) => p.name === owner)
    if (people.length > 1)
      problems.push(
        `Line ${row.line}: ${people.length} people have the name "${row.cells['owner'] ?? ''}"; write the address.`,
      )
    const [only] = people
    return only === undefined ? row : { ...row, cells: { ...row.cells, owner: only.id } }
  })
  const [problem] = problems
  return problem === undefined ? { ...table, rows } : { ...table, rows, problem }
}

/** Items with the names of their owners, where only one person has it; names are what everybody signed in sees. */
export async function withOwnerNames(queries: Queries, items: readonly Item[]): Promise<Item[]> {
  const rows = await queries.query<{ person: string; name: string }>(
    `select f.person, f.name from person_profile f join person p on p.id = f.person
     where f.person = any($1) and f.name is not null and (p.doc->>'active')::boolean
     and not exists (select 1 from person_profile o where lower(o.name) = lower(f.name) and o.person <> f.person)`,
    [[...new Set(items.map((item) => item.owner))]],
  )
  const names = new Map(rows.map(({ person, name }) => [person, name]))
  return items.map((item) => ({ ...item, owner: names.get(item.owner) ?? item.owner }))
}
