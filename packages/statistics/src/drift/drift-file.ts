import { setImmediate as nextTurn } from 'node:timers/promises'
import { holm } from '../hypothesis/corrections.ts'
import { findColumn } from '../scan/columns.ts'
import type { Column } from '../scan/columns.ts'
import { NotPlain } from '../scan/not-plain.ts'
import { quoted, ScanError, withFile } from '../scan/scan-error.ts'
import { scanFile } from '../scan/scan-file.ts'
import type { Scan } from '../scan/open-source.ts'
import type { Source } from '../scan/scan-file.ts'
import { categoricalPair, numericPair, readSide } from './compare-columns.ts'
import type { Side } from './compare-columns.ts'
import type { ColumnDrift, Verdict } from './column-drift.ts'
import { COLUMN_KINDS, columnKinds } from './column-kinds.ts'
import type { Compared } from './column-kinds.ts'
import { columnFinding, reportFinding, togetherFinding } from './drift-findings.ts'
import type { DriftColumn, DriftMode, DriftQuestion, DriftReport } from './drift-report.ts'
import { parityColumn } from './parity-column.ts'
import { categoricalDrift, DEFAULT_MARGIN, numericDrift } from './recommended.ts'
import type { Judgement } from './recommended.ts'
import { EVIDENTLY_DATASET_SHARE } from './evidently.ts'
import { embeddingDrift } from './embedding-drift.ts'
import { multivariateDrift } from './multivariate-drift.ts'
import type { MultivariateDrift } from './multivariate-drift.ts'
import { readPlainSide } from './read-plain.ts'
import { Spool } from './spool.ts'
import { textDrift } from './text-drift.ts'
import { timestampDrift } from './timestamp-drift.ts'

/**
 * Compares the columns of two files: has the data of today moved away from the data the model was made for?
 *
 * In the recommended mode each column has an effect size with an interval that holds for any distribution, the chance of
 * any false alarm in the whole report is bounded by `falseAlarmRate` (Bonferroni over columns), and the verdict goes by the
 * interval: `drift` if all of it is at or above the margin, `stable` if all is below, else `unclear`. In the other modes
 * the answer is what Evidently or NannyML would print.
 *
 * Each file is read once for its numbers and once more if it has categories. Memory does not grow with the rows. Throws a
 * ScanError when a file cannot be read or compared, or the signal's reason when it is aborted.
 *
 * @example
 * await driftOfFiles({ reference: 'january.parquet', current: 'june.parquet' })
 */
export async function driftOfFiles(question: DriftQuestion): Promise<DriftReport> {
  const settings = settingsOf(question)
  const spool = new Spool()
  try {
    const asked = (question.columns ?? []).map((column) => (typeof column === 'string' ? { name: column } : column))
    const first = await withFile('reference', () => readReference(question, asked, spool, settings))
    const { side, compared, columns } = first.result
    const second = await withFile('current', () => readCurrent(question, asked, compared, spool, settings))
    const both = second.result.compared
    if (both.length === 0) {
      throw new ScanError('column_missing', 'the two files have no column in common', 'compare files of the same kind')
    }
    const measured = await measureColumns(both, side, second.result.side, asked, question, settings)
    const multivariate = settings.samples.together
      ? multivariateDrift(side.sample, second.result.side.sample, judgementOf(settings, both.length))
      : undefined
    const names = (of: readonly Column[]): Set<string> => new Set(of.map(({ name }) => name))
    const [mine, theirs] = [names(columns), names(second.result.columns)]
    return reportOf(measured, multivariate, first.source, second.source, settings, {
      onlyReference: asked.length > 0 ? [] : [...mine].filter((name) => !theirs.has(name)),
      onlyCurrent: asked.length > 0 ? [] : [...theirs].filter((name) => !mine.has(name)),
    })
  } finally {
    spool.close()
  }
}

type ReadSide = { readonly side: Side; readonly compared: readonly Compared[]; readonly columns: readonly Column[] }

function readReference(
  question: DriftQuestion,
  asked: readonly DriftColumn[],
  spool: Spool,
  { samples }: Settings,
): Promise<{ result: ReadSide; source: Source }> {
  return scanFile<ReadSide>(
    question.reference,
    halfOf(question, 0),
    async (scan) => {
      const compared = await comparedColumns(scan, asked, question)
      const { result, rows } = await readSide(scan, compared, spool, question, samples)
      return { result: { side: result, compared, columns: scan.columns }, rows }
    },
    async (csv) => {
      if (samples.together) throw new NotPlain('all columns are looked at together')
      for (const name of [question.prediction, question.label]) {
        if (name !== undefined) findColumn(csv.columns, name)
      }
      const wanted = asked.length === 0 ? csv.columns.map(({ name }) => ({ name })) : asked
      const { side, compared, rows } = await readPlainSide(csv, wanted, spool)
      return { result: { side, compared, columns: csv.columns }, rows }
    },
  )
}

