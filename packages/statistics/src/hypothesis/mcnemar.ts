import { binomialDistribution } from '../distributions/binomial-distribution.ts'
import { beta } from '../distributions/beta.ts'
import { noTest, requireLevel } from './test-result.ts'
import type { TestResult } from './test-result.ts'

/**
 * McNemar's test (1947) of two classifiers, or two raters, on the same rows: whether one is right where the other is
 * wrong more often than the reverse. Exact: a sign test over the discordant rows, two-sided.
 *
 * `onlyFirst` and `onlySecond` count the rows that only one of them has right, `pairs` all rows. The effect is the odds
 * ratio onlySecond / onlyFirst, with the exact interval of Clopper and Pearson (1934) for the share behind it.
 *
 * @example
 * mcNemar(5, 15, 100).pValue // 0.0414
 */
export function mcNemar(
  onlyFirst: number,
  onlySecond: number,
  pairs: number,
  { level = 0.95 }: { level?: number } = {},
): TestResult {
  requireLevel(level)
  for (const count of [onlyFirst, onlySecond, pairs]) {
    if (!Number.isInteger(count) || count < 0)
      throw new RangeError(`a count must be a whole number from 0, not ${count}`)
  }
  const discordant = onlyFirst + onlySecond
  if (discordant > pairs) throw new RangeError('there are more discordant pairs than pairs')
  if (discordant === 0) return noTest('mcnemar', 'odds_ratio', [pairs], 'the two agree on every row', level)
  const tail = (1 - level) / 2
  const low = onlySecond === 0 ? 0 : beta(onlySecond, onlyFirst + 1).quantile(tail)
  const high = onlyFirst === 0 ? 1 : beta(onlySecond + 1, onlyFirst).upperQuantile(tail)
  return {
    test: 'mcnemar',
    statistic: Math.min(onlyFirst, onlySecond),
    pValue: Math.min(1, 2 * binomialDistribution(discordant, 0.5).cdf(Math.min(onlyFirst, onlySecond))),
    method: `exact, binomial distribution over ${discordant} discordant rows`,
    effect: {
      name: 'odds_ratio',
      value: onlyFirst === 0 ? null : onlySecond / onlyFirst,
      low: low / (1 - low),
      high: high === 1 ? null : high / (1 - high),
      level,
    },
    counts: [pairs],
    caveats: discordant < 10 ? ['Fewer than 10 discordant rows: only a very large difference could show.'] : [],
  }
}
