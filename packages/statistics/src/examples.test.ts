import { expect, test } from 'vitest'
import * as statistics from './index.ts'

test('the examples in the doc comments say what the functions answer', () => {
  const counts = { truePositives: 8, falsePositives: 2, falseNegatives: 4, trueNegatives: 6 }
  expect(statistics.precision(counts)).toEqual({ value: 0.8 })
  expect(statistics.recall(counts)).toEqual({ value: 0.6666666666666666 })
  expect(statistics.specificity(counts)).toEqual({ value: 0.75 })
  expect(statistics.f1(counts)).toEqual({ value: 0.7272727272727273 })
  expect(
    statistics.accuracy({
      labels: ['a', 'b'],
      counts: [
        [1, 0],
        [1, 2],
      ],
    }),
  ).toEqual({ value: 0.75 })
  expect(
    statistics.balancedAccuracy({
      labels: ['a', 'b'],
      counts: [
        [1, 0],
        [1, 1],
      ],
    }),
  ).toEqual({ value: 0.75 })
  const matrix = {
    labels: ['a', 'b'],
    counts: [
      [1, 0],
      [1, 1],
    ],
  }
  expect(statistics.confusionMatrix(['a', 'b', 'b'], ['a', 'a', 'b'])).toEqual(matrix)
  expect(statistics.rocAuc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toEqual({ value: 0.75 })
  expect(statistics.logLoss([0.9, 0.2], [1, 0]).value).toBeCloseTo(0.164252033486018, 14)
  expect(statistics.brier([0.9, 0.2], [1, 0]).value).toBeCloseTo(0.025, 14)
  const tally = new statistics.RankTally()
  tally.add(0, 2)
  tally.add(1, 1)
  expect(tally.area().value).toBeCloseTo(0.8333333333333334, 14)
})
