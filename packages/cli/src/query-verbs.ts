import type { Route } from '@muster/contract'
import type { Command } from 'commander'
import { Option } from 'commander'
import { camel, collect, texts, withConnection } from './act-verbs.ts'
import { agendaReport, updateReport } from './agenda-report.ts'
import { registerReport } from './register-report.ts'
import type { Session } from './context.ts'
import { readText, sessionOf } from './context.ts'
import { CliFailure } from './failure.ts'
import { Known } from './known.ts'
import { spinning } from './progress.ts'
import { idsIn } from './query-tables.ts'
import type { Reading } from './record-report.ts'
import { listReport, recordReport } from './record-report.ts'
import { everything, idOf, packOf } from './resolve.ts'
import type { FieldOption, Schema } from './schema-options.ts'
import { optionsOf, valueOf } from './schema-options.ts'
import { teamReport } from './team-report.ts'
import { clean } from './terminal.ts'
import { whoReport } from './who-report.ts'

type Item = Readonly<Record<string, unknown>>
interface Checked {
  safeParse(value: unknown): { readonly success: boolean }
}

const schemaOf = (of: unknown): Schema =>
  (of as { toJSONSchema(options: object): unknown }).toJSONSchema({ io: 'input', unrepresentable: 'any' }) as Schema

