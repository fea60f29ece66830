// One drift report in a process of its own: `drift-report.ts <reference> <current> <mode>`.
import { enableCompileCache } from 'node:module'
import { peakMemoryMb } from './peak-memory.ts'

// As the program does: compiled modules are kept from one start to the next.
enableCompileCache()
const { driftOfFiles } = await import('../packages/statistics/src/drift/drift-file.ts')

const [reference = '', current = '', mode = 'evidently'] = process.argv.slice(2)
const report = await driftOfFiles({ reference, current, mode: mode === 'recommended' ? mode : 'evidently' })
const scores = Object.fromEntries(
  report.columns.map(({ name, evidently, verdict }) => [name, [evidently?.score ?? null, verdict === 'drift']]),
)
process.stdout.write(`${JSON.stringify({ scores, peakMb: peakMemoryMb() })}\n`)
