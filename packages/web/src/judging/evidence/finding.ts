import type { Evidence } from '@muster/core'
import { measured } from '../../ui/number.ts'
import { metricName } from '../../words/metrics.ts'

const MOST = 3
/** Measures that people ask for first. */
const FIRST = ['recall', 'roc_auc', 'precision', 'f1', 'accuracy']

/**
 * What a piece of evidence says, in a line: its most asked-for measures, or its facts.
 * Example: `findingOf(evaluation) // 'recall 0.953 (0.901–0.989), ROC AUC 0.998 (0.991–0.999), precision 1 (1–1)'`
 */
export function findingOf({ measures, facts }: Pick<Evidence, 'measures' | 'facts'>): string {
  const whole = measures.filter((m) => m.slice === undefined && m.value !== null)
  const rank = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length)
  if (whole.length > 0)
    return whole
      .toSorted((a, b) => rank(a.name) - rank(b.name))
      .slice(0, MOST)
      .map(
        (m) =>
          `${metricName(m.name)} ${measured(m.value)}${typeof m.low === 'number' && typeof m.high === 'number' ? ` (${measured(m.low)}–${measured(m.high)})` : ''}`,
      )
      .join(', ')
  return Object.entries(facts)
    .slice(0, MOST)
    .map(
      ([name, value]) =>
        `${name}: ${Array.isArray(value) ? String(value.length) : typeof value === 'number' ? measured(value) : String(value)}`,
    )
    .join('; ')
}
