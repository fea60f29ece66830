import type { CalibrationBin } from '../evaluation/calibration.ts'
import type { ScoreCurves } from '../evaluation/evaluation.ts'
import type { ThresholdPoint } from '../evaluation/threshold-curve.ts'
import { shown } from '../report/numbers.ts'
import type { Section } from '../report/report.ts'

/** ROC, precision-recall and calibration curves, where there were scores. */
export function curveSections(curves: ScoreCurves | undefined, positive: string | undefined): Section[] {
  if (curves === undefined) return []
  return [...thresholdSections(curves.thresholds, positive ?? ''), ...calibrationSections(curves.calibration)]
}

type Point = readonly [number, number]

function thresholdSections(thresholds: readonly ThresholdPoint[], positive: string): Section[] {
  const roc = thresholds.flatMap(({ falsePositiveRate: x, recall: y }): Point[] =>
    x === null || y === null ? [] : [[x, y]],
  )
  if (roc.length < 2) return []
  // From the strictest threshold to the laxest: from nobody to everybody.
  const precision = thresholds.flatMap(({ recall: x, precision: y }): Point[] => (x === null ? [] : [[x, y]]))
  return [
    {
      title: 'ROC curve',
      text:
        `What share of “${positive}” is found, against what share of the others is taken for it, at each threshold. ` +
        'The diagonal is guessing.',
      isDetail: true,
      chart: {
        kind: 'curves',
        xTitle: 'false positive rate',
        yTitle: 'recall',
        diagonal: true,
        curves: [{ name: 'ROC', points: [[0, 0], ...roc.toReversed(), [1, 1]] }],
      },
      table: {
        columns: ['threshold', 'recall', 'false positive rate', 'precision'],
        numeric: [0, 1, 2, 3],
        rows: thinned(thresholds).map((point) => [
          shown(point.threshold),
          shown(point.recall),
          shown(point.falsePositiveRate),
          shown(point.precision),
        ]),
      },
    },
    {
      title: 'Precision-recall curve',
      text: 'How many of those called so are, against how many of them are found. The table of the ROC curve has the points.',
      isDetail: true,
      chart: {
        kind: 'curves',
        xTitle: 'recall',
        yTitle: 'precision',
        diagonal: false,
        curves: [{ name: 'precision', points: precision.toReversed() }],
      },
    },
  ]
}

function calibrationSections(calibration: readonly CalibrationBin[]): Section[] {
  const points = calibration.flatMap(({ meanScore: x, share: y }): Point[] =>
    x === null || y === null ? [] : [[x, y]],
  )
  if (points.length === 0) return []
  return [
    {
      title: 'Calibration curve',
      text: 'Of rows with a given score, how many come true. On the diagonal a score can be read as a probability.',
      isDetail: true,
      chart: {
        kind: 'curves',
        xTitle: 'mean score',
        yTitle: 'share that comes true',
        diagonal: true,
        curves: [{ name: 'observed', points, dots: true }],
      },
      table: {
        columns: ['scores', 'rows', 'mean score', 'come true'],
        numeric: [1, 2, 3],
        rows: calibration.map(({ from, to, rows, meanScore, share }) => [
          `${shown(from)} – ${shown(to)}`,
          shown(rows),
          shown(meanScore),
          shown(share),
        ]),
      },
    },
  ]
}

const MOST_POINTS = 40

/** Points evenly from a long list, its ends among them. */
function thinned<One>(points: readonly One[]): One[] {
  if (points.length <= MOST_POINTS) return [...points]
  const places = Array.from({ length: MOST_POINTS }, (_, index) =>
    Math.round((index * (points.length - 1)) / (MOST_POINTS - 1)),
  )
  return places.flatMap((place) => points[place] ?? [])
}
