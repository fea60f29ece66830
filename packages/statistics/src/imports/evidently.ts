import { ScanError } from '../scan/scan-error.ts'
import type { TestCase, TestState } from './junit.ts'

/** A number of an Evidently report. */
export type EvidentlyNumber = {
  readonly metric: string
  readonly column?: string
  readonly value: number
  /** Of a drift score: how it was made, its threshold, and whether it tells drift. */
  readonly method?: string
  readonly threshold?: number
  readonly drifted?: boolean
}

/** What an Evidently report says, as far as Muster understands it. */
export type EvidentlyReport = {
  readonly version: string | undefined
  readonly numbers: readonly EvidentlyNumber[]
  readonly tests: readonly TestCase[]
  readonly columns?: {
    readonly drifted: number
    readonly measured: number | null
    readonly share: number
    readonly limit: number
  }
  /** Metrics with no number that could be read. */
  readonly unread: readonly string[]
}

const MOST_NUMBERS = 5_000
/** Of the share of drifted columns, unless the report names another. */
const DATASET_LIMIT = 0.5

type Shape = Readonly<Record<string, unknown>>
const isShape = (value: unknown): value is Shape => typeof value === 'object' && value !== null && !Array.isArray(value)
const listIn = (of: Shape, key: string): Shape[] => {
  const value = of[key]
  return Array.isArray(value) ? value.filter(isShape) : []
}
const textIn = (of: Shape | undefined, key: string): string | undefined => {
  const value = of?.[key]
  return typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined
}
const numberIn = (of: Shape | undefined, key: string): number | undefined => {
  const value = of?.[key]
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/**
 * Reads the JSON report of Evidently: the snapshots of 0.7 (`metrics` with `metric_name`, `config` and `value`; `tests`
 * with `status`), and the reports of before (`metrics` with `metric` and `result`). Whatever has a number is taken over
 * as it is; nothing is computed again.
 *
 * Throws a ScanError (`report_broken`) for what is no such report.
 *
 * @example
 * readEvidently('{"metrics":[{"metric_name":"ValueDrift(column=age)","config":{"column":"age"},"value":0.2}]}').numbers[0].value // 0.2
 */
export function readEvidently(text: string): EvidentlyReport {
  const report = parsed(text)
  const metrics = listIn(report, 'metrics')
  const tests = listIn(report, 'tests').map(testOf)
  if (metrics.length === 0 && tests.length === 0) {
    throw new ScanError(
      'report_broken',
      'the JSON has neither metrics nor tests of Evidently',
      'write it with save_json(…), or with json() and a file',
    )
  }
  const read = metrics.map((metric) => (metric['metric'] === undefined ? snapshotMetric(metric) : olderMetric(metric)))
  const numbers = read.flatMap((one) => one.numbers)
  if (numbers.length > MOST_NUMBERS) {
    throw new ScanError(
      'report_broken',
      `the report has more than ${MOST_NUMBERS} numbers`,
      'give one with fewer columns',
    )
  }
  const columns = read.find((one) => one.columns !== undefined)?.columns
  return {
    version: textIn(report, 'version'),
    numbers,
    tests,
    ...(columns === undefined ? {} : { columns }),
    unread: read.flatMap((one) => (one.numbers.length === 0 ? [one.metric] : [])),
  }
}

function parsed(text: string): Shape {
  let value: unknown
  try {
    // Evidently writes NaN and Infinity as Python does, which JSON does not know.
    value = JSON.parse(text.replaceAll(/(?<=[:[,]\s*)(?:NaN|-?Infinity)(?=\s*[,\]}])/g, 'null'))
  } catch (error) {
    const why = error instanceof Error ? error.message : ''
    throw new ScanError('report_broken', `the report is not JSON: ${why.slice(0, 120)}`, 'write it again', {
      cause: error,
    })
  }
  if (isShape(value)) return value
  throw new ScanError('report_broken', 'the JSON is no object', 'give the JSON report of Evidently')
}

type Read = Pick<EvidentlyReport, 'numbers' | 'columns'> & { readonly metric: string }

