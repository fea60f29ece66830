import { drawSettings } from '../evaluation/draw-settings.ts'
import type { DrawSettings } from '../evaluation/draw-settings.ts'
import { loadRows, measureGroups, partCaveats, partGroups } from '../evaluation/part-groups.ts'
import type { PartGroups, SumMeasure } from '../evaluation/part-groups.ts'
import type { BootstrapKind } from '../evaluation/parts.ts'
import type { MeasuredValue } from '../findings/analysis.ts'
import { checkNumbers } from '../scan/check-numbers.ts'
import { findColumn } from '../scan/columns.ts'
import type { Column } from '../scan/columns.ts'
import { rowsFrom } from '../scan/engine.ts'
import { ScanError } from '../scan/scan-error.ts'
import { scanFile } from '../scan/scan-file.ts'
import type { Scan } from '../scan/open-source.ts'
import { eachBatch } from '../scan/stream-rows.ts'
import { normalCrps, normalLogScore } from './crps.ts'
import type { QuantileCalibration, RegressionEvaluation, RegressionQuestion } from './regression.ts'
import { regressionFindings } from './regression-findings.ts'
import { addPoint, intervalScore, meanMeasure, pinballLoss, POINT_MEASURES, POINT_SUMS, shareMeasure } from './sums.ts'

/**
 * Measures a file of predicted numbers: MAE, RMSE, bias, MAPE, WAPE and R²; of quantile forecasts the pinball loss and how
 * often each quantile holds, and for each pair of quantiles around the middle the coverage, width and score of the interval
 * between them; of a normal forecast CRPS and logarithmic score. For the whole file and every slice, with intervals.
 *
 * Intervals: bootstrap over at most 1,000 parts of the rows (see Parts), so that a draw costs the same for any number of
 * rows; shares are exact. The rows are read once more in sorted order, so the answer does not depend on their order.
 *
 * Throws a ScanError when the file cannot be measured, or the signal's reason when it is aborted.
 *
 * @example
 * await evaluateRegressionFile({ path: 'forecast.csv', label: 'sales', prediction: 'mean', quantiles: { '0.1': 'p10', '0.9': 'p90' } })
 */
export async function evaluateRegressionFile(question: RegressionQuestion): Promise<RegressionEvaluation> {
  const settings = { ...drawSettings(question), kind: question.interval ?? 'bca' }
  const quantiles = quantilesOf(question)
  const { onProgress, signal } = question
  const { result, source } = await scanFile(question.path, { onProgress, signal }, async (scan) => {
    const found = await measure(scan, question, quantiles, settings)
    return { result: found, rows: found.rows }
  })
  const { draws, seed, level } = settings
  const name = settings.kind === 'bca' ? 'BCa' : 'percentile'
  const method =
    `${Number((level * 100).toFixed(6))} % intervals. Shares: Clopper and Pearson. All else: ${name} bootstrap, ` +
    `${draws} draws over at most 1,000 parts of the rows, seed ${seed}.`
  const rest = { ...result, source, draws, seed, level, method }
  return { ...rest, findings: regressionFindings(rest, settings.minimumGroup) }
}

type Quantile = { readonly share: number; readonly column: string }

function quantilesOf({ quantiles = {}, prediction, deviation }: RegressionQuestion): Quantile[] {
  const refuse = (message: string, hint: string): never => {
    throw new ScanError('option_invalid', message, hint)
  }
  const found = Object.entries(quantiles).map(([share, column]) => ({ share: Number(share), column }))
  const odd = found.find(({ share }) => !(share > 0 && share < 1))
  if (odd !== undefined)
    refuse(`the share of the quantile column ${odd.column} is ${odd.share}`, 'give shares between 0 and 1')
  if (prediction === undefined && found.length === 0) {
    refuse('neither a prediction column nor quantile columns were given', 'name the column of the predicted number')
  }
  if (deviation !== undefined && prediction === undefined) {
    refuse('a deviation was given without a prediction column', 'name the column of the mean too')
  }
  return found.sort((a, b) => a.share - b.share)
}