function readCurrent(
  question: DriftQuestion,
  asked: readonly DriftColumn[],
  compared: readonly Compared[],
  spool: Spool,
  { samples }: Settings,
): Promise<{ result: ReadSide; source: Source }> {
  // With named columns both files must have them; without, what only one has is said.
  const bothOf = (columns: readonly Column[]): Compared[] => {
    for (const { name } of asked) findColumn(columns, name)
    return compared.filter(({ name }) => columns.some((column) => column.name === name))
  }
  return scanFile<ReadSide>(
    question.current,
    halfOf(question, 1),
    async (scan) => {
      const both = bothOf(scan.columns)
      const { result, rows } = await readSide(scan, both, spool, question, samples)
      return { result: { side: result, compared: both, columns: scan.columns }, rows }
    },
    async (csv) => {
      const both = bothOf(csv.columns)
      if (both.length === 0 || samples.together) throw new NotPlain('nothing is compared column by column')
      const { side, rows } = await readPlainSide(csv, both, spool)
      return { result: { side, compared: both, columns: csv.columns }, rows }
    },
  )
}

type Settings = {
  readonly mode: DriftMode
  readonly margin: number
  readonly falseAlarmRate: number
  readonly seed: number
  readonly samples: { readonly prose: boolean; readonly together: boolean }
}

function settingsOf(question: DriftQuestion): Settings {
  const { mode = 'recommended', margin = DEFAULT_MARGIN, falseAlarmRate = 0.05, seed = 1 } = question
  const refuse = (what: string, hint: string): never => {
    throw new ScanError('option_invalid', what, hint)
  }
  if (!(margin > 0 && margin < 1)) refuse(`the margin must be between 0 and 1, not ${margin}`, 'try 0.1')
  if (!(falseAlarmRate > 0 && falseAlarmRate < 1)) {
    refuse(`the false-alarm rate must be between 0 and 1, not ${falseAlarmRate}`, 'try 0.05')
  }
  if (!Number.isSafeInteger(seed)) refuse(`the seed must be a whole number, not ${seed}`, 'try 1')
  for (const column of question.columns ?? []) {
    if (typeof column === 'string' || column.kind === undefined) continue
    if (!COLUMN_KINDS.includes(column.kind)) {
      refuse(`there is no kind of column ${quoted(column.kind)}`, `take one of ${COLUMN_KINDS.join(', ')}`)
    }
  }
  const samples = { prose: mode === 'recommended', together: mode === 'recommended' && question.multivariate === true }
  return { mode, margin, falseAlarmRate, seed, samples }
}

async function comparedColumns(
  scan: Scan,
  asked: readonly DriftColumn[],
  { prediction, label }: DriftQuestion,
): Promise<Compared[]> {
  for (const name of [prediction, label]) if (name !== undefined) findColumn(scan.columns, name)
  const columns = asked.length === 0 ? scan.columns : asked.map(({ name }) => findColumn(scan.columns, name))
  const given = new Map(asked.flatMap(({ name, kind }) => (kind === undefined ? [] : [[name, kind] as const])))
  const kinds = await columnKinds(
    scan,
    columns.filter(({ name }) => !given.has(name)),
  )
  return columns.map(({ name }) => ({ name, kind: given.get(name) ?? kinds.get(name) ?? 'categorical' }))
}

async function measureColumns(
  compared: readonly Compared[],
  reference: Side,
  current: Side,
  asked: readonly DriftColumn[],
  question: DriftQuestion,
  settings: Settings,
): Promise<ColumnDrift[]> {
  const judgement = judgementOf(settings, compared.length)
  const measured: ColumnDrift[] = []
  for (const [index, { name, kind }] of compared.entries()) {
    // Other work of the process must not wait for all columns.
    await nextTurn()
    question.signal?.throwIfAborted()
    const options = asked.find((column) => column.name === name)
    const role = name === question.prediction ? 'prediction' : name === question.label ? 'label' : undefined
    const found =
      settings.mode === 'recommended'
        ? recommendedColumn(name, kind, reference, current, judgement, settings.seed)
        : parityColumn(name, kind, reference, current, settings.mode, options)
    measured.push(role === undefined ? found : { ...found, role })
    question.onProgress?.({ phase: 'measure', share: (index + 1) / compared.length })
  }
  const adjusted = holm(measured.map(({ pValue }) => pValue))
  return measured.map((column, index) => ({ ...column, adjustedPValue: adjusted[index] ?? null }))
}

