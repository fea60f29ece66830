import type { Screen } from './terminal.ts'
import { clean, oneLine, painter, table, wrap } from './terminal.ts'

interface MeasureRow {
  readonly name: string
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  readonly n: number
  readonly slice?: { readonly column: string; readonly value: string | null }
  readonly reason?: string
}
/** What the server measured, as far as it is printed. */
export interface EvaluationAnswer {
  readonly rows: number
  readonly classes: readonly string[]
  readonly positive?: string
  readonly source?: { readonly name?: string }
  readonly measures: readonly MeasureRow[]
  readonly caveats: readonly string[]
  readonly draws: number
  readonly seed: number
  readonly level: number
}

const figure = (value: number | null): string => (value === null ? '–' : value.toFixed(4))
const interval = (m: MeasureRow): string =>
  m.low === null || m.high === null ? '' : `${figure(m.low)} – ${figure(m.high)}`

const MOST_SLICE_COLUMNS = 4
/** Shown of each slice, in this order, as far as they were measured. */
const OF_SLICES = ['recall', 'precision', 'roc_auc', 'accuracy', 'recall_macro', 'f1_macro', 'f1']

/** The measures of a file of predictions with their intervals, then by slice, then what must be known about them. */
export function evaluationReport(evaluation: EvaluationAnswer, screen: Screen): string[] {
  const paint = painter(screen)
  const whole = evaluation.measures.filter((m) => m.slice === undefined)
  const positive = evaluation.positive === undefined ? '' : `, "${clean(evaluation.positive)}" is positive`
  const percent = `${Math.round(evaluation.level * 100)} % interval`
  const rows = whole.map((m) => [m.name, figure(m.value), interval(m), oneLine(m.reason ?? '')])
  const hasReason = rows.some((r) => r[3] !== '')
  return [
    `${evaluation.rows} rows, ${evaluation.classes.length} classes${positive}; ${evaluation.draws} bootstrap draws, seed ${evaluation.seed}`,
    '',
    ...table(['measure', 'value', percent, ...(hasReason ? [''] : [])], rows, screen),
    ...sliceLines(evaluation, screen),
    ...(evaluation.caveats.length === 0 ? [] : ['', paint('bold', 'To know before trusting them')]),
    ...evaluation.caveats.flatMap((c) => {
      const [first = '', ...rest] = wrap(c, screen, 4)
      return [`  ${paint('yellow', '!')} ${first}`, ...rest]
    }),
  ]
}

function sliceLines(evaluation: EvaluationAnswer, screen: Screen): string[] {
  const sliced = evaluation.measures.filter((m) => m.slice !== undefined)
  if (sliced.length === 0) return []
  const names = OF_SLICES.filter((name) => sliced.some((m) => m.name === name)).slice(0, MOST_SLICE_COLUMNS)
  const keyOf = (m: MeasureRow): string => oneLine(`${m.slice?.column ?? ''} = ${m.slice?.value ?? '(none)'}`)
  const rows = [...new Set(sliced.map(keyOf))].map((key) => {
    const ofSlice = sliced.filter((m) => keyOf(m) === key)
    const cells = names.map((name) => {
      const m = ofSlice.find((s) => s.name === name)
      return m === undefined ? '' : m.low === null ? figure(m.value) : `${figure(m.value)} (${interval(m)})`
    })
    return [key, String(ofSlice[0]?.n ?? ''), ...cells]
  })
  return ['', ...table(['slice', 'rows', ...names], rows, screen)]
}