/** The verb of a query. What stands in the address may be given as an argument or as an option. */
export function addQueryVerb(noun: Command, verb: string, route: Route): void {
  const places = optionsOf(schemaOf(route.params))
  const filters = optionsOf(schemaOf(route.query)).filter((o) => o.field !== 'cursor' && o.field !== 'limit')
  const command = noun.command(verb).summary(route.title).description(`${route.title}.\n\n${route.help}`)
  for (const place of places)
    command.argument(`[${place.field}]`, place.description.replace(/\(required; /, '(').replace(' (required)', ''))
  for (const o of [...places.map((p) => ({ ...p, description: `The same as the argument` })), ...filters]) {
    command.addOption(new Option(`${o.flag} ${o.value ?? '<value>'}`, o.description))
  }
  const sent = route.body === undefined ? [] : optionsOf(schemaOf(route.body))
  for (const o of sent) {
    const option = new Option(o.value === undefined ? o.flag : `${o.flag} ${o.value}`, o.description)
    if (o.repeatable) option.argParser(collect)
    command.addOption(option)
  }
  if (route.paged === true) {
    command
      .option('--limit <number>', 'How many at most, 1 to 200 (default 50)')
      .option('--cursor <cursor>', 'Where the page starts: what the page before named')
      .option('--all', 'Every page')
  }
  withConnection(command)
  const needed = filters.filter((o) => !(route.query.shape[o.field] as Checked).safeParse(undefined).success)
  command.action(async (...args: unknown[]) => {
    const self = args.at(-1) as Command
    const typed = self.opts<Item>()
    const required = [...needed, ...sent.filter((o) => o.required)]
    const missing = required.filter((o) => typed[camel(o.flag)] === undefined)
    if (missing.length > 0) {
      throw new CliFailure(`Missing: ${missing.map((o) => o.flag).join(', ')}.`, {
        help: missing.map((o) => `  ${o.flag} ${o.value ?? '<value>'}  ${o.description}`).join('\n'),
      })
    }
    const session = sessionOf(typed)
    const path = await pathOf(route, places, args, typed, session)
    const query = Object.fromEntries(
      await Promise.all(filters.map(async (o) => [o.field, await valueFor(o, typed[camel(o.flag)], session)] as const)),
    )
    await answerQuery(route, path, { query, ...bodyOf(route, sent, typed) }, typed, session)
  })
}

/** What is sent along, where the query takes something. */
function bodyOf(route: Route, sent: readonly FieldOption[], typed: Item): { readonly body?: Item } {
  if (route.method === 'GET') return {}
  const given = sent.flatMap((o): [string, unknown][] => {
    const raw = typed[camel(o.flag)]
    if (raw === undefined) return []
    return [[o.field, typeof raw === 'boolean' ? raw : valueOf(o, texts(raw), readText)]]
  })
  return { body: Object.fromEntries(given) }
}

async function valueFor(option: FieldOption, raw: unknown, session: Session): Promise<string | undefined> {
  if (typeof raw !== 'string') return undefined
  return option.idPrefix === undefined ? raw : idOf(session.ask, option.idPrefix, raw)
}

async function pathOf(
  route: Route,
  places: readonly FieldOption[],
  args: readonly unknown[],
  typed: Item,
  session: Session,
): Promise<string> {
  let { path } = route
  let next = 0
  for (const place of places) {
    const byOption = typed[camel(place.flag)]
    const raw = byOption ?? args[next]
    if (byOption === undefined) next += 1
    if (typeof raw !== 'string' || raw === '') {
      throw new CliFailure(`Which ${place.field}?`, {
        help: `Usage: muster ${route.name.replace('.', ' ')} ${places.map((p) => `<${p.field}>`).join(' ')}`,
      })
    }
    const value =
      place.idPrefix !== undefined
        ? await idOf(session.ask, place.idPrefix, raw)
        : place.field === 'pack'
          ? await packOf(session.ask, raw)
          : raw
    path = path.replace(`:${place.field}`, encodeURIComponent(value))
  }
  return path
}

async function answerQuery(
  route: Route,
  path: string,
  asked: { readonly query: Readonly<Record<string, string | undefined>>; readonly body?: Item },
  typed: Item,
  session: Session,
): Promise<void> {
  const limit = typeof typed['limit'] === 'string' ? typed['limit'] : typed['all'] === true ? '200' : undefined
  let cursor = typeof typed['cursor'] === 'string' ? typed['cursor'] : undefined
  const items: Item[] = []
  for (;;) {
    const answer = await spinning('Reading', () =>
      session.api.call(route.method, path, { ...asked, query: { ...asked.query, limit, cursor } }),
    )
    if (typeof answer === 'string') return void process.stdout.write(answer.endsWith('\n') ? answer : `${answer}\n`)
    const page = answer as { items?: Item[]; next?: string }
    if (!Array.isArray(page.items)) return printRecord(route, page, session)
    items.push(...page.items)
    if (typed['all'] === true && page.next !== undefined) {
      cursor = page.next
      continue
    }
    return printList(route, items, typed['all'] === true ? undefined : page.next, session)
  }
}

const MOST_NAMES = 40

/** Names of the people and records that a value mentions; ids stay where they cannot be read. */
export async function readingOf(value: unknown, session: Session): Promise<Reading> {
  const { screen } = session
  const names = new Map<string, string>()
  const ids = idsIn(value)
  if (ids.some((id) => id.startsWith('per_'))) {
    const people = await everything(session.ask, '/api/v1/people').catch((): Item[] => [])
    for (const p of people) if (typeof p['name'] === 'string') names.set(String(p['id']), clean(p['name']))
  }
  const own = new Set(ownIds(value))
  const known = new Known(session.ask, {}, { act: '', subject: '', entries: [] })
  const others = ids.filter((id) => !id.startsWith('per_') && !own.has(id)).slice(0, MOST_NAMES)
  await Promise.all(others.map(async (id) => names.set(id, await known.called(id))))
  return { screen, names, now: Date.now() }
}

/** Ids of the records that are shown themselves. */
const ownIds = (value: unknown): unknown[] =>
  (Array.isArray(value) ? (value as Item[]) : [value as Item]).map((record) => record['id'])

async function printList(
  route: Route,
  items: readonly Item[],
  next: string | undefined,
  session: Session,
): Promise<void> {
  if (session.json) return session.printJson(next === undefined ? { items } : { items, next })
  if (items.length === 0) return session.print([EMPTY[route.name] ?? `${route.title}: there are none.`])
  session.print(listReport(route.name, items, await readingOf(items, session)))
  if (next !== undefined) process.stderr.write(`There are more: --cursor ${next}, or --all.\n`)
}

async function printRecord(route: Route, record: Item, session: Session): Promise<void> {
  if (session.json) return session.printJson(record)
  const reading = await readingOf(record, session)
  if (route.name === 'project.team') return session.print(teamReport(record, reading))
  if (route.name === 'ceremony.agenda') return session.print(agendaReport(record, reading))
  if (route.name === 'register.show') return session.print(registerReport(record, reading))
  if (route.name === 'update.show') return session.print(updateReport(record, reading))
  if (route.name === 'responsibility.who') return session.print(whoReport(record, session.screen))
  session.print(recordReport(SHAPED[route.name]?.(record) ?? record, reading))
}

/** Records that are shown otherwise than they are sent. */
const SHAPED: Readonly<Record<string, (record: Item) => Item>> = {
  'project.show': briefProject,
  'person.show': ({ person, assignments }) => ({ ...(person as Item), assignments }),
}

/** What an empty list means, and what would fill it. */
const EMPTY: Readonly<Record<string, string>> = {
  'project.list': 'You are on no project yet. Make one: muster project create --help',
  'token.list': 'You have issued no token. Make one: muster token issue --help',
  'file.list': 'There is no file that you may read. Upload one: muster file upload <file>',
  'experiment.list': 'This project has no experiment yet: muster experiment propose --help',
  'model.list': 'This project has no model yet: muster model register --help',
  'version.list': 'This model has no version yet: muster version register --help',
  'evidence.list': 'Nothing is sealed about this version yet: muster evidence evaluate --help',
  'round.list': 'Nothing was submitted at the gate yet: muster gate submit --help',
  'consultation.list': 'Nobody was consulted in this project yet. Consultations open when R submits.',
  'handover.list': 'Nothing was handed over in this project yet: muster handover submit --help',
  'waiver.list': 'No check was waived in this project.',
  'promotion.list': 'Nothing of this project went live yet. What is missing: muster gate status <model>@<number>',
  'ledger.list': 'No entry fits.',
  'project.checks': 'This stage has no checks.',
}

/** A project without its matrix, which "project team" shows as a table, and with its packs on one line. */
function briefProject({ matrix: _matrix, packs, ...project }: Item): Item {
  const followed = Object.entries((packs ?? {}) as Record<string, { id: string; version: string }>)
  return {
    ...project,
    follows: followed.map(([kind, { id, version }]) => `${kind} ${id} ${version}`),
    team: `muster project team ${String(project['id'])}`,
  }
}
