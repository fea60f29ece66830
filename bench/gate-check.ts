import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Benchmark } from './figures.ts'
import { spreadOf, timesOf } from './figures.ts'
import { bench, copyOf, embeddedWorld, serve } from './world.ts'

const RUNS = 15

/** `muster gate check` as CI runs it: a new process each time. */
export const gateCheck: Benchmark = {
  name: 'gate-check',
  run: async () => {
    const world = await embeddedWorld()
    const served = await serve(copyOf(world.folder))
    const environment = { ...process.env, MUSTER_SERVER: served.url, MUSTER_TOKEN: world.token }
    const run = async (args: readonly string[]): Promise<void> => {
      const child = spawn(process.execPath, [...args], { env: environment, stdio: ['ignore', 'ignore', 'inherit'] })
      const [code] = (await once(child, 'exit')) as [number | null]
      // 1 says that the gate is blocked, which is an answer too.
      if (code !== 0 && code !== 1) throw new Error(`the process ended with ${code}`)
    }
    try {
      const muster = join(bench('.'), '../packages/cli/bin/muster.mjs')
      const check = (): Promise<void> => run([muster, 'gate', 'check', world.version])
      await check()
      const took = spreadOf(await timesOf(RUNS, check))
      const bare = spreadOf(await timesOf(RUNS, () => run(['-e', '0'])))
      return [
        {
          title: 'muster gate check from a cold process',
          notes: ['From the start of the process to its end, on Node 24, with a server on the same machine.'],
          lines: [
            {
              what: 'muster gate check',
              measured: took,
              unit: 'ms',
              yardstick: { what: 'a Node process that does nothing', measured: bare },
              target: { text: '≤ 250 ms', met: took.median <= 250 },
            },
          ],
        },
      ]
    } finally {
      await served.stop()
    }
  },
}
