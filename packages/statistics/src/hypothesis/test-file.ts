import type { Analysis } from '../findings/analysis.ts'
import { chance, counted, listed, percent } from '../findings/finding.ts'
import type { Finding } from '../findings/finding.ts'
import { isNumberType, findColumn } from '../scan/columns.ts'
import type { Column } from '../scan/columns.ts'
import { encodeColumns, numberOf } from '../scan/encode.ts'
import { rowsFrom } from '../scan/engine.ts'
import { quoted, ScanError } from '../scan/scan-error.ts'
import type { Scan } from '../scan/open-source.ts'
import { scanFile } from '../scan/scan-file.ts'
import type { ScanOptions } from '../scan/source.ts'
import { eachBatch } from '../scan/stream-rows.ts'
import { chiSquareTest } from './chi-square-test.ts'
import { holm } from './corrections.ts'
import { fisherExact } from './fisher-exact.ts'
import { kolmogorovSmirnov } from './kolmogorov-smirnov.ts'
import { kruskalWallis } from './kruskal-wallis.ts'
import { mannWhitney } from './mann-whitney.ts'
import { momentsOf } from './moments.ts'
import { permutationTest } from './permutation-test.ts'
import { tTest } from './t-test.ts'
import { testFinding } from './test-finding.ts'
import type { TestResult } from './test-result.ts'

/** What can be asked for; `auto` is Welch's t for two groups of numbers, Kruskal–Wallis for more, chi-square or Fisher for categories. */
export const HYPOTHESIS_TESTS = [
  'auto',
  'student',
  'welch',
  'mann-whitney',
  'kruskal-wallis',
  'permutation',
  'kolmogorov-smirnov',
  'chi-square',
  'g',
  'fisher',
] as const
export type HypothesisTest = (typeof HYPOTHESIS_TESTS)[number]

export type HypothesisQuestion = ScanOptions & {
  readonly path: string
  /** The column that says which sample a row belongs to. */
  readonly group: string
  /** The columns whose values are compared between the groups. */
  readonly values: readonly string[]
  readonly test?: HypothesisTest | undefined
  /** The chance of any false alarm over all columns; default 0.05. */
  readonly alpha?: number | undefined
  readonly level?: number | undefined
  /** Of the permutation test; default 9,999. */
  readonly draws?: number | undefined
  readonly seed?: number | undefined
}

export type TestedColumn = {
  readonly column: string
  readonly result: TestResult
  /** The p-value corrected over all columns by Holm. */
  readonly adjusted: number | null
  readonly isShown: boolean
  /** What each group is like: of numbers mean and deviation, of categories the share of each. */
  readonly groups: readonly {
    readonly name: string
    readonly rows: number
    readonly figures: readonly { readonly name: string; readonly value: number }[]
  }[]
}

export type TestedFile = Omit<Analysis, 'measures'> & {
  readonly groups: readonly string[]
  readonly tested: readonly TestedColumn[]
  readonly alpha: number
}

const MOST_GROUPS = 50
const MOST_CATEGORIES = 100
/** Values of a column are kept in memory while it is tested. */
const MOST_ROWS = 20_000_000
const OF_CATEGORIES: readonly HypothesisTest[] = ['chi-square', 'g', 'fisher']

/**
 * Tests whether the values of columns differ between groups of rows: each column by one test with an effect size, p-values
 * corrected over columns by Holm, so that the chance of any false alarm is at most `alpha`. Rows without a group or a value
 * are left out and counted.
 *
 * Throws a ScanError when the file cannot be measured, or the signal's reason when it is aborted.
 *
 * @example
 * await testFile({ path: 'rows.csv', group: 'variant', values: ['seconds', 'bought'] })
 */
export async function testFile(question: HypothesisQuestion): Promise<TestedFile> {
  const { alpha = 0.05, level = 0.95, draws = 9999, seed = 1, test = 'auto', onProgress, signal } = question
  checkOptions(question, alpha, level, draws)
  const { result, source } = await scanFile(question.path, { onProgress, signal }, async (scan) => {
    const samples = await loadSamples(scan, question, test)
    onProgress?.({ phase: 'read', share: 1 })
    const found: Pick<TestedColumn, 'column' | 'result' | 'groups'>[] = []
    const caveats =
      samples.lost === 0
        ? []
        : [`${counted(samples.lost, 'row')} without a group ${samples.lost === 1 ? 'was' : 'were'} left out.`]
    for (const [index, column] of samples.columns.entries()) {
      signal?.throwIfAborted()
      const one = column.isNumeric
        ? await testNumbers(scan, samples, column, { test, level, draws, seed, signal })
        : await testCategories(scan, samples, column, { test, level })
      found.push(one)
      if (one.missing > 0)
        caveats.push(`${column.name} is missing in ${counted(one.missing, 'row')}, which were left out.`)
      onProgress?.({ phase: 'measure', share: (index + 1) / samples.columns.length })
    }
    return { result: { found, caveats, groups: samples.groups }, rows: samples.rows }
  })
  const adjusted = holm(result.found.map(({ result: { pValue } }) => pValue))
  const tested = result.found.map(({ column, result: one, groups }, index): TestedColumn => {
    const p = adjusted[index] ?? null
    return { column, result: one, groups, adjusted: p, isShown: p !== null && p < alpha }
  })
  const caveats = [
    ...result.caveats,
    ...(tested.length > 1
      ? [`${tested.length} columns were tested: differences are claimed by p-values corrected by Holm.`]
      : []),
    'A difference between groups says nothing of its cause unless chance dealt the rows to the groups.',
  ]
  return {
    rows: source.rows,
    source,
    groups: result.groups,
    tested,
    alpha,
    caveats,
    findings: findingsOf(tested, alpha, caveats),
    method: `${percent(level)} intervals of effect sizes; differences are claimed at ${chance(alpha)} over all columns (Holm); seed ${seed}.`,
  }
}

