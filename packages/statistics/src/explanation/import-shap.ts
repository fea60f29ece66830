import { drawSettings } from '../evaluation/draw-settings.ts'
import type { DrawOptions } from '../evaluation/draw-settings.ts'
import { loadRows, measureGroups, partCaveats, partGroups } from '../evaluation/part-groups.ts'
import type { PartGroups, SumMeasure } from '../evaluation/part-groups.ts'
import type { Analysis, MeasuredValue } from '../findings/analysis.ts'
import { brief, counted, ends, grouped, percent } from '../findings/finding.ts'
import type { Finding } from '../findings/finding.ts'
import { checkNumbers } from '../scan/check-numbers.ts'
import { findColumn } from '../scan/columns.ts'
import { rowsFrom } from '../scan/engine.ts'
import { ScanError } from '../scan/scan-error.ts'
import { scanFile } from '../scan/scan-file.ts'
import type { Scan } from '../scan/open-source.ts'
import type { ScanOptions } from '../scan/source.ts'
import { eachBatch } from '../scan/stream-rows.ts'

/** A file of SHAP values: one row for each explained row, one column for each feature. */
export type ShapQuestion = ScanOptions &
  DrawOptions & {
    readonly path: string
    /** For each feature its column; or leave it out and give the beginning of their names. */
    readonly columns?: Readonly<Record<string, string>> | undefined
    /** What the names of the columns begin with, default `shap_`; the rest is the feature. */
    readonly prefix?: string | undefined
    /** The base value: a column, or one number for all rows. */
    readonly base: string | number
    /** The column of what the model answered, on the scale of the SHAP values (margins, if those are of margins). */
    readonly output: string
    readonly slices?: readonly string[] | undefined
    /** By how much base and values may miss the output, as a share of 1 + |output|; default 0.001. */
    readonly tolerance?: number | undefined
  }

/** Whether base value and SHAP values sum to what the model answered, row by row. */
export type Additivity = {
  readonly holds: boolean
  readonly rowsOff: number
  /** The largest miss of any row. */
  readonly largest: number
  readonly tolerance: number
}

export type ShapImportance = {
  readonly feature: string
  readonly meanAbsolute: number
  readonly mean: number
  readonly share: number
}

export type ShapSummary = Analysis & {
  readonly additivity: Additivity
  /** The most important first; shares sum to 1. */
  readonly importances: readonly ShapImportance[]
  readonly seed: number
  readonly draws: number
  readonly level: number
}

const MOST_FEATURES = 500

/**
 * Reads SHAP values that another tool computed, checks that they add up (Lundberg and Lee 2017: base value and values of a
 * row sum to the model's answer), and sums them up: the mean absolute value of each feature, for the whole file and every
 * slice, with BCa bootstrap intervals over rows. Values that do not add up explain some other model or another scale, so
 * the finding says not to use them.
 *
 * Throws a ScanError when the file cannot be read, or the signal's reason when it is aborted.
 *
 * @example
 * await importShap({ path: 'shap.parquet', base: 'base_value', output: 'margin' })
 */
export async function importShap(question: ShapQuestion): Promise<ShapSummary> {
  const settings = { ...drawSettings(question), kind: 'bca' as const }
  const { onProgress, signal, tolerance = 0.001 } = question
  if (!(tolerance >= 0)) throw new ScanError('option_invalid', `the tolerance is ${tolerance}`, 'give 0 or more')
  const { result, source } = await scanFile(question.path, { onProgress, signal }, async (scan) => {
    const features = featuresOf(scan, question)
    const loaded = await loadShap(scan, question, [...features.values()])
    onProgress?.({ phase: 'read', share: 1 })
    const base = typeof question.base === 'number' ? String(question.base) : `number_${features.size + 1}`
    const additivity = await additivityOf(scan, features.size, base, tolerance)
    const groups = await partGroups(scan.connection, loaded, 1 + 2 * features.size, settings.seed)
    await readSums(scan, features.size, groups, signal)
    const names = [...features.keys()]
    const measures = await measureGroups(groups, names.map(meanAbsolute), settings, {
      signal,
      onShare: (share) => onProgress?.({ phase: 'measure', share }),
    })
    const totals = groups.groups[0]?.parts.totals() ?? new Float64Array()
    const caveats = partCaveats(groups.groups, [], settings.minimumGroup)
    return {
      result: { additivity, measures: named(measures, names), caveats, importances: importancesOf(names, totals) },
      rows: loaded.rows,
    }
  })
  const { draws, seed, level } = settings
  const caveats = [...result.caveats, 'SHAP values say what moved this model’s answers, not what causes the label.']
  const rest = { ...result, caveats, rows: source.rows, source, draws, seed, level }
  const method = `${Number((level * 100).toFixed(6))} % intervals: BCa bootstrap, ${draws} draws over at most 1,000 parts of the rows, seed ${seed}.`
  return { ...rest, method, findings: [findingOf(rest)] }
}

