// Runs the benchmarks and writes RESULTS.md: `npm run bench [-- name…]`. It reports; nothing passes or fails on a time.
import { readFileSync, writeFileSync } from 'node:fs'
import { agreement } from './agreement.ts'
import type { Benchmark } from './figures.ts'
import { drift } from './drift.ts'
import { evaluation } from './evaluation.ts'
import { fairness } from './fairness.ts'
import { gateCheck } from './gate-check.ts'
import { gateStatus } from './gate-status.ts'
import { governedAct } from './governed-act.ts'
import { install } from './install.ts'
import { ledger } from './ledger.ts'
import { report } from './report.ts'
import { sketches } from './sketches.ts'
import { scorecards } from './scorecards.ts'
import { startToReady } from './start.ts'
import { web } from './web.ts'
import { bench, removeFolders } from './world.ts'

const ALL: readonly Benchmark[] = [
  governedAct,
  gateStatus,
  ledger,
  startToReady,
  gateCheck,
  evaluation,
  drift,
  fairness,
  agreement,
  sketches,
  scorecards,
  web,
  install,
]

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !ALL.some((b) => b.name === name))
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}. There are: ${ALL.map((b) => b.name).join(', ')}.\n`,
  )
  process.exit(64)
}
const chosen = ALL.filter((b) => (wanted.length === 0 ? b.onRequest !== true : wanted.includes(b.name)))
process.on('exit', removeFolders)
process.on('SIGINT', () => process.exit(130))

const file = bench('RESULTS.md')
const before = ((): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
})()
const results = new Map<string, string>()
for (const benchmark of chosen) {
  const say = (text: string): void => void process.stderr.write(`${benchmark.name}: ${text}\n`)
  results.set(benchmark.name, report.section(benchmark.name, await benchmark.run(say)))
  writeFileSync(
    file,
    report.whole(
      before,
      results,
      ALL.map((b) => b.name),
    ),
  )
}
process.stdout.write(readFileSync(file, 'utf8'))