type Layout = {
  readonly width: number
  readonly measures: readonly SumMeasure[]
  /** Adds one row; `values` are actual, then prediction, deviation and quantiles as far as they were given. */
  readonly add: (sums: Float64Array, at: number, values: readonly number[]) => void
}

/** Which sums the question needs, and the measures over them. */
function layoutOf(question: RegressionQuestion, quantiles: readonly Quantile[], centre: number): Layout {
  const measures: SumMeasure[] = question.prediction === undefined ? [] : [...POINT_MEASURES]
  const adders: ((sums: Float64Array, at: number, values: readonly number[]) => void)[] = []
  let width = POINT_SUMS
  const place = (): number => (width += 1) - 1
  const mean = (name: string, loss: (values: readonly number[]) => number): void => {
    const to = place()
    measures.push(meanMeasure(name, to))
    adders.push((sums, at, values) => (sums[at + to] = (sums[at + to] ?? 0) + loss(values)))
  }
  const share = (name: string, holds: (values: readonly number[]) => boolean): void => {
    const to = place()
    measures.push(shareMeasure(name, to))
    adders.push((sums, at, values) => (sums[at + to] = (sums[at + to] ?? 0) + (holds(values) ? 1 : 0)))
  }
  if (question.deviation !== undefined) {
    mean('crps', ([actual = 0, predicted = 0, deviation = 0]) => normalCrps(actual, predicted, deviation))
    mean('log_score', ([actual = 0, predicted = 0, deviation = 0]) => normalLogScore(actual, predicted, deviation))
  }
  const first = 1 + (question.prediction === undefined ? 0 : 1) + (question.deviation === undefined ? 0 : 1)
  for (const [index, quantile] of quantiles.entries()) {
    const at = first + index
    mean(`pinball@${quantile.share}`, (values) => pinballLoss(values[0] ?? 0, values[at] ?? 0, quantile.share))
    share(`below@${quantile.share}`, (values) => (values[0] ?? 0) <= (values[at] ?? 0))
  }
  if (quantiles.length > 0) {
    mean('pinball', (values) => {
      const losses = quantiles.map((one, index) => pinballLoss(values[0] ?? 0, values[first + index] ?? 0, one.share))
      return losses.reduce((sum, loss) => sum + loss, 0) / losses.length
    })
  }
  for (const { low, high, level } of pairsOf(quantiles)) {
    const ends = (values: readonly number[]): [number, number, number] => {
      return [values[0] ?? 0, values[first + low] ?? 0, values[first + high] ?? 0]
    }
    const name = String(level)
    share(`coverage@${name}`, (values) => {
      const [actual, least, most] = ends(values)
      return actual >= least && actual <= most
    })
    mean(`width@${name}`, (values) => ends(values)[2] - ends(values)[1])
    mean(`interval_score@${name}`, (values) => intervalScore(...ends(values), level))
  }
  const point = question.prediction === undefined ? 0 : 1
  return {
    width,
    measures,
    add: (sums, at, values) => {
      addPoint(sums, at, values[0] ?? 0, values[point] ?? 0, centre)
      for (const add of adders) add(sums, at, values)
    },
  }
}

/** Pairs of quantiles that lie evenly around the middle, as intervals of their level. */
function pairsOf(quantiles: readonly Quantile[]): { low: number; high: number; level: number }[] {
  return quantiles.flatMap(({ share }, low) => {
    const high = quantiles.findIndex((other) => Math.abs(other.share - (1 - share)) < 1e-9)
    return share < 0.5 && high >= 0 ? [{ low, high, level: Number((1 - 2 * share).toFixed(9)) }] : []
  })
}

