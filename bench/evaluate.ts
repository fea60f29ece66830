// One evaluation in a process of its own: `evaluate.ts <file> <draws>`.
import { evaluateFile } from '../packages/statistics/src/evaluation/evaluate-file.ts'

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
const peakMb = process.resourceUsage().maxRSS / 1024
process.stdout.write(`${JSON.stringify({ peakMb, processorSeconds: (user + system) / 1e6 })}\n`)