function recommendedColumn(
  name: string,
  kind: Compared['kind'],
  reference: Side,
  current: Side,
  judgement: Judgement,
  seed: number,
): ColumnDrift {
  switch (kind) {
    case 'numeric':
      return numericDrift(numericPair(name, reference, current), judgement)
    case 'categorical':
    case 'boolean':
      return { ...categoricalDrift(categoricalPair(name, reference, current), judgement), kind }
    case 'timestamp':
      return timestampDrift(name, reference, current, judgement)
    case 'text': {
      const texts = { reference: reference.texts.get(name) ?? [], current: current.texts.get(name) ?? [] }
      return textDrift(numericPair(name, reference, current), texts, judgement, seed)
    }
    case 'embedding':
      return embeddings(name, reference, current, judgement, seed)
    default:
      return kind satisfies never
  }
}

function embeddings(name: string, reference: Side, current: Side, judgement: Judgement, seed: number): ColumnDrift {
  const [mine, theirs] = [reference.vectors.get(name), current.vectors.get(name)]
  if (mine === undefined || theirs === undefined) throw new Error('an embedding column was not read')
  const [width, other] = [mine.vectors[0]?.length, theirs.vectors[0]?.length]
  if (width !== undefined && other !== undefined && width !== other) {
    const what = `column ${quoted(name)} has vectors of length ${width} in the reference and ${other} in the current file`
    throw new ScanError('column_type', what, 'compare embeddings of one model')
  }
  const missing = { reference: mine.missing, current: theirs.missing }
  const drift = embeddingDrift(name, { reference: mine.vectors, current: theirs.vectors, missing }, judgement, seed)
  return { ...drift, rows: { reference: mine.rows, current: theirs.rows } }
}

/** The whole report shares one false-alarm rate: each column has its part, and all columns together one more. */
function judgementOf({ margin, falseAlarmRate, samples }: Settings, columns: number): Judgement {
  return { margin, alpha: falseAlarmRate / (columns + (samples.together ? 1 : 0)) }
}

function reportOf(
  columns: readonly ColumnDrift[],
  multivariate: MultivariateDrift | undefined,
  reference: Source,
  current: Source,
  settings: Settings,
  differing: Pick<DriftReport, 'onlyReference' | 'onlyCurrent'>,
): DriftReport {
  const measured = columns.filter(({ verdict }) => verdict !== 'not-measured').length
  const drifted = columns.filter(({ verdict }) => verdict === 'drift').length
  const share = measured === 0 ? 0 : drifted / measured
  const { mode, margin, falseAlarmRate, seed } = settings
  const caveats = [
    ...listed('Columns that only the reference has, which were not compared', differing.onlyReference),
    ...listed('Columns that only the current file has, which were not compared', differing.onlyCurrent),
  ]
  const whole = {
    mode,
    reference,
    current,
    columns,
    ...(multivariate === undefined ? {} : { multivariate }),
    measured,
    drifted,
    share,
    verdict: wholeVerdict([...columns, ...(multivariate === undefined ? [] : [multivariate])], mode, share, measured),
    ...differing,
    ...(mode === 'recommended' ? { margin, falseAlarmRate } : {}),
    method: methodOf(settings, columns.length),
    caveats,
    seed,
  }
  return {
    ...whole,
    finding: reportFinding(whole),
    findings: [...columns.map(columnFinding), ...(multivariate === undefined ? [] : [togetherFinding(multivariate)])],
  }
}

function wholeVerdict(
  columns: readonly { verdict: Verdict }[],
  mode: DriftMode,
  share: number,
  measured: number,
): Verdict {
  if (measured === 0) return 'not-measured'
  if (mode === 'evidently') return share >= EVIDENTLY_DATASET_SHARE ? 'drift' : 'stable'
  const verdicts = columns.map(({ verdict }) => verdict)
  if (verdicts.includes('drift')) return 'drift'
  return verdicts.includes('unclear') ? 'unclear' : 'stable'
}

function methodOf({ mode, margin, falseAlarmRate }: Settings, columns: number): string {
  if (mode === 'evidently') return 'The default tests, thresholds and bins of Evidently 0.7.21.'
  if (mode === 'nannyml') return 'The methods and thresholds of NannyML 0.13, without chunks.'
  return (
    `Effect sizes with intervals that hold for any distribution (Dvoretzky–Kiefer–Wolfowitz for numbers, Weissman and ` +
    `McDiarmid for shares; of classifiers DeLong’s, for many rows), Bonferroni over ${columns} columns for a false-alarm rate of ${falseAlarmRate}; ` +
    `a change matters from ${margin} on.`
  )
}

function listed(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return []
  const most = 10
  const shown = names.slice(0, most).map(quoted).join(', ')
  return [`${what}: ${shown}${names.length > most ? ` and ${names.length - most} more` : ''}.`]
}

/** The progress of one of two files as part of the whole. */
function halfOf({ onProgress, signal }: DriftQuestion, half: 0 | 1): Pick<DriftQuestion, 'onProgress' | 'signal'> {
  return {
    signal,
    onProgress:
      onProgress === undefined ? undefined : ({ phase, share }) => onProgress({ phase, share: (share + half) / 2 }),
  }
}
