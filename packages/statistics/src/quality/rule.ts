/** What a number must be. */
export type Must =
  | {
      readonly operator: 'equal' | 'not-equal' | 'less' | 'at-most' | 'greater' | 'at-least'
      readonly value: number
    }
  | { readonly operator: 'between' | 'not-between'; readonly low: number; readonly high: number }

/** Kinds of values a column may be asked to hold. */
export type ValueType = 'integer' | 'number' | 'boolean' | 'date' | 'timestamp'

/**
 * What is counted. Values that are missing (null, empty text, NaN) are counted by `missing` alone: no other metric counts
 * them, since nothing can be said of their content.
 */
export type QualityMetric =
  | { readonly metric: 'row_count' }
  /** 1 where the file has no such column, else 0. */
  | { readonly metric: 'column_absent'; readonly column: string }
  /** `values` are texts that stand for a missing value, such as N/A. */
  | { readonly metric: 'missing'; readonly column: string; readonly values?: readonly string[] }
  /** Rows beyond the first with the same values; without columns, whole rows. */
  | { readonly metric: 'duplicates'; readonly columns: readonly string[] }
  | { readonly metric: 'distinct'; readonly column: string }
  /** Values that are no number (or, with text for ends, no time) from `least` to `most`; `open` leaves the ends out. */
  | {
      readonly metric: 'outside_range'
      readonly column: string
      readonly least?: number | string
      readonly most?: number | string
      readonly open?: 'least' | 'most' | 'both'
    }
  | { readonly metric: 'outside_set'; readonly column: string; readonly values: readonly string[] }
  /** Values in which the regular expression (RE2) is found nowhere. */
  | { readonly metric: 'not_matching'; readonly column: string; readonly pattern: string }
  | { readonly metric: 'wrong_type'; readonly column: string; readonly type: ValueType }
  | { readonly metric: 'wrong_length'; readonly column: string; readonly least?: number; readonly most?: number }
  /** Values that do not occur in a column of another file. */
  | {
      readonly metric: 'unreferenced'
      readonly column: string
      readonly to: { readonly path: string; readonly column: string }
    }
  /** Hours from the newest time of the column to `now` of the question. */
  | { readonly metric: 'age_hours'; readonly column: string }

/** A rule about the data of a file: a count, and what it must be. */
export type QualityRule = QualityMetric & {
  readonly id?: string
  readonly name?: string
  readonly must: Must
  /** Default `rows`; a percentage is of all rows. */
  readonly unit?: 'rows' | 'percent'
  /** A warning that fails does not fail the file. Default `error`. */
  readonly severity?: 'error' | 'warning'
  /** Such as completeness or uniqueness; for reports. */
  readonly dimension?: string
}

/** Whether a number is what it must be. */
export function isMet(must: Must, value: number): boolean {
  switch (must.operator) {
    case 'equal':
      return value === must.value
    case 'not-equal':
      return value !== must.value
    case 'less':
      return value < must.value
    case 'at-most':
      return value <= must.value
    case 'greater':
      return value > must.value
    case 'at-least':
      return value >= must.value
    case 'between':
      return value >= must.low && value <= must.high
    case 'not-between':
      return value < must.low || value > must.high
    default:
      return must satisfies never
  }
}

const WORDS = {
  equal: '=',
  'not-equal': '≠',
  less: '<',
  'at-most': '≤',
  greater: '>',
  'at-least': '≥',
  between: 'from',
  'not-between': 'not from',
} as const

/**
 * What a number must be, in a few signs.
 *
 * @example
 * mustText({ operator: 'between', low: 1, high: 5 }, 'percent') // 'from 1 to 5 %'
 */
export function mustText(must: Must, unit: QualityRule['unit'] = 'rows'): string {
  const end = unit === 'percent' ? ' %' : ''
  return 'low' in must
    ? `${WORDS[must.operator]} ${must.low} to ${must.high}${end}`
    : `${WORDS[must.operator]} ${must.value}${end}`
}

/** The columns that a rule is about. */
export function columnsOf(rule: QualityRule): readonly string[] {
  if ('columns' in rule) return rule.columns
  return 'column' in rule ? [rule.column] : []
}

/** A rule in words, where it has no name of its own. */
export function ruleName(rule: QualityRule): string {
  if (rule.name !== undefined) return rule.name
  const columns = columnsOf(rule)
  const of = columns.length === 0 ? '' : ` of ${columns.join(', ')}`
  return `${rule.metric.replaceAll('_', ' ')}${of} ${mustText(rule.must, rule.unit)}`
}