async function measure(
  scan: Scan,
  question: RegressionQuestion,
  quantiles: readonly Quantile[],
  settings: DrawSettings & { readonly kind: BootstrapKind },
): Promise<{ rows: number; measures: MeasuredValue[]; caveats: string[]; calibration: QuantileCalibration[] }> {
  const named = (name: string): Column => findColumn(scan.columns, name)
  const names = [question.label, question.prediction, question.deviation, ...quantiles.map(({ column }) => column)]
  const numbers = names.filter((name) => name !== undefined).map(named)
  const { signal, onProgress } = question
  const loaded = await loadRows(scan, { numbers, slices: question.slices ?? [] })
  for (const [index, column] of numbers.entries()) {
    const isDeviation = question.deviation !== undefined && index === 2
    const range = isDeviation ? { least: 0, hint: 'give the standard deviation, which is 0 or more' } : {}
    await checkNumbers(scan, column, `number_${index}`, loaded.rows, range)
  }
  onProgress?.({ phase: 'read', share: 1 })
  const [ends] = await rowsFrom(scan.connection, 'SELECT min(number_0) AS low, max(number_0) AS high FROM observations')
  const centre = Number(ends?.['low'] ?? 0) / 2 + Number(ends?.['high'] ?? 0) / 2
  const layout = layoutOf(question, quantiles, centre)
  const groups = await partGroups(scan.connection, loaded, layout.width, settings.seed)
  await readSums(scan, numbers.length, groups, layout, signal, (share) =>
    onProgress?.({ phase: 'measure', share: share / 2 }),
  )
  const measures = await measureGroups(groups, layout.measures, settings, {
    signal,
    onShare: (share) => onProgress?.({ phase: 'measure', share: 0.5 + share / 2 }),
  })
  const observed = (share: number): number =>
    measures.find(({ name, slice }) => name === `below@${share}` && slice === undefined)?.value ?? 0
  return {
    rows: loaded.rows,
    measures,
    caveats: [
      ...partCaveats(groups.groups, measures, settings.minimumGroup),
      ...(await crossings(scan, question, quantiles)),
    ],
    calibration: quantiles.map(({ share, column }) => ({ share, column, observed: observed(share) })),
  }
}

async function readSums(
  scan: Scan,
  numbers: number,
  { tables, codes, groups }: PartGroups,
  layout: Layout,
  signal: AbortSignal | undefined,
  onShare: (share: number) => void,
): Promise<void> {
  const columns = Array.from({ length: numbers }, (_, index) => `number_${index}`)
  const sql = `SELECT ${[...columns, ...codes].join(', ')} FROM observations ORDER BY ALL`
  const values = columns.map(() => 0)
  let done = 0
  await eachBatch(scan.connection, sql, signal, (batch) => {
    for (let row = 0; row < batch.size; row++) {
      for (let index = 0; index < numbers; index++) values[index] = batch.columns[index]?.[row] ?? 0
      for (let place = 0; place < tables.length; place++) {
        const parts = tables[place]?.[batch.columns[numbers + place]?.[row] ?? 0]?.parts
        if (parts !== undefined) layout.add(parts.sums, parts.next(), values)
      }
    }
    done += batch.size
    onShare(done / (groups[0]?.rows ?? 1))
  })
}

/** Quantiles must not cross: a lower one above a higher one. */
async function crossings(scan: Scan, question: RegressionQuestion, quantiles: readonly Quantile[]): Promise<string[]> {
  const first = 1 + (question.prediction === undefined ? 0 : 1) + (question.deviation === undefined ? 0 : 1)
  const conditions = quantiles.slice(1).map((_, index) => `number_${first + index} > number_${first + index + 1}`)
  if (conditions.length === 0) return []
  const [row] = await rowsFrom(
    scan.connection,
    `SELECT count(*) AS n FROM observations WHERE ${conditions.join(' OR ')}`,
  )
  const crossed = Number(row?.['n'] ?? 0)
  return crossed === 0 ? [] : [`In ${crossed} rows a lower quantile lies above a higher one.`]
}
