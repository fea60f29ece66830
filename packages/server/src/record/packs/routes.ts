import { readPackBeside } from '@muster/contract'
import type { AppliedPack } from '@muster/core'
import { comparePacks, PROJECT_PACKS } from '@muster/core'
import type { Call, Handlers } from '../../http/context.ts'
import { notFound, pageOf } from '../../http/reading.ts'
import type { Queries } from '../../store/database.ts'
import { besides, newestPacks } from './queries.ts'

async function catalogue(queries: Queries): Promise<readonly { id: string }[]> {
  const rows = await queries.query<{ roles: { id: string }[] }>(
    `select distinct on (doc->>'name') doc->'content'->'roles' as roles from pack where doc->>'kind' = 'roles' order by doc->>'name', seq desc`,
  )
  return rows.flatMap((row) => row.roles)
}

/** What applying a pack would change, and what is wrong with it. */
async function compared(call: Call) {
  const { context, body } = call
  const { text, file } = body as { text: string; file: string }
  const neighbours = await newestPacks(context.database)
  const { pack, problems } = readPackBeside(text, file, (read) => besides(neighbours, read))
  const ok = problems.every((p) => p.severity === 'warning')
  if (pack === undefined) return { ok, applied: false, problems, changes: [], followers: 0 }
  const content = pack as unknown as Record<string, unknown>
  const id = context.powers.digest(content)
  const [row] = await context.database.query<{ doc: AppliedPack; followers: number; known: boolean }>(
    `select doc, exists (select 1 from pack where id = $3) as known,
       (select count(*)::int from project where doc->'packs'->$1->>'id' = $2) as followers
     from pack where doc->>'kind' = $1 and doc->>'name' = $2 order by seq desc limit 1`,
    [pack.pack, pack.id, id],
  )
  const named = { id, kind: pack.pack, name: pack.id, version: pack.version, title: pack.title }
  const changes = comparePacks(row?.doc.content ?? {}, content)
  const judged = { ok, applied: row?.known ?? false, problems, pack: named, changes }
  if (row === undefined) return { ...judged, followers: 0 }
  const { content: _content, ...against } = row.doc
  return { ...judged, against, followers: row.followers }
}

const OF_PROJECTS: ReadonlySet<string> = new Set([...PROJECT_PACKS, 'industry'])

async function shown(call: Call): Promise<AppliedPack> {
  const id = call.params['pack'] ?? ''
  const [row] = await call.context.database.query<{ doc: AppliedPack }>('select doc from pack where id = $1', [id])
  if (row === undefined) throw notFound(`pack ${id}`)
  return row.doc
}

/** Which projects follow exactly this pack; of those that the caller may not read, how many there are is all that is told. */
async function used(call: Call) {
  const { id, kind, name } = await shown(call)
  const { database } = call.context
  const versions = await database.query<{ doc: AppliedPack }>(
    `select doc - 'content' as doc from pack where doc->>'kind' = $1 and doc->>'name' = $2 order by seq desc`,
    [kind, name],
  )
  const followers = await database.query<{ id: string; name: string; stage: string; readable: boolean }>(
    `select id, doc->>'name' as name, doc->>'stage' as stage,
       ($3 or exists (select 1 from assignment a where a.project = project.id and a.doc->>'person' = $4)) as readable
     from project
     where doc->'packs'->$1->>'digest' = $2
       or ($1 = 'industry' and doc->'industries' @> jsonb_build_array(jsonb_build_object('digest', $2::text)))
     order by seq desc`,
    [kind, id, call.administrator || call.auditor, call.caller.person],
  )
  return {
    belongsTo: OF_PROJECTS.has(kind) ? 'project' : 'workspace',
    versions: versions.map((row) => row.doc),
    followers: followers.length,
    items: followers.filter((p) => p.readable).map(({ readable: _readable, ...project }) => project),
  }
}

export const packHandlers: Handlers = {
  'pack.compare': compared,
  'pack.list': async (call) => {
    const page = await pageOf<{ doc: AppliedPack }>(call, {
      columns: `doc - 'content' as doc`,
      from: 'pack',
      where: 'true',
      values: [],
      key: 'seq',
      numeric: true,
    })
    return { ...page, items: page.items.map((row) => row.doc) }
  },
  'pack.show': shown,
  'pack.use': used,
  'role.list': async (call) => ({ items: await catalogue(call.context.database) }),
  'role.show': async (call) => {
    const found = (await catalogue(call.context.database)).find((role) => role.id === call.params['role'])
    if (found === undefined) throw notFound(`role ${call.params['role'] ?? ''}`)
    return found
  },
}
