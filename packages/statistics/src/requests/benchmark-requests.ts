import { drawSettings } from '../evaluation/draw-settings.ts'
import type { DrawSettings } from '../evaluation/draw-settings.ts'
import type { Slice } from '../evaluation/evaluation.ts'
import { loadRows, sliceName } from '../evaluation/part-groups.ts'
import type { Loaded } from '../evaluation/part-groups.ts'
import { bootstrapParts, Parts } from '../evaluation/parts.ts'
import { Random } from '../evaluation/random.ts'
import type { MeasuredValue } from '../findings/analysis.ts'
import { listed } from '../findings/finding.ts'
import { clopperPearson } from '../hypothesis/proportions.ts'
import { checkNumbers } from '../scan/check-numbers.ts'
import type { Column } from '../scan/columns.ts'
import { findColumn } from '../scan/columns.ts'
import { rowsFrom } from '../scan/engine.ts'
import { ScanError } from '../scan/scan-error.ts'
import { scanFile } from '../scan/scan-file.ts'
import type { Scan } from '../scan/open-source.ts'
import { eachBatch } from '../scan/stream-rows.ts'
import { quantileRanks } from './quantile-ranks.ts'
import type { QuantileRanks } from './quantile-ranks.ts'
import { requestFindings } from './request-findings.ts'
import type { RequestGroup, RequestsBenchmark, RequestsQuestion } from './requests.ts'
import { throughput, WINDOWS } from './throughput.ts'

const OK_WORDS = ['ok', 'success', 'succeeded', 'passed', 'true']
const MILLISECONDS = { ms: 1, s: 1000, us: 0.001 } as const

/**
 * Measures a file of requests: quantiles and mean of the latency in milliseconds, of requests that succeeded; the share of
 * errors; requests per second; and what a request costs. For all requests and for every slice, with intervals.
 *
 * Intervals: quantiles by order statistics, which need no distribution; errors exact (Clopper and Pearson); throughput by
 * batch means over 20 windows; means by BCa bootstrap over at most 1,000 parts. Requests of one run are not independent,
 * so between runs the numbers vary more than the intervals of one run say.
 *
 * Throws a ScanError when the file cannot be measured, or the signal's reason when it is aborted.
 *
 * @example
 * await benchmarkRequests({ path: 'requests.csv', latency: 'ms', status: 'status', start: 'started', limits: { latency_p95: 300 } })
 */
export async function benchmarkRequests(question: RequestsQuestion): Promise<RequestsBenchmark> {
  const settings = drawSettings(question)
  const { quantiles = [0.5, 0.9, 0.95, 0.99], onProgress, signal } = question
  const odd = quantiles.find((share) => !(share > 0 && share < 1))
  if (odd !== undefined)
    throw new ScanError('option_invalid', `the quantile ${odd} is none`, 'give shares between 0 and 1')
  const { result, source } = await scanFile(question.path, { onProgress, signal }, async (scan) => {
    const found = await measure(scan, question, quantiles, settings)
    return { result: found, rows: found.rows }
  })
  const { draws, seed, level } = settings
  const method =
    `${Number((level * 100).toFixed(6))} % intervals. Quantiles: order statistics. Errors: Clopper and Pearson. ` +
    `Throughput: batch means over ${WINDOWS} windows. Means: BCa bootstrap, ${draws} draws over at most 1,000 parts, seed ${seed}.`
  const rest = { ...result, source, draws, seed, level, method }
  return { ...rest, findings: requestFindings(rest, question.limits ?? {}) }
}

type Group = RequestGroup & { readonly sliceIndex: number; readonly code: number }
type Measured = Pick<RequestsBenchmark, 'rows' | 'groups' | 'durationSeconds'> & {
  measures: MeasuredValue[]
  caveats: string[]
}

