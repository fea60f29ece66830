import { drawSettings } from '../evaluation/draw-settings.ts'
import type { DrawOptions, DrawSettings } from '../evaluation/draw-settings.ts'
import type { Interval } from '../evaluation/interval.ts'
import { loadRows, measureGroups, partCaveats, partGroups } from '../evaluation/part-groups.ts'
import type { Loaded, PartGroups } from '../evaluation/part-groups.ts'
import type { BootstrapKind, Parts } from '../evaluation/parts.ts'
import type { Analysis, MeasuredValue } from '../findings/analysis.ts'
import { counted, ends, percent } from '../findings/finding.ts'
import type { Finding } from '../findings/finding.ts'
import { wilsonInterval } from '../hypothesis/proportions.ts'
import { findColumn } from '../scan/columns.ts'
import { textOf } from '../scan/encode.ts'
import { quoted, ScanError } from '../scan/scan-error.ts'
import { scanFile } from '../scan/scan-file.ts'
import type { Scan } from '../scan/open-source.ts'
import type { ScanOptions } from '../scan/source.ts'
import { labelCells, multilabelMeasures } from './label-measures.ts'
import { LABEL_CELLS, ROW_SUMS, rowSums } from './label-sets.ts'

/** What to measure where a row may have any number of labels. */
export type MultilabelQuestion = ScanOptions &
  DrawOptions & {
    readonly path: string
    /** The column with the true labels of a row, such as `news|sport`; a JSON list will do too. */
    readonly label: string
    /** The column with the predicted ones. */
    readonly prediction: string
    /** What stands between labels, default `|`. */
    readonly separator?: string | undefined
    readonly slices?: readonly string[] | undefined
    /** Default `bca`. */
    readonly interval?: BootstrapKind | undefined
  }

/** One label: how often it is true, how often predicted, and how far the two meet, with Wilson's intervals. */
export type LabelDetail = {
  readonly label: string
  readonly rows: number
  readonly predicted: number
  readonly precision: Interval & { readonly value: number | null }
  readonly recall: Interval & { readonly value: number | null }
}

export type MultilabelEvaluation = Analysis & {
  /** All labels that are true or predicted anywhere, sorted by code unit. */
  readonly labels: readonly LabelDetail[]
  readonly seed: number
  readonly draws: number
  readonly level: number
}

const MOST_LABELS = 200
/** Distinct pairs of label sets; each is kept with its count. */
const MOST_PATTERNS = 200_000

/**
 * Measures predicted sets of labels: subset accuracy, Hamming loss, Jaccard index, and precision, recall and F1 as averages
 * over rows (`_samples`) and over labels (`_micro`, `_macro`, `_weighted`), for the whole file and every slice. An empty
 * value is a row without labels.
 *
 * Rows with the same two sets are counted once; intervals are bootstrapped over at most 1,000 parts of the rows.
 *
 * Throws a ScanError when the file cannot be measured, or the signal's reason when it is aborted.
 *
 * @example
 * await evaluateMultilabelFile({ path: 'topics.csv', label: 'topics', prediction: 'predicted', separator: '|' })
 */
export async function evaluateMultilabelFile(question: MultilabelQuestion): Promise<MultilabelEvaluation> {
  const settings = { ...drawSettings(question), kind: question.interval ?? 'bca' }
  const { onProgress, signal } = question
  if (question.separator === '') {
    throw new ScanError('option_invalid', 'the separator is empty', 'give what stands between labels, such as |')
  }
  const { result, source } = await scanFile(question.path, { onProgress, signal }, async (scan) => {
    const found = await measure(scan, question, settings)
    return { result: found, rows: found.rows }
  })
  const { draws, seed, level } = settings
  const name = settings.kind === 'bca' ? 'BCa' : 'percentile'
  const method =
    `${Number((level * 100).toFixed(6))} % intervals: ${name} bootstrap, ${draws} draws over at most 1,000 parts of the ` +
    `rows, seed ${seed}; of single labels Wilson’s.`
  return { ...result, source, draws, seed, level, method, findings: multilabelFindings(result) }
}

type Measured = Pick<MultilabelEvaluation, 'rows' | 'labels'> & { measures: MeasuredValue[]; caveats: string[] }

async function measure(
  scan: Scan,
  question: MultilabelQuestion,
  settings: DrawSettings & { readonly kind: BootstrapKind },
): Promise<Measured> {
  const { signal, onProgress } = question
  const sets = [question.label, question.prediction].map((name) => {
    const column = findColumn(scan.columns, name)
    const list = column.type.endsWith('[]')
    const text = list ? `CAST(to_json(${column.reference}) AS VARCHAR)` : textOf(column)
    return { ...column, reference: `coalesce(${text}, '')` }
  })
  const loaded = await loadRows(scan, { numbers: [], slices: question.slices ?? [], keys: sets })
  onProgress?.({ phase: 'read', share: 1 })
  const patterns = await readPatterns(scan, loaded, question.separator ?? '|')
  const names = [...new Set(patterns.flatMap(({ truth, predicted }) => [...truth, ...predicted]))].sort()
  if (names.length > MOST_LABELS) {
    const message = `there are more than ${MOST_LABELS} labels, such as ${quoted(names[0] ?? '')}`
    throw new ScanError('classes_too_many', message, 'check the separator, or give the columns with the labels')
  }
  const position = new Map(names.map((name, index) => [name, index]))
  const groups = await partGroups(scan.connection, loaded, ROW_SUMS + LABEL_CELLS * names.length, settings.seed)
  for (const { truth, predicted, codes, count } of patterns) {
    signal?.throwIfAborted()
    const sums = rowSums(flags(truth, position), flags(predicted, position))
    addRows(groups, sums, codes, count)
  }
  const measures = await measureGroups(groups, multilabelMeasures(), settings, {
    signal,
    onShare: (share) => onProgress?.({ phase: 'measure', share }),
  })
  const caveats = partCaveats(groups.groups, measures, settings.minimumGroup)
  const labels = detailsOf(names, groups.groups[0]?.parts, settings.level)
  const unseen = labels.filter(({ rows }) => rows === 0).map(({ label }) => quoted(label))
  if (unseen.length > 0) caveats.push(`Predicted but never true: ${unseen.slice(0, 10).join(', ')}.`)
  return { rows: loaded.rows, measures, caveats, labels }
}

