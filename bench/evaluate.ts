// One evaluation in a process of its own: `evaluate.ts <file> <draws>`.
import { evaluateFile } from '../packages/statistics/src/index.ts'

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
process.stdout.write(`${JSON.stringify({ peakMb: process.resourceUsage().maxRSS / 1024 })}\n`)
