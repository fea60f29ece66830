import type { DuckDBConnection } from '@duckdb/node-api'
import type { MeasuredValue } from '../findings/analysis.ts'
import type { Column } from '../scan/columns.ts'
import { findColumn } from '../scan/columns.ts'
import { textOf } from '../scan/encode.ts'
import { rowsFrom, sqlText } from '../scan/engine.ts'
import { ScanError } from '../scan/scan-error.ts'
import { scanFiles } from '../scan/scan-file.ts'
import type { Scan } from '../scan/open-source.ts'
import { qualityFindings } from './quality-findings.ts'
import type { DataQuality, QualityCheck, QualityColumn, QualityQuestion } from './quality.ts'
import { rowCondition, timeOf } from './rule-sql.ts'
import { columnsOf, isMet, mustText, ruleName } from './rule.ts'
import type { QualityRule } from './rule.ts'

const MOST_RULES = 2000
const MOST_EXAMPLES = 20

/**
 * Checks a file against rules about its data. All rules that count row by row are counted in one pass, together with the
 * missing values of every column; uniqueness, references and ages each ask once more. Everything is counted, nothing
 * sampled, so there are no intervals. Whole rows are compared by a 64-bit hash.
 *
 * A rule that cannot be run (its column is absent, its pattern is not one) is `not-run` with the reason and counts as not
 * met. Throws a ScanError when a file cannot be read or an option is wrong, or the signal's reason when it is aborted.
 *
 * @example
 * await checkDataQuality({ path: 'orders.parquet', rules: [{ metric: 'missing', column: 'id', must: { operator: 'equal', value: 0 } }] })
 */
export async function checkDataQuality(question: QualityQuestion): Promise<DataQuality> {
  const { rules, onProgress, signal, examples = 0 } = question
  if (rules.length > MOST_RULES)
    throw new ScanError('option_invalid', `there are ${rules.length} rules`, `give at most ${MOST_RULES}`)
  if (!Number.isInteger(examples) || examples < 0 || examples > MOST_EXAMPLES) {
    throw new ScanError('option_invalid', `examples is ${examples}`, `give 0 to ${MOST_EXAMPLES}`)
  }
  const now = nowOf(question)
  const others = [...new Set(rules.flatMap((rule) => (rule.metric === 'unreferenced' ? [rule.to.path] : [])))]
  const { result, sources } = await scanFiles([question.path, ...others], { onProgress, signal }, async (scans) => {
    const [scan] = scans
    if (scan === undefined) throw new Error('the file must have been opened')
    const beside = new Map(others.map((path, index) => [path, scans[index + 1]]))
    const found = await runRules(scan, beside, question, now, (share) => onProgress?.({ phase: 'measure', share }))
    const counts = [found.rows]
    for (const path of others) counts.push(await rowsIn(beside.get(path)))
    return { result: found, rows: counts }
  })
  const [source, ...references] = sources
  if (source === undefined) throw new Error('the file must have been read')
  const { rows, checks, columns, duplicates } = result
  const failed = checks.filter(({ status }) => status !== 'passed')
  const rest = {
    rows,
    source,
    references,
    checks,
    columns,
    verdict: failed.some(({ severity }) => severity === 'error') ? ('failed' as const) : ('passed' as const),
    measures: measuresOf(rows, checks, columns, duplicates),
    caveats: caveatsOf(rows, checks, columns),
    method: 'All rows are counted, so there are no intervals; whole rows are compared by a 64-bit hash.',
  }
  return { ...rest, findings: qualityFindings(rest) }
}

/** The time that ages are counted to, in seconds since 1970. */
function nowOf({ rules, now }: QualityQuestion): number | undefined {
  if (!rules.some(({ metric }) => metric === 'age_hours')) return undefined
  const time = now === undefined ? Number.NaN : Date.parse(now)
  if (!Number.isNaN(time)) return time / 1000
  const message =
    now === undefined ? 'a rule asks for an age and no time was given' : `${JSON.stringify(now)} is no time`
  throw new ScanError('option_invalid', message, 'give now as 2026-01-31T12:00:00Z')
}

type Found = { rows: number; checks: QualityCheck[]; columns: QualityColumn[]; duplicates: number }
type Counted = { readonly value: number; readonly unit: QualityCheck['unit'] } | { readonly reason: string }