type Pattern = { truth: string[]; predicted: string[]; codes: number[]; count: number }

async function readPatterns({ connection }: Scan, { slices }: Loaded, separator: string): Promise<Pattern[]> {
  const codes = slices.map(({ code }, index) => `enum_code(${code})::INTEGER AS slice_${index}`)
  const reader = await connection.streamAndReadUntil(
    `SELECT key_0, key_1, ${['count(*)::DOUBLE AS n', ...codes].join(', ')} FROM observations GROUP BY ALL`,
    MOST_PATTERNS + 1,
  )
  const found = reader.getRowObjectsJS()
  if (found.length > MOST_PATTERNS) {
    const message = `there are more than ${MOST_PATTERNS} different pairs of label sets`
    throw new ScanError('classes_too_many', message, 'give fewer slices, or a part of the rows')
  }
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  const raw = found.map((row) => ({
    key: JSON.stringify([row['key_0'], row['key_1'], ...slices.map((_, index) => row[`slice_${index}`])]),
    truth: setOf(text(row['key_0']), separator),
    predicted: setOf(text(row['key_1']), separator),
    codes: [0, ...slices.map((_, index) => Number(row[`slice_${index}`]))],
    count: Number(row['n']),
  }))
  return raw.sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** The labels of a value; blanks around them do not count, and the same label twice counts once. */
export function setOf(text: string, separator: string): string[] {
  const trimmed = text.trim()
  const parts = trimmed.startsWith('[') && trimmed.endsWith(']') ? listOf(trimmed) : trimmed.split(separator)
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))].sort()
}

function listOf(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.map(String) : [text]
  } catch {
    return [text]
  }
}

function flags(names: readonly string[], position: ReadonlyMap<string, number>): Uint8Array {
  const found = new Uint8Array(position.size)
  for (const name of names) found[position.get(name) ?? -1] = 1
  return found
}

function addRows({ tables }: PartGroups, sums: Float64Array, codes: readonly number[], count: number): void {
  for (const [place, table] of tables.entries()) {
    const parts = table[codes[place] ?? 0]?.parts
    if (parts === undefined) continue
    for (let row = 0; row < count; row++) {
      const at = parts.next()
      for (let sum = 0; sum < sums.length; sum++) {
        const value = sums[sum] ?? 0
        if (value !== 0) parts.add(at, sum, value)
      }
    }
  }
}

function detailsOf(names: readonly string[], parts: Parts | undefined, level: number): LabelDetail[] {
  const cells = parts === undefined ? [] : labelCells(parts.totals())
  return names.map((label, index) => {
    const { tp, fp, fn } = cells[index] ?? { tp: 0, fp: 0, fn: 0 }
    const share = (of: number): LabelDetail['recall'] =>
      of === 0 ? { value: null, low: null, high: null } : { value: tp / of, ...wilsonInterval(tp, of, level) }
    return { label, rows: tp + fn, predicted: tp + fp, precision: share(tp + fp), recall: share(tp + fn) }
  })
}

function multilabelFindings({ measures, labels, caveats, rows }: Measured): Finding[] {
  const f1 = measures.find(({ name, slice }) => name === 'f1_micro' && slice === undefined)
  const exact = measures.find(({ name, slice }) => name === 'subset_accuracy' && slice === undefined)
  if (f1 === undefined || f1.value === null || exact === undefined || exact.value === null) return []
  const known = labels.flatMap((one) => (one.recall.value === null ? [] : [{ ...one, share: one.recall.value }]))
  const worst = known.reduce<(typeof known)[number] | undefined>(
    (least, one) => (least === undefined || one.share < least.share ? one : least),
    undefined,
  )
  const weakest =
    worst === undefined
      ? ''
      : `; least often found is ${quoted(worst.label)}, ${percent(worst.share)}${ends(worst.recall, percent)} of ${counted(worst.rows, 'row')}`
  return [
    {
      title: `${percent(exact.value)} of the rows have exactly their labels`,
      sentence: `On ${counted(rows, 'row')} the F1 over all labels is ${percent(f1.value)}${ends(f1, percent)}${weakest}.`,
      caveats,
      next: 'Look at the labels with the lowest recall first: averages over labels hide rare ones.',
    },
  ]
}
