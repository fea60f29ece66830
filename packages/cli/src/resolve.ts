import type { Ask } from './ask.ts'
import { CliFailure } from './failure.ts'

type Item = Readonly<Record<string, unknown>>

const ID = /^[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}$/
export const isId = (text: string): boolean => ID.test(text)

const MOST_PAGES = 100

/** All items of a list, page by page. */
export async function everything(ask: Ask, path: string): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = `?limit=200${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`
    const answer = (await ask(`${path}${query}`)) as { items: Item[]; next?: string }
    items.push(...answer.items)
    if (answer.next === undefined) return items
    cursor = answer.next
  }
  return items
}

const same = (a: unknown, b: string): boolean => typeof a === 'string' && a.toLowerCase() === b.toLowerCase()

/** The one item that fits, or why there is none: nothing fits, or several do. */
function only(items: readonly Item[], what: string, text: string, known: readonly string[]): string {
  const [first, ...more] = items
  if (first === undefined) {
    const some = known.slice(0, 10).join(', ')
    throw new CliFailure(`There is no ${what} "${text}", or it is not visible to you.`, {
      help: some === '' ? `You see no ${what} at all.` : `You see: ${some}${known.length > 10 ? ', …' : ''}.`,
    })
  }
  if (more.length > 0) {
    throw new CliFailure(`There are ${items.length} of ${what} "${text}".`, {
      help: `Give the id: ${items.map((i) => String(i['id'])).join(' or ')}.`,
    })
  }
  return String(first['id'])
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

async function project(ask: Ask, name: string): Promise<string> {
  const all = await everything(ask, '/api/v1/projects')
  const fits = all.filter((p) => same(p['name'], name))
  return only(
    fits,
    'project',
    name,
    all.map((p) => text(p['name'])),
  )
}

async function person(ask: Ask, name: string): Promise<string> {
  if (name === 'me') return String(((await ask('/api/v1/me')) as { person: Item }).person['id'])
  const all = await everything(ask, '/api/v1/people')
  const fits = all.filter((p) => same(p['name'], name) || same(p['email'], name))
  return only(
    fits,
    'person',
    name,
    all.map((p) => text(p['name'])),
  )
}

/** Everything of one noun in all projects that the person sees. */
async function inProjects(ask: Ask, noun: string): Promise<Item[]> {
  const projects = await everything(ask, '/api/v1/projects')
  return (await Promise.all(projects.map((p) => everything(ask, `/api/v1/projects/${String(p['id'])}/${noun}`)))).flat()
}

async function modelNamed(ask: Ask, name: string): Promise<Item> {
  const all = await inProjects(ask, 'models')
  const fits = all.filter((m) => same(m['name'], name))
  const id = only(
    fits,
    'model',
    name,
    all.map((m) => text(m['name'])),
  )
  return fits.find((m) => m['id'] === id) ?? {}
}

async function experiment(ask: Ask, title: string): Promise<string> {
  const all = await inProjects(ask, 'experiments')
  return only(
    all.filter((e) => same(e['title'], title)),
    'experiment',
    title,
    all.map((e) => text(e['title'])),
  )
}

/** `model@3`, `model@champion`. */
async function version(ask: Ask, name: string): Promise<string> {
  const at = name.lastIndexOf('@')
  if (at <= 0) {
    throw new CliFailure(`"${name}" is not a version.`, {
      help: 'Give its id (ver_…), or model@number, or model@alias such as churn@champion.',
    })
  }
  const model = await modelNamed(ask, name.slice(0, at))
  const which = name.slice(at + 1)
  if (!/^\d+$/.test(which)) {
    const aliases = (model['aliases'] ?? {}) as Record<string, string>
    const id = Object.hasOwn(aliases, which) ? aliases[which] : undefined
    if (id !== undefined) return id
    throw new CliFailure(`The model ${name.slice(0, at)} has no alias "${which}".`, {
      help: `Its aliases: ${Object.keys(aliases).join(', ') || 'none'}.`,
    })
  }
  const all = await everything(ask, `/api/v1/models/${String(model['id'])}/versions`)
  const fits = all.filter((v) => v['number'] === Number(which))
  return only(
    fits,
    'version',
    name,
    all.map((v) => `${name.slice(0, at)}@${String(v['number'])}`),
  )
}

/** `stand-up` where only one project has it, else `project/stand-up`; also by title. */
async function ceremony(ask: Ask, name: string): Promise<string> {
  const slash = name.lastIndexOf('/')
  const [of, kind] = slash < 0 ? [undefined, name] : [name.slice(0, slash), name.slice(slash + 1)]
  const all =
    of === undefined
      ? await inProjects(ask, 'ceremonies')
      : await everything(ask, `/api/v1/projects/${await idOf(ask, 'prj', of)}/ceremonies`)
  // One that has ended is meant only where no other is.
  const named = all.filter((c) => same(c['kind'], kind) || same(c['title'], kind))
  const running = named.filter((c) => c['lastDay'] === undefined)
  return only(
    running.length > 0 ? running : named,
    'ceremony',
    name,
    all.map((c) => text(c['kind'])),
  )
}

const RESOLVERS: Readonly<Record<string, (ask: Ask, text: string) => Promise<string>>> = {
  prj: project,
  per: person,
  mdl: async (ask, name) => String((await modelNamed(ask, name))['id']),
  ver: version,
  exp: experiment,
  cer: ceremony,
}

/** Digest of a pack: given as it is, or found by name as "production" or "gate/production", the newest of them. */
export async function packOf(ask: Ask, typed: string): Promise<string> {
  if (typed.startsWith('sha256:')) return typed
  const all = await everything(ask, '/api/v1/packs')
  const fits = all.filter((p) => same(p['name'], typed) || same(`${text(p['kind'])}/${text(p['name'])}`, typed))
  const [kind] = fits.map((p) => p['kind'])
  // Packs are listed newest first; of one pack the newest version is meant.
  return only(
    fits.every((p) => p['kind'] === kind) ? fits.slice(0, 1) : fits,
    'pack',
    typed,
    all.map((p) => `${text(p['kind'])}/${text(p['name'])}`),
  )
}

/** What may be written instead of an id, for help texts. */
export const INSTEAD: Readonly<Record<string, string>> = {
  prj: 'id or name',
  per: 'id, name, e-mail or "me"',
  mdl: 'id or name',
  ver: 'id, model@number or model@alias',
  exp: 'id or title',
  cer: 'id, kind such as stand-up, or project/kind',
}

/** Makes an id of what was typed: an id stays one; a name is looked up at the server. */
export async function idOf(ask: Ask, prefix: string, typed: string): Promise<string> {
  const resolver = RESOLVERS[prefix]
  if (typed.startsWith(`${prefix}_`) || resolver === undefined) return typed
  return resolver(ask, typed)
}
