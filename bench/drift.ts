import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Benchmark, Line } from './figures.ts'
import { spreadOf } from './figures.ts'
import { bench, temporaryFolder } from './world.ts'

const RUNS = 5
const COLUMNS = 10
const SIZES = [10_000, 100_000, 1_000_000]

interface Report {
  readonly seconds: number
  readonly peakMb: number
  readonly scores: Readonly<Record<string, readonly [number | null, boolean]>>
}

/** Drift reports of ten numeric columns, beside a script with NumPy, SciPy and pandas that says the same. */
export const drift: Benchmark = {
  name: 'drift',
  run: async (say) => {
    const folder = temporaryFolder()
    const lines: Line[] = []
    let without = false
    for (const rows of SIZES) {
      const files = [join(folder, `reference-${rows}.csv`), join(folder, `current-${rows}.csv`)] as const
      say(`twice ${rows} rows are being written`)
      await writeRows(files[0], rows, 1, 0)
      await writeRows(files[1], rows, 2, 0.2)
      const mine = await several(() => timed(process.execPath, [bench('drift-report.ts'), ...files, 'evidently']))
      say(`Muster, ${rows} rows: ${spreadOf(mine.map(({ seconds }) => seconds)).median.toFixed(2)} s`)
      const peer = await several(() => timed('/usr/bin/python3', [bench('drift.py'), ...files])).catch(() => undefined)
      without ||= peer === undefined
      if (peer !== undefined) compareScores(mine[0]?.scores ?? {}, peer[0]?.scores ?? {})
      lines.push(lineOf(`${rows} + ${rows} rows, CSV, Evidently’s default tests`, rows, mine, peer))
      const honest = await several(() => timed(process.execPath, [bench('drift-report.ts'), ...files, 'recommended']))
      lines.push(lineOf(`${rows} + ${rows} rows, CSV, recommended mode`, undefined, honest, undefined))
      if (rows !== SIZES.at(-1)) continue
      const parquet = files.map((file) => file.replace(/csv$/, 'parquet'))
      await toParquet(files, parquet)
      const columnar = await several(() => timed(process.execPath, [bench('drift-report.ts'), ...parquet, 'evidently']))
      lines.push(lineOf(`${rows} + ${rows} rows, Parquet, Evidently’s default tests`, rows, columnar, peer))
    }
    const notes = [
      `${COLUMNS} numeric columns. Whole process, from the start of the program to the report; the digests of both files, before and after, are in it.`,
      without
        ? 'SciPy is not installed (Debian: python3-numpy, python3-scipy, python3-pandas): there is no yardstick in this run.'
        : 'The yardstick reads with pandas and computes with SciPy, column by column; the scores of both are compared to 1e-9. It reads CSV in every line.',
    ]
    return [{ title: 'Drift report', notes, lines }]
  },
}

function lineOf(what: string, rows: number | undefined, mine: Report[], peer: Report[] | undefined): Line {
  const took = spreadOf(mine.map(({ seconds }) => seconds))
  const peakMb = Math.max(...mine.map((run) => run.peakMb))
  const yardstick = peer === undefined ? undefined : spreadOf(peer.map(({ seconds }) => seconds))
  const target = targetOf(rows, took.median, peakMb, yardstick?.median)
  return {
    what,
    measured: took,
    unit: 's',
    ...(yardstick === undefined ? {} : { yardstick: { what: 'NumPy, SciPy, pandas', measured: yardstick } }),
    ...(target === undefined ? {} : { target }),
    peakMb,
  }
}

function targetOf(rows: number | undefined, median: number, peakMb: number, peer?: number): Line['target'] {
  if (rows === 1_000_000) {
    const met = median <= 1.2 && peakMb <= 300 && peer !== undefined && peer >= 4 * median
    return { text: '≤ 1.2 s, ≤ 300 MB and ≥ 4× faster than SciPy', met }
  }
  return rows === 10_000 ? { text: '≤ 0.25 s', met: median <= 0.25 } : undefined
}

function compareScores(mine: Report['scores'], theirs: Report['scores']): void {
  for (const [name, [score, drifted]] of Object.entries(theirs)) {
    const [found, verdict] = mine[name] ?? [null, false]
    const near = found !== null && score !== null && Math.abs(found - score) <= 1e-9 * Math.abs(score)
    if (!near || verdict !== drifted) throw new Error(`${name}: ${found} is not SciPy’s ${score}`)
  }
}

async function several(run: () => Promise<Report>): Promise<Report[]> {
  const reports: Report[] = []
  for (let turn = 0; turn < RUNS; turn += 1) reports.push(await run())
  return reports
}

async function writeRows(file: string, rows: number, seed: number, shift: number): Promise<void> {
  const out = createWriteStream(file)
  out.write(`${Array.from({ length: COLUMNS }, (_, column) => `c${column}`).join(',')}\n`)
  let state = seed
  // Numerical Recipes' linear congruential generator: the same file every time.
  const next = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
  for (let row = 0; row < rows;) {
    let text = ''
    for (const until = Math.min(rows, row + 5000); row < until; row += 1) {
      for (let column = 0; column < COLUMNS; column += 1) {
        const value = (next() + next() + next() + next() - 2 + (column < 3 ? shift : 0)) * (column + 1)
        text += `${column > 0 ? ',' : ''}${value.toFixed(5)}`
      }
      text += '\n'
    }
    if (!out.write(text)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'close')
}

async function toParquet(from: readonly string[], to: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  for (const [index, file] of from.entries()) {
    await connection.run(`COPY (SELECT * FROM read_csv('${file}')) TO '${to[index]}' (FORMAT parquet)`)
  }
  connection.closeSync()
  instance.closeSync()
}

/** Runs a program to its end. Its last line of output is a JSON object. */
async function timed(program: string, args: readonly string[]): Promise<Report> {
  const from = performance.now()
  const child = spawn(program, [...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit') as Promise<[number | null]>
  let last = '{}'
  for await (const line of createInterface({ input: child.stdout })) last = line
  const [code] = await ended
  const seconds = (performance.now() - from) / 1000
  if (code !== 0) throw new Error(`${program} ended with ${code}`)
  const { peakMb = 0, scores = {} } = JSON.parse(last) as Partial<Report>
  return { seconds, peakMb: Math.round(peakMb), scores }
}
