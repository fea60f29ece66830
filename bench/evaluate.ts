// One evaluation in a process of its own: `evaluate.ts <file> <draws>`.
import { evaluateFile } from '../packages/statistics/src/evaluation/evaluate-file.ts'
import { peakMemoryMb } from './peak-memory.ts'

const [path = '', draws = '0'] = process.argv.slice(2)
await evaluateFile({
  path,
  label: 'label',
  prediction: 'prediction',
  score: 'score',
  slices: ['region'],
  positive: '1',
  draws: Number(draws),
  seed: 1,
})
const { user, system } = process.cpuUsage()
const peakMb = peakMemoryMb()
process.stdout.write(`${JSON.stringify({ peakMb, processorSeconds: (user + system) / 1e6 })}\n`)
