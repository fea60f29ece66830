import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Benchmark } from './figures.ts'
import { spreadOf } from './figures.ts'
import { PYTHON, runProcess, tryProcess } from './process.ts'
import { bench, temporaryFolder } from './world.ts'

const RUNS = 5
const ROWS = 1_000_000
const COLUMNS = 10

/** Near normal numbers by adding three hashes; the odd columns of the current file are shifted by a tenth. */
const column = (at: number, seed: number, shift: number): string => {
  const part = (of: number): string =>
    `hash(i * ${2 * of + 3} + ${1000 * at + 100 * of + seed})::DOUBLE / 18446744073709551616`
  return `2 * (${part(0)} + ${part(1)} + ${part(2)}) - 3 + ${at % 2 === 1 ? shift : 0} AS c${at}`
}

/** NumPy's own format, so that the yardstick reads the numbers as fast as it can. */
async function writeNpy(path: string, columns: readonly Float64Array[]): Promise<void> {
  const shape = `(${columns.length}, ${columns[0]?.length ?? 0})`
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117, ' ')
  const file = await open(path, 'w')
  await file.write(Buffer.from(`\u0093NUMPY\u0001\u0000${String.fromCharCode(118, 0)}${header}\n`, 'latin1'))
  for (const values of columns) await file.write(new Uint8Array(values.buffer))
  await file.close()
}

/** Drift of ten columns from mergeable profiles that are built from Parquet, beside SciPy with all values. */
export const sketches: Benchmark = {
  name: 'sketches',
  run: async (say) => {
    const folder = temporaryFolder()
    const names = ['reference', 'current']
    const instance = await DuckDBInstance.create()
    const connection = await instance.connect()
    say('two Parquet files are being written')
    for (const [seed, name] of names.entries()) {
      const list = Array.from({ length: COLUMNS }, (_, at) => column(at, seed, 0.1 * seed)).join(', ')
      const file = join(folder, `${name}.parquet`)
      await connection.run(`COPY (SELECT ${list} FROM range(${ROWS}) t(i)) TO '${file}'`)
      const rows = await connection.runAndReadAll(`SELECT * FROM read_parquet('${file}')`)
      await writeNpy(
        join(folder, `${name}.npy`),
        rows.getColumns().map((values) => Float64Array.from(values, Number)),
      )
    }
    connection.closeSync()
    instance.closeSync()
    const [parquet, npy] = ['parquet', 'npy'].map((end) => names.map((name) => join(folder, `${name}.${end}`)))
    const mine: number[] = []
    const theirs: number[] = []
    let peakMb = 0
    let told: Readonly<Record<string, unknown>> = {}
    // The first run compiles, which takes memory that later ones do not need.
    await runProcess(process.execPath, [bench('measure-sketches.ts'), ...(parquet ?? [])])
    for (let run = 0; run < RUNS; run += 1) {
      const one = await runProcess(process.execPath, [bench('measure-sketches.ts'), ...(parquet ?? [])])
      const other = await tryProcess(PYTHON, [bench('sketches.py'), ...(npy ?? [])])
      mine.push(one.seconds)
      if (other !== undefined) theirs.push(other.seconds)
      peakMb = Math.max(peakMb, one.peakMb)
      told = { ...one.told, exact: other?.told['ks'] }
      say(`Muster: ${one.seconds.toFixed(2)} s, SciPy: ${other?.seconds.toFixed(2) ?? '–'} s`)
    }
    const took = spreadOf(mine)
    const exact = told['exact'] as number[] | undefined
    const off = exact?.map((value, at) => Math.abs(value - ((told['ks'] as number[])[at] ?? 0)))
    return [
      {
        title: 'Drift from sketches',
        notes: [
          `${COLUMNS} numeric columns of ${ROWS} rows, reference and current, in Parquet: profiles (quantiles, distinct values, moments, missing) are built and compared by PSI, Jensen–Shannon, K-S and Wasserstein. Whole process that imports the one function it calls, with compiled modules kept from a run before the first (as Python keeps its own). Ranks are off by less than ${(100 * Number(told['error'])).toFixed(2)} % by the sketches’ own statement.`,
          off === undefined
            ? 'NumPy and SciPy are not installed (Debian: python3-scipy): there is no yardstick in this run.'
            : `SciPy computes PSI, K-S and Wasserstein from all values, read from NumPy’s own format. The K-S distances differ by at most ${(100 * Math.max(...off)).toFixed(2)} %.`,
        ],
        lines: [
          {
            what: `${COLUMNS} columns × ${ROWS} rows, twice`,
            measured: took,
            unit: 's',
            ...(theirs.length === 0 ? {} : { yardstick: { what: 'SciPy, exact', measured: spreadOf(theirs) } }),
            target: { text: '≤ 0.7 s, ≤ 200 MB', met: took.median <= 0.7 && peakMb <= 200 },
            peakMb,
          },
        ],
      },
    ]
  },
}
