import { readRecordedScores, ScoreRecorder } from '../explanation/recorded-scores.ts'
import type { LossName } from '../explanation/loss.ts'
import { partialDependence } from '../explanation/partial-dependence.ts'
import type { DependenceCurve, PartialDependence } from '../explanation/partial-dependence.ts'
import { permutationImportance } from '../explanation/permutation-importance.ts'
import type { PermutationImportance } from '../explanation/permutation-importance.ts'
import type { Scorer } from '../explanation/scorer.ts'
import { shown, shownInterval } from '../report/numbers.ts'
import type { ReportFact, ReportParts, Section } from '../report/report.ts'
import { ScanError, withFile } from '../scan/scan-error.ts'
import type { ScanOptions } from '../scan/source.ts'
import type { Analysis, AnalysisInput } from './analysis.ts'
import { pathOf, sourceAs } from './analysis.ts'
import { measureOf } from './measured-parts.ts'

export type ExplainOptions = {
  readonly label: string
  /** The columns that the model reads, in the order it wants them. */
  readonly feature: readonly string[]
  readonly loss?: LossName | undefined
  readonly positive?: string | undefined
  /** Features that are shuffled together: their names with `+` between them. */
  readonly group?: readonly string[] | undefined
  /** Features to draw curves of; where left out, the most important ones. */
  readonly curve?: readonly string[] | undefined
  /** How many of the most important features have a curve, default 5. */
  readonly curves?: number | undefined
  readonly rows?: number | undefined
  readonly repeats?: number | undefined
  readonly points?: number | undefined
  readonly seed?: number | undefined
  readonly level?: number | undefined
}

const MOST_CURVE_ROWS = 500

/** What a model leans on, and how its scores move, from answers that were recorded when it was asked. */
export const explainAnalysis: Analysis<ExplainOptions> = {
  name: 'explain',
  title: 'Explanation of a model',
  files: ['file', 'scores'],
  run: async (input) => {
    const { score, ...recorded } = await withFile('scores', () => readRecordedScores(pathOf(input.files, 'scores')))
    const { importance, dependence } = await explained(input, score)
    const parts = explanationParts(importance, dependence)
    return {
      ...parts,
      caveats: [
        'The scores were recorded when the model was asked; that they are those of this version is the word of whoever asked.',
        ...parts.caveats,
      ],
      sources: [sourceAs('file', importance.source), { role: 'scores', ...recorded }],
      result: { importance, dependence },
    }
  },
}

/**
 * Asks a model all that `explain` will ask, and writes its answers to a file that stands for the model from then on.
 * Throws a ScanError for file and options, a ScorerError when the model gives no scores.
 *
 * @example
 * await recordScores({ files: { file: 'test.csv' }, options: { label: 'y', feature: ['age'] } }, score, 'answers.jsonl')
 */
export async function recordScores(input: AnalysisInput<ExplainOptions>, score: Scorer, path: string): Promise<void> {
  const recorder = new ScoreRecorder(score)
  await explained(input, recorder.score)
  await recorder.write(path)
}

type Explained = { readonly importance: PermutationImportance; readonly dependence: PartialDependence | undefined }

async function explained(
  { files, options, onProgress, signal }: AnalysisInput<ExplainOptions>,
  score: Scorer,
): Promise<Explained> {
  const { label, feature, loss = 'log_loss', positive, group = [], seed, level, rows, points } = options
  const path = pathOf(files, 'file')
  const half = (from: number): ScanOptions['onProgress'] => {
    return ({ phase, share }) => onProgress?.({ phase, share: phase === 'measure' ? from + share / 2 : share })
  }
  const shared = { path, features: feature, score, seed, level, signal }
  const importance = await withFile('file', () =>
    permutationImportance({
      ...shared,
      label,
      loss,
      positive,
      groups: group.map((names) => names.split('+')),
      rows,
      repeats: options.repeats,
      onProgress: half(0),
    }),
  )
  const of = curvesOf(options, importance)
  if (of.length === 0) return { importance, dependence: undefined }
  const dependence = await withFile('file', () =>
    partialDependence({
      ...shared,
      of,
      rows: Math.min(rows ?? MOST_CURVE_ROWS, MOST_CURVE_ROWS),
      points,
      onProgress: half(0.5),
    }),
  )
  if (dependence.source.digest === importance.source.digest) return { importance, dependence }
  throw new ScanError('file_changed', 'the file changed while it was read', 'wait until it is written')
}

