import { describe, expect, test } from 'vitest'
import type {
  DataQuality,
  DriftReport,
  Evaluation,
  FileAgreement,
  FileFairness,
  Report as MadeReport,
} from '@muster/statistics'
import type { Report, Results } from './report.ts'
import { resultOf } from './report.ts'

/** What is made fits what is drawn: checked by the compiler. */
type Fits<Made, Drawn> = Made extends Drawn ? true : never
const FIT: readonly [
  Fits<MadeReport, Report>,
  Fits<Evaluation, Results['evaluate']>,
  Fits<FileFairness, Results['fairness']>,
  Fits<DriftReport, Results['drift']>,
  Fits<DataQuality, Results['quality']>,
  Fits<FileAgreement, Results['agreement']>,
] = [true, true, true, true, true, true]

const report: Report = {
  analysis: 'drift',
  title: 'Drift',
  findings: [],
  caveats: [],
  measures: [],
  facts: {},
  sections: [],
  sources: [],
  options: {},
  tool: { name: 'muster', version: '1' },
  computed: true,
  method: '',
  result: { columns: [] },
}

describe('the result of a report', () => {
  test('is drawn for its own analysis alone', () => {
    expect(FIT).not.toContain(false)
    expect(resultOf(report, 'drift')).toEqual({ columns: [] })
    expect(resultOf(report, 'fairness')).toBeUndefined()
  })
  test('of another program is not trusted', () => {
    expect(resultOf({ ...report, computed: false }, 'drift')).toBeUndefined()
    expect(resultOf({ ...report, result: 'x' }, 'drift')).toBeUndefined()
  })
})
