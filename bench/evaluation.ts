import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import type { Benchmark, Line } from './figures.ts'
import { spreadOf } from './figures.ts'
import { runProcess } from './process.ts'
import { bench, temporaryFolder } from './world.ts'

const RUNS = 5
const ROWS = 1_000_000
const SLICES = 10
const DRAWS = 1_000
/** scikit-learn with all draws takes hours: it does these, and the rest is counted up. */
const PEER_DRAWS = 2

/** Binary evaluation with slices and bootstrap intervals, beside a script with scikit-learn. */
export const evaluation: Benchmark = {
  name: 'evaluation',
  run: async (say) => {
    const file = join(temporaryFolder(), 'predictions.csv')
    say(`${ROWS} predictions are being written`)
    await writePredictions(file)
    const mine: number[] = []
    const processor: number[] = []
    let peakMb = 0
    for (let run = 0; run < RUNS; run += 1) {
      const one = await timed(process.execPath, [bench('evaluate.ts'), file, String(DRAWS)])
      mine.push(one.seconds)
      processor.push(one.processorSeconds)
      peakMb = Math.max(peakMb, one.peakMb)
      say(`Muster: ${one.seconds.toFixed(2)} s`)
    }
    const took = spreadOf(mine)
    const peer = await withScikitLearn(file, say)
    const line: Line = {
      what: `${ROWS} rows, ${SLICES} slices, ${DRAWS} draws`,
      measured: took,
      unit: 's',
      ...(peer === undefined
        ? {}
        : { yardstick: { what: `scikit-learn, from ${PEER_DRAWS} draws`, measured: peer.estimated } }),
      target: {
        text: '≤ 1.5 s and ≥ 10× faster than scikit-learn',
        met: took.median <= 1.5 && peer !== undefined && peer.estimated >= 10 * took.median,
      },
      peakMb,
    }
    const notes = [
      'A CSV file with label, prediction, score and one column of slices; accuracy, precision, recall, F1, MCC, kappa, ROC AUC, average precision, log loss, Brier score, calibration and lift with intervals, in all rows and in each slice. Whole process that imports the one function it calls, with compiled modules kept from the first run (as Python keeps its own).',
      peer === undefined
        ? 'scikit-learn is not installed (Debian: python3-sklearn, python3-pandas): there is no yardstick in this run.'
        : `The script with scikit-learn resamples rows as its users do. ${PEER_DRAWS} draws took ${peer.seconds.toFixed(1)} s, none ${peer.without.toFixed(1)} s; ${DRAWS} are counted up from that.`,
    ]
    return [
      {
        title: 'Binary evaluation',
        notes,
        lines: [line, { what: 'processor time of that, all threads', measured: spreadOf(processor), unit: 's' }],
      },
    ]
  },
}

async function writePredictions(file: string): Promise<void> {
  const out = createWriteStream(file)
  out.write('label,prediction,score,region\n')
  let state = 12_345
  // Numerical Recipes' linear congruential generator: the same file every time.
  const next = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
  for (let row = 0; row < ROWS;) {
    let text = ''
    for (const until = Math.min(ROWS, row + 10_000); row < until; row += 1) {
      const label = next() < 0.3 ? 1 : 0
      const score = Math.min(0.9999, Math.max(0.0001, 0.3 * label + 0.7 * next()))
      text += `${label},${score >= 0.5 ? 1 : 0},${score.toFixed(4)},r${row % SLICES}\n`
    }
    if (!out.write(text)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'close')
}

interface Run {
  readonly seconds: number
  readonly peakMb: number
  readonly processorSeconds: number
}

async function timed(program: string, args: readonly string[]): Promise<Run> {
  const { seconds, peakMb, told } = await runProcess(program, args)
  return { seconds, peakMb, processorSeconds: Number(told['processorSeconds'] ?? Number.NaN) }
}

async function withScikitLearn(
  file: string,
  say: (text: string) => void,
): Promise<{ estimated: number; seconds: number; without: number } | undefined> {
  const python = '/usr/bin/python3'
  try {
    const without = await timed(python, [bench('evaluation.py'), file, '0'])
    const seen = await timed(python, [bench('evaluation.py'), file, String(PEER_DRAWS)])
    say(`scikit-learn: ${seen.seconds.toFixed(1)} s with ${PEER_DRAWS} draws`)
    const perDraw = (seen.seconds - without.seconds) / PEER_DRAWS
    return { estimated: without.seconds + perDraw * DRAWS, seconds: seen.seconds, without: without.seconds }
  } catch {
    return undefined
  }
}
