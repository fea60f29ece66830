import { join } from 'node:path'
import { openPglite, openPostgres } from '../packages/server/src/index.ts'
import { startPostgres } from '../packages/testkit/src/databases/postgres-server.ts'
import type { Benchmark, Line, Section } from './figures.ts'
import { peak, spreadOf, timesOf } from './figures.ts'
import { load } from './load.ts'
import type { World } from './world.ts'
import { copyOf, embeddedWorld, makeWorld, serve } from './world.ts'

const RUNS = 5
const SECONDS = 2
const ROWS = 300

/**
 * The ways the acts come in. With every connection always busy the rate is what the server can do and the time of one is
 * mostly waiting for the others; how long an act takes at the rate that is asked for, the paced way tells.
 */
const WAYS: readonly {
  readonly way: string
  readonly connections: number
  readonly pacePerSecond?: number
  readonly isTarget: { readonly rate: boolean; readonly tail: boolean }
}[] = [
  { way: '1 connection', connections: 1, isTarget: { rate: false, tail: true } },
  { way: '8 connections', connections: 8, isTarget: { rate: true, tail: false } },
  {
    way: '600 a second arriving, 16 connections',
    connections: 16,
    pacePerSecond: 600,
    isTarget: { rate: false, tail: true },
  },
]

/** An act from the request to the answer: parsed, authorized, decided, in the ledger, projected, on disk. */
export const governedAct: Benchmark = {
  name: 'governed-act',
  run: async (say) => {
    say('the worked example is being loaded')
    const world = await embeddedWorld()
    const sections = [await measure(say, 'PGlite, durable', world, copyOf(world.folder))]
    say('a PostgreSQL server is starting')
    const server = await startPostgres({ durable: true })
    try {
      const url = server.url('postgres')
      const other = await makeWorld(url)
      sections.push(await measure(say, 'PostgreSQL, durable', other, other.folder, url))
    } finally {
      await server.remove()
    }
    return sections
  },
}

async function measure(
  say: (text: string) => void,
  title: string,
  world: World,
  folder: string,
  databaseUrl?: string,
): Promise<Section> {
  const served = await serve(folder, databaseUrl)
  const lines: Line[] = []
  const rates = new Map<string, number[]>()
  const tails = new Map<string, number[]>()
  const middles = new Map<string, number[]>()
  const yardstick: number[] = []
  const request = (n: number) => {
    const experiment = world.experiments[n % world.experiments.length]
    const body = { experiment, text: `Run ${n}: loss goes down`, metrics: [{ name: 'loss', value: 1 / n }] }
    return { method: 'POST', path: '/api/v1/acts/experiment.note', body: JSON.stringify(body) } as const
  }
  let memory: { peakMb?: number } = {}
  const bareRows = await openBareRows(copyOf(folder), databaseUrl)
  try {
    for (let run = 0; run <= RUNS; run += 1) {
      for (const { way, connections, pacePerSecond } of WAYS) {
        const pace = pacePerSecond === undefined ? {} : { pacePerSecond }
        const seen = await load({
          url: served.url,
          token: world.token,
          connections,
          seconds: SECONDS,
          request,
          ...pace,
        })
        // Right after the load, so that both met the same disk.
        const bare = await bareRows.perSecond()
        // The first run warms up.
        if (run === 0) continue
        say(`${title}, ${way}: ${seen.perSecond.toFixed(0)}/s, p99 ${seen.p99Ms.toFixed(1)} ms`)
        yardstick.push(bare)
        rates.set(way, [...(rates.get(way) ?? []), seen.perSecond])
        middles.set(way, [...(middles.get(way) ?? []), seen.p50Ms])
        tails.set(way, [...(tails.get(way) ?? []), seen.p99Ms])
      }
    }
    memory = peak(served.pid)
  } finally {
    await bareRows.close()
    await served.stop()
  }
  const bare = spreadOf(yardstick)
  say(`${title}, bare inserts: ${bare.median.toFixed(0)}/s`)
  for (const { way, isTarget } of WAYS) {
    const rate = spreadOf(rates.get(way) ?? [])
    const tail = spreadOf(tails.get(way) ?? [])
    const ratio = bare.median / rate.median
    const isPaced = way.includes('arriving')
    lines.push({
      what: `acts, ${way}`,
      measured: rate,
      unit: '/s',
      yardstick: { what: 'one-row durable insert', measured: bare },
      ...(isTarget.rate
        ? { target: { text: '≥ 600/s, within 4× of a bare insert', met: rate.median >= 600 && ratio <= 4 } }
        : {}),
      ...(isPaced ? {} : memory),
    })
    lines.push({ what: `p50, ${way}`, measured: spreadOf(middles.get(way) ?? []), unit: 'ms' })
    lines.push({
      what: `p99, ${way}`,
      measured: tail,
      unit: 'ms',
      ...(isTarget.tail ? { target: { text: '≤ 12 ms', met: tail.median <= 12 } } : {}),
    })
  }
  return {
    title: `Governed act over HTTP: ${title}`,
    notes: [
      `experiment.note with an API token, from another process on keep-alive connections, ${SECONDS} s per run after a warm-up; ${world.experiments.length} experiments are noted on in turn. The yardstick is one row in one transaction through the same driver, one after the other.`,
    ],
    lines,
  }
}

/** Rows per second that a store of the same kind takes one at a time, each on disk before the next. */
async function openBareRows(
  folder: string,
  databaseUrl?: string,
): Promise<{ perSecond: () => Promise<number>; close: () => Promise<void> }> {
  const database = databaseUrl === undefined ? await openPglite(join(folder, 'database')) : openPostgres(databaseUrl)
  await database.query('create table bench_row (id bigint primary key, doc jsonb not null)')
  const doc = JSON.stringify({ text: 'x'.repeat(400) })
  let next = 0
  return {
    perSecond: async () => {
      const [took = 1] = await timesOf(1, async () => {
        for (let i = 0; i < ROWS; i += 1)
          await database.query('insert into bench_row (id, doc) values ($1, $2)', [(next += 1), doc])
      })
      return (ROWS / took) * 1000
    },
    close: async () => {
      await database.query('drop table bench_row')
      await database.close()
    },
  }
}