function curvesOf({ curve = [], curves = 5 }: ExplainOptions, { importances }: PermutationImportance): string[] {
  if (curve.length > 0) return [...curve]
  return importances.flatMap(({ features }) => [...features]).slice(0, curves)
}

/** Importance and curves as the parts of a report. */
function explanationParts(importance: PermutationImportance, dependence: PartialDependence | undefined): ReportParts {
  const curves = dependence?.curves ?? []
  return {
    findings: [...importance.findings, ...(dependence?.findings ?? [])],
    caveats: [...new Set([...importance.caveats, ...(dependence?.caveats ?? [])])],
    measures: [...importance.measures, ...(dependence?.measures ?? [])].map(measureOf),
    facts: factsOf(importance),
    sections: [importanceSection(importance), ...curves.map(curveSection)],
    method:
      `Permutation importance: ${importance.method}` +
      (dependence === undefined ? '' : ` Partial dependence: ${dependence.method}`),
  }
}

function factsOf({ importances, sampled, rows }: PermutationImportance): Record<string, ReportFact> {
  const gains = importances.map(({ increase }) => Math.max(0, increase))
  const sum = gains.reduce((all, gain) => all + gain, 0)
  const [first] = importances
  return {
    method: 'permutation',
    features: importances.length,
    important: importances
      .filter(({ low }) => low !== null && low > 0)
      .map(({ features }) => features.join(' + '))
      .slice(0, 100),
    ...(first === undefined || sum === 0
      ? {}
      : { topFeature: first.features.join(' + '), topShare: (gains[0] ?? 0) / sum }),
    sampled,
    rows,
  }
}

function importanceSection({ importances, loss, baseline }: PermutationImportance): Section {
  const measure = loss.replace('_', ' ')
  return {
    title: 'Importance of features',
    text: `By how much the ${measure} (${shown(baseline)} with all features as they are) rises when the values of a feature are shuffled.`,
    chart: {
      kind: 'intervals',
      bars: true,
      line: { at: 0, label: 'no difference' },
      rows: importances.map(({ features, increase, low, high }) => ({
        name: features.join(' + '),
        value: increase,
        low,
        high,
      })),
    },
    table: {
      columns: ['feature', `${measure} rises by`, 'interval', 'matters'],
      numeric: [1, 2],
      rows: importances.map((one) => [
        one.features.join(' + '),
        shown(one.increase),
        shownInterval(one),
        one.low !== null && one.low > 0 ? 'for sure' : 'not shown',
      ]),
    },
  }
}

function curveSection({ feature, kind, points }: DependenceCurve): Section {
  return {
    title: `Mean score by ${feature}`,
    text: 'The mean score when every row has this value, and between which scores eight of ten rows then lie.',
    isDetail: true,
    chart:
      kind === 'number'
        ? {
            kind: 'lines',
            xTitle: feature,
            yTitle: 'mean score',
            lines: [
              {
                name: feature,
                points: points.map(({ value, mean, low, high }) => ({ x: Number(value), value: mean, low, high })),
              },
            ],
          }
        : {
            kind: 'intervals',
            rows: points.map(({ value, mean, low, high, rows }) => ({ name: value, value: mean, low, high, n: rows })),
          },
    table: {
      columns: ['value', 'rows near it', 'mean score', 'interval', 'eight of ten rows'],
      numeric: [1, 2, 3, 4],
      rows: points.map((point) => [
        kind === 'number' ? shown(Number(point.value)) : point.value,
        shown(point.rows),
        shown(point.mean),
        shownInterval(point),
        shownInterval({ low: point.tenth, high: point.ninetieth }),
      ]),
    },
  }
}