async function runRules(
  scan: Scan,
  beside: ReadonlyMap<string, Scan | undefined>,
  question: QualityQuestion,
  now: number | undefined,
  onShare: (share: number) => void,
): Promise<Found> {
  const { rules, signal, examples = 0 } = question
  const conditions = await Promise.all(rules.map((rule) => conditionOf(scan, rule)))
  const missing = scan.columns.map((column, at) => `count(*) FILTER (${missingSql(column)}) AS m${at}`)
  const counts = conditions.flatMap((found, at) =>
    found !== undefined && 'violation' in found ? [`count(*) FILTER (${found.violation}) AS r${at}`] : [],
  )
  const sql = `SELECT ${['count(*) AS n', ...missing, ...counts].join(', ')} FROM ${scan.relation}`
  const [totals = {}] = await rowsFrom(scan.connection, sql)
  const rows = Number(totals['n'] ?? 0)
  const checks: QualityCheck[] = []
  for (const [at, rule] of rules.entries()) {
    signal?.throwIfAborted()
    onShare(at / rules.length)
    const found = conditions[at]
    const counted =
      found === undefined
        ? await countOtherwise(scan, beside, rule, rows, now)
        : 'reason' in found
          ? found
          : percentOf(Number(totals[`r${at}`] ?? 0), rows, rule)
    const check = checkOf(rule, at, counted)
    const offending = found !== undefined && 'violation' in found && check.status === 'failed' ? found : undefined
    checks.push(offending === undefined ? check : { ...check, examples: await examplesOf(scan, offending, examples) })
  }
  const columns = scan.columns.map(({ name, type }, at): QualityColumn => {
    const own = checks.filter((check) => check.status !== 'not-run' && check.columns.includes(name))
    return { name, type, missing: Number(totals[`m${at}`] ?? 0), checks: own.length }
  })
  return { rows, checks, columns, duplicates: await duplicatesIn(scan, scan.columns, rows) }
}

/** Columns that are no plain values have a missing value where they are null. */
function missingSql(column: Column): string {
  try {
    return `${textOf(column)} IS NULL`
  } catch {
    return `${column.reference} IS NULL`
  }
}

async function conditionOf(
  scan: Scan,
  rule: QualityRule,
): Promise<{ column: Column; violation: string } | { reason: string } | undefined> {
  try {
    const found = rowCondition(rule, (name) => findColumn(scan.columns, name))
    // A pattern or a time that cannot be read would fail the one query that counts all rules.
    if (rule.metric === 'not_matching') await scan.connection.run(`SELECT regexp_matches('', ${sqlText(rule.pattern)})`)
    if (rule.metric === 'outside_range') await checkEnds(scan.connection, rule)
    return found
  } catch (error) {
    return { reason: reasonOf(error) }
  }
}

async function checkEnds(
  connection: DuckDBConnection,
  rule: Extract<QualityRule, { metric: 'outside_range' }>,
): Promise<void> {
  const ends = [rule.least, rule.most].filter((end) => end !== undefined)
  if (new Set(ends.map((end) => typeof end)).size > 1) throw new Error('one end is a number and the other a time')
  if (ends.some((end) => typeof end === 'number' && !Number.isFinite(end)))
    throw new Error('an end is no finite number')
  for (const end of ends) if (typeof end === 'string') await connection.run(`SELECT TIMESTAMP ${sqlText(end)}`)
}

function reasonOf(error: unknown): string {
  if (error instanceof ScanError) return `${error.message}; ${error.hint}`
  const text = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
  return text.slice(0, 300)
}

function percentOf(count: number, rows: number, { unit = 'rows' }: QualityRule): Counted {
  if (unit === 'rows') return { value: count, unit }
  return { value: rows === 0 ? 0 : (100 * count) / rows, unit }
}

/** Metrics that need a question of their own. */
async function countOtherwise(
  scan: Scan,
  beside: ReadonlyMap<string, Scan | undefined>,
  rule: QualityRule,
  rows: number,
  now: number | undefined,
): Promise<Counted> {
  try {
    switch (rule.metric) {
      case 'row_count':
        return { value: rows, unit: 'rows' }
      case 'column_absent':
        return { value: scan.columns.some(({ name }) => name === rule.column) ? 0 : 1, unit: 'values' }
      case 'duplicates': {
        const columns = rule.columns.map((name) => findColumn(scan.columns, name))
        const count = await duplicatesIn(scan, columns.length === 0 ? scan.columns : columns, rows, columns.length > 0)
        return percentOf(count, rows, rule)
      }
      case 'distinct': {
        const text = textOf(findColumn(scan.columns, rule.column))
        return { value: await numberFrom(scan, `count(DISTINCT ${text})`), unit: 'values' }
      }
      case 'unreferenced':
        return percentOf(await unreferenced(scan, beside.get(rule.to.path), rule), rows, rule)
      case 'age_hours': {
        const column = findColumn(scan.columns, rule.column)
        const newest = await numberFrom(scan, `coalesce(epoch(max(${timeOf(column)})), 'nan'::DOUBLE)`)
        if (!Number.isFinite(newest)) return { reason: `column ${JSON.stringify(rule.column)} holds no time` }
        return { value: ((now ?? 0) - newest) / 3600, unit: 'hours' }
      }
      default:
        return { reason: `${rule.metric} is not counted here` }
    }
  } catch (error) {
    if (error instanceof ScanError) return { reason: reasonOf(error) }
    throw error
  }
}

async function numberFrom({ connection, relation }: Scan, sql: string): Promise<number> {
  const [row] = await rowsFrom(connection, `SELECT ${sql} AS found FROM ${relation}`)
  return Number(row?.['found'] ?? 0)
}

