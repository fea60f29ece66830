import { join } from 'node:path'
import type { Benchmark } from './figures.ts'
import { spreadOf } from './figures.ts'
import { congruential, PYTHON, runProcess, tryProcess, writeLines } from './process.ts'
import { bench, temporaryFolder } from './world.ts'

const RUNS = 5
const ROWS = 1_000_000
const DRAWS = 1_000

function* decisions(): Generator<string> {
  const next = congruential(12_345)
  for (let row = 0; row < ROWS; row += 1) {
    const group = Math.floor(next() * 5)
    const label = next() < 0.3 + 0.05 * group ? 1 : 0
    const selected = next() < (label === 1 ? 0.75 : 0.2) ? 1 : 0
    yield `${label},${selected},${'ABCDE'[group]},${next() < 0.5 ? 'x' : 'y'}`
  }
}

/** Fairness of decisions with two attributes, their intersection and all intervals, beside a count with NumPy. */
export const fairness: Benchmark = {
  name: 'fairness',
  run: async (say) => {
    const file = join(temporaryFolder(), 'decisions.csv')
    say(`${ROWS} decisions are being written`)
    await writeLines(file, 'y_true,y_pred,group,sex', decisions())
    const mine: number[] = []
    const theirs: number[] = []
    let peakMb = 0
    for (let run = 0; run < RUNS; run += 1) {
      const one = await runProcess(process.execPath, [bench('measure-fairness.ts'), file, String(DRAWS)])
      const other = await tryProcess(PYTHON, [bench('fairness.py'), file])
      mine.push(one.seconds)
      if (other !== undefined) theirs.push(other.seconds)
      peakMb = Math.max(peakMb, one.peakMb)
      say(`Muster: ${one.seconds.toFixed(2)} s, NumPy: ${other?.seconds.toFixed(2) ?? '–'} s`)
    }
    const took = spreadOf(mine)
    const peer = theirs.length === 0 ? undefined : spreadOf(theirs)
    return [
      {
        title: 'Fairness',
        notes: [
          `A CSV file of 8 MB with label, prediction and two attributes: all group metrics and disparities for each attribute and their intersection, ${DRAWS} draws. Whole process that imports the one function it calls, with compiled modules kept from the first run (as Python keeps its own).`,
          peer === undefined
            ? 'NumPy and pandas are not installed (Debian: python3-numpy, python3-pandas): there is no yardstick in this run.'
            : 'The script with pandas and NumPy counts the cells and computes five rates a group, with no interval.',
        ],
        lines: [
          {
            what: `${ROWS} rows, 2 attributes, ${DRAWS} draws`,
            measured: took,
            unit: 's',
            ...(peer === undefined ? {} : { yardstick: { what: 'NumPy count, no draws', measured: peer } }),
            target: {
              text: 'no slower than the NumPy count (0.45 s where that takes 0.44 s)',
              met: peer !== undefined && took.median <= peer.median,
            },
            peakMb,
          },
        ],
      },
    ]
  },
}
