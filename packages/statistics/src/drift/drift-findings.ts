import type { ColumnDrift, DriftEffect, DriftMeasure, Verdict } from './column-drift.ts'
import type { DriftReport } from './drift-report.ts'
import { EVIDENTLY_DATASET_SHARE } from './evidently.ts'
import type { Finding } from '../findings/finding.ts'
import { brief, counted, percent } from '../findings/finding.ts'
import type { NannymlResult } from './nannyml.ts'
import type { MultivariateDrift } from './multivariate-drift.ts'

const WHAT: Readonly<Record<DriftMeasure, string>> = {
  ks_distance: 'of the rows would have to move to another value range',
  total_variation: 'of the rows would have to change their category',
  hour_total_variation: 'of the rows would have to move to another hour of the day',
  weekday_total_variation: 'of the rows would have to move to another day of the week',
  length_ks_distance: 'of the texts would have to change their length',
  unknown_words: 'of the words more, or fewer, are unknown to the reference',
  classifier_separation: 'better than guessing can a classifier tell the two files apart',
  missing_share: 'of the rows more, or fewer, have no value',
}

const TITLE: Readonly<Record<Verdict, string>> = {
  drift: 'has drifted',
  stable: 'is stable',
  unclear: 'cannot be judged yet',
  'not-measured': 'was not measured',
}

const NEXT: Readonly<Record<Verdict, string>> = {
  drift: 'Find out what changed at the source; if the change is real, measure the model on new labels.',
  stable: 'Nothing to do; look again when there are new rows.',
  unclear: 'Collect more rows, or say from which change on it matters.',
  'not-measured': 'Make sure that both files have values in this column.',
}

/** What a column's result means. In parity mode it says what the other tool says. */
export function columnFinding(column: ColumnDrift): Finding {
  if (column.evidently !== undefined) return evidentlyFinding(column)
  if (column.nannyml !== undefined) return nannymlFinding(column, column.nannyml)
  const effect = tellingEffect(column)
  return {
    subject: column.name,
    title: `${column.name} ${TITLE[column.verdict]}`,
    sentence: effect === undefined ? (column.caveats[0] ?? 'There is nothing to compare.') : effectSentence(effect),
    caveats: [...column.caveats, ...fewRows(column)],
    next: NEXT[column.verdict],
  }
}

/** The effect behind the verdict: the one that drifted, else the first. */
function tellingEffect({ effects, verdict }: ColumnDrift): DriftEffect | undefined {
  return effects.find((effect) => effect.verdict === verdict) ?? effects[0]
}

function effectSentence({ measure, value, low, high, margin, verdict }: DriftEffect): string {
  if (value === null || low === null || high === null) return 'One of the files has no value here.'
  const size = `${percent(value)} (${percent(low)} to ${percent(high)}) ${WHAT[measure]}`
  switch (verdict) {
    case 'drift':
      return `${size}; all of that is at or above the margin of ${percent(margin)}.`
    case 'stable':
      return `${size}; all of that is below the margin of ${percent(margin)}.`
    case 'unclear':
      return `${size}; the margin of ${percent(margin)} lies in between, so this may be chance.`
    case 'not-measured':
      return 'One of the files has no value here.'
    default:
      return verdict satisfies never
  }
}

function fewRows({ rows, minimumRows, verdict }: ColumnDrift): string[] {
  const fewest = Math.min(rows.reference, rows.current)
  if (verdict !== 'unclear' || fewest >= minimumRows) return []
  return [`At least ${counted(minimumRows, 'row')} on each side are needed to call a column stable; one has ${fewest}.`]
}

function evidentlyFinding({ name, evidently, caveats }: ColumnDrift): Finding {
  const { test = '', score = null, threshold = 0, drifted = false } = evidently ?? {}
  return {
    subject: name,
    title: `${name} ${drifted ? 'drifted' : 'did not drift'} by Evidently’s rules`,
    sentence:
      score === null
        ? `The test ${test} gives no score here, which Evidently takes for no drift.`
        : `The score of ${test} is ${brief(score)} at a threshold of ${brief(threshold)}.`,
    caveats: [...caveats, 'Evidently’s rules have no stated false-alarm rate and no minimum of rows.'],
    next: drifted ? NEXT.drift : NEXT.stable,
  }
}