function checkOptions({ group, values }: HypothesisQuestion, alpha: number, level: number, draws: number): void {
  const refuse = (message: string, hint: string): never => {
    throw new ScanError('option_invalid', message, hint)
  }
  if (values.length === 0) refuse('no column was given', 'name the columns whose values are compared')
  if (new Set(values).size < values.length) refuse('a column is given twice', 'give each once')
  if (values.includes(group)) refuse('the group is among the values', 'leave it out')
  if (!(alpha > 0 && alpha < 1)) refuse(`alpha is ${alpha}`, 'give a share between 0 and 1, such as 0.05')
  if (!(level > 0 && level < 1)) refuse(`level is ${level}`, 'give a share between 0 and 1, such as 0.95')
  if (!Number.isInteger(draws) || draws < 99 || draws > 1_000_000) refuse(`draws is ${draws}`, 'give 99 to 1,000,000')
}

type ValueColumn = {
  readonly name: string
  readonly isNumeric: boolean
  readonly at: number
  readonly values: readonly string[]
}
type Samples = {
  readonly groups: readonly string[]
  readonly columns: readonly ValueColumn[]
  readonly rows: number
  readonly lost: number
}

async function loadSamples(scan: Scan, { group, values }: HypothesisQuestion, test: HypothesisTest): Promise<Samples> {
  const columns = values.map((name) => findColumn(scan.columns, name))
  const numeric: Column[] = []
  const categorical: Column[] = []
  for (const column of columns) ((await isNumeric(scan, column, test)) ? numeric : categorical).push(column)
  const coded = [findColumn(scan.columns, group), ...categorical].map((column, index) => ({
    column,
    limit: index === 0 ? MOST_GROUPS : MOST_CATEGORIES,
    tooMany: 'classes_too_many' as const,
  }))
  const { codes, rows } = await encodeColumns(scan, coded, undefined, numeric)
  const groups = codes[0]?.values ?? []
  if (rows > MOST_ROWS)
    throw new ScanError('option_invalid', `the file has ${rows} rows`, 'test a sample of at most 20 million')
  if (groups.length < 2) {
    const hint = 'a test compares two groups or more'
    throw new ScanError(
      'class_unknown',
      `column ${quoted(group)} has ${groups.length === 1 ? 'one group only' : 'no group'}`,
      hint,
    )
  }
  const [lost] = await rowsFrom(
    scan.connection,
    `SELECT count(*) AS n FROM observations WHERE enum_code(code_0) = ${groups.length}`,
  )
  return {
    groups,
    rows,
    lost: Number(lost?.['n'] ?? 0),
    columns: columns.map((column) => {
      const at = numeric.indexOf(column)
      return at >= 0
        ? { name: column.name, isNumeric: true, at, values: [] }
        : {
            name: column.name,
            isNumeric: false,
            at: categorical.indexOf(column) + 1,
            values: codes[categorical.indexOf(column) + 1]?.values ?? [],
          }
    }),
  }
}

/** What the test wants; for `auto`, numbers where every value that is there is one. */
async function isNumeric(scan: Scan, column: Column, test: HypothesisTest): Promise<boolean> {
  if (OF_CATEGORIES.includes(test)) return false
  if (column.type !== 'VARCHAR') {
    if (isNumberType(column.type) || test === 'auto') return isNumberType(column.type)
    throw notNumbers(column)
  }
  const [found] = await rowsFrom(
    scan.connection,
    `SELECT count(nullif(${column.reference}, '')) AS n, count(${numberOf(column)}) AS numbers FROM ${scan.relation}`,
  )
  const all = Number(found?.['n'] ?? 0) > 0 && found?.['n'] === found?.['numbers']
  if (all || test === 'auto') return all
  throw notNumbers(column)
}

function notNumbers({ name }: Column): ScanError {
  return new ScanError(
    'column_type',
    `column ${quoted(name)} has values that are no numbers`,
    'choose a test of categories',
  )
}

type NumberSettings = {
  readonly test: HypothesisTest
  readonly level: number
  readonly draws: number
  readonly seed: number
  readonly signal: AbortSignal | undefined
}
type Tested = Pick<TestedColumn, 'column' | 'result' | 'groups'> & { readonly missing: number }