/** A metric of 0.7: its value is a number, `{ count, share }`, or `{ values: { label: number } }`. */
function snapshotMetric(metric: Shape): Read {
  const config = isShape(metric['config']) ? metric['config'] : {}
  const name = nameOf(textIn(config, 'type')?.split(':').at(-1) ?? textIn(metric, 'metric_name') ?? 'metric')
  const column = textIn(config, 'column')
  const about = column === undefined ? {} : { column }
  const { value } = metric
  if (typeof value === 'number' && Number.isFinite(value)) {
    return { metric: name, numbers: [{ metric: name, ...about, value, ...driftOf(config, value) }] }
  }
  if (!isShape(value)) return { metric: name, numbers: [] }
  const inner = isShape(value['values']) ? value['values'] : value
  const numbers = Object.keys(inner).flatMap((key): EvidentlyNumber[] => {
    const one = numberIn(inner, key)
    return one === undefined ? [] : [{ metric: `${name}.${key}`, ...about, value: one }]
  })
  const [count, share] = [numberIn(value, 'count'), numberIn(value, 'share')]
  const isColumns = name === 'DriftedColumnsCount' && count !== undefined && share !== undefined
  return {
    metric: name,
    numbers,
    ...(isColumns
      ? {
          columns: {
            drifted: count,
            measured: share > 0 ? Math.round(count / share) : null,
            share,
            limit: numberIn(config, 'drift_share') ?? DATASET_LIMIT,
          },
        }
      : {}),
  }
}

/** Whether a score tells drift: a p-value when it is below its threshold, a distance when it is not. */
function driftOf(config: Shape, value: number): Pick<EvidentlyNumber, 'method' | 'threshold' | 'drifted'> {
  const method = textIn(config, 'method')
  const threshold = numberIn(config, 'threshold')
  if (method === undefined || threshold === undefined) return {}
  const isP = /p.?value/i.test(method)
  return { method, threshold, drifted: isP ? value < threshold : value >= threshold }
}

/** A metric of before 0.7: the columns of its drift table, and whatever else is a number in its result. */
function olderMetric(metric: Shape): Read {
  const name = nameOf(textIn(metric, 'metric') ?? 'metric')
  const result = isShape(metric['result']) ? metric['result'] : {}
  const byColumn = isShape(result['drift_by_columns']) ? Object.values(result['drift_by_columns']).filter(isShape) : []
  const single =
    textIn(result, 'column_name') !== undefined && numberIn(result, 'drift_score') !== undefined ? [result] : []
  const scores = [...byColumn, ...single].flatMap((of): EvidentlyNumber[] => {
    const value = numberIn(of, 'drift_score')
    if (value === undefined) return []
    const [column, method, threshold] = [
      textIn(of, 'column_name'),
      textIn(of, 'stattest_name'),
      numberIn(of, 'stattest_threshold'),
    ]
    return [
      {
        metric: 'drift_score',
        value,
        ...(column === undefined ? {} : { column }),
        ...(method === undefined ? {} : { method }),
        ...(threshold === undefined ? {} : { threshold }),
        drifted: of['drift_detected'] === true,
      },
    ]
  })
  const plain = Object.keys(result).flatMap((key): EvidentlyNumber[] => {
    const value = numberIn(result, key)
    return value === undefined || single.length > 0 ? [] : [{ metric: `${name}.${key}`, value }]
  })
  const drifted = numberIn(result, 'number_of_drifted_columns')
  const share = numberIn(result, 'share_of_drifted_columns')
  return {
    metric: name,
    numbers: [...scores, ...plain],
    ...(drifted === undefined || share === undefined
      ? {}
      : {
          columns: {
            drifted,
            measured: numberIn(result, 'number_of_columns') ?? null,
            share,
            limit: numberIn(result, 'drift_share') ?? DATASET_LIMIT,
          },
        }),
  }
}

/** `ValueDrift(column=age)` → `ValueDrift`. */
const nameOf = (text: string): string => (text.split('(')[0] ?? '').trim().slice(0, 100) || 'metric'

const STATES: Readonly<Record<string, TestState>> = {
  SUCCESS: 'passed',
  FAIL: 'failed',
  ERROR: 'error',
  SKIPPED: 'skipped',
  // One that is not critical and fails.
  WARNING: 'failed',
}

function testOf(test: Shape): TestCase {
  const status = textIn(test, 'status')?.toUpperCase() ?? ''
  const state = Object.hasOwn(STATES, status) ? STATES[status] : undefined
  return {
    suite: textIn(test, 'group') ?? '',
    name: textIn(test, 'name') ?? 'test',
    state: state ?? 'error',
    seconds: null,
    message: (textIn(test, 'description') ?? '') + (status === 'WARNING' ? ' (not critical)' : ''),
  }
}
