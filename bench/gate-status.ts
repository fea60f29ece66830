import { fillExperiments } from './fill.ts'
import type { Benchmark, Line } from './figures.ts'
import { peak, spreadOf } from './figures.ts'
import type { Load } from './load.ts'
import { load } from './load.ts'
import { copyOf, embeddedWorld, serve } from './world.ts'

const RUNS = 5
const SECONDS = 2
const EXPERIMENTS = 10_000
const ENTRIES = 100_000

/** The status of a candidate at its gate must not cost more because much else happened. */
export const gateStatus: Benchmark = {
  name: 'gate-status',
  run: async (say) => {
    say('the worked example is being loaded')
    const world = await embeddedWorld()
    const full = copyOf(world.folder)
    say(`${ENTRIES} entries are being written`)
    const size = await fillExperiments(full, { ...world, experiments: EXPERIMENTS, entries: ENTRIES })
    const small = await serve(copyOf(world.folder))
    const large = await serve(full)
    const seen: { small: Load[]; large: Load[] } = { small: [], large: [] }
    let memory: { peakMb?: number }
    try {
      for (let run = 0; run <= RUNS; run += 1) {
        for (const [which, { url }] of [
          ['small', small],
          ['large', large],
        ] as const) {
          const request = () => ({ method: 'GET', path: `/api/v1/versions/${world.version}/gate` }) as const
          const one = await load({ url, token: world.token, connections: 1, seconds: SECONDS, request })
          if (run > 0) seen[which].push(one)
        }
        say(`run ${run} of ${RUNS}`)
      }
      memory = peak(large.pid)
    } finally {
      await Promise.all([small.stop(), large.stop()])
    }
    const of = (loads: readonly Load[], key: 'p50Ms' | 'p99Ms') => spreadOf(loads.map((l) => l[key]))
    const [smallMiddle, largeMiddle, tail] = [of(seen.small, 'p50Ms'), of(seen.large, 'p50Ms'), of(seen.large, 'p99Ms')]
    const lines: Line[] = [
      {
        what: `p50, ${size} entries`,
        measured: largeMiddle,
        unit: 'ms',
        yardstick: { what: 'store with the example alone', measured: smallMiddle },
        target: { text: '≤ 1.3×', met: largeMiddle.median <= 1.3 * smallMiddle.median },
        ...memory,
      },
      {
        what: `p99, ${size} entries`,
        measured: tail,
        unit: 'ms',
        yardstick: { what: 'store with the example alone', measured: of(seen.small, 'p99Ms') },
        target: { text: '≤ 8 ms', met: tail.median <= 8 },
      },
    ]
    const notes = [
      `GET of the gate status of the worked example's version over HTTP, one connection, ${SECONDS} s per run; ${EXPERIMENTS} experiments in the same project. Durable PGlite.`,
    ]
    return [{ title: 'Gate status of a candidate', notes, lines }]
  },
}