async function testNumbers(
  { connection }: Scan,
  { groups, rows, lost }: Samples,
  { name, at }: ValueColumn,
  { test, level, draws, seed, signal }: NumberSettings,
): Promise<Tested> {
  const kept: number[][] = groups.map(() => [])
  const sql =
    `SELECT enum_code(code_0)::INTEGER, number_${at} FROM observations ` +
    `WHERE isfinite(number_${at}) AND enum_code(code_0) < ${groups.length} ORDER BY ALL`
  await eachBatch(connection, sql, signal, ({ columns, size }) => {
    for (let row = 0; row < size; row++) kept[columns[0]?.[row] ?? 0]?.push(columns[1]?.[row] ?? 0)
  })
  const samples = kept.map((values) => Float64Array.from(values))
  const moments = samples.map(momentsOf)
  return {
    column: name,
    result: ofNumbers(samples, test, { level, draws, seed }),
    missing: rows - lost - samples.reduce((sum, { length }) => sum + length, 0),
    groups: moments.map(({ n, mean, squares }, index) => ({
      name: groups[index] ?? '',
      rows: n,
      figures: [
        { name: 'mean', value: mean },
        { name: 'standard deviation', value: n < 2 ? Number.NaN : Math.sqrt(squares / (n - 1)) },
      ],
    })),
  }
}

function ofNumbers(
  samples: readonly Float64Array[],
  asked: HypothesisTest,
  { level, draws, seed }: { readonly level: number; readonly draws: number; readonly seed: number },
): TestResult {
  const [first = new Float64Array(), second = new Float64Array(), ...more] = samples
  const test = asked === 'auto' ? (more.length === 0 ? 'welch' : 'kruskal-wallis') : asked
  if (more.length > 0 && test !== 'kruskal-wallis') {
    const hint = 'take kruskal-wallis, or keep the rows of two groups'
    throw new ScanError('option_invalid', `${test} compares two groups, and there are ${samples.length}`, hint)
  }
  switch (test) {
    case 'student':
      return tTest(first, second, { variances: 'equal', level })
    case 'welch':
      return tTest(first, second, { level })
    case 'mann-whitney':
      return mannWhitney(first, second, { level })
    case 'permutation':
      return permutationTest(first, second, { draws, seed, level })
    case 'kolmogorov-smirnov':
      return kolmogorovSmirnov(first, second, { level })
    default:
      return kruskalWallis(samples, { level })
  }
}

async function testCategories(
  { connection }: Scan,
  { groups, rows, lost }: Samples,
  { name, at, values }: ValueColumn,
  { test, level }: { readonly test: HypothesisTest; readonly level: number },
): Promise<Tested> {
  const found = await rowsFrom(
    connection,
    `SELECT enum_code(code_0)::INTEGER AS g, enum_code(code_${at})::INTEGER AS v, count(*) AS n FROM observations ` +
      `WHERE enum_code(code_0) < ${groups.length} AND enum_code(code_${at}) < ${values.length} GROUP BY ALL`,
  )
  const table = groups.map(() => values.map(() => 0))
  for (const row of found) {
    const counts = table[Number(row['g'])]
    if (counts !== undefined) counts[Number(row['v'])] = Number(row['n'])
  }
  const sums = table.map((counts) => counts.reduce((sum, count) => sum + count, 0))
  return {
    column: name,
    result: ofCategories(table, test, level),
    missing: rows - lost - sums.reduce((sum, one) => sum + one, 0),
    groups: table.map((counts, index) => ({
      name: groups[index] ?? '',
      rows: sums[index] ?? 0,
      figures: values.map((value, place) => ({ name: value, value: (counts[place] ?? 0) / (sums[index] ?? 0) })),
    })),
  }
}

function ofCategories(table: number[][], asked: HypothesisTest, level: number): TestResult {
  const isSmall = table.length === 2 && table[0]?.length === 2 && table.flat().some((count) => count < 5)
  const test = asked === 'auto' ? (isSmall ? 'fisher' : 'chi-square') : asked
  if (test === 'fisher') return fisherExact(table, { level })
  return chiSquareTest(table, { kind: test === 'g' ? 'g' : 'pearson', level })
}

function findingsOf(tested: readonly TestedColumn[], alpha: number, caveats: readonly string[]): Finding[] {
  const own = tested.map(({ column, result, isShown }) =>
    // What is claimed is what holds over all columns.
    testFinding(result, { subject: column, alpha: isShown ? alpha : Number.MIN_VALUE }),
  )
  if (own.length === 1) return own
  const shown = tested.filter(({ isShown }) => isShown)
  return [
    {
      title:
        shown.length === 0
          ? 'No difference between the groups was shown'
          : `The groups differ in ${shown.length} of ${tested.length} columns`,
      sentence:
        shown.length === 0
          ? `In none of ${counted(tested.length, 'column')} is the corrected p-value below ${chance(alpha)}.`
          : `Shown for ${listed(shown.map(({ column }) => column))}; the chance of any false alarm is at most ${chance(alpha)}.`,
      caveats,
      next: 'Judge each difference by the interval of its size, not by its p-value.',
    },
    ...own,
  ]
}