/** Rows beyond the first with the same values. As a key, rows with a missing part are no duplicates of each other. */
async function duplicatesIn(
  { connection, relation }: Scan,
  columns: readonly Column[],
  rows: number,
  isKey = false,
): Promise<number> {
  if (rows === 0 || columns.length === 0) return 0
  if (!isKey) {
    const values = columns.map(({ reference }) => reference).join(', ')
    const [found] = await rowsFrom(connection, `SELECT count(DISTINCT hash(${values})) AS n FROM ${relation}`)
    return rows - Number(found?.['n'] ?? 0)
  }
  const texts = columns.map((column, at) => `${textOf(column)} AS k${at}`)
  const names = columns.map((_, at) => `k${at}`)
  const isGiven = names.map((name) => `${name} IS NOT NULL`).join(' AND ')
  const [found] = await rowsFrom(
    connection,
    `SELECT coalesce(sum(n), 0) AS n, count(*) AS keys FROM (SELECT count(*) AS n FROM ` +
      `(SELECT ${texts.join(', ')} FROM ${relation}) WHERE ${isGiven} GROUP BY ${names.join(', ')})`,
  )
  return Number(found?.['n'] ?? 0) - Number(found?.['keys'] ?? 0)
}

async function unreferenced(
  scan: Scan,
  other: Scan | undefined,
  rule: Extract<QualityRule, { metric: 'unreferenced' }>,
): Promise<number> {
  if (other === undefined)
    throw new ScanError('file_not_found', 'the file of the reference was not opened', 'check its path')
  const own = textOf(findColumn(scan.columns, rule.column))
  const theirs = textOf(findColumn(other.columns, rule.to.column))
  const [row] = await rowsFrom(
    scan.connection,
    `SELECT count(*) AS n FROM (SELECT ${own} AS v FROM ${scan.relation}) l ` +
      `WHERE v IS NOT NULL AND NOT EXISTS (SELECT 1 FROM (SELECT ${theirs} AS w FROM ${other.relation}) r WHERE r.w = l.v)`,
  )
  return Number(row?.['n'] ?? 0)
}

async function examplesOf(
  { connection, relation }: Scan,
  { column, violation }: { column: Column; violation: string },
  most: number,
): Promise<string[]> {
  if (most === 0) return []
  const found = await rowsFrom(
    connection,
    `SELECT DISTINCT left(coalesce(${textOf(column)}, ''), 100) AS value FROM ${relation} WHERE ${violation} ORDER BY value LIMIT ${most}`,
  )
  return found.map(({ value }) => (typeof value === 'string' ? value : ''))
}

function checkOf(rule: QualityRule, at: number, counted: Counted): QualityCheck {
  const isRun = 'value' in counted
  return {
    id: rule.id ?? `rule-${at + 1}`,
    name: ruleName(rule),
    metric: rule.metric,
    columns: columnsOf(rule),
    value: isRun ? counted.value : null,
    unit: isRun ? counted.unit : (rule.unit ?? 'rows'),
    must: mustText(rule.must, rule.unit),
    status: isRun ? (isMet(rule.must, counted.value) ? 'passed' : 'failed') : 'not-run',
    severity: rule.severity ?? 'error',
    ...(rule.dimension === undefined ? {} : { dimension: rule.dimension }),
    ...(isRun ? {} : { reason: counted.reason }),
    examples: [],
  }
}

async function rowsIn(scan: Scan | undefined): Promise<number> {
  return scan === undefined ? 0 : numberFrom(scan, 'count(*)')
}

function measuresOf(
  rows: number,
  checks: readonly QualityCheck[],
  columns: readonly QualityColumn[],
  duplicates: number,
): MeasuredValue[] {
  const share = (name: string, part: number, whole: number, reason: string): MeasuredValue => ({
    name,
    value: whole === 0 ? null : part / whole,
    low: null,
    high: null,
    n: whole,
    ...(whole === 0 ? { reason } : {}),
    method: 'none',
  })
  const missing = columns.reduce((sum, column) => sum + column.missing, 0)
  const tested = columns.filter((column) => column.checks > 0).length
  const passed = checks.filter(({ status }) => status === 'passed').length
  return [
    { name: 'row_count', value: rows, low: null, high: null, n: rows, method: 'none' },
    share('missing_share', missing, rows * columns.length, 'there are no values'),
    share('duplicate_share', duplicates, rows, 'there are no rows'),
    share('columns_under_test', tested, columns.length, 'there are no columns'),
    share('checks_passed', passed, checks.length, 'there are no rules'),
  ]
}

function caveatsOf(rows: number, checks: readonly QualityCheck[], columns: readonly QualityColumn[]): string[] {
  const caveats: string[] = []
  if (rows === 0) caveats.push('The file has no rows: rules that count violations are met by nothing.')
  const notRun = checks.filter(({ status }) => status === 'not-run')
  caveats.push(...notRun.slice(0, 20).map(({ name, reason }) => `${name} could not be run: ${reason ?? 'no reason'}.`))
  const untested = columns.filter((column) => column.checks === 0).map(({ name }) => name)
  if (untested.length > 0) {
    caveats.push(
      `No rule is about ${untested.slice(0, 10).join(', ')}${untested.length > 10 ? ` and ${untested.length - 10} more` : ''}.`,
    )
  }
  return caveats
}
