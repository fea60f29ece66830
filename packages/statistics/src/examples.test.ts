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

test('the examples of the distributions say what the functions answer', () => {
  const s = statistics
  expect(s.logGamma(5)).toBeCloseTo(Math.log(24), 13)
  expect(s.increasingRoot((x) => x ** 3 - 8, 1)).toBeCloseTo(2, 14)
  expect(s.incompleteGamma(1, 2).upper).toBeCloseTo(Math.exp(-2), 14)
  expect(s.incompleteBeta(2, 1, 0.5).lower).toBeCloseTo(0.25, 14)
  expect(s.normal.survival(1.959963984540054)).toBeCloseTo(0.025, 14)
  expect(s.chiSquare(1).survival(3.841458820694124)).toBeCloseTo(0.05, 14)
  expect(s.gamma(1, 2).survival(2)).toBeCloseTo(Math.exp(-1), 14)
  expect(s.beta(2, 1).cdf(0.5)).toBeCloseTo(0.25, 14)
  expect(s.studentT(10).survival(2.2281388519862735)).toBeCloseTo(0.025, 13)
  expect(s.fDistribution(2, 10).survival(4.10282101513039)).toBeCloseTo(0.05, 13)
  expect(s.binomialDistribution(10, 0.5).cdf(5)).toBeCloseTo(0.623046875, 14)
  expect(s.hypergeometric({ population: 10, successes: 4, draws: 5 }).mass(2)).toBeCloseTo(10 / 21, 14)
  expect(s.kolmogorovLimit.survival(1.3580986393225507)).toBeCloseTo(0.05, 12)
  expect(s.kolmogorov(10).survival(0.409246)).toBeCloseTo(0.05, 5)
  expect(s.smirnovTwoSample(2, 2, 2)).toBeCloseTo(1 / 3, 15)
  expect(s.noncentralT(10, 2).survival(2.2281388519862735)).toBeCloseTo(0.4396, 4)
  expect(s.noncentralChiSquare(1, 7.849).survival(3.841458820694124)).toBeCloseTo(0.8, 4)
  expect(s.noncentralF(2, 27, 9.6).survival(3.3541308285291986)).toBeCloseTo(0.7492, 4)
})

