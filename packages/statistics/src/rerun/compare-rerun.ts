import type { MeasuredValue } from '../findings/analysis.ts'
import { counted } from '../findings/finding.ts'
import type { Column } from '../scan/columns.ts'
import { findColumn, isNumberType } from '../scan/columns.ts'
import { numberOf, textOf } from '../scan/encode.ts'
import { rowsFrom, sqlText } from '../scan/engine.ts'
import type { JoinedFiles } from '../scan/join-by-key.ts'
import { joinByKey, keyText, textIn } from '../scan/join-by-key.ts'
import type { Scan } from '../scan/open-source.ts'
import { quoted, ScanError, withFile } from '../scan/scan-error.ts'
import { scanFiles } from '../scan/scan-file.ts'
import { rerunFindings } from './rerun-findings.ts'
import type { Rerun, RerunColumn, RerunQuestion } from './rerun.ts'

const MOST_COLUMNS = 200
const MOST_EXAMPLES = 5

/**
 * Compares what a rerun wrote with what the first run wrote, row by row and column by column. Rows are joined by key; every
 * key must be in both files, once. Two numbers agree within the tolerance when |a − b| ≤ max(absolute, relative × max(|a|,
 * |b|)), which is the same whichever of the runs came first (PEP 485). Whole numbers of up to 37 digits are compared
 * exactly, others as doubles; NaN and infinities agree with themselves only; what is no number agrees when the text does. A value that only
 * one run has agrees with nothing.
 *
 * Throws a ScanError when a file cannot be measured, or the signal's reason when it is aborted.
 *
 * @example
 * await compareRerun({ path: 'first.csv', rerunPath: 'again.csv', key: ['id'], relative: 1e-6 })
 */
export async function compareRerun(question: RerunQuestion): Promise<Rerun> {
  const { absolute = 0, relative = 0, onProgress, signal } = question
  checkTolerance(absolute, relative)
  const { result, sources } = await scanFiles(
    [question.path, question.rerunPath],
    { onProgress, signal },
    async ([first, second]) => {
      if (first === undefined || second === undefined) throw new Error('the paths must have been opened')
      const names = await namesOf(first, second, question)
      const joined = await joinByKey(first, second, { keys: question.key, first: names, second: names })
      onProgress?.({ phase: 'read', share: 1 })
      const found = await compareColumns(joined, { ...question, absolute, relative })
      return { result: found, rows: [found.rows, found.rows] }
    },
  )
  const [before, after] = sources
  if (before === undefined || after === undefined) throw new Error('the paths must have been read')
  const { rows, same, within } = result
  const verdict = same === rows ? 'identical' : within === rows ? 'reproduced' : 'differs'
  const caveats = caveatsOf(result.columns, rows, before.digest === after.digest)
  const whole = { ...result, absolute, relative, verdict, caveats } as const
  return {
    ...whole,
    sources: [before, after],
    measures: measuresOf(result),
    findings: rerunFindings(whole),
    method: `Rows joined by ${question.key.map(quoted).join(', ')}; numbers agree when they differ by at most ${absolute}, or by ${relative} of the larger one.`,
  }
}

function checkTolerance(absolute: number, relative: number): void {
  const hint = 'give 0 for exact, or a small number such as 1e-6'
  if (!(absolute >= 0 && Number.isFinite(absolute)))
    throw new ScanError('option_invalid', `the absolute tolerance is ${absolute}`, hint)
  if (!(relative >= 0 && relative < 1))
    throw new ScanError('option_invalid', `the relative tolerance is ${relative}, not a share below 1`, hint)
}

/** The columns to compare: those named, or all that are no key, which both files must have alike. */
async function namesOf(first: Scan, second: Scan, { key, values = [] }: RerunQuestion): Promise<readonly string[]> {
  const asked = values.length > 0 ? values : first.columns.map(({ name }) => name).filter((name) => !key.includes(name))
  const twice = asked.find((name, index) => asked.indexOf(name) < index)
  if (twice !== undefined)
    throw new ScanError('option_invalid', `column ${quoted(twice)} is named twice`, 'name each once')
  const inKey = asked.find((name) => key.includes(name))
  if (inKey !== undefined)
    throw new ScanError('option_invalid', `${quoted(inKey)} is the key and a value`, 'leave it out of the values')
  if (asked.length === 0)
    throw new ScanError('option_invalid', 'the file has no column besides the key', 'name other columns as the key')
  if (asked.length > MOST_COLUMNS) {
    const message = `${counted(asked.length, 'column')} are more than ${MOST_COLUMNS}`
    throw new ScanError('option_invalid', message, 'name the columns whose values matter')
  }
  if (values.length === 0) {
    const surplus = second.columns.find(({ name }) => !key.includes(name) && !asked.includes(name))
    if (surplus !== undefined) {
      const message = `the rerun has a column ${quoted(surplus.name)} that the first run lacks`
      const error = new ScanError('files_differ', message, 'name the columns that are compared')
      error.role = 'other'
      throw error
    }
  }
  for (const [role, scan] of [
    ['file', first],
    ['other', second],
  ] as const)
    await withFile(role, () => Promise.resolve(asked.map((name) => findColumn(scan.columns, name))))
  return asked
}

