import type { Command } from 'commander'
import { withConnection } from './act-verbs.ts'
import type { Common, Session } from './context.ts'
import { sessionOf } from './context.ts'
import { CliFailure } from './failure.ts'
import { matrixReport } from './matrix-report.ts'
import { readingOf } from './query-verbs.ts'
import { listReport } from './record-report.ts'
import { everything, idOf } from './resolve.ts'

type Item = Readonly<Record<string, unknown>>

/** A list that is part of a record: it has no address of its own, and is read from the record it belongs to. */
interface Part {
  readonly noun: string
  readonly verb: string
  readonly title: string
  readonly help: string
  /** What it belongs to, and how that is named. */
  readonly of?: { readonly prefix: 'prj' | 'mdl'; readonly name: string; readonly words: string }
  readonly none: string
  readonly read: (session: Session, id: string) => Promise<Item[]>
}

const PROJECT = { prefix: 'prj', name: 'project', words: 'The project (id or name)' } as const
const MODEL = { prefix: 'mdl', name: 'model', words: 'The model (id or name)' } as const

const ofProject = async (session: Session, id: string): Promise<Item> =>
  (await session.ask(`/api/v1/projects/${id}`)) as Item
const listOf = (record: Item, key: string): Item[] => (Array.isArray(record[key]) ? (record[key] as Item[]) : [])

/** What was given in the rounds of a project: each review or approval with the round it belongs to. */
async function given(session: Session, id: string, key: 'reviews' | 'approvals'): Promise<Item[]> {
  const rounds = await everything(session.ask, `/api/v1/projects/${id}/rounds`)
  return rounds.flatMap((round) =>
    listOf(round, key).map((item) => ({ ...item, round: round['id'], number: round['number'], state: round['state'] })),
  )
}

export const PARTS: readonly Part[] = [
  {
    noun: 'alias',
    verb: 'list',
    title: 'List aliases',
    help: 'The named pointers of a model, and the versions they point to.',
    of: MODEL,
    none: 'This model has no alias. The first promotion sets "champion"; others: muster alias set --help',
    read: async (session, id) => {
      const { aliases } = (await session.ask(`/api/v1/models/${id}`)) as { aliases: Record<string, string> }
      const versions = await everything(session.ask, `/api/v1/models/${id}/versions`)
      return Object.entries(aliases).map(([alias, version]) => {
        const { number, description } = versions.find((v) => v['id'] === version) ?? {}
        return { alias, number, description, version }
      })
    },
  },
  {
    noun: 'criterion',
    verb: 'list',
    title: 'List success criteria',
    help: 'The success criteria of a project, with the ids that other commands take.',
    of: PROJECT,
    none: 'This project has no success criterion yet: muster criterion set --help',
    read: async (session, id) => listOf(await ofProject(session, id), 'criteria'),
  },
  {
    noun: 'milestone',
    verb: 'list',
    title: 'List milestones',
    help: 'The milestones of a project, with the ids that other commands take.',
    of: PROJECT,
    none: 'This project has no milestone yet: muster milestone set --help',
    read: async (session, id) =>
      listOf(await ofProject(session, id), 'milestones').toSorted((a, b) =>
        String(a['due']).localeCompare(String(b['due'])),
      ),
  },
  {
    noun: 'assignment',
    verb: 'list',
    title: 'List assignments',
    help: 'Who holds or held which role on a project, with the ids that other commands take.',
    of: PROJECT,
    none: 'Nobody was ever assigned to this project.',
    read: async (session, id) => listOf((await session.ask(`/api/v1/projects/${id}/team`)) as Item, 'assignments'),
  },
  {
    noun: 'review',
    verb: 'list',
    title: 'List reviews',
    help: 'The reviews that were given in the rounds of a project.',
    of: PROJECT,
    none: 'No review was given in this project yet.',
    read: (session, id) => given(session, id, 'reviews'),
  },
  {
    noun: 'approval',
    verb: 'list',
    title: 'List approvals',
    help: 'The approvals that were given in the rounds of a project. Whether one counts now is said by "muster gate status".',
    of: PROJECT,
    none: 'No approval was given in this project yet.',
    read: (session, id) => given(session, id, 'approvals'),
  },
  {
    noun: 'service',
    verb: 'list',
    title: 'List service accounts',
    help: 'The accounts of programs, and who answers for them.',
    none: 'There is no service account. An administrator makes one: muster service register --name …',
    read: async (session) => (await everything(session.ask, '/api/v1/people')).filter((p) => p['kind'] === 'service'),
  },
]

/** Adds the lists of a noun that are parts of records, and the grid of the matrix. */
export function addPartVerbs(noun: Command): void {
  for (const part of PARTS.filter((p) => p.noun === noun.name())) {
    const command = verbOf(noun, part.verb, part.title, part.help, part.of)
    command.action(async (...args: unknown[]) => {
      const session = sessionOf((args.at(-1) as Command).opts())
      const items = await part.read(session, await ownerOf(part.of, args, session, `${part.noun} ${part.verb}`))
      if (session.json) return session.printJson({ items })
      if (items.length === 0) return session.print([part.none])
      session.print(listReport(`${part.noun}.${part.verb}`, items, await readingOf(items, session)))
    })
  }
  if (noun.name() === 'matrix') addMatrix(noun)
}

function addMatrix(noun: Command): void {
  const help = 'The matrix as a grid: a row for each role, a column for each activity.'
  const command = verbOf(noun, 'show', 'Show the RACI matrix', help, PROJECT).alias('list')
  command
    .option(
      '--activity <id>',
      'Only this activity (repeatable)',
      (value: string, before: readonly string[] | undefined) => [...(before ?? []), value],
    )
    .option('--held', 'Only roles that somebody holds')
  command.action(async (...args: unknown[]) => {
    const options = (args.at(-1) as Command).opts<Common & { activity?: readonly string[]; held?: boolean }>()
    const session = sessionOf(options)
    const id = await ownerOf(PROJECT, args, session, 'matrix show')
    const team = await session.ask(`/api/v1/projects/${id}/team`)
    if (session.json) return session.printJson((team as Item)['matrix'])
    session.print(
      matrixReport(team, session.screen, { activities: options.activity, isHeldOnly: options.held === true }),
    )
  })
}

function verbOf(noun: Command, verb: string, title: string, help: string, of: Part['of']): Command {
  const command = noun.command(verb).summary(title).description(`${title}.\n\n${help}`)
  if (of !== undefined) {
    command.argument(`[${of.name}]`, of.words).option(`--${of.name} <${of.prefix}>`, 'The same as the argument')
  }
  return withConnection(command)
}

async function ownerOf(of: Part['of'], args: readonly unknown[], session: Session, usage: string): Promise<string> {
  if (of === undefined) return ''
  const typed = (args.at(-1) as Command).opts<Item>()[of.name] ?? args[0]
  if (typeof typed !== 'string' || typed === '')
    throw new CliFailure(`Which ${of.name}?`, { help: `Usage: muster ${usage} <${of.name}>` })
  return encodeURIComponent(await idOf(session.ask, of.prefix, typed))
}
