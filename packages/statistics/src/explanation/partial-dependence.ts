import { drawSettings } from '../evaluation/draw-settings.ts'
import { meanInterval } from '../evaluation/interval.ts'
import { MeanTally } from '../evaluation/mean-tally.ts'
import { percentile } from '../evaluation/percentile.ts'
import type { Analysis, MeasuredValue } from '../findings/analysis.ts'
import { brief, counted, grouped } from '../findings/finding.ts'
import type { Finding } from '../findings/finding.ts'
import { ScanError } from '../scan/scan-error.ts'
import { scanFile } from '../scan/scan-file.ts'
import type { ScanOptions } from '../scan/source.ts'
import { sampleRows } from './sample.ts'
import { scoresOfEach } from './scorer.ts'
import type { Scorer } from './scorer.ts'

export type DependenceQuestion = ScanOptions & {
  readonly path: string
  /** The columns that the model reads, in the order it wants them. */
  readonly features: readonly string[]
  /** Those to look at; default all. */
  readonly of?: readonly string[] | undefined
  readonly score: Scorer
  /** At most so many rows are asked about for each point, default 500. */
  readonly rows?: number | undefined
  /** Points of a curve, default 15; a column of few values has one for each. */
  readonly points?: number | undefined
  readonly seed?: number | undefined
  readonly level?: number | undefined
}

/** The mean score when every row had this value, with its interval, and the middle eight tenths of the rows' own scores. */
export type DependencePoint = {
  readonly value: string
  readonly mean: number
  readonly low: number | null
  readonly high: number | null
  readonly tenth: number
  readonly ninetieth: number
  /** Sampled rows that really have the value (of numbers: that lie nearest to it). */
  readonly rows: number
}

export type DependenceCurve = {
  readonly feature: string
  readonly kind: 'number' | 'text'
  readonly points: readonly DependencePoint[]
  /** From the lowest mean to the highest. */
  readonly range: number
}

export type PartialDependence = Analysis & {
  readonly curves: readonly DependenceCurve[]
  readonly sampled: number
  readonly seed: number
}

/**
 * Partial dependence (Friedman 2001): for values of a feature all rows are given that value, and the mean score is told. The
 * values of a column of numbers are quantiles of the sample; of text, the most frequent. The spread of the rows' own scores
 * is beside it: where it is wide while the mean is flat, the feature works differently in different rows.
 *
 * Throws a ScanError for the file, a ScorerError when the model gives no scores, or the signal's reason when aborted.
 *
 * @example
 * await partialDependence({ path: 'test.csv', features: ['age', 'income'], of: ['age'], score })
 */
export async function partialDependence(question: DependenceQuestion): Promise<PartialDependence> {
  const { seed, level } = drawSettings({ seed: question.seed, level: question.level })
  const { rows = 500, points = 15, features, of = features, onProgress, signal } = question
  checkOptions(features, of, rows, points)
  const { result, source } = await scanFile(question.path, { onProgress, signal }, async (scan) => {
    const sample = await sampleRows(scan, features, rows, seed)
    onProgress?.({ phase: 'read', share: 1 })
    const curves: DependenceCurve[] = []
    for (const [index, feature] of of.entries()) {
      const at = features.indexOf(feature)
      const { kind, values } = gridOf(
        sample.rows.map((row) => row[at] ?? ''),
        points,
      )
      const changed = values.map(({ value }) =>
        sample.rows.map((row) => row.map((old, place) => (place === at ? value : old))),
      )
      const answers = await scoresOfEach(question.score, features, changed, signal, (done) =>
        onProgress?.({ phase: 'measure', share: (index + done / values.length) / of.length }),
      )
      const found = values.map(({ value, rows: own }, place): DependencePoint => {
        return { value, ...summary(answers[place] ?? new Float64Array(), level), rows: own }
      })
      const means = found.map(({ mean }) => mean)
      curves.push({
        feature,
        kind,
        points: found,
        range: means.length === 0 ? 0 : Math.max(...means) - Math.min(...means),
      })
    }
    return { result: { curves, sampled: sample.rows.length }, rows: sample.of }
  })
  const rest = { ...result, rows: source.rows, source, seed }
  const caveats = [
    'Rows are given values that they may never have together with their others: read the curve where there are rows.',
    ...(rest.sampled < rest.rows
      ? [`For the curves ${counted(rest.sampled, 'row')} of ${grouped(rest.rows)} were asked about.`]
      : []),
  ]
  const measures = rest.curves.map(({ feature, range }): MeasuredValue => {
    const slice = { column: 'feature', value: feature }
    return { name: 'dependence_range', value: range, low: null, high: null, n: rest.sampled, slice, method: 'none' }
  })
  const method = `${Number((level * 100).toFixed(6))} % normal intervals of the mean over rows, seed ${seed}.`
  return { ...rest, measures, caveats, method, findings: rest.curves.map((curve) => findingOf(curve, caveats)) }
}

