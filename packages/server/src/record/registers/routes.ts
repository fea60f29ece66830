import type { Item, Project, RegisterDefinition } from '@muster/core'
import { computedValues, dueReminders, numberIn, refusal, registerMeasures } from '@muster/core'
import type { Call, Handlers } from '../../http/context.ts'
import { RequestRefused } from '../../http/problem.ts'
import { notFound, readable, record } from '../../http/reading.ts'
import { itemsOf, registerNamed, registersOf } from './queries.ts'
import { withOwnerNames } from './owners.ts'
import { writeTable } from './table.ts'

/** An item as lists and pages show it: with its computed values and what reminds of it. */
function shown(definition: RegisterDefinition, item: Item, now: string) {
  return {
    ...item,
    key: `${definition.item.prefix}-${item.number}`,
    computed: computedValues(definition, item.fields),
    reminders: dueReminders(definition, item, now),
  }
}

/** Items in the order that their register asks for; those without a value come last. */
function ordered(definition: RegisterDefinition, items: readonly Item[]): Item[] {
  const { order } = definition
  if (order === undefined) return [...items]
  const down = order.startsWith('-')
  const name = down ? order.slice(1) : order
  const value = (item: Item): number | string | undefined => {
    const number = numberIn(definition, item.fields, name)
    if (number !== undefined) return number
    const own = item.fields[name]
    return typeof own === 'string' ? own : undefined
  }
  return items
    .map((item) => ({ item, by: value(item) }))
    .toSorted((a, b) => {
      if (a.by === undefined || b.by === undefined) return a.by === b.by ? 0 : a.by === undefined ? 1 : -1
      const before = a.by < b.by ? -1 : a.by > b.by ? 1 : 0
      return down ? -before : before
    })
    .map(({ item }) => item)
}

/** The register and the project that a call asks about, where the caller may read it. */
async function asked(call: Call): Promise<{ definition: RegisterDefinition; project: string | undefined }> {
  const name = call.params['register'] ?? ''
  const found = await registerNamed(call.context.database, name)
  if (found === undefined) throw new RequestRefused(refusal('register-unknown', `There is no register "${name}".`))
  const { definition } = found
  const project = call.query['project'] as string | undefined
  if (definition.scope === 'workspace') return { definition, project: undefined }
  if (project === undefined)
    throw new RequestRefused(
      refusal('input-invalid', `"${definition.title}" is kept by each project: say which.`, {
        subject: '/project',
        help: 'Add the project, e.g. ?project=prj_…',
      }),
    )
  await readable(call, project, `project ${project}`)
  return { definition, project }
}

export const registerHandlers: Handlers = {
  'register.list': async ({ context, query }) => {
    const all = await registersOf(context.database)
    const project = query['project'] as string | undefined
    const rows = await context.database.query<{ register: string; count: number }>(
      `select doc->>'register' as register, count(*)::int as count from item
       where project is null or project = $1 group by 1`,
      [project ?? ''],
    )
    const counts = new Map(rows.map((row) => [row.register, row.count]))
    const industries = project === undefined ? undefined : await industriesOf(context.database, project)
    return {
      items: all
        .map(({ definition }) => definition)
        .filter((d) => d.industry === undefined || industries === undefined || industries.includes(d.industry))
        .map(({ id, version, title, description, scope, industry, states }) => ({
          id,
          version,
          title,
          description,
          scope,
          ...(industry === undefined ? {} : { industry }),
          states: states.map((s) => s.id),
          ...(scope === 'workspace' || project !== undefined ? { count: counts.get(id) ?? 0 } : {}),
        })),
    }
  },
  'register.show': async ({ context, params }) => {
    const name = params['register'] ?? ''
    const found = await registerNamed(context.database, name)
    if (found === undefined) throw new RequestRefused(refusal('register-unknown', `There is no register "${name}".`))
    return { ...found.definition, pack: found.digest }
  },
  'register.measures': async (call) => {
    const { definition, project } = await asked(call)
    return { items: registerMeasures(definition, await itemsOf(call.context.database, definition.id, project)) }
  },
  'register.export': async (call) => {
    const { definition, project } = await asked(call)
    const items = await itemsOf(call.context.database, definition.id, project)
    return writeTable(definition, await withOwnerNames(call.context.database, items))
  },
  'item.list': async (call) => {
    const { definition, project } = await asked(call)
    const state = call.query['state']
    const items = await itemsOf(call.context.database, definition.id, project)
    const wanted = ordered(definition, items).filter((item) => state === undefined || item.state === state)
    return pageBy(
      call,
      wanted.map((item) => shown(definition, item, call.now)),
    )
  },
  'item.show': async (call) => {
    const item = await record<Item>(call, 'item', call.params['item'] ?? '')
    const found = await registerNamed(call.context.database, item.register)
    if (found === undefined) throw notFound(`item ${item.id}`)
    return { ...shown(found.definition, item, call.now), registerTitle: found.definition.title }
  },
}

async function industriesOf(database: Call['context']['database'], project: string): Promise<string[]> {
  const [row] = await database.query<{ doc: Project }>('select doc from project where id = $1', [project])
  return (row?.doc.industries ?? []).map((i) => i.id)
}

/** A page of items in the order of the register: the cursor counts them. */
function pageBy<T>(call: Call, items: readonly T[]): { items: readonly T[]; next?: string } {
  const limit = Number(call.query['limit'] ?? 50)
  const cursor = call.query['cursor']
  const start = typeof cursor === 'string' ? Number(Buffer.from(cursor, 'base64url').toString('utf8')) : 0
  const isOurs = cursor === undefined || Buffer.from(String(start)).toString('base64url') === cursor
  if (!isOurs || !Number.isSafeInteger(start) || start < 0)
    throw new RequestRefused(refusal('cursor-invalid', 'This cursor was not given out by Muster.'))
  const next = start + limit
  return {
    items: items.slice(start, next),
    ...(next < items.length ? { next: Buffer.from(String(next)).toString('base64url') } : {}),
  }
}