function nannymlFinding({ name, caveats }: ColumnDrift, results: readonly NannymlResult[]): Finding {
  const alerts = results.filter(({ alert }) => alert === true)
  const values = (told: readonly NannymlResult[]): string =>
    told.map(({ method, value }) => `${METHODS[method]} ${brief(value)}`).join(', ')
  return {
    subject: name,
    title: `${name} ${alerts.length > 0 ? 'drifted' : 'did not drift'} by NannyML’s rules`,
    sentence:
      alerts.length > 0
        ? `Beyond NannyML’s thresholds: ${values(alerts)}.`
        : `Within NannyML’s thresholds: ${values(results.filter(({ alert }) => alert === false))}.`,
    caveats: [
      ...caveats,
      'NannyML’s thresholds have no stated false-alarm rate, and with many rows any small change passes its tests.',
    ],
    next: alerts.length > 0 ? NEXT.drift : NEXT.stable,
  }
}

const METHODS: Readonly<Record<NannymlResult['method'], string>> = {
  kolmogorov_smirnov: 'Kolmogorov–Smirnov',
  jensen_shannon: 'Jensen–Shannon',
  wasserstein: 'Wasserstein',
  hellinger: 'Hellinger',
  chi2: 'chi-square',
  l_infinity: 'L-infinity',
}

/** What the drift of all columns together means. */
export function togetherFinding(found: MultivariateDrift): Finding {
  const { area, rows, verdict, reason } = found
  return {
    subject: 'all columns together',
    title: `All columns together: ${verdict === 'drift' ? 'the files differ' : verdict === 'stable' ? 'the files are alike' : TITLE[verdict]}`,
    sentence:
      area === null
        ? `No classifier could be learnt: ${reason ?? 'there are too few rows'}.`
        : `A classifier tells the two files apart with an area under the ROC curve of ${brief(area)}, where 0.5 is guessing.`,
    caveats: [`From a sample of ${counted(rows.reference, 'row')} and ${counted(rows.current, 'row')}.`],
    next:
      verdict === 'drift'
        ? 'Look at the columns that drifted; if none did, at pairs of columns that go together.'
        : NEXT[verdict],
  }
}

const BY: Readonly<Record<DriftReport['mode'], string>> = {
  recommended: '',
  evidently: ' by Evidently’s rules',
  nannyml: ' by NannyML’s rules',
}

/** What the whole report means. */
export function reportFinding(
  report: Pick<
    DriftReport,
    'mode' | 'verdict' | 'drifted' | 'measured' | 'share' | 'caveats' | 'columns' | 'margin' | 'falseAlarmRate'
  >,
): Finding {
  const { mode, verdict, drifted, measured, share, columns } = report
  const unclear = columns.filter((column) => column.verdict === 'unclear').length
  const of = `${drifted} of ${counted(measured, 'column')} drifted (${percent(share)})`
  const rest = unclear === 0 ? '' : `, and ${unclear} cannot be judged yet`
  const sure =
    mode === 'recommended'
      ? `; the chance of any false alarm is at most ${percent(report.falseAlarmRate ?? 0)}, for changes below ${percent(report.margin ?? 0)}`
      : mode === 'evidently'
        ? `; Evidently says that data drifted from ${percent(EVIDENTLY_DATASET_SHARE)} of the columns on`
        : ''
  return {
    subject: 'data',
    title: `The data ${verdict === 'drift' ? 'have drifted' : verdict === 'stable' ? 'are stable' : verdict === 'unclear' ? 'cannot be judged yet' : 'were not measured'}${BY[mode]}`,
    sentence: `${of}${rest}${sure}.`,
    caveats: report.caveats,
    next:
      verdict === 'drift' || drifted > 0
        ? 'Look at the columns that drifted, those that the model relies on first.'
        : NEXT[verdict],
  }
}