type Compared = {
  readonly rows: number
  readonly same: number
  readonly within: number
  readonly columns: readonly RerunColumn[]
}
type Tolerance = { readonly absolute: number; readonly relative: number }

async function compareColumns(
  { scan, first, second }: JoinedFiles,
  { key, signal, onProgress, ...tolerance }: RerunQuestion & Tolerance,
): Promise<Compared> {
  const { connection } = scan
  const isNumeric = await numericPairs(scan, first, second)
  const parts = first.map((a, index) => pairSql(a, second[index] ?? a, isNumeric[index] === true, tolerance))
  await connection.run(
    `CREATE TEMP TABLE compared AS SELECT ${key.map((_, index) => `k${index}`).join(', ')}, ${parts
      .map(
        ({ same, within, lost, difference, relative, texts }, i) =>
          `${same} AS same_${i}, ${within} AS within_${i}, ${lost} AS lost_${i}, ${difference} AS difference_${i}, ` +
          `${relative} AS relative_${i}, ${texts[0]} AS first_${i}, ${texts[1]} AS second_${i}`,
      )
      .join(', ')} FROM joined`,
  )
  await connection.run('DROP TABLE joined')
  const all = (what: string): string => parts.map((_, i) => `${what}_${i}`).join(' AND ')
  const totals = parts.map(
    (_, i) =>
      `count_if(same_${i}) AS same_${i}, count_if(within_${i}) AS within_${i}, count_if(lost_${i}) AS lost_${i}, ` +
      `max(difference_${i}) AS largest_${i}, max(relative_${i}) AS relative_${i}, avg(difference_${i}) AS mean_${i}`,
  )
  const [found = {}] = await rowsFrom(
    connection,
    `SELECT count(*) AS rows, count_if(${all('same')}) AS same, count_if(${all('within')}) AS within, ${totals.join(', ')} FROM compared`,
  )
  const count = (name: string): number => Number(found[name] ?? 0)
  const columns: RerunColumn[] = []
  for (const [i, { name }] of first.entries()) {
    signal?.throwIfAborted()
    const differ = count(`within_${i}`) < count('rows')
    columns.push({
      column: name,
      isNumeric: isNumeric[i] === true,
      same: count(`same_${i}`),
      within: count(`within_${i}`),
      lost: count(`lost_${i}`),
      largest: numberIn(found, `largest_${i}`),
      largestRelative: numberIn(found, `relative_${i}`),
      meanDifference: numberIn(found, `mean_${i}`),
      examples: differ ? await examplesOf(scan, i, key) : [],
    })
    onProgress?.({ phase: 'measure', share: (i + 1) / first.length })
  }
  return { rows: count('rows'), same: count('same'), within: count('within'), columns }
}

