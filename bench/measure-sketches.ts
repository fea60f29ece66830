// Drift of two files by profiles, in a process of its own: `measure-sketches.ts <reference> <current>`.
import { compareColumns } from '../packages/statistics/src/sketches/compare-profiles.ts'
import { profileFiles } from '../packages/statistics/src/sketches/profile-files.ts'
import { peakMemoryMb } from './peak-memory.ts'

const [reference = '', current = ''] = process.argv.slice(2)
const [one, other] = await profileFiles([reference, current])
if (one === undefined || other === undefined) throw new Error('two files were profiled')
const drifts = one.columns.map((column, at) => {
  const against = other.columns[at]
  return against === undefined ? null : compareColumns(column, against)
})
const told = {
  peakMb: peakMemoryMb(),
  error: Math.max(...one.columns.map(({ quantiles }) => quantiles.rankError())),
  ks: drifts.map((drift) => drift?.kolmogorovSmirnov?.value),
}
process.stdout.write(`${JSON.stringify(told)}\n`)
