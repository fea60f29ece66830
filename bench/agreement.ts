import { join } from 'node:path'
import type { Benchmark, Line } from './figures.ts'
import { spreadOf } from './figures.ts'
import { congruential, PYTHON, runProcess, tryProcess, writeLines } from './process.ts'
import { bench, temporaryFolder } from './world.ts'

const RUNS = 5
const UNITS = 100_000
const RATERS = 5
const DRAWS = 1_000

/** Labels of five raters who are mostly right; one in ten is missing. `continuous` has a number of its own in each. */
function* labels(continuous: boolean): Generator<string> {
  const next = congruential(11)
  for (let unit = 0; unit < UNITS; unit += 1) {
    const truth = next()
    for (let rater = 0; rater < RATERS; rater += 1) {
      if (next() < 0.1) continue
      const seen = next() < 0.7 ? truth : next()
      yield `u${unit},r${rater},${continuous ? (1 + 9 * seen + next()).toFixed(6) : 1 + Math.floor(4 * seen)}`
    }
  }
}

/** Krippendorff's alpha and its companions from a file of labels, beside NumPy. */
export const agreement: Benchmark = {
  name: 'agreement',
  run: async (say) => {
    const folder = temporaryFolder()
    const few = join(folder, 'few.csv')
    const many = join(folder, 'continuous.csv')
    say('labels are being written')
    await writeLines(few, 'item,rater,label', labels(false))
    await writeLines(many, 'item,rater,label', labels(true))
    const measure = async (file: string, level: string, draws: number, runs: number): Promise<Line> => {
      const times: number[] = []
      let peakMb = 0
      for (let run = 0; run < runs; run += 1) {
        const one = await runProcess(process.execPath, [bench('measure-agreement.ts'), file, level, String(draws)])
        times.push(one.seconds)
        peakMb = Math.max(peakMb, one.peakMb)
      }
      const what = `${level} level, ${file === few ? '4 labels' : 'continuous values'}, ${draws} draws`
      say(`${what}: ${spreadOf(times).median.toFixed(2)} s`)
      return { what, measured: spreadOf(times), unit: 's', peakMb }
    }
    const theirs: number[] = []
    for (let run = 0; run < RUNS; run += 1) {
      const other = await tryProcess(PYTHON, [bench('agreement.py'), few])
      if (other !== undefined) theirs.push(other.seconds)
    }
    const yardstick =
      theirs.length === 0 ? {} : { yardstick: { what: 'NumPy, nominal, no draws', measured: spreadOf(theirs) } }
    const within = (line: Line, seconds: number, mostMb?: number): Line => {
      const met = (line.measured as { median: number }).median <= seconds && (line.peakMb ?? 0) < (mostMb ?? Infinity)
      return { ...line, target: { text: `≤ ${seconds} s${mostMb === undefined ? '' : `, < ${mostMb} MB`}`, met } }
    }
    return [
      {
        title: 'Agreement of raters',
        notes: [
          `A CSV file in long form: ${UNITS} items, ${RATERS} raters, one label in ten missing. Alpha with the coefficients of Fleiss, Gwet and Randolph. Whole process that imports the one function it calls, with compiled modules kept from the first run (as Python keeps its own).`,
        ],
        lines: [
          { ...within(await measure(few, 'nominal', 0, RUNS), 0.25), ...yardstick },
          within(await measure(few, 'nominal', DRAWS, RUNS), 2),
          await measure(few, 'ordinal', DRAWS, RUNS),
          within(await measure(many, 'interval', 0, RUNS), 5, 500),
          within(await measure(many, 'ratio', 0, RUNS), 5, 500),
          await measure(many, 'interval', DRAWS, 1),
        ],
      },
    ]
  },
}
