import type { DrawOptions } from '../evaluation/draw-settings.ts'
import { importShap } from '../explanation/import-shap.ts'
import type { ShapSummary } from '../explanation/import-shap.ts'
import { percent } from '../findings/finding.ts'
import { shown, shownInterval } from '../report/numbers.ts'
import type { Section } from '../report/report.ts'
import { ScanError } from '../scan/scan-error.ts'
import type { Analysis } from './analysis.ts'
import { pathOf, sourceAs } from './analysis.ts'
import { measureOf } from './measured-parts.ts'
import { pairsOf } from './pairs.ts'

export type ShapOptions = DrawOptions & {
  /** The column of what the model answered, on the scale of the values. */
  readonly answer: string
  /** The column of the base value, where it is not one number for all rows. */
  readonly base?: string | undefined
  readonly baseValue?: number | undefined
  readonly prefix?: string | undefined
  /** `feature=column` for each, where the names of the columns have no common beginning. */
  readonly feature?: readonly string[] | undefined
  readonly slice?: readonly string[] | undefined
  readonly tolerance?: number | undefined
}

/** SHAP values that another tool computed: whether they add up, and what they say of the features. */
export const shapAnalysis: Analysis<ShapOptions> = {
  name: 'shap',
  title: 'SHAP values',
  files: ['file'],
  run: async ({ files, options: { answer, base, baseValue, feature = [], slice, ...options }, ...scan }) => {
    if ((base === undefined) === (baseValue === undefined)) {
      const message = base === undefined ? 'there is no base value' : 'the base value is given twice'
      throw new ScanError('option_invalid', message, 'give its column (base) or the number (baseValue), one of them')
    }
    const result = await importShap({
      path: pathOf(files, 'file'),
      ...options,
      output: answer,
      base: base ?? baseValue ?? 0,
      ...(feature.length === 0 ? {} : { columns: Object.fromEntries(pairsOf(feature, 'feature=column')) }),
      slices: slice,
      ...scan,
    })
    const { additivity, importances, rows } = result
    const [first] = importances
    return {
      findings: result.findings,
      caveats: [
        'Another program computed the SHAP values; Muster checked that they add up, and summed them up.',
        ...result.caveats,
      ],
      measures: [
        {
          name: 'additivity_largest_miss',
          value: additivity.largest,
          low: null,
          high: null,
          n: rows,
        },
        ...result.measures.map(measureOf),
      ],
      facts: {
        method: 'shap',
        additive: additivity.holds,
        rowsOff: additivity.rowsOff,
        features: importances.length,
        rows,
        ...(first === undefined || first.meanAbsolute === 0
          ? {}
          : { topFeature: first.feature, topShare: first.share }),
      },
      sections: [importanceSection(result), additivitySection(result)],
      method: result.method,
      sources: [sourceAs('file', result.source)],
      result,
    }
  },
}

function importanceSection({ importances, measures }: ShapSummary): Section {
  const rows = importances.map((one) => {
    const found = measures.find(({ slice }) => slice?.value === one.feature)
    return { ...one, low: found?.low ?? null, high: found?.high ?? null }
  })
  return {
    title: 'Movement by feature',
    text: 'How far each feature moves the answer of the model on the mean, up or down.',
    chart: {
      kind: 'intervals',
      bars: true,
      least: 0,
      rows: rows.map(({ feature, meanAbsolute, low, high }) => ({ name: feature, value: meanAbsolute, low, high })),
    },
    table: {
      columns: ['feature', 'mean movement', 'interval', 'share', 'mean, up less down'],
      numeric: [1, 2, 3, 4],
      rows: rows.map((one) => [
        one.feature,
        shown(one.meanAbsolute),
        shownInterval(one),
        percent(one.share),
        shown(one.mean),
      ]),
    },
  }
}

function additivitySection({ additivity, rows }: ShapSummary): Section {
  const { holds, rowsOff, largest, tolerance } = additivity
  return {
    title: 'Additivity',
    text: 'Base value and SHAP values of a row must sum to what the model answered; else they explain something else.',
    table: {
      columns: ['holds', 'rows off', 'of rows', 'largest miss', 'tolerance, of 1 + |answer|'],
      numeric: [1, 2, 3, 4],
      rows: [[holds ? 'yes' : 'no', shown(rowsOff), shown(rows), shown(largest), shown(tolerance)]],
    },
  }
}
