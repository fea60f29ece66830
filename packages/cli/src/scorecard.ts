import type { Session } from './context.ts'
import { sessionOf } from './context.ts'
import type { Common } from './context.ts'
import { CliFailure } from './failure.ts'
import { idOf } from './resolve.ts'
import type { KpiShown, ObservationAnswer, ScorecardAnswer } from './scorecard-report.ts'
import { kpiReport, scorecardReport } from './scorecard-report.ts'

interface Options extends Common {
  readonly project?: string
  readonly role?: string
  readonly person?: string
}

const PORTFOLIO = 'portfolio'
type Query = Readonly<Record<string, string>>

/** What somebody means by one word: everything, a role of the catalogue, or else a project. */
async function queryFor(what: string | undefined, options: Options, { ask }: Session): Promise<Query> {
  const named: Record<string, string> = {}
  if (options.project !== undefined) named['project'] = await idOf(ask, 'prj', options.project)
  if (options.role !== undefined) named['role'] = options.role
  if (options.person !== undefined) named['person'] = await idOf(ask, 'per', options.person)
  if (what === undefined || what === PORTFOLIO) return named
  const { items: roles } = (await ask('/api/v1/roles')) as { items: Readonly<Record<string, unknown>>[] }
  const role = roles.find((r) => r['id'] === what || same(r['title'], what))
  if (role !== undefined) return { ...named, role: String(role['id']) }
  if (named['project'] !== undefined) {
    throw new CliFailure(`There is no role "${what}".`, { help: 'List them with "muster role list".' })
  }
  return { ...named, project: await idOf(ask, 'prj', what) }
}

const same = (a: unknown, b: string): boolean => typeof a === 'string' && a.toLowerCase() === b.toLowerCase()

/** `muster scorecard show [project|role|portfolio]` */
export async function showScorecard(what: string | undefined, options: Options): Promise<void> {
  const session = sessionOf(options)
  const query = await queryFor(what, options, session)
  const answer = await session.api.call('GET', '/api/v1/scorecard', { query })
  if (session.json) return session.printJson(answer)
  session.print(scorecardReport(answer as ScorecardAnswer, session.screen))
}

/** `muster kpi show <kpi>`: one KPI with what it was computed from. */
export async function showKpi(kpi: string, options: Options): Promise<void> {
  const session = sessionOf(options)
  const query = options.project === undefined ? {} : { project: await idOf(session.ask, 'prj', options.project) }
  const path = `/api/v1/kpis/${encodeURIComponent(kpi)}`
  const shown = await session.api.call('GET', path, { query })
  if (session.json) return session.printJson(shown)
  const seen = await session.api.call('GET', `${path}/entries`, { query: { ...query, limit: '10' } })
  session.print(
    kpiReport(shown as KpiShown, seen as { items: readonly ObservationAnswer[]; next?: string }, session.screen),
  )
}
