import { holm } from '../hypothesis/corrections.ts'
import type { Column } from '../scan/columns.ts'
import { quoted, ScanError, withFile } from '../scan/scan-error.ts'
import type { Source } from '../scan/source.ts'
import type { Side } from './compare-columns.ts'
import type { ColumnDrift, Verdict } from './column-drift.ts'
import { COLUMN_KINDS } from './column-kinds.ts'
import type { Compared } from './column-kinds.ts'
import { columnFinding, reportFinding, togetherFinding } from './drift-findings.ts'
import type { DriftColumn, DriftMode, DriftQuestion, DriftReport } from './drift-report.ts'
import { DriftThread } from './drift-thread.ts'
import { EVIDENTLY_DATASET_SHARE } from './evidently.ts'
import { judgementOf, measureColumns } from './measure-columns.ts'
import type { DriftSettings } from './measure-columns.ts'
import { multivariateDrift } from './multivariate-drift.ts'
import type { MultivariateDrift } from './multivariate-drift.ts'
import { halfOf, readCurrent, readReference } from './read-files.ts'
import { DEFAULT_MARGIN } from './recommended.ts'
import { Spool } from './spool.ts'

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
  let helper: DriftThread | undefined
  try {
    const asked = (question.columns ?? []).map((column) => (typeof column === 'string' ? { name: column } : column))
    helper = await DriftThread.start(question, asked, spool, settings)
    const first = await withFile('reference', () => readReference(question, asked, spool, settings))
    const { side, compared, columns } = first.result
    const second =
      (await helper?.read(compared, halfOf(question, 1))) ??
      (await withFile('current', () => readCurrent(question, asked, compared, spool, settings)))
    const both = second.result.compared
    if (both.length === 0) {
      throw new ScanError('column_missing', 'the two files have no column in common', 'compare files of the same kind')
    }
    const sides = { reference: side, current: second.result.side }
    const measured = await measureAll(both, sides, asked, question, settings, helper)
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
    await helper?.stop()
    spool.close()
  }
}

/** Measures all columns, half of them on the other thread where there is one. */
async function measureAll(
  compared: readonly Compared[],
  sides: { readonly reference: Side; readonly current: Side },
  asked: readonly DriftColumn[],
  question: DriftQuestion,
  settings: DriftSettings,
  helper: DriftThread | undefined,
): Promise<ColumnDrift[]> {
  const half = helper?.isUseful === true ? Math.ceil(compared.length / 2) : compared.length
  const rest = { compared, from: half, to: compared.length }
  const theirs = half < compared.length ? helper?.measure(rest, sides.reference) : undefined
  const [own, others] = await Promise.all([
    measureColumns({ compared, from: 0, to: half }, sides, asked, question, settings),
    theirs,
  ])
  const measured = [...own, ...(others ?? (await measureColumns(rest, sides, asked, question, settings)))]
  const adjusted = holm(measured.map(({ pValue }) => pValue))
  return measured.map((column, index) => ({ ...column, adjustedPValue: adjusted[index] ?? null }))
}

function settingsOf(question: DriftQuestion): DriftSettings {
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

function reportOf(
  columns: readonly ColumnDrift[],
  multivariate: MultivariateDrift | undefined,
  reference: Source,
  current: Source,
  settings: DriftSettings,
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

function methodOf({ mode, margin, falseAlarmRate }: DriftSettings, columns: number): string {
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
