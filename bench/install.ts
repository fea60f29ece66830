import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Benchmark } from './figures.ts'
import { spreadOf } from './figures.ts'
import { bench, temporaryFolder } from './world.ts'

const RUNS = 5

/** Installing on a machine that has nothing, and how much a production install takes up. Needs the npm registry. */
export const install: Benchmark = {
  name: 'install',
  onRequest: true,
  run: async (say) => {
    const root = join(bench('.'), '..')
    const times: number[] = []
    let megabytes = 0
    for (let run = 0; run < RUNS; run += 1) {
      const copy = temporaryFolder()
      cpSync(root, copy, { recursive: true, filter: (path) => !/[/\\](node_modules|\.git)$/.test(path) })
      times.push(await npmCi(copy, []))
      say(`npm ci: ${times.at(-1)?.toFixed(1)} s`)
      if (run > 0) continue
      await npmCi(copy, ['--omit=dev'])
      megabytes = sizeOf(join(copy, 'node_modules')) / 2 ** 20
    }
    const took = spreadOf(times)
    return [
      {
        title: 'Install',
        notes: [
          '`npm ci` of a copy of the sources with an empty npm cache; the size is of node_modules after `npm ci --omit=dev`.',
        ],
        lines: [
          { what: 'npm ci', measured: took, unit: 's', target: { text: '≤ 60 s', met: took.median <= 60 } },
          {
            what: 'production install',
            measured: megabytes,
            unit: 'MB',
            target: { text: '≤ 250 MB', met: megabytes <= 250 },
          },
        ],
      },
    ]
  },
}

async function npmCi(folder: string, more: readonly string[]): Promise<number> {
  const from = performance.now()
  const args = ['ci', '--no-audit', '--no-fund', '--cache', join(temporaryFolder(), 'cache'), ...more]
  const child = spawn('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`npm ci ended with ${code}`)
  return (performance.now() - from) / 1000
}

function sizeOf(path: string): number {
  const found = lstatSync(path)
  if (found.isSymbolicLink()) return 0
  if (!found.isDirectory()) return found.size
  return readdirSync(path).reduce((bytes, name) => bytes + sizeOf(join(path, name)), 0)
}