function checkOptions(features: readonly string[], of: readonly string[], rows: number, points: number): void {
  const refuse = (message: string, hint: string): never => {
    throw new ScanError('option_invalid', message, hint)
  }
  if (features.length === 0) refuse('no feature was given', 'name the columns that the model reads')
  const unknown = of.find((name) => !features.includes(name))
  if (unknown !== undefined) refuse(`${JSON.stringify(unknown)} is no feature`, 'name columns that the model reads')
  if (!Number.isInteger(rows) || rows < 2 || rows > 100_000) refuse(`rows is ${rows}`, 'give 2 to 100,000')
  if (!Number.isInteger(points) || points < 2 || points > 200) refuse(`points is ${points}`, 'give 2 to 200')
}

type Grid = { readonly kind: 'number' | 'text'; readonly values: readonly { value: string; rows: number }[] }

/** The values to ask about: quantiles of numbers, the most frequent texts. Missing values are none. */
export function gridOf(column: readonly string[], points: number): Grid {
  const given = column.filter((text) => text !== '')
  const numbers = given.map(Number)
  const isNumber = given.length > 0 && numbers.every((value) => Number.isFinite(value))
  const counts = new Map<string, number>()
  for (const text of given) counts.set(text, (counts.get(text) ?? 0) + 1)
  if (!isNumber || counts.size <= points) {
    const byCount = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, points)
    const values = byCount.map(([value, rows]) => ({ value, rows }))
    if (isNumber) values.sort((a, b) => Number(a.value) - Number(b.value))
    return { kind: isNumber ? 'number' : 'text', values }
  }
  const sorted = Float64Array.from(numbers).sort()
  const grid = [...new Set(Array.from({ length: points }, (_, at) => percentile(sorted, (at + 0.5) / points)))]
  const nearest = grid.map(() => 0)
  for (const value of numbers) {
    let best = 0
    for (const [at, point] of grid.entries())
      if (Math.abs(point - value) < Math.abs((grid[best] ?? 0) - value)) best = at
    nearest[best] = (nearest[best] ?? 0) + 1
  }
  return { kind: 'number', values: grid.map((value, at) => ({ value: String(value), rows: nearest[at] ?? 0 })) }
}

function summary(scores: Float64Array, level: number): Omit<DependencePoint, 'value' | 'rows'> {
  const tally = new MeanTally()
  for (const score of scores) tally.add(score, 1)
  const sorted = scores.toSorted()
  const interval = meanInterval(tally.mean, tally.variance(), tally.weight, level)
  return { mean: tally.mean, ...interval, tenth: percentile(sorted, 0.1), ninetieth: percentile(sorted, 0.9) }
}

const told = (value: string, kind: DependenceCurve['kind']): string =>
  kind === 'number' ? brief(Number(value)) : value

function findingOf({ feature, kind, points, range }: DependenceCurve, caveats: readonly string[]): Finding {
  const lowest = points.reduce((least, one) => (one.mean < least.mean ? one : least), points[0] ?? EMPTY)
  const highest = points.reduce((most, one) => (one.mean > most.mean ? one : most), points[0] ?? EMPTY)
  const flat = range === 0
  return {
    subject: feature,
    title:
      points.length === 0
        ? `${feature} has no value to ask about`
        : flat
          ? `${feature} changes no score on the mean`
          : `${feature} moves the mean score by ${brief(range)}`,
    sentence:
      points.length === 0
        ? `In all sampled rows ${feature} is missing.`
        : flat
          ? `The mean score is ${brief(lowest.mean)} for every value of ${feature}.`
          : `It is lowest, ${brief(lowest.mean)}, where ${feature} is ${told(lowest.value, kind)}, and highest, ${brief(highest.mean)}, where it is ${told(highest.value, kind)}.`,
    caveats,
    next: 'Ask those who know the subject whether the curve bends the way it should.',
  }
}

const EMPTY: DependencePoint = { value: '', mean: 0, low: null, high: null, tenth: 0, ninetieth: 0, rows: 0 }
