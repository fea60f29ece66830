import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Benchmark } from './figures.ts'
import { peak, spreadOf, timesOf } from './figures.ts'
import { bench, copyOf, embeddedWorld, serve, temporaryFolder } from './world.ts'

const RUNS = 5

/** From the start of the process to the first answer, on a new data folder and on one that is in use. */
export const startToReady: Benchmark = {
  name: 'start',
  run: async (say) => {
    const world = await embeddedWorld()
    let memory: { peakMb?: number } = {}
    const ready = async (folder: string): Promise<number> => {
      const from = performance.now()
      const served = await serve(folder)
      await (await fetch(`${served.url}/readyz`)).text()
      const took = (performance.now() - from) / 1000
      memory = peak(served.pid)
      await served.stop()
      return took
    }
    const fresh: number[] = []
    const again: number[] = []
    const bare: number[] = []
    for (let run = 0; run < RUNS; run += 1) {
      fresh.push(await ready(temporaryFolder()))
      again.push(await ready(copyOf(world.folder)))
      bare.push(...(await timesOf(1, openOnly)).map((ms) => ms / 1000))
      say(`new folder ${fresh.at(-1)?.toFixed(2)} s, existing ${again.at(-1)?.toFixed(2)} s`)
    }
    const yardstick = { what: 'PGlite alone, in memory', measured: spreadOf(bare) }
    const [first, later] = [spreadOf(fresh), spreadOf(again)]
    return [
      {
        title: 'Start to ready',
        notes: [
          'Whole process: Node starts, the store opens, packs are checked, the server listens and answers /readyz. The yardstick is a Node process that opens PGlite in memory and answers one query.',
        ],
        lines: [
          {
            what: 'new data folder',
            measured: first,
            unit: 's',
            yardstick,
            target: { text: '≤ 5 s', met: first.median <= 5 },
          },
          {
            what: 'existing data folder',
            measured: later,
            unit: 's',
            yardstick,
            target: { text: '≤ 1.5 s', met: later.median <= 1.5 },
            ...memory,
          },
        ],
      },
    ]
  },
}

const OPEN = `import { PGlite } from '@electric-sql/pglite'; const pg = await PGlite.create(); await pg.query('select 1'); process.exit(0)`

async function openOnly(): Promise<void> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', OPEN], {
    cwd: join(bench('.'), '..'),
    stdio: 'ignore',
  })
  await once(child, 'exit')
}
