import { evaluationParts } from '../analyses/evaluate.ts'
import type { Evaluation } from '../evaluation/evaluation.ts'
import type { Chart, Report } from './report.ts'
import { REPORT_SCHEMA } from './report.ts'

/**
 * A report from what was kept of it, or undefined for anything else: the whole shape is looked at, since whoever kept it
 * may have been anybody. An evaluation of before there were reports becomes one.
 */
export function readReport(kept: unknown): Report | undefined {
  if (isReport(kept)) return kept
  return isEvaluation(kept) ? reportOfEvaluation(kept) : undefined
}

type Shape = Readonly<Record<string, unknown>>
type Test = (value: unknown) => boolean

const isRecord = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText: Test = (value) => typeof value === 'string'
const isNumber: Test = (value) => typeof value === 'number'
const isNumberOrNull: Test = (value) => value === null || typeof value === 'number'
const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test)
const maybe =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value)
const shaped =
  (tests: Readonly<Record<string, Test>>): Test =>
  (value) =>
    isRecord(value) && Object.entries(tests).every(([name, test]) => test(value[name]))

const isFact: Test = (value) => isText(value) || isNumber(value) || typeof value === 'boolean' || listOf(isText)(value)
const isFinding = shaped({
  title: isText,
  sentence: isText,
  caveats: listOf(isText),
  next: isText,
  subject: maybe(isText),
})
const isMeasure = shaped({
  name: isText,
  value: isNumberOrNull,
  low: maybe(isNumberOrNull),
  high: maybe(isNumberOrNull),
  n: maybe(isNumber),
  slice: maybe(isText),
  reason: maybe(isText),
})
const isTable = shaped({ columns: listOf(isText), numeric: listOf(isNumber), rows: listOf(listOf(isText)) })
const isPoint: Test = (value) => Array.isArray(value) && value.length === 2 && value.every(isNumber)
const CHARTS: Readonly<Record<Chart['kind'], Test>> = {
  intervals: shaped({
    rows: listOf(
      shaped({
        name: isText,
        value: isNumberOrNull,
        low: isNumberOrNull,
        high: isNumberOrNull,
        n: maybe(isNumber),
        mark: maybe(isText),
      }),
    ),
    least: maybe(isNumber),
    most: maybe(isNumber),
    band: maybe(shaped({ low: isNumber, high: isNumber, label: isText })),
    line: maybe(shaped({ at: isNumber, label: isText })),
    bars: maybe((value) => value === true),
  }),
  matrix: shaped({
    rowTitle: isText,
    columnTitle: isText,
    rows: listOf(isText),
    columns: listOf(isText),
    counts: listOf(listOf(isNumber)),
  }),
  shares: shaped({
    edges: maybe(listOf(isNumber)),
    names: maybe(listOf(isText)),
    reference: listOf(isNumber),
    current: listOf(isNumber),
  }),
  curves: shaped({
    xTitle: isText,
    yTitle: isText,
    diagonal: (value) => typeof value === 'boolean',
    curves: listOf(shaped({ name: isText, points: listOf(isPoint) })),
  }),
  lines: shaped({
    xTitle: isText,
    yTitle: isText,
    lines: listOf(
      shaped({
        name: isText,
        points: listOf(shaped({ x: isNumber, value: isNumber, low: isNumberOrNull, high: isNumberOrNull })),
      }),
    ),
  }),
}
const isChart: Test = (value) =>
  isRecord(value) &&
  typeof value['kind'] === 'string' &&
  Object.entries(CHARTS).some(([kind, test]) => kind === value['kind'] && test(value))
const isSection = shaped({ title: isText, text: maybe(isText), chart: maybe(isChart), table: maybe(isTable) })
const isSource = shaped({ role: isText, name: isText, digest: isText, bytes: isNumber, rows: maybe(isNumber) })
const isWhole = shaped({
  schema: (value) => value === REPORT_SCHEMA,
  analysis: isText,
  title: isText,
  findings: listOf(isFinding),
  caveats: listOf(isText),
  measures: listOf(isMeasure),
  facts: (value) => isRecord(value) && Object.values(value).every(isFact),
  sections: listOf(isSection),
  method: isText,
  sources: listOf(isSource),
  options: isRecord,
  tool: shaped({ name: isText, version: isText }),
  computed: (value) => typeof value === 'boolean',
})

function isReport(value: unknown): value is Report {
  return isWhole(value)
}

const isKeptEvaluation = shaped({
  rows: isNumber,
  classes: listOf(isText),
  measures: listOf(
    shaped({ name: isText, value: isNumberOrNull, low: isNumberOrNull, high: isNumberOrNull, n: isNumber }),
  ),
  confusion: shaped({ labels: listOf(isText), counts: listOf(listOf(isNumber)) }),
  slices: listOf(isRecord),
  caveats: listOf(isText),
  method: isText,
  source: shaped({ name: isText, digest: isText, bytes: isNumber, rows: isNumber }),
})

function isEvaluation(value: unknown): value is Evaluation {
  return isKeptEvaluation(value)
}

function reportOfEvaluation(kept: Evaluation): Report {
  // Of before there were findings and details of classes.
  const result = { ...kept, findings: [], classDetails: [] }
  const { name, digest, bytes, rows } = result.source
  return {
    schema: REPORT_SCHEMA,
    analysis: 'evaluate',
    title: 'Evaluation of predictions',
    ...evaluationParts(result),
    sources: [{ role: 'file', name, digest, bytes, rows }],
    options: { draws: result.draws, seed: result.seed, level: result.level },
    tool: { name: 'muster-statistics', version: '0.1.0' },
    computed: true,
    result,
  }
}
