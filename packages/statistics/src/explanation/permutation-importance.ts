import { MeanTally } from '../evaluation/mean-tally.ts'
import { drawSettings } from '../evaluation/draw-settings.ts'
import { meanInterval } from '../evaluation/interval.ts'
import { Random } from '../evaluation/random.ts'
import type { Analysis, MeasuredValue } from '../findings/analysis.ts'
import { brief, counted, ends, grouped, listed } from '../findings/finding.ts'
import type { Finding } from '../findings/finding.ts'
import { ScanError } from '../scan/scan-error.ts'
import { scanFile } from '../scan/scan-file.ts'
import type { ScanOptions } from '../scan/source.ts'
import type { LossName } from './loss.ts'
import { lossOf } from './loss.ts'
import { sampleRows } from './sample.ts'
import { scoresOf, scoresOfEach } from './scorer.ts'
import type { Scorer } from './scorer.ts'

/** What to ask of a model about its features. */
export type ImportanceQuestion = ScanOptions & {
  readonly path: string
  readonly label: string
  /** The columns that the model reads, in the order it wants them. */
  readonly features: readonly string[]
  readonly score: Scorer
  readonly loss: LossName
  /** The class whose probability the model gives. */
  readonly positive?: string | undefined
  /** Features that are shuffled together, since they say much the same; each is told under its own names. */
  readonly groups?: readonly (readonly string[])[] | undefined
  /** At most so many rows are asked about, default 2,000. */
  readonly rows?: number | undefined
  /** How often each feature is shuffled, default 5. */
  readonly repeats?: number | undefined
  readonly seed?: number | undefined
  readonly level?: number | undefined
}

/** How much larger the loss is without what a feature says. */
export type FeatureImportance = {
  readonly features: readonly string[]
  /** The mean increase of the loss, and its interval over the rows. */
  readonly increase: number
  readonly low: number | null
  readonly high: number | null
}

export type PermutationImportance = Analysis & {
  readonly loss: LossName
  /** The mean loss with all features as they are. */
  readonly baseline: number
  /** The most important first. */
  readonly importances: readonly FeatureImportance[]
  readonly sampled: number
  readonly repeats: number
  readonly seed: number
}

/**
 * Permutation importance (Breiman 2001; Fisher, Rudin and Dominici 2019): each feature's values are shuffled among the rows
 * and the model is asked again; what the loss rises by is what the model owes to that feature. Intervals are normal ones
 * over rows, of the increase averaged over the shuffles.
 *
 * It tells what this model uses, not what causes the label. Features that go together share their importance, and
 * shuffled rows may be ones that never occur: shuffle such features as a group.
 *
 * Throws a ScanError for the file, a ScorerError when the model gives no scores, or the signal's reason when aborted.
 *
 * @example
 * await permutationImportance({ path: 'test.csv', label: 'y', features: ['age', 'income'], score, loss: 'log_loss' })
 */
export async function permutationImportance(question: ImportanceQuestion): Promise<PermutationImportance> {
  const { seed, level } = drawSettings({ seed: question.seed, level: question.level })
  const { rows = 2000, repeats = 5, onProgress, signal } = question
  const groups = checkedGroups(question, rows, repeats)
  const { result, source } = await scanFile(question.path, { onProgress, signal }, async (scan) => {
    const names = [...new Set([...question.features, question.label])]
    const sample = await sampleRows(scan, names, rows, seed)
    onProgress?.({ phase: 'read', share: 1 })
    const labelAt = names.indexOf(question.label)
    const labels = sample.rows.map((row) => row[labelAt] ?? '')
    if (labels.includes('')) throw new ScanError('value_missing', 'some rows have no label', 'leave those rows out')
    const inputs = sample.rows.map((row) => question.features.map((name) => row[names.indexOf(name)] ?? ''))
    const lossesOf = lossOf(question.loss, labels, question.positive)
    const before = lossesOf(await scoresOf(question.score, { columns: question.features, rows: inputs }, signal))
    const importances: FeatureImportance[] = []
    for (const [index, features] of groups.entries()) {
      const places = features.map((name) => question.features.indexOf(name))
      const random = new Random(seed, `shuffle ${JSON.stringify(features)}`)
      const orders = Array.from({ length: repeats }, () => shuffled(inputs.length, random))
      const increase = new Float64Array(inputs.length)
      const shuffles = orders.map((order) =>
        inputs.map((row, at) => replaced(row, places, inputs[order[at] ?? 0] ?? row)),
      )
      const answers = await scoresOfEach(question.score, question.features, shuffles, signal, (done) =>
        onProgress?.({ phase: 'measure', share: (index + done / repeats) / groups.length }),
      )
      for (const scores of answers) {
        for (const [at, loss] of lossesOf(scores).entries())
          increase[at] = (increase[at] ?? 0) + (loss - (before[at] ?? 0)) / repeats
      }
      importances.push(importanceOf(features, increase, level))
    }
    return { result: { importances, baseline: meanOf(before).mean, sampled: inputs.length }, rows: sample.of }
  })
  const sorted = result.importances.toSorted((a, b) => b.increase - a.increase)
  const rest = { ...result, importances: sorted, rows: source.rows, source, loss: question.loss, repeats, seed }
  const caveats = caveatsOf(rest)
  return {
    ...rest,
    measures: measuresOf(rest),
    caveats,
    method: methodOf(rest, level),
    findings: [findingOf(rest, caveats)],
  }
}