function numberIn(row: Readonly<Record<string, unknown>>, name: string): number | null {
  const value = row[name]
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** Whether all values of a column are numbers, in both files. */
async function numericPairs(
  scan: Scan,
  first: readonly Column[],
  second: readonly Column[],
): Promise<readonly boolean[]> {
  const others = (column: Column): string =>
    column.type === 'VARCHAR'
      ? `count(${textOf(column)}) - count(${numberOf(column)})`
      : isNumberType(column.type)
        ? '0'
        : `count(*) + 1`
  const sums = first.map((a, i) => `(${others(a)}) + (${others(second[i] ?? a)}) AS others_${i}`)
  const [found] = await rowsFrom(scan.connection, `SELECT ${sums.join(', ')} FROM joined`)
  return first.map((_, i) => Number(found?.[`others_${i}`] ?? 1) === 0)
}

type PairSql = Readonly<Record<'same' | 'within' | 'lost' | 'difference' | 'relative', string>> & {
  readonly texts: readonly [string, string]
}

function pairSql(a: Column, b: Column, isNumeric: boolean, { absolute, relative }: Tolerance): PairSql {
  const texts = [textOf(a), textOf(b)] as const
  const [ta, tb] = texts
  if (!isNumeric) {
    const same = `(${ta} IS NOT DISTINCT FROM ${tb})`
    const lost = `((${ta} IS NULL) <> (${tb} IS NULL))`
    return { same, within: same, lost, difference: 'NULL::DOUBLE', relative: 'NULL::DOUBLE', texts }
  }
  const [na, nb] = [`(${numberOf(a)})`, `(${numberOf(b)})`]
  const whole = `(${wholeOf(a)} IS NOT NULL AND ${wholeOf(b)} IS NOT NULL)`
  const isFinite = `(isfinite(${na}) AND isfinite(${nb}))`
  const difference =
    `CASE WHEN ${whole} THEN CAST(abs(${wholeOf(a)} - ${wholeOf(b)}) AS DOUBLE) ` +
    `WHEN ${isFinite} THEN abs(${na} - ${nb}) END`
  const larger = `greatest(abs(${na}), abs(${nb}))`
  // Of numbers that are both finite the difference says whether they are the same; NaN and infinities are it by themselves.
  const same = `coalesce((${difference}) = 0, ${na} IS NOT DISTINCT FROM ${nb})`
  const allowed = `greatest(${absolute}::DOUBLE, ${relative}::DOUBLE * ${larger})`
  return {
    same,
    within: `coalesce((${difference}) <= ${allowed}, ${same})`,
    lost: `((${na} IS NULL) <> (${nb} IS NULL))`,
    difference,
    texts,
    relative: `CASE WHEN ${larger} > 0 THEN (${difference}) / ${larger} WHEN ${isFinite} THEN 0.0 END`,
  }
}

/** A whole number as it is, where a double could not hold all of its digits; null for whatever is not written as one. */
function wholeOf({ type, reference }: Column): string {
  if (/INT/.test(type)) return `CAST(${reference} AS HUGEINT)`
  if (type !== 'VARCHAR') return 'NULL::HUGEINT'
  return `CASE WHEN regexp_full_match(${reference}, ${sqlText('[-+]?[0-9]{1,37}')}) THEN TRY_CAST(${reference} AS HUGEINT) END`
}

async function examplesOf({ connection }: Scan, at: number, keys: readonly string[]): Promise<RerunColumn['examples']> {
  const names = keys.map((_, index) => `k${index}`).join(', ')
  const rows = await rowsFrom(
    connection,
    `SELECT ${names}, first_${at} AS a, second_${at} AS b FROM compared WHERE NOT within_${at} ` +
      `ORDER BY difference_${at} DESC NULLS FIRST, ${names} LIMIT ${MOST_EXAMPLES}`,
  )
  const columns = keys.map((name) => ({ name, type: 'VARCHAR', reference: name }))
  return rows.map((row) => ({ key: keyText(columns, row), first: textIn(row, 'a'), second: textIn(row, 'b') }))
}

function caveatsOf(columns: readonly RerunColumn[], rows: number, isOneFile: boolean): string[] {
  const texts = columns.filter(({ isNumeric }) => !isNumeric).map(({ column }) => column)
  return [
    ...(isOneFile ? ['Both files have the same bytes: make sure that the second is what the rerun wrote.'] : []),
    ...(rows === 0 ? ['The files have no rows.'] : []),
    ...(texts.length === 0
      ? []
      : [`Compared as text, where the tolerance does not apply: ${texts.slice(0, 10).join(', ')}.`]),
    'The same result shows that the run can be made again, not that it is right.',
  ]
}

function measuresOf({ rows, same, within, columns }: Compared): MeasuredValue[] {
  const of = (name: string, value: number | null, column?: string): MeasuredValue => ({
    name,
    value,
    low: null,
    high: null,
    n: rows,
    ...(column === undefined ? {} : { slice: { column: 'column', value: column } }),
    ...(value === null ? { reason: rows === 0 ? 'there are no rows' : 'no two finite numbers to compare' } : {}),
    method: 'none',
  })
  const share = (count: number): number | null => (rows === 0 ? null : count / rows)
  return [
    of('same_share', share(same)),
    of('within_share', share(within)),
    ...columns.flatMap((one) => [
      of('same_share', share(one.same), one.column),
      of('within_share', share(one.within), one.column),
      ...(one.isNumeric
        ? [
            of('largest_difference', one.largest, one.column),
            of('largest_relative_difference', one.largestRelative, one.column),
          ]
        : []),
    ]),
  ]
}
