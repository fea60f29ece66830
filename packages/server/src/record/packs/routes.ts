import type { AppliedPack } from '@muster/core'
import type { Handlers } from '../../http/context.ts'
import { notFound, pageOf } from '../../http/reading.ts'
import type { Queries } from '../../store/database.ts'

async function catalogue(queries: Queries): Promise<readonly { id: string }[]> {
  const rows = await queries.query<{ roles: { id: string }[] }>(
    `select distinct on (doc->>'name') doc->'content'->'roles' as roles from pack where doc->>'kind' = 'roles' order by doc->>'name', seq desc`,
  )
  return rows.flatMap((row) => row.roles)
}

export const packHandlers: Handlers = {
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