function checkedGroups(
  { features, groups = [], label }: ImportanceQuestion,
  rows: number,
  repeats: number,
): string[][] {
  const refuse = (message: string, hint: string): never => {
    throw new ScanError('option_invalid', message, hint)
  }
  if (features.length === 0) refuse('no feature was given', 'name the columns that the model reads')
  if (new Set(features).size < features.length) refuse('a feature is given twice', 'give each once')
  if (features.includes(label)) refuse('the label is among the features', 'leave it out: a model must not read it')
  if (!Number.isInteger(rows) || rows < 2 || rows > 1_000_000) refuse(`rows is ${rows}`, 'give 2 to 1,000,000')
  if (!Number.isInteger(repeats) || repeats < 1 || repeats > 100) refuse(`repeats is ${repeats}`, 'give 1 to 100')
  const grouped = groups.flat()
  const unknown = grouped.find((name) => !features.includes(name))
  if (unknown !== undefined)
    refuse(`the group names ${JSON.stringify(unknown)}, which is no feature`, 'group features only')
  if (new Set(grouped).size < grouped.length) refuse('a feature is in two groups', 'give it to one')
  return [
    ...groups.map((group) => [...group]),
    ...features.filter((name) => !grouped.includes(name)).map((name) => [name]),
  ]
}

function shuffled(length: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length }, (_, index) => index)
  for (let last = length - 1; last > 0; last--) {
    const other = random.below(last + 1)
    const kept = order[last] ?? 0
    order[last] = order[other] ?? 0
    order[other] = kept
  }
  return order
}

function replaced(row: readonly string[], places: readonly number[], from: readonly string[]): string[] {
  return row.map((value, at) => (places.includes(at) ? (from[at] ?? '') : value))
}

function meanOf(values: Float64Array): MeanTally {
  const tally = new MeanTally()
  for (const value of values) tally.add(value, 1)
  return tally
}

function importanceOf(features: readonly string[], increase: Float64Array, level: number): FeatureImportance {
  const tally = meanOf(increase)
  return { features, increase: tally.mean, ...meanInterval(tally.mean, tally.variance(), tally.weight, level) }
}

type Measured = Pick<
  PermutationImportance,
  'importances' | 'baseline' | 'sampled' | 'rows' | 'loss' | 'repeats' | 'seed'
>

function measuresOf({ importances, baseline, sampled }: Measured): MeasuredValue[] {
  const found = importances.map(({ features, increase, low, high }): MeasuredValue => {
    const slice = { column: 'feature', value: features.join(' + ') }
    return { name: 'importance', value: increase, low, high, n: sampled, slice, method: 'normal-mean' }
  })
  return [{ name: 'baseline_loss', value: baseline, low: null, high: null, n: sampled, method: 'none' }, ...found]
}

function caveatsOf({ importances, sampled, rows }: Measured): string[] {
  const caveats = [
    'Importance is of this model, not of the world: what it does not use may matter, and what it uses may cause nothing.',
    'Features that go together share their importance; shuffle them as a group to see what they say together.',
  ]
  if (sampled < rows) caveats.push(`${counted(sampled, 'row')} of ${grouped(rows)} were asked about.`)
  const none = importances.filter(({ increase, high, low }) => increase === 0 && low === high)
  if (none.length > 0)
    caveats.push(`Shuffling changes no score: ${listed(none.map(({ features }) => features.join(' + ')))}.`)
  return caveats
}

function methodOf({ repeats, seed }: Measured, level: number): string {
  return `${Number((level * 100).toFixed(6))} % normal intervals over rows, of the increase averaged over ${repeats} shuffles, seed ${seed}.`
}

function findingOf({ importances, baseline, loss, sampled }: Measured, caveats: readonly string[]): Finding {
  const sure = importances.filter(({ low }) => low !== null && low > 0)
  const [first] = importances
  if (first === undefined || sure.length === 0) {
    return {
      title: 'No feature was shown to matter to the model',
      sentence: `On ${counted(sampled, 'row')} no shuffled feature raises the ${loss.replace('_', ' ')} of ${brief(baseline)} for sure.`,
      caveats,
      next: 'Check that the scores depend on the rows at all, or ask about more rows.',
    }
  }
  return {
    title: `The model leans most on ${first.features.join(' and ')}`,
    sentence:
      `Without it the ${loss.replace('_', ' ')} of ${brief(baseline)} rises by ${brief(first.increase)}${ends(first, brief)}; ` +
      `${sure.length} of ${counted(importances.length, 'feature')} ${sure.length === 1 ? 'matters' : 'matter'} for sure.`,
    caveats,
    next: 'Ask whether the model should lean on it: a feature that leaks the label looks just like this.',
  }
}
