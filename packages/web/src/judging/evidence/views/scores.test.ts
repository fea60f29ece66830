import { describe, expect, test } from 'vitest'
import type { ReportSection } from '../report.ts'
import { evaluationSections, isCalibration, scoreShares } from './scores.ts'

describe('the spread of scores', () => {
  test('is the share of each class in each bin, and sums to one', () => {
    const shares = scoreShares([
      { from: 0, to: 0.5, rows: 10, positives: 2 },
      { from: 0.5, to: 1, rows: 10, positives: 8 },
    ])
    expect(shares).toEqual({ edges: [0, 0.5, 1], reference: [0.8, 0.2], current: [0.2, 0.8] })
  })
  test('is not drawn when there is one class only', () => {
    expect(scoreShares([{ from: 0, to: 1, rows: 4, positives: 4 }])).toBeUndefined()
    expect(scoreShares([])).toBeUndefined()
  })
})

describe('the sections of an evaluation', () => {
  const curve = (title: string, dots: boolean): ReportSection => ({
    title,
    chart: {
      kind: 'curves',
      xTitle: 'x',
      yTitle: 'y',
      diagonal: true,
      curves: [{ name: title, points: [[0, 0]], dots }],
    },
  })
  test('are told apart by their pictures, and none is lost', () => {
    const sections: ReportSection[] = [
      { title: 'Measures' },
      {
        title: 'Confusion',
        chart: { kind: 'matrix', rowTitle: 'a', columnTitle: 'b', rows: [], columns: [], counts: [] },
      },
      curve('ROC', false),
      curve('Calibration', true),
    ]
    const { matrix, curves, others } = evaluationSections({ sections })
    expect([matrix, curves, others].map((part) => part.map((s) => s.title))).toEqual([
      ['Confusion'],
      ['ROC', 'Calibration'],
      ['Measures'],
    ])
    expect(curves.map(isCalibration)).toEqual([false, true])
  })
})
