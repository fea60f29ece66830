import { estimateOfFiles } from '../drift/estimate-files.ts'
import type { EstimateQuestion, PerformanceEstimate } from '../drift/estimate-files.ts'
import { brief, counted, ends } from '../findings/finding.ts'
import type { Finding } from '../findings/finding.ts'
import { measureTable } from '../report/numbers.ts'
import type { ReportMeasure, ReportParts } from '../report/report.ts'
import { ScanError } from '../scan/scan-error.ts'
import type { Analysis } from './analysis.ts'
import { pathOf, sourceAs } from './analysis.ts'

export type EstimateOptions = {
  readonly label: string
  readonly score?: string | undefined
  readonly positive?: string | undefined
  readonly threshold?: number | undefined
  readonly prediction?: string | undefined
  readonly feature?: readonly string[] | undefined
  readonly level?: number | undefined
  readonly seed?: number | undefined
}

/** How well a model is likely to do on rows that have no labels yet. */
export const estimateAnalysis: Analysis<EstimateOptions> = {
  name: 'estimate',
  title: 'Estimated performance without labels',
  files: ['reference', 'current'],
  run: async ({ files, options, ...scan }) => {
    const result = await estimateOfFiles({
      ...questionOf(options),
      reference: pathOf(files, 'reference'),
      current: pathOf(files, 'current'),
      label: options.label,
      level: options.level,
      seed: options.seed,
      ...scan,
    })
    return {
      ...estimateParts(result),
      sources: [sourceAs('reference', result.reference), sourceAs('current', result.current)],
      result,
    }
  },
}

type Kind =
  | Pick<Extract<EstimateQuestion, { kind: 'classification' }>, 'kind' | 'score' | 'positive' | 'threshold'>
  | Pick<Extract<EstimateQuestion, { kind: 'regression' }>, 'kind' | 'prediction' | 'features'>

/** A score with a positive class is classification; a prediction without one is regression. */
function questionOf({ score, positive, threshold, prediction, feature }: EstimateOptions): Kind {
  if (score !== undefined) {
    if (positive === undefined) {
      throw new ScanError(
        'option_invalid',
        'a score was given without its positive class',
        'name the positive class too',
      )
    }
    return { kind: 'classification', score, positive, ...(threshold === undefined ? {} : { threshold }) }
  }
  if (prediction === undefined) {
    const hint = 'give score and positive for a classifier, or prediction for a regression'
    throw new ScanError('option_invalid', 'neither a score nor a prediction was given', hint)
  }
  return { kind: 'regression', prediction, features: feature }
}

const ALWAYS =
  'Estimated, not measured: there were no labels. If what the features mean for the outcome has changed, no estimate can see it.'

/** An estimate as the parts of a report. */
export function estimateParts(result: PerformanceEstimate): ReportParts {
  const caveats = [...new Set([ALWAYS, ...result.measures.flatMap((measure) => measure.caveats)])]
  const measures = result.measures.map(({ name, value, low, high, n, caveats: [reason] }): ReportMeasure => ({
    name: `estimated_${name}`,
    value,
    low,
    high,
    n,
    ...(value === null && reason !== undefined ? { reason } : {}),
  }))
  return {
    findings: [findingOf(result, caveats)],
    caveats,
    measures,
    facts: { estimated: true, kind: result.kind, rows: result.current.rows },
    sections: [
      {
        title: 'Estimated measures',
        ...(result.kind === 'regression'
          ? {}
          : {
              chart: {
                kind: 'intervals' as const,
                least: 0,
                most: 1,
                rows: measures.map(({ name, value, low = null, high = null }) => ({ name, value, low, high })),
              },
            }),
        table: measureTable(measures),
      },
    ],
    method: result.method,
  }
}

function findingOf({ kind, measures, current }: PerformanceEstimate, caveats: readonly string[]): Finding {
  const main = measures.find(({ name }) => name === (kind === 'regression' ? 'mae' : 'accuracy')) ?? measures[0]
  const next = 'Label a sample of the current rows and evaluate it: only that measures.'
  if (main === undefined || main.value === null) {
    return {
      title: 'Performance cannot be estimated',
      sentence: main?.caveats[0] ?? 'No measure could be estimated.',
      caveats,
      next,
    }
  }
  const what = kind === 'regression' ? 'the mean absolute error is estimated at' : `${main.name} is estimated at`
  return {
    title: 'Estimated performance',
    sentence: `On ${counted(current.rows, 'row')} without labels ${what} ${brief(main.value)}${ends(main, brief)}.`,
    caveats,
    next,
  }
}
