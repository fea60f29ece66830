import { grouped } from '../findings/finding.ts'
import { drawSettings } from '../evaluation/draw-settings.ts'
import type { DrawSettings } from '../evaluation/draw-settings.ts'
import { loadRows, partCaveats, partGroups } from '../evaluation/part-groups.ts'
import type { Loaded } from '../evaluation/part-groups.ts'
import type { BootstrapKind } from '../evaluation/parts.ts'
import { classesOf, positiveClass } from '../evaluation/positive-class.ts'
import type { MeasuredValue } from '../findings/analysis.ts'
import { mcNemar } from '../hypothesis/mcnemar.ts'
import type { TestResult } from '../hypothesis/test-result.ts'
import { checkNumbers } from '../scan/check-numbers.ts'
import type { Column } from '../scan/columns.ts'
import { nearestNames } from '../scan/columns.ts'
import { firstRowWhere } from '../scan/encode.ts'
import { rowsFrom } from '../scan/engine.ts'
import { quoted, ScanError } from '../scan/scan-error.ts'
import { scanFiles } from '../scan/scan-file.ts'
import type { Scan } from '../scan/open-source.ts'
import { eachBatch } from '../scan/stream-rows.ts'
import { compareClasses } from './compare-classes.ts'
import { addPair, compareNumbers, PAIR_SUMS } from './compare-numbers.ts'
import { compareScores } from './compare-scores.ts'
import type { Compared, Comparison, ComparisonQuestion } from './comparison.ts'
import { comparisonFindings } from './comparison-findings.ts'
import type { ComparedColumns } from './join-versions.ts'
import { columnsOfOne, joinVersions } from './join-versions.ts'
import type { JointCell } from './joint-cells.ts'
import { discordantRows } from './joint-cells.ts'
import { verdictOf } from './verdict.ts'

const MOST_CLASSES = 100
/** Scores of all rows are kept to compare areas; beyond this many rows they are not. */
const MOST_SCORED_ROWS = 10_000_000

/**
 * Compares two versions of a model on the same rows: every measure of classes (or of numbers) for both, and the interval of
 * the difference, which is what the verdict goes by. With a margin, a second version that may be worse by less than that
 * counts as not worse (non-inferiority). McNemar's exact test of the rows that only one has right; with scores the areas
 * under the ROC curve by DeLong's test, and the losses row by row.
 *
 * Rows are drawn with both predictions, so what both versions find hard cancels out: intervals are shorter than those of
 * two evaluations beside each other, and right.
 *
 * With two files, rows are joined by their key; see joinVersions.
 *
 * Throws a ScanError when the file cannot be measured, or the signal's reason when it is aborted.
 *
 * @example
 * await compareVersionsFile({ path: 'both.csv', label: 'label', first: { prediction: 'v6' }, second: { prediction: 'v7' }, margin: 0.01 })
 */
export async function compareVersionsFile(question: ComparisonQuestion): Promise<Comparison> {
  const settings = { ...drawSettings(question), kind: question.interval ?? 'bca' }
  const { onProgress, signal, margin = 0, task = 'classes' } = question
  if (!(margin >= 0 && Number.isFinite(margin))) {
    throw new ScanError('option_invalid', `the margin is ${margin}`, 'give 0 or more, in the unit of the measure')
  }
  const { otherPath } = question
  const paths = [question.path, ...(otherPath === undefined ? [] : [otherPath])]
  const { result, sources } = await scanFiles(paths, { onProgress, signal }, async ([scan, other]) => {
    if (scan === undefined) throw new Error('the path must have been opened')
    const columns = other === undefined ? columnsOfOne(scan, question) : await joinVersions(scan, other, question)
    const found = await (task === 'classes' ? ofClasses : ofNumbers)(columns, question, settings)
    return { result: found, rows: paths.map(() => found.rows) }
  })
  const [source, otherSource] = sources
  if (source === undefined) throw new Error('the path must have been read')
  const deciding = question.measure ?? (task === 'classes' ? 'accuracy' : 'mae')
  const comparisons = result.comparisons.map((one) =>
    one.name === deciding ? { ...one, verdict: verdictOf(one.difference, one.better, margin) } : one,
  )
  const main = comparisons.find(({ name, slice }) => name === deciding && slice === undefined)
  if (main === undefined) throw unknownMeasure(deciding, comparisons)
  const { draws, seed, level } = settings
  const rest = {
    ...result,
    comparisons,
    measures: comparisons.flatMap(measuresOf),
    source,
    ...(otherSource === undefined ? {} : { otherSource }),
    ...namesOf(question),
    deciding,
    margin,
    verdict: main.verdict,
    draws,
    seed,
    level,
    method:
      `${Number((level * 100).toFixed(6))} % intervals of second minus first: paired ${settings.kind} bootstrap, ${draws} ` +
      `draws, seed ${seed}; with few rows that only one has right Bonett and Price; ROC areas by DeLong; losses by the mean of the differences.`,
  }
  return { ...rest, findings: comparisonFindings(rest) }
}