async function measure(
  scan: Scan,
  question: RequestsQuestion,
  quantiles: readonly number[],
  settings: DrawSettings,
): Promise<Measured> {
  const { signal, onProgress } = question
  const named = (name: string): Column => findColumn(scan.columns, name)
  const factor = MILLISECONDS[question.unit ?? 'ms']
  const latency = named(question.latency)
  const cost = question.cost === undefined ? undefined : named(question.cost)
  const start = question.start === undefined ? undefined : timeOf(named(question.start))
  const status = question.status === undefined ? undefined : named(question.status)
  const loaded = await loadRows(scan, {
    numbers: [latency, ...(cost === undefined ? [] : [cost])],
    coded: status === undefined ? [] : [{ column: status, limit: 1000, tooMany: 'classes_too_many' }],
    slices: question.slices ?? [],
    keys: start === undefined ? [] : [start],
  })
  await checkNumbers(scan, latency, 'number_0', loaded.rows, { least: 0, hint: 'give how long each request took' })
  if (cost !== undefined) await checkNumbers(scan, cost, 'number_1', loaded.rows)
  if (start !== undefined) await refuseTimes(scan, question.start ?? '', loaded.rows)
  onProgress?.({ phase: 'read', share: 1 })
  const isOk = okCondition(loaded.values[0], question.ok)
  const groups = await countGroups(scan, loaded, isOk)
  const measures: MeasuredValue[] = []
  const latencies = await readLatencies(scan, loaded, groups, isOk, factor, { quantiles, settings, signal })
  const costs = cost === undefined ? undefined : await readCosts(scan, loaded, groups, settings, signal)
  const times = start === undefined ? undefined : await readTimes(scan, loaded, groups, factor)
  for (const [index, group] of groups.entries()) {
    signal?.throwIfAborted()
    measures.push(...(latencies[index] ?? []))
    if (status !== undefined) measures.push(errorRate(group, settings.level))
    if (times !== undefined) measures.push(rateOf(group, times.windows[index] ?? [], times.seconds, settings.level))
    measures.push(...(costs?.[index] ?? []))
    onProgress?.({ phase: 'measure', share: (index + 1) / groups.length })
  }
  return {
    rows: loaded.rows,
    groups: groups.map(({ slice, requests, succeeded }) => ({
      ...(slice === undefined ? {} : { slice }),
      requests,
      succeeded,
    })),
    durationSeconds: times?.seconds ?? null,
    measures,
    caveats: caveatsOf(groups, measures, settings.minimumGroup, start !== undefined),
  }
}

/** Seconds since 1970, from a time, or from seconds or milliseconds since then. */
function timeOf(column: Column): Column {
  const { reference, type } = column
  const number = `TRY_CAST(${reference} AS DOUBLE)`
  const seconds = `CASE WHEN abs(${number}) > 1e11 THEN ${number} / 1000 ELSE ${number} END`
  if (/^(?:DATE|TIMESTAMP)/.test(type)) return { ...column, reference: `epoch(${reference})::DOUBLE` }
  return { ...column, reference: `coalesce(${seconds}, epoch(TRY_CAST(${reference} AS TIMESTAMP)))::DOUBLE` }
}

async function refuseTimes({ connection }: Scan, name: string, rows: number): Promise<void> {
  const [found] = await rowsFrom(
    connection,
    'SELECT count(*) AS n FROM observations WHERE key_0 IS NULL OR NOT isfinite(key_0)',
  )
  const odd = Number(found?.['n'] ?? 0)
  if (odd === 0) return
  const message = `${odd} of ${rows} rows have no time in column ${JSON.stringify(name)}`
  throw new ScanError('column_type', message, 'give times such as 2026-01-31T12:00:00Z, or seconds since 1970')
}

function okCondition(values: readonly string[] | undefined, ok: readonly string[] | undefined): string {
  if (values === undefined) return 'true'
  const good = values.flatMap((value, code) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN
    const isGood = ok?.includes(value) ?? ((number >= 100 && number < 400) || OK_WORDS.includes(value.toLowerCase()))
    return isGood ? [code] : []
  })
  return good.length === 0 ? 'false' : `enum_code(code_0)::INTEGER IN (${good.join(', ')})`
}

async function countGroups({ connection }: Scan, { slices }: Loaded, isOk: string): Promise<Group[]> {
  const groups: Group[] = []
  for (const [at, slice] of [undefined, ...slices].entries()) {
    const code = slice === undefined ? '0' : `enum_code(${slice.code})::INTEGER`
    const found = await rowsFrom(
      connection,
      `SELECT ${code} AS code, count(*) AS n, count(*) FILTER (${isOk}) AS good FROM observations GROUP BY 1 ORDER BY 1`,
    )
    for (const row of found) {
      const place = Number(row['code'])
      groups.push({
        ...(slice === undefined ? {} : { slice: { column: slice.name, value: slice.values[place] ?? null } }),
        requests: Number(row['n']),
        succeeded: Number(row['good']),
        sliceIndex: at,
        code: place,
      })
    }
  }
  return groups
}

/** For each slice column (the whole file first), which group a code stands for. */
function tableOf(groups: readonly Group[], slices: number): number[][] {
  const table: number[][] = Array.from({ length: slices + 1 }, () => [])
  for (const [index, { sliceIndex, code }] of groups.entries()) {
    const line = table[sliceIndex]
    if (line !== undefined) line[code] = index
  }
  return table
}

