import { readPackBeside } from '@muster/contract'
import type { AppliedPack } from '@muster/core'
import { comparePacks } from '@muster/core'
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
  'pack.show': async (call) => {
    const [row] = await call.context.database.query<{ doc: AppliedPack }>('select doc from pack where id = $1', [
      call.params['pack'],
    ])
    if (row === undefined) throw notFound(`pack ${call.params['pack'] ?? ''}`)
    return row.doc
  },
  'role.list': async (call) => ({ items: await catalogue(call.context.database) }),
  'role.show': async (call) => {
    const found = (await catalogue(call.context.database)).find((role) => role.id === call.params['role'])
    if (found === undefined) throw notFound(`role ${call.params['role'] ?? ''}`)
    return found
  },
}
