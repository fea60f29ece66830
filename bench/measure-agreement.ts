// One measurement of agreement in a process of its own: `measure-agreement.ts <file> <level> <draws>`.
import { measureFileAgreement } from '../packages/statistics/src/agreement/agreement-file.ts'
import type { Level } from '../packages/statistics/src/agreement/alpha.ts'
import { peakMemoryMb } from './peak-memory.ts'

const [path = '', level = 'nominal', draws = '0'] = process.argv.slice(2)
const question = { path, item: 'item', rater: 'rater', label: 'label' }
const settings = { detail: false, consensus: 'none', seed: 1 } as const
const answer = await measureFileAgreement({ ...question, ...settings, level: level as Level, draws: Number(draws) })
const told = { peakMb: peakMemoryMb(), alpha: answer.coefficients[0]?.value }
process.stdout.write(`${JSON.stringify(told)}\n`)