function featuresOf({ columns }: Scan, question: ShapQuestion): Map<string, string> {
  const { prefix = 'shap_' } = question
  const taken = new Set([question.base, question.output])
  const found =
    question.columns === undefined
      ? columns
          .filter(({ name }) => name.startsWith(prefix) && name.length > prefix.length && !taken.has(name))
          .map(({ name }): [string, string] => [name.slice(prefix.length), name])
      : Object.entries(question.columns)
  if (found.length === 0) {
    const hint = `the file has ${columns
      .slice(0, 20)
      .map(({ name }) => JSON.stringify(name))
      .join(', ')}`
    throw new ScanError('column_missing', `no column begins with ${JSON.stringify(prefix)}`, hint)
  }
  if (found.length > MOST_FEATURES) {
    throw new ScanError('option_invalid', `there are ${found.length} features`, `give at most ${MOST_FEATURES}`)
  }
  return new Map(found)
}

async function loadShap(scan: Scan, question: ShapQuestion, names: readonly string[]): ReturnType<typeof loadRows> {
  const columns = [...names, question.output, ...(typeof question.base === 'string' ? [question.base] : [])]
  const numbers = columns.map((name) => findColumn(scan.columns, name))
  const loaded = await loadRows(scan, { numbers, slices: question.slices ?? [] })
  for (const [index, column] of numbers.entries()) await checkNumbers(scan, column, `number_${index}`, loaded.rows)
  return loaded
}

async function additivityOf(
  { connection }: Scan,
  features: number,
  base: string,
  tolerance: number,
): Promise<Additivity> {
  const sum = Array.from({ length: features }, (_, index) => `number_${index}`).join(' + ')
  const output = `number_${features}`
  const [row] = await rowsFrom(
    connection,
    `SELECT count(*) FILTER (miss > ${tolerance} * (1 + abs(${output}))) AS off, max(miss) AS largest FROM ` +
      `(SELECT ${output}, abs((${base}) + ${sum} - ${output}) AS miss FROM observations)`,
  )
  const rowsOff = Number(row?.['off'] ?? 0)
  return { holds: rowsOff === 0, rowsOff, largest: Number(row?.['largest'] ?? 0), tolerance }
}

async function readSums(
  { connection }: Scan,
  features: number,
  { tables, codes }: PartGroups,
  signal: AbortSignal | undefined,
): Promise<void> {
  const columns = Array.from({ length: features }, (_, index) => `number_${index}`)
  const sql = `SELECT ${[...columns, ...codes].join(', ')} FROM observations ORDER BY ALL`
  await eachBatch(connection, sql, signal, (batch) => {
    for (const [place, table] of tables.entries()) {
      for (let row = 0; row < batch.size; row++) {
        const parts = table[batch.columns[features + place]?.[row] ?? 0]?.parts
        if (parts === undefined) continue
        const at = parts.next()
        parts.add(at, 0, 1)
        for (let feature = 0; feature < features; feature++) {
          const value = batch.columns[feature]?.[row] ?? 0
          parts.add(at, 1 + 2 * feature, Math.abs(value))
          parts.add(at, 2 + 2 * feature, value)
        }
      }
    }
  })
}

function meanAbsolute(name: string, index: number): SumMeasure {
  return { name, of: (sums) => (sums[1 + 2 * index] ?? 0) / (sums[0] ?? 0), reason: 'there are no rows' }
}

/** The feature stands as a slice, since its name may be any text. */
function named(measures: readonly MeasuredValue[], features: readonly string[]): MeasuredValue[] {
  return measures.map((measure, index) => {
    const feature = features[index % features.length] ?? ''
    const of = measure.slice === undefined ? '' : ` where ${measure.slice.column} = ${measure.slice.value ?? '(none)'}`
    return { ...measure, name: 'mean_abs_shap', slice: { column: 'feature', value: `${feature}${of}` } }
  })
}

function importancesOf(features: readonly string[], totals: Float64Array): ShapImportance[] {
  const rows = totals[0] ?? 0
  const sum = features.reduce((all, _, index) => all + (totals[1 + 2 * index] ?? 0), 0)
  return features
    .map((feature, index) => ({
      feature,
      meanAbsolute: (totals[1 + 2 * index] ?? 0) / rows,
      mean: (totals[2 + 2 * index] ?? 0) / rows,
      share: sum === 0 ? 0 : (totals[1 + 2 * index] ?? 0) / sum,
    }))
    .toSorted((a, b) => b.meanAbsolute - a.meanAbsolute)
}

function findingOf({
  additivity,
  importances,
  rows,
  caveats,
  measures,
}: Omit<ShapSummary, 'findings' | 'method'>): Finding {
  const { holds, rowsOff, largest } = additivity
  if (!holds) {
    return {
      title: 'The SHAP values do not add up to the answers of the model',
      sentence: `In ${counted(rowsOff, 'row')} of ${grouped(rows)} base value and values miss the output, by up to ${brief(largest)}.`,
      caveats,
      next: 'Do not use them: check the base value, and that output and values are of one scale and one version.',
    }
  }
  const [first] = importances
  if (first === undefined) throw new Error('there must be a feature')
  const measure = measures.find(({ slice }) => slice?.value === first.feature)
  return {
    title: `${first.feature} moves the answers of the model most`,
    sentence:
      `It moves them by ${brief(first.meanAbsolute)}${measure === undefined ? '' : ends(measure, brief)} on the mean of ` +
      `${counted(rows, 'row')}, ${percent(first.share)} of all movement; the values add up in every row.`,
    caveats,
    next: 'Ask whether the model should lean on it: a feature that leaks the label looks just like this.',
  }
}
