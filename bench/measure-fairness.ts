// One fairness measurement in a process of its own: `measure-fairness.ts <file> <draws>`.
import { measureFileFairness } from '../packages/statistics/src/fairness/fairness-file.ts'
import { peakMemoryMb } from './peak-memory.ts'

const [path = '', draws = '0'] = process.argv.slice(2)
await measureFileFairness({
  path,
  label: 'y_true',
  prediction: 'y_pred',
  attributes: ['group', 'sex'],
  positive: '1',
  draws: Number(draws),
  seed: 1,
})
process.stdout.write(`${JSON.stringify({ peakMb: peakMemoryMb() })}\n`)
