import type { Route } from '@muster/contract'
import type { Command } from 'commander'
import { Option } from 'commander'
import { camel, withConnection } from './act-verbs.ts'
import { agendaReport, updateReport } from './agenda-report.ts'
import type { Session } from './context.ts'
import { sessionOf } from './context.ts'
import { CliFailure } from './failure.ts'
import { peopleIn } from './query-tables.ts'
import type { Reading } from './record-report.ts'
import { listReport, recordReport } from './record-report.ts'
import { everything, idOf } from './resolve.ts'
import type { FieldOption, Schema } from './schema-options.ts'
import { optionsOf } from './schema-options.ts'
import { teamReport } from './team-report.ts'
import { clean } from './terminal.ts'

type Item = Readonly<Record<string, unknown>>

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
  if (route.paged === true) {
    command
      .option('--limit <number>', 'How many at most, 1 to 200 (default 50)')
      .option('--cursor <cursor>', 'Where the page starts: what the page before named')
      .option('--all', 'Every page')
  }
  withConnection(command)
  command.action(async (...args: unknown[]) => {
    const self = args.at(-1) as Command
    const typed = self.opts<Item>()
    const session = sessionOf(typed)
    const path = await pathOf(route, places, args, typed, session)
    const query = Object.fromEntries(
      await Promise.all(filters.map(async (o) => [o.field, await valueFor(o, typed[camel(o.flag)], session)] as const)),
    )
    await answerQuery(route, path, query, typed, session)
  })
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
    const value = place.idPrefix === undefined ? raw : await idOf(session.ask, place.idPrefix, raw)
    path = path.replace(`:${place.field}`, encodeURIComponent(value))
  }
  return path
}

async function answerQuery(
  route: Route,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  typed: Item,
  session: Session,
): Promise<void> {
  const limit = typeof typed['limit'] === 'string' ? typed['limit'] : typed['all'] === true ? '200' : undefined
  let cursor = typeof typed['cursor'] === 'string' ? typed['cursor'] : undefined
  const items: Item[] = []
  for (;;) {
    const answer = await session.api.call(route.method, path, { query: { ...query, limit, cursor } })
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

/** Names of the people that a value mentions; ids stay where the names cannot be read. */
export async function readingOf(value: unknown, session: Session): Promise<Reading> {
  const { screen } = session
  const names = new Map<string, string>()
  if (peopleIn(value).length > 0) {
    const people = await everything(session.ask, '/api/v1/people').catch((): Item[] => [])
    for (const p of people) if (typeof p['name'] === 'string') names.set(String(p['id']), clean(p['name']))
  }
  return { screen, names, now: Date.now() }
}

async function printList(
  route: Route,
  items: readonly Item[],
  next: string | undefined,
  session: Session,
): Promise<void> {
  if (session.json) return session.printJson(next === undefined ? { items } : { items, next })
  if (items.length === 0) return session.print([`${route.title}: there are none.`])
  session.print(listReport(route.name, items, await readingOf(items, session)))
  if (next !== undefined) process.stderr.write(`There are more: --cursor ${next}, or --all.\n`)
}

async function printRecord(route: Route, record: Item, session: Session): Promise<void> {
  if (session.json) return session.printJson(record)
  const reading = await readingOf(record, session)
  if (route.name === 'project.team') return session.print(teamReport(record, reading))
  if (route.name === 'ceremony.agenda') return session.print(agendaReport(record, reading))
  if (route.name === 'update.show') return session.print(updateReport(record, reading))
  if (route.name === 'responsibility.who') return session.print([clean(String(record['sentence']))])
  session.print(recordReport(route.name === 'project.show' ? briefProject(record) : record, reading))
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