test('the examples of the hypothesis tests say what the functions answer', () => {
  const s = statistics
  expect(s.momentsOf([1, 2, 3])).toEqual({ n: 3, mean: 2, squares: 2 })
  expect(s.tTest([1, 2, 3, 4], [3, 4, 5, 6]).pValue).toBeCloseTo(0.071, 3)
  expect(s.mannWhitney([1, 2, 3], [4, 5, 6]).pValue).toBeCloseTo(0.1, 14)
  expect(
    s.chiSquareTest([
      [10, 20],
      [20, 10],
    ]).pValue,
  ).toBeCloseTo(0.0098, 4)
  expect(
    s.fisherExact([
      [8, 2],
      [1, 5],
    ]).pValue,
  ).toBeCloseTo(0.035, 3)
  expect(
    s.kruskalWallis([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ]).pValue,
  ).toBeCloseTo(0.0273, 4)
  expect(s.kolmogorovSmirnov([1, 2, 3], [4, 5, 6]).statistic).toBe(1)
  expect(s.cramerVonMises([1, 2, 3], [4, 5, 6]).pValue).toBeCloseTo(0.1, 14)
  expect(
    s.andersonDarling([
      [1, 2, 3, 4],
      [3, 4, 5, 6],
    ]).pValue,
  ).toBeCloseTo(0.0652, 4)
  expect(s.permutationTest([1, 2, 3], [7, 8, 9]).pValue).toBeCloseTo(0.1, 14)
  expect(s.mcNemar(5, 15, 100).pValue).toBeCloseTo(0.0414, 4)
  const { value } = s.deLong([0.1, 0.4, 0.35, 0.8], [0.2, 0.3, 0.6, 0.7], [0, 0, 1, 1]).effect
  expect(value).toBeCloseTo(0.25, 14)
  expect(s.holm([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06])
  expect(s.benjaminiHochberg([0.01, 0.04, 0.03])).toEqual([0.03, 0.04, 0.04])
  expect(s.wilsonInterval(8, 10).low).toBeCloseTo(0.4902, 4)
  expect(s.wilsonInterval(8, 10).high).toBeCloseTo(0.9433, 4)
  expect(s.clopperPearson(8, 10).low).toBeCloseTo(0.4439, 4)
  expect(s.clopperPearson(8, 10).high).toBeCloseTo(0.9748, 4)
  expect(s.shareDifference(10, 100, 20, 100).low).toBeCloseTo(0.0001, 3)
  expect(s.powerOfMeans(64, 0.5)).toBeCloseTo(0.8015, 4)
  expect(s.sampleSizeOfMeans(0.5)).toBe(64)
  expect(s.detectableEffectOfMeans(64)).toBeCloseTo(0.4991, 4)
  expect(s.powerOfProportions(388, 0.5, 0.6)).toBeCloseTo(0.8007, 4)
  expect(s.sampleSizeOfProportions(0.5, 0.6)).toBe(388)
  expect(s.detectableProportion(0.5, 388)).toBeCloseTo(0.5999, 4)
  expect(s.sampleSizeOfMcNemar(0.05, 0.1)).toBe(469)
  expect(s.powerOfGroups(3, 52, 0.25)).toBeCloseTo(0.7967, 4)
  const finding = s.testFinding(s.tTest([1, 2, 3, 4], [3, 4, 5, 6]), { subject: 'height' })
  expect(finding.title).toBe('height: no difference was shown')
})

test('the examples of the distances say what the functions answer', () => {
  const s = statistics
  expect(s.psi([50, 50], [25, 75])).toBeCloseTo(0.2747, 4)
  expect(s.kullbackLeibler([50, 50], [25, 75])).toBeCloseTo(0.1438, 4)
  expect(s.jensenShannon([50, 50], [25, 75])).toBeCloseTo(0.1839, 4)
  expect(s.hellinger([50, 50], [25, 75])).toBeCloseTo(0.1846, 4)
  expect(s.totalVariation([50, 50], [25, 75])).toBe(0.25)
  expect(s.sampleDistances(Float64Array.of(0, 1), Float64Array.of(1, 2)).wasserstein).toBe(1)
  expect(s.distributionReach(1000, 0.05)).toBeCloseTo(0.0429, 4)
  expect(s.shareReach(1000, 3, 0.05)).toBeCloseTo(0.0489, 3)
  expect([...s.isotonic([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]).values]).toEqual([0, 0.5, 1])
  expect(s.mmdTest([[0], [1], [0.5]], [[9], [8], [8.5]])!.squared).toBeCloseTo(0.858, 3)
})

test('the examples of the measures of classes, numbers and lists say what the functions answer', () => {
  const s = statistics
  const matrix = (counts: number[][]): statistics.ConfusionMatrix => ({ labels: ['a', 'b'], counts })
  const skewed = [
    [6, 2],
    [4, 8],
  ]
  expect(s.matthews(matrix(skewed)).value).toBeCloseTo(0.408248290463863, 14)
  const table = [
    [20, 5],
    [10, 15],
  ]
  expect(s.classKappa(matrix(table)).value).toBeCloseTo(0.4, 14)
  expect(s.bcaInterval(Float64Array.of(1, 2, 3, 4, 5), 3, [], 0.5).low).toBeCloseTo(2, 14)
  const leftOut = [
    { value: 1, times: 2 },
    { value: 4, times: 1 },
  ]
  expect(s.accelerationOf(leftOut)).toBeCloseTo(-0.068, 4)
  expect(s.averagePrecision([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]).value).toBeCloseTo(0.8333333333333333, 14)
  const calibration = new s.CalibrationTally(10)
  calibration.add(0.9, 8, 2)
  expect(calibration.error().value).toBeCloseTo(0.1, 14)
  const top = { topPositives: 6, topNegatives: 4, otherPositives: 14, otherNegatives: 76 }
  expect(s.lift(top).value).toBeCloseTo(3, 14)
  expect(s.pinballLoss(10, 8, 0.9)).toBeCloseTo(1.8, 14)
  expect(s.intervalScore(12, 5, 10, 0.8)).toBeCloseTo(25, 12)
  expect(s.normalCrps(1, 0, 1)).toBeCloseTo(0.6024414, 6)
  expect(s.normalLogScore(1, 0, 1)).toBeCloseTo(1.4189385, 7)
  expect(s.discountedGain([{ gains: [3] }, { gains: [0, 2] }], 10)).toBeCloseTo(4.1309297535714578, 12)
  expect(s.normalisedGain([{ gains: [0] }, { gains: [1] }], 10)).toBeCloseTo(0.6309297535714575, 14)
  expect(s.listPrecision([{ gains: [1] }, { gains: [0] }, { gains: [1] }])).toBeCloseTo(0.8333333333333333, 14)
  expect(s.reciprocalRank([{ gains: [0] }, { gains: [1] }])).toBe(0.5)
  expect(s.topOf([{ gains: [1] }, { gains: [0] }], 2)).toEqual({ precision: 0.5, recall: 1, hit: 1 })
})
