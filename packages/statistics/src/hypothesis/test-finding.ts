import type { Finding } from '../findings/finding.ts'
import { brief, chance, percent } from '../findings/finding.ts'
import type { Effect, TestResult } from './test-result.ts'

const NAMES: Readonly<Record<TestResult['test'], string>> = {
  student_t: 'Student’s t test',
  welch_t: 'Welch’s t test',
  mann_whitney: 'Mann–Whitney test',
  chi_square: 'chi-square test',
  g_test: 'G test',
  fisher_exact: 'Fisher’s exact test',
  kruskal_wallis: 'Kruskal–Wallis test',
  kolmogorov_smirnov: 'Kolmogorov–Smirnov test',
  anderson_darling: 'Anderson–Darling test',
  cramer_von_mises: 'Cramér–von Mises test',
  permutation: 'permutation test',
  mcnemar: 'McNemar’s test',
  delong: 'DeLong’s test',
}

const EFFECTS: Readonly<Record<Effect['name'], string>> = {
  hedges_g: 'the means differ by this many standard deviations (Hedges’ g)',
  a12: 'a value of the second sample is larger than one of the first with this chance (A₁₂)',
  cramer_v: 'the association is this strong, from 0 to 1 (Cramér’s V)',
  odds_ratio: 'the odds ratio',
  epsilon_squared: 'this share of the variation of ranks lies between the samples (ε²)',
  ks_distance: 'this share of the values would have to move (Kolmogorov–Smirnov distance)',
  mean_difference: 'the difference of the means',
  area_difference: 'the difference of the areas under the ROC curves',
  statistic: 'the statistic',
}

/** The value of each effect that means no difference. */
export const NOTHING_DIFFERS: Readonly<Partial<Record<Effect['name'], number>>> = {
  hedges_g: 0,
  a12: 0.5,
  odds_ratio: 1,
  mean_difference: 0,
  area_difference: 0,
}

/**
 * A test's result in words. `alpha` is the chance of a false alarm that is accepted. A difference is claimed by the p-value;
 * its absence never is, however large the p-value: too few rows look the same.
 *
 * @example
 * testFinding(tTest([1, 2, 3, 4], [3, 4, 5, 6]), { subject: 'height' }).title // 'height: no difference was shown'
 */
export function testFinding(
  result: TestResult,
  { subject, alpha = 0.05 }: { readonly subject: string; readonly alpha?: number },
): Finding {
  const { test, pValue, effect, reason } = result
  const caveats = [...result.caveats]
  if (pValue === null) {
    return {
      subject,
      title: `${subject}: nothing could be tested`,
      sentence: `${NAMES[test]}: ${reason ?? 'the data give no answer'}.`,
      caveats,
      next: 'Bring data with at least two values that differ in each group.',
    }
  }
  const shown = pValue < alpha
  if (shown && isSlight(effect))
    caveats.push('The difference is sure but small: ask whether it matters before acting on it.')
  if (effect.value !== null && effect.low === null) caveats.push('The size of the difference has no interval here.')
  return {
    subject,
    title: `${subject}: ${shown ? 'a difference was shown' : 'no difference was shown'}`,
    sentence:
      `${NAMES[test]}: if there were no difference, data at least this far apart would have a chance of ${chance(pValue)}` +
      `${effectClause(effect)}.`,
    caveats,
    next: shown
      ? 'Judge the size of the difference by its interval, not by the p-value.'
      : 'Look at the interval: if it reaches to differences that matter, collect more rows.',
  }
}

function effectClause({ name, value, low, high, level }: Effect): string {
  if (value === null) return ''
  const interval = low === null || high === null ? '' : ` (${percent(level)} interval ${brief(low)} to ${brief(high)})`
  return `; ${EFFECTS[name]}: ${brief(value)}${interval}`
}

/** Cohen's (1988) smallest sizes: the whole interval is nearer to nothing than they are. */
function isSlight({ name, low, high }: Effect): boolean {
  if (low === null || high === null) return false
  const nothing = NOTHING_DIFFERS[name] ?? 0
  const furthest = Math.max(Math.abs(low - nothing), Math.abs(high - nothing))
  const small: Partial<Record<Effect['name'], number>> = {
    hedges_g: 0.2,
    a12: 0.06,
    cramer_v: 0.1,
    ks_distance: 0.1,
    epsilon_squared: 0.01,
  }
  const limit = small[name]
  return limit !== undefined && furthest < limit
}
