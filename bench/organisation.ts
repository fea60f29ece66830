import type { Database } from '../packages/server/src/store/database.ts'
import type { World } from './world.ts'

/** How large an organisation is; counts are of each project, but for people, projects and entries. */
export interface Size {
  readonly people: number
  readonly projects: number
  readonly entries: number
  readonly days: number
  readonly experiments: number
  readonly versions: number
  readonly promotions: number
  readonly milestones: number
  readonly criteria: number
  /** Of each ceremony. */
  readonly meetings: number
  readonly actions: number
}

export const LARGE: Size = {
  people: 200,
  projects: 500,
  entries: 1_000_000,
  days: 730,
  experiments: 20,
  versions: 10,
  promotions: 5,
  milestones: 10,
  criteria: 4,
  meetings: 25,
  actions: 10,
}

/** $1 is the number of a record in all, $2 how many there are, $3 days of the past: spread evenly, oldest first. */
const AT = (number: string, count: string): string =>
  `to_char((now() at time zone 'UTC') - make_interval(secs => 86400.0 * $2::int * (1 - (${number})::float8 / (${count}))), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const ID = (prefix: string, number: string): string => `'${prefix}_9' || lpad((${number})::text, 25, '0')`

/**
 * Fills a store that holds the worked example with an organisation of that size, by SQL: the records of the example are
 * copied with other ids, owners and days, so that they are as long as real ones. The person of the world is on every
 * project. The tree of the ledger does not follow: such a store is for reading, nobody can act in it or verify it.
 */
export async function fillOrganisation(database: Database, world: World, size: Size): Promise<number> {
  const { projects, days } = size
  await database.transaction(async (tx) => {
    const run = (sql: string, count: number): Promise<unknown> => tx.query(sql, [count, days, world.project])
    const [head] = await tx.query<{ size: number }>('select size from ledger_head for update')
    const first = Number(head?.size ?? 0)
    let next = first
    /** Entries of a type, \`count\` of them; \`subject\` and \`data\` may use n, and \`project\` the number of the project. */
    const entries = async (type: string, count: number, subject: string, data: string): Promise<void> => {
      await tx.query(
        `insert into ledger_entry (seq, at, type, act, actor, project, subject, entry)
         select $3::bigint + n, x.at, $4::text, 'bench.fill', $5::text, x.project, x.subject,
           jsonb_build_object('v', 1, 'seq', $3::bigint + n, 'at', x.at, 'type', $4::text, 'act', 'bench.fill', 'actor', $5::text, 'project', x.project,
             'subject', x.subject, 'grant', '{"activity":"train-model","kind":"activity","stake":"R"}'::jsonb, 'data', x.data)::text
         from generate_series(0, $1::int - 1) n cross join lateral (
           select ${AT('n', '$1::float8')} as at, ${ID('prj', `n % ${projects}`)} as project, ${subject} as subject, ${data} as data) x`,
        [count, days, next, type, world.person],
      )
      next += count
    }
    const total = (each: number): number => each * projects
    await entries('ExperimentStarted', total(size.experiments), ID('exp', 'n'), `'{}'::jsonb`)
    await entries('ModelPromoted', total(size.promotions), ID('prm', 'n'), `'{"waived":[]}'::jsonb`)
    await entries('EvidenceSealed', total(size.versions * 5), ID('evd', 'n'), `'{"kind":"evaluation"}'::jsonb`)
    await entries('RoundOpened', total(size.versions), ID('rnd', 'n'), `'{}'::jsonb`)
    const day = `to_char((now() at time zone 'UTC') - make_interval(days => ($2::int * (1 - n / $1::float8))::int - 20), 'YYYY-MM-DD')`
    const milestone = `jsonb_build_object('milestone', ${ID('mil', 'n')}, 'title', 'M', 'due', ${day})`
    await entries('MilestoneSet', total(size.milestones), ID('prj', `n % ${projects}`), milestone)
    const criterion = `jsonb_build_object('criterion', ${ID('crt', 'n')}, 'kind', case n / ${projects} % 2 when 0 then 'technical' else 'business' end)`
    await entries('CriterionSet', total(size.criteria), ID('prj', `n % ${projects}`), criterion)
    const notes = size.entries - next
    const note = `'{"metrics":[{"name":"loss","value":0.25}],"text":"Loss goes down, as it did before."}'::jsonb`
    await entries('ExperimentNoted', notes, ID('exp', `n % ${total(size.experiments)}`), note)
    await tx.query(
      `update ledger_head set size = $1, writer = pg_current_xact_id(), last_at = (select at from ledger_entry where seq = $1::bigint - 1)`,
      [next],
    )
    await records(run, size, Math.round(notes / total(size.experiments)))
  })
  await database.script('vacuum (analyze)')
  const [row] = await database.query<{ n: number }>('select count(*)::int as n from ledger_entry')
  return Number(row?.n)
}

type Run = (sql: string, count: number) => Promise<unknown>

/** The records beside the entries. `notes` is how many stand on each experiment. */
async function records(run: Run, size: Size, notes: number): Promise<void> {
  const { projects } = size
  const insert = (table: string, prefix: string, count: number, doc: string, from: string): Promise<unknown> =>
    run(
      `insert into ${table} (id, project, seq, doc)
       select ${ID(prefix, 'n')}, ${ID('prj', `n % ${projects}`)}, n, ${doc} || jsonb_build_object('id', ${ID(prefix, 'n')}, 'project', ${ID('prj', `n % ${projects}`)})
       from generate_series(0, $1::int - 1) n cross join lateral (${from}) e where $3::text is not null and $2::int > 0`,
      count,
    )
  const one = (table: string, which = 'true'): string =>
    `select doc from ${table} where id not like '%\\_9%' and ${which} limit 1`
  await insert('person', 'per', size.people, 'e.doc', one('person'))
  await insert(
    'project',
    'prj',
    projects,
    `e.doc || jsonb_build_object('createdAt', '2024-01-01T00:00:00.000Z', 'name', 'Project ' || n)`,
    one('project'),
  )
  // Everybody on about fifteen projects; whoever measures on all of them.
  await insert(
    'assignment',
    'asg',
    projects * 7,
    `e.doc || jsonb_build_object('person', case n / ${projects} when 0 then e.doc->>'person' else ${ID('per', `n * 31 % ${size.people}`)} end)`,
    one(
      'assignment',
      `doc->>'person' = (select doc->>'person' from assignment where project = $3::text and doc->>'role' = 'ml-engineer' order by id limit 1)`,
    ),
  )
  const note = `jsonb_build_object('at', ${AT('k', `${notes}`)}, 'text', 'Loss goes down, as it did before: ' || k, 'by', 'per_1')`
  const started = AT('n', '$1::float8')
  await insert(
    'experiment',
    'exp',
    projects * size.experiments,
    `e.doc || jsonb_build_object('proposedAt', ${started}, 'startedAt', ${started}, 'status', (array['promoted', 'abandoned', 'rejected', 'running'])[1 + (n / ${projects}) % 4],
       'endedAt', case (n / ${projects}) % 4 when 3 then null else ${AT('least(n + $1::int / 50, $1::int)', '$1::float8')} end,
       'notes', (select jsonb_agg(${note}) from generate_series(1, ${notes}) k))`,
    one('experiment', `doc->>'status' = 'promoted'`),
  )
  const model = ID('mdl', `n % ${projects}`)
  await insert('model', 'mdl', projects, `e.doc || jsonb_build_object('name', 'model-' || n)`, one('model'))
  await insert(
    'version',
    'ver',
    projects * size.versions,
    `e.doc || jsonb_build_object('model', ${model}, 'digest', 'sha256:' || lpad(n::text, 64, '0'), 'registeredAt', ${started}, 'experiment', ${ID('exp', 'n')})`,
    one('version'),
  )
  const kind = `(array['evaluation', 'safety', 'cost', 'documentation', 'rollback'])[1 + n / ${projects * size.versions}]`
  await insert(
    'evidence',
    'evd',
    projects * size.versions * 5,
    `e.doc || jsonb_build_object('version', ${ID('ver', `n % ${projects * size.versions}`)}, 'sealedAt', ${AT(`n % ${projects * size.versions}`, `${projects * size.versions}`)}, 'entry', n)`,
    one('evidence', `doc->>'kind' = ${kind} and doc->>'state' = 'current'`),
  )
  await insert(
    'round',
    'rnd',
    projects * size.versions,
    `e.doc || jsonb_build_object('version', ${ID('ver', 'n')}, 'submittedAt', ${started})`,
    one('round', `doc->>'state' = 'promoted'`),
  )
  await insert(
    'consultation',
    'cns',
    projects * size.versions,
    `e.doc || jsonb_build_object('about', ${ID('rnd', 'n')}, 'openedAt', ${started}, 'dueAt', ${started})`,
    one('consultation'),
  )
  await insert(
    'promotion',
    'prm',
    projects * size.promotions,
    `e.doc || jsonb_build_object('experiment', ${ID('exp', `n / ${projects} * 4 * ${projects} + n % ${projects}`)}, 'version', ${ID('ver', 'n')}, 'promotedAt', ${started},
       'replaces', case when n < ${projects} then null else ${ID('ver', `n - ${projects}`)} end,
       'rolledBackAt', case n % 10 when 0 then ${started} end)`,
    one('promotion'),
  )
  const kinds = `(array['stand-up', 'experiment-review', 'ethics-review', 'retrospective'])[1 + n / ${projects} % 4]`
  const ceremonies = projects * 4
  await insert('ceremony', 'cer', ceremonies, 'e.doc', one('ceremony', `doc->>'kind' = ${kinds}`))
  await insert(
    'meeting',
    'mtg',
    ceremonies * size.meetings,
    `e.doc || jsonb_build_object('ceremony', ${ID('cer', `n % ${ceremonies}`)}, 'kind', ${kinds}, 'startedAt', ${started}, 'closedAt', ${started}, 'day', left(${started}, 10))`,
    one('meeting'),
  )
  await insert('action', 'act', projects * size.actions, 'e.doc', one('action'))
}