/** What the versions are called; where columns of two files have one name, that tells nothing. */
function namesOf({ first, second }: ComparisonQuestion): { first: string; second: string } {
  const names = { first: first.name ?? first.prediction, second: second.name ?? second.prediction }
  return names.first === names.second ? { first: 'the first version', second: 'the second version' } : names
}

function unknownMeasure(name: string, compared: readonly Compared[]): ScanError {
  const names = [...new Set(compared.map((one) => one.name))]
  const near = nearestNames(name, names)
  const hint = near.length > 0 ? `did you mean ${near.map(quoted).join(' or ')}?` : `give one of ${names.join(', ')}`
  return new ScanError('option_invalid', `${quoted(name)} is not measured here`, hint)
}

function measuresOf({ name, first, second, difference, n, slice, method }: Compared): MeasuredValue[] {
  const of = { n, ...(slice === undefined ? {} : { slice }) }
  const plain = (suffix: string, value: number | null): MeasuredValue => ({
    name: `${name}.${suffix}`,
    value,
    low: null,
    high: null,
    ...of,
    ...(value === null ? { reason: 'not defined for these rows' } : {}),
    method: 'none',
  })
  const gap = { ...plain('difference', difference.value), low: difference.low, high: difference.high, method }
  return [plain('first', first), plain('second', second), gap]
}

type Settings = DrawSettings & { readonly kind: BootstrapKind }
type Found = { rows: number; comparisons: Compared[]; tests: TestResult[]; caveats: string[] }

async function ofClasses(
  { scan, scores, label, ...predicted }: ComparedColumns,
  question: ComparisonQuestion,
  settings: Settings,
): Promise<Found> {
  const { signal, onProgress } = question
  const columns = [label, predicted.first, predicted.second]
  const coded = columns.map((column) => ({ column, limit: MOST_CLASSES, tooMany: 'classes_too_many' as const }))
  const loaded = await loadRows(scan, { numbers: scores, coded, slices: question.slices ?? [] })
  await refuseMissing(scan, columns, loaded)
  const hint = 'give the probability of the positive class'
  for (const [index, column] of scores.entries()) {
    await checkNumbers(scan, column, `number_${index}`, loaded.rows, { least: 0, most: 1, hint })
  }
  onProgress?.({ phase: 'read', share: 1 })
  const [labels = [], first = [], second = []] = loaded.values
  const { classes, caveats } = classesOf(labels, [...new Set([...first, ...second])].sort(), question.positive)
  const chosen = classes.length > 2 ? undefined : positiveClass(classes, question.positive, new Map())
  if (chosen?.caveat !== undefined) caveats.push(chosen.caveat)
  const all = chosen === undefined ? classes : [...new Set([...classes, chosen.positive])].sort()
  const groups = await jointGroups(scan, loaded, all)
  const comparisons: Compared[] = []
  for (const [index, { cells, slice }] of groups.entries()) {
    signal?.throwIfAborted()
    comparisons.push(...(await compareClasses(cells, all, chosen?.positive, settings, slice)))
    onProgress?.({ phase: 'measure', share: (index + 1) / groups.length })
  }
  const { onlyFirst, onlySecond, rows } = discordantRows(groups[0]?.cells ?? [])
  const tests = [mcNemar(onlyFirst, onlySecond, rows, { level: settings.level })]
  if (scores.length === 2 && chosen !== undefined && rows <= MOST_SCORED_ROWS) {
    const scored = await readScores(scan, labels.indexOf(chosen.positive), rows, signal)
    const { compared, test } = compareScores(scored, settings)
    comparisons.push(...compared)
    tests.push(test)
  } else if (scores.length === 2) {
    caveats.push(
      chosen === undefined
        ? 'Scores are compared with two classes only.'
        : `Scores are compared up to ${grouped(MOST_SCORED_ROWS)} rows only.`,
    )
  }
  const sizes = groups.map(({ slice, cells }) => ({
    ...(slice === undefined ? {} : { slice }),
    rows: cells.reduce((sum, { count }) => sum + count, 0),
  }))
  return { rows, comparisons, tests, caveats: [...caveats, ...smallGroups(sizes, settings.minimumGroup)] }
}

function smallGroups(
  groups: readonly { slice?: { column: string; value: string | null }; rows: number }[],
  least: number,
): string[] {
  const small = groups.filter(({ rows }) => rows < least)
  if (small.length === 0) return []
  const names = small.map(({ slice, rows }) =>
    slice === undefined ? `all rows (${rows})` : `${slice.column} = ${slice.value ?? '(none)'} (${rows})`,
  )
  return [`Groups with fewer than ${least} rows, where no number is reliable: ${names.slice(0, 10).join(', ')}.`]
}