const codesOf = ({ slices }: Loaded): string =>
  ['0', ...slices.map(({ code }) => `enum_code(${code})::INTEGER`)].join(', ')

/** One pass over the latencies in ascending order, from which every group takes the places it needs. */
async function readLatencies(
  { connection }: Scan,
  loaded: Loaded,
  groups: readonly Group[],
  isOk: string,
  factor: number,
  {
    quantiles,
    settings,
    signal,
  }: { quantiles: readonly number[]; settings: DrawSettings; signal: AbortSignal | undefined },
): Promise<MeasuredValue[][]> {
  const { level, seed } = settings
  const wanted = groups.map(({ succeeded }) =>
    succeeded === 0 ? [] : quantiles.map((share) => quantileRanks(succeeded, share, level)),
  )
  const places = wanted.map((ranks) => {
    const all = ranks.flatMap(({ below, above, low, high }) => [below, above, low, high])
    return new Map(all.flatMap((rank) => (rank === null ? [] : [[rank, Number.NaN] as [number, number]])))
  })
  const parts = groups.map(({ succeeded, slice }) => new Parts(2, succeeded, seed, nameOf(slice)))
  const largest = groups.map(() => Number.NaN)
  const table = tableOf(groups, loaded.slices.length)
  const sql = `SELECT number_0, ${codesOf(loaded)} FROM observations WHERE ${isOk} ORDER BY ALL`
  await eachBatch(connection, sql, signal, ({ columns, size }) => {
    for (const [at, line] of table.entries()) {
      const codes = columns[1 + at] ?? []
      for (let row = 0; row < size; row++) {
        const group = line[codes[row] ?? 0] ?? 0
        const value = (columns[0]?.[row] ?? 0) * factor
        const own = parts[group]
        if (own === undefined) continue
        const to = own.next()
        own.add(to, 0, value)
        own.add(to, 1, 1)
        largest[group] = value
        if (places[group]?.has(own.rows) === true) places[group].set(own.rows, value)
      }
    }
  })
  return groups.map((group, index) => {
    const at = (rank: number | null): number | null => (rank === null ? null : (places[index]?.get(rank) ?? null))
    const found = quantiles.map((share, place) => quantileMeasure(share, wanted[index]?.[place], at, group))
    return [...found, ...meansOf('latency_mean', parts[index], group, settings), largestOf(largest[index], group)]
  })
}

function quantileMeasure(
  share: number,
  ranks: QuantileRanks | undefined,
  at: (rank: number | null) => number | null,
  { slice, succeeded }: Group,
): MeasuredValue {
  const name = `latency_p${String(Number((share * 100).toFixed(4)))}`
  const of = { name, n: succeeded, ...(slice === undefined ? {} : { slice }), method: 'order-statistics' }
  if (ranks === undefined) return { ...of, value: null, low: null, high: null, reason: 'no request succeeded' }
  const [below, above] = [at(ranks.below) ?? 0, at(ranks.above) ?? 0]
  return { ...of, value: below + (above - below) * ranks.part, low: at(ranks.low), high: at(ranks.high) }
}

function largestOf(value: number | undefined, { slice, succeeded }: Group): MeasuredValue {
  const of = { name: 'latency_max', low: null, high: null, n: succeeded, ...(slice === undefined ? {} : { slice }) }
  const isKnown = value !== undefined && !Number.isNaN(value)
  return {
    ...of,
    value: isKnown ? value : null,
    ...(isKnown ? {} : { reason: 'no request succeeded' }),
    method: 'none',
  }
}

function meansOf(name: string, parts: Parts | undefined, { slice }: Group, settings: DrawSettings): MeasuredValue[] {
  if (parts === undefined) return []
  const mean = ([sum = 0, n = 0]: Float64Array): number | null => (n > 0 ? sum / n : null)
  const random = new Random(settings.seed, `${name} ${nameOf(slice)}`)
  const ends = bootstrapParts(parts, { mean }, { ...settings, kind: 'bca', random }).mean
  const value = mean(parts.totals())
  const of = { name, value, ...ends, n: parts.rows, ...(slice === undefined ? {} : { slice }) }
  return [{ ...of, ...(value === null ? { reason: 'no request succeeded' } : {}), method: 'bootstrap-bca' }]
}

