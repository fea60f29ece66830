import { join } from 'node:path'
import { openPglite } from '../packages/server/src/store/pglite.ts'
import type { Benchmark, Line } from './figures.ts'
import { peak, quantile, spreadOf, timesOf } from './figures.ts'
import type { Load } from './load.ts'
import { load } from './load.ts'
import { LARGE, fillOrganisation } from './organisation.ts'
import type { World } from './world.ts'
import { copyOf, embeddedWorld, serve } from './world.ts'

const RUNS = 5
const WARM = 50
const SECONDS = 2
const MOST_MS = 50

/** Something that people look at, and that must stay quick however large the organisation is. */
interface Sight {
  readonly what: string
  /** Address of the n-th request; projects are numbered. */
  readonly path: (n: number, world: World) => string
}
const project = (n: number): string => `prj_9${String(n % LARGE.projects).padStart(25, '0')}`

/** A ceremony of a project: 0 is its stand-up, 1 the experiment review, 2 the ethics review, 3 the retrospective. */
const ceremony = (n: number, kind = 0): string =>
  `cer_9${String((n % LARGE.projects) + kind * LARGE.projects).padStart(25, '0')}`

const SIGHTS: readonly Sight[] = [
  { what: 'scorecard of a project', path: (n) => `/api/v1/scorecard?project=${project(n)}` },
  {
    what: 'scorecard of the roles of a person on a project',
    path: (n, { person }) => `/api/v1/scorecard?project=${project(n)}&person=${person}`,
  },
  { what: 'scorecard of a role, 500 projects', path: () => '/api/v1/scorecard?role=mlops-engineer' },
  { what: 'scorecard of the portfolio, 500 projects', path: () => '/api/v1/scorecard' },
  { what: 'one KPI of a project', path: (n) => `/api/v1/kpis/feature-lead-time?project=${project(n)}` },
  { what: 'agenda of a stand-up', path: (n) => `/api/v1/ceremonies/${ceremony(n)}/agenda` },
  { what: 'agenda of a retrospective', path: (n) => `/api/v1/ceremonies/${ceremony(n, 3)}/agenda` },
  { what: 'staffing check of a project', path: (n) => `/api/v1/projects/${project(n)}/staffing` },
  { what: 'load of all people', path: () => '/api/v1/staffing/load' },
  { what: 'what needs me now', path: () => '/api/v1/inbox' },
  { what: 'entries behind a KPI of the portfolio', path: () => '/api/v1/kpis/experiment-rate/entries' },
]

/** Each project is looked at once: nothing of it is remembered. */
async function firstLooks(url: string, { token }: World): Promise<Line> {
  const headers = { authorization: `Bearer ${token}` }
  const look = async (n: number): Promise<void> => {
    const answer = await fetch(`${url}/api/v1/scorecard?project=${project(n)}`, { headers })
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`)
    await answer.arrayBuffer()
  }
  await timesOf(WARM, look)
  const times = await timesOf(LARGE.projects - WARM, (n) => look(n + WARM))
  const tail = quantile(times, 0.95)
  const target = { text: `≤ ${MOST_MS} ms`, met: tail <= MOST_MS }
  return { what: 'scorecard of a project, first look at each, p95', measured: tail, unit: 'ms', target }
}

/** What an organisation of 200 people, 500 projects and a million entries looks at. */
export const scorecards: Benchmark = {
  name: 'scorecards',
  run: async (say) => {
    say('the worked example is being loaded')
    const world = await embeddedWorld()
    const folder = copyOf(world.folder)
    say(`${LARGE.entries} entries are being written`)
    const database = await openPglite(join(folder, 'database'))
    const entries = await fillOrganisation(database, world, LARGE)
    await database.close()
    const served = await serve(folder)
    try {
      const lines: Line[] = [await firstLooks(served.url, world)]
      for (const { what, path } of SIGHTS) {
        const loads: Load[] = []
        const request = (n: number) => ({ method: 'GET', path: path(n, world) }) as const
        for (let run = 0; run <= RUNS; run += 1) {
          const one = await load({ url: served.url, token: world.token, connections: 1, seconds: SECONDS, request })
          if (run > 0) loads.push(one)
        }
        const tail = spreadOf(loads.map((l) => l.p95Ms))
        lines.push({
          what: `${what}, p95`,
          measured: tail,
          unit: 'ms',
          target: { text: `≤ ${MOST_MS} ms`, met: tail.median <= MOST_MS },
          ...peak(served.pid),
        })
        say(`${what}: ${tail.median.toFixed(1)} ms`)
      }
      const notes = [
        `${LARGE.people} people, ${LARGE.projects} projects, ${entries} entries of ${LARGE.days} days; GET over HTTP, one connection, ${SECONDS} s per run after a warm-up. Durable PGlite. The caller is on every project.`,
      ]
      return [{ title: 'What a large organisation looks at', notes, lines }]
    } finally {
      await served.stop()
    }
  },
}