async function refuseMissing(scan: Scan, columns: readonly Column[], { values, rows }: Loaded): Promise<void> {
  for (const [index, column] of columns.entries()) {
    const [found] = await rowsFrom(
      scan.connection,
      `SELECT count(*) AS n FROM observations WHERE enum_code(code_${index}) = ${values[index]?.length ?? 0}`,
    )
    const absent = Number(found?.['n'] ?? 0)
    if (absent === 0) continue
    const { row } = await firstRowWhere(scan, column, 'text', 'value IS NULL')
    const error = new ScanError(
      'value_missing',
      `${absent} of ${rows} rows have no value in column ${quoted(column.name)}, the first is row ${row}`,
      'give every row a class, or leave those rows out of the file',
    )
    if (column.from !== undefined) error.role = column.from.role
    throw error
  }
}

type JointGroup = { readonly cells: JointCell[]; readonly slice?: { column: string; value: string | null } }

/** The joint cells of the whole file and of every slice, in one order whatever that of the rows. */
async function jointGroups(
  { connection }: Scan,
  { values, slices }: Loaded,
  classes: readonly string[],
): Promise<JointGroup[]> {
  const groups: JointGroup[] = []
  for (const slice of [undefined, ...slices]) {
    const code = slice === undefined ? '0' : `enum_code(${slice.code})::INTEGER`
    const found = await rowsFrom(
      connection,
      `SELECT ${code} AS slice, ${[0, 1, 2].map((at) => `enum_code(code_${at})::INTEGER AS c${at}`).join(', ')}, ` +
        'count(*) AS n FROM observations GROUP BY ALL ORDER BY ALL',
    )
    const byCode = new Map<number, JointCell[]>()
    for (const row of found) {
      const place = (at: number): number => classes.indexOf(values[at]?.[Number(row[`c${at}`])] ?? '')
      const cells = byCode.get(Number(row['slice'])) ?? []
      byCode.set(Number(row['slice']), cells)
      cells.push({ actual: place(0), first: place(1), second: place(2), count: Number(row['n']) })
    }
    for (const [at, cells] of byCode) {
      groups.push(
        slice === undefined ? { cells } : { cells, slice: { column: slice.name, value: slice.values[at] ?? null } },
      )
    }
  }
  return groups
}

async function readScores(
  { connection }: Scan,
  positiveCode: number,
  rows: number,
  signal: AbortSignal | undefined,
): Promise<{ first: Float64Array; second: Float64Array; positive: Uint8Array }> {
  const found = { first: new Float64Array(rows), second: new Float64Array(rows), positive: new Uint8Array(rows) }
  let filled = 0
  const sql = 'SELECT number_0, number_1, enum_code(code_0)::INTEGER AS label FROM observations ORDER BY ALL'
  await eachBatch(connection, sql, signal, ({ columns, size }) => {
    for (let row = 0; row < size; row++) {
      found.first[filled] = columns[0]?.[row] ?? 0
      found.second[filled] = columns[1]?.[row] ?? 0
      found.positive[filled] = columns[2]?.[row] === positiveCode ? 1 : 0
      filled += 1
    }
  })
  return found
}

async function ofNumbers(
  { scan, label, ...predicted }: ComparedColumns,
  question: ComparisonQuestion,
  settings: Settings,
): Promise<Found> {
  const { signal, onProgress } = question
  const numbers = [label, predicted.first, predicted.second]
  const loaded = await loadRows(scan, { numbers, slices: question.slices ?? [] })
  for (const [index, column] of numbers.entries()) await checkNumbers(scan, column, `number_${index}`, loaded.rows)
  onProgress?.({ phase: 'read', share: 1 })
  const [ends] = await rowsFrom(scan.connection, 'SELECT min(number_0) AS low, max(number_0) AS high FROM observations')
  const centre = Number(ends?.['low'] ?? 0) / 2 + Number(ends?.['high'] ?? 0) / 2
  const groups = await partGroups(scan.connection, loaded, PAIR_SUMS, settings.seed)
  const sql = `SELECT number_0, number_1, number_2, ${groups.codes.join(', ')} FROM observations ORDER BY ALL`
  await eachBatch(scan.connection, sql, signal, ({ columns, size }) => {
    const [actual = [], first = [], second = []] = columns
    for (const [place, table] of groups.tables.entries()) {
      const codes = columns[3 + place] ?? []
      for (let row = 0; row < size; row++) {
        const parts = table[codes[row] ?? 0]?.parts
        if (parts === undefined) continue
        addPair(parts.sums, parts.next(), [actual[row] ?? 0, first[row] ?? 0, second[row] ?? 0], centre)
      }
    }
  })
  const onShare = (share: number): void => onProgress?.({ phase: 'measure', share })
  const comparisons = await compareNumbers(groups, settings, { signal, onShare })
  return { rows: loaded.rows, comparisons, tests: [], caveats: partCaveats(groups.groups, [], settings.minimumGroup) }
}