async function readCosts(
  { connection }: Scan,
  loaded: Loaded,
  groups: readonly Group[],
  settings: DrawSettings,
  signal: AbortSignal | undefined,
): Promise<MeasuredValue[][]> {
  const parts = groups.map(({ requests, slice }) => new Parts(2, requests, settings.seed, `cost ${nameOf(slice)}`))
  const table = tableOf(groups, loaded.slices.length)
  await eachBatch(connection, `SELECT number_1, ${codesOf(loaded)} FROM observations ORDER BY ALL`, signal, (batch) => {
    for (const [at, line] of table.entries()) {
      for (let row = 0; row < batch.size; row++) {
        const own = parts[line[batch.columns[1 + at]?.[row] ?? 0] ?? 0]
        if (own === undefined) continue
        const to = own.next()
        own.add(to, 0, batch.columns[0]?.[row] ?? 0)
        own.add(to, 1, 1)
      }
    }
  })
  return groups.map((group, index) => {
    const total = parts[index]?.totals()[0] ?? 0
    const of = {
      low: null,
      high: null,
      n: group.requests,
      ...(group.slice === undefined ? {} : { slice: group.slice }),
    }
    return [
      ...meansOf('cost_per_request', parts[index], group, settings),
      { name: 'cost_total', value: total, ...of, method: 'none' },
    ]
  })
}

/** Starts of requests counted in windows of equal length, from the first start to the last. */
async function readTimes(
  { connection }: Scan,
  { slices }: Loaded,
  groups: readonly Group[],
  factor: number,
): Promise<{ seconds: number; windows: number[][] }> {
  const [ends] = await rowsFrom(
    connection,
    `SELECT min(key_0) AS first, max(key_0) AS last, max(key_0 + number_0 * ${factor / 1000}) AS done FROM observations`,
  )
  const [first, last] = [Number(ends?.['first'] ?? 0), Number(ends?.['last'] ?? 0)]
  const seconds = Number(ends?.['done'] ?? 0) - first
  const windows = groups.map(() => Array.from({ length: WINDOWS }, () => 0))
  const width = seconds > 0 ? seconds / WINDOWS : 1
  const table = tableOf(groups, slices.length)
  for (const [at, slice] of [undefined, ...slices].entries()) {
    const code = slice === undefined ? '0' : `enum_code(${slice.code})::INTEGER`
    const counts = await rowsFrom(
      connection,
      `SELECT ${code} AS code, least(${WINDOWS - 1}, floor((key_0 - ${first}) / ${width})::INTEGER) AS at, count(*) AS n ` +
        'FROM observations GROUP BY 1, 2 ORDER BY 1, 2',
    )
    for (const row of counts) {
      const line = windows[table[at]?.[Number(row['code'])] ?? -1]
      if (line !== undefined) line[Number(row['at'])] = Number(row['n'])
    }
  }
  return { seconds: last > first ? seconds : 0, windows }
}

function rateOf({ slice, requests }: Group, windows: readonly number[], seconds: number, level: number): MeasuredValue {
  const { value, low, high } = throughput(windows, seconds / WINDOWS, level)
  const of = { name: 'throughput', value, low, high, n: requests, ...(slice === undefined ? {} : { slice }) }
  return { ...of, ...(value === null ? { reason: 'all requests began at once' } : {}), method: 'batch-means' }
}

function errorRate({ slice, requests, succeeded }: Group, level: number): MeasuredValue {
  const errors = requests - succeeded
  const of = { name: 'error_rate', value: errors / requests, ...clopperPearson(errors, requests, level), n: requests }
  return { ...of, ...(slice === undefined ? {} : { slice }), method: 'clopper-pearson' }
}

function nameOf(slice: Slice | undefined): string {
  return slice === undefined ? '' : JSON.stringify([slice.column, slice.value])
}

function caveatsOf(
  groups: readonly Group[],
  measures: readonly MeasuredValue[],
  least: number,
  timed: boolean,
): string[] {
  const caveats: string[] = []
  const open = measures.filter(
    ({ method, value, high }) => method === 'order-statistics' && value !== null && high === null,
  )
  if (open.length > 0) {
    const names = open.map(({ name, slice }) => (slice === undefined ? name : `${name} of ${sliceName(slice)}`))
    caveats.push(`Too few requests for an upper end of the interval: ${listed(names)}.`)
  }
  const small = groups.filter(({ requests }) => requests < least)
  if (small.length > 0) {
    const names = small.map(({ slice, requests }) => `${slice === undefined ? 'all' : sliceName(slice)} (${requests})`)
    caveats.push(`Groups with fewer than ${least} requests, where no number is reliable: ${listed(names)}.`)
  }
  if (!timed) caveats.push('Without start times nothing is known of the load under which the latencies were measured.')
  caveats.push('Intervals are of this run alone: repeat it at another time and on another machine before comparing.')
  return caveats
}
