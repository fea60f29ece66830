import type { Column } from '../scan/columns.ts'
import { numberOf, textOf } from '../scan/encode.ts'
import { sqlText } from '../scan/engine.ts'
import type { QualityRule, ValueType } from './rule.ts'

/** A rule as SQL over the rows of the file: a condition that is true of the rows that are counted. */
export type RowCondition = { readonly column: Column; readonly violation: string }

/** Which rows a rule counts, or undefined where it does not count row by row. */
export function rowCondition(rule: QualityRule, find: (name: string) => Column): RowCondition | undefined {
  switch (rule.metric) {
    case 'missing': {
      const column = find(rule.column)
      const listed = rule.values ?? []
      const also = listed.length === 0 ? '' : ` OR ${textOf(column)} IN (${listed.map(sqlText).join(', ')})`
      return { column, violation: `(${textOf(column)} IS NULL${also})` }
    }
    case 'outside_range':
      return given(find(rule.column), rangeCondition(rule, find(rule.column)))
    case 'outside_set': {
      const column = find(rule.column)
      const inside =
        rule.values.length === 0 ? 'false' : `${textOf(column)} IN (${rule.values.map(sqlText).join(', ')})`
      return given(column, `NOT (${inside})`)
    }
    case 'not_matching': {
      const column = find(rule.column)
      return given(column, `NOT regexp_matches(${textOf(column)}, ${sqlText(rule.pattern)})`)
    }
    case 'wrong_type':
      return given(find(rule.column), `NOT (${isOfType(find(rule.column), rule.type)})`)
    case 'wrong_length': {
      const column = find(rule.column)
      const ends = [
        ...(rule.least === undefined ? [] : [`length(${textOf(column)}) < ${rule.least}`]),
        ...(rule.most === undefined ? [] : [`length(${textOf(column)}) > ${rule.most}`]),
      ]
      return given(column, ends.length === 0 ? 'false' : ends.join(' OR '))
    }
    case 'row_count':
    case 'column_absent':
    case 'duplicates':
    case 'distinct':
    case 'unreferenced':
    case 'age_hours':
      return undefined
    default:
      return rule satisfies never
  }
}

/** Only rows with a value are counted. */
function given(column: Column, violation: string): RowCondition {
  return { column, violation: `(${textOf(column)} IS NOT NULL AND coalesce(${violation}, true))` }
}

function rangeCondition(
  { least, most, open }: Extract<QualityRule, { metric: 'outside_range' }>,
  column: Column,
): string {
  const isTime = typeof least === 'string' || typeof most === 'string'
  const value = isTime ? timeOf(column) : numberOf(column)
  const end = (limit: number | string): string => (isTime ? `TIMESTAMP ${sqlText(String(limit))}` : String(limit))
  const low = open === 'least' || open === 'both' ? '<=' : '<'
  const high = open === 'most' || open === 'both' ? '>=' : '>'
  const ends = [
    `${value} IS NULL`,
    ...(isTime ? [] : [`isnan(${value})`]),
    ...(least === undefined ? [] : [`${value} ${low} ${end(least)}`]),
    ...(most === undefined ? [] : [`${value} ${high} ${end(most)}`]),
  ]
  return ends.join(' OR ')
}

/** The value as a time without zone, null where it is none. */
export function timeOf({ reference, type }: Column): string {
  return type === 'TIMESTAMP' ? reference : `TRY_CAST(CAST(${reference} AS VARCHAR) AS TIMESTAMP)`
}

function isOfType(column: Column, type: ValueType): string {
  const text = textOf(column)
  switch (type) {
    case 'integer':
      return `regexp_full_match(${text}, '[+-]?[0-9]+')`
    case 'number':
      return `TRY_CAST(${text} AS DOUBLE) IS NOT NULL`
    case 'boolean':
      return `lower(${text}) IN ('true', 'false', '0', '1')`
    case 'date':
      return `regexp_full_match(${text}, '[0-9]{4}-[0-9]{2}-[0-9]{2}') AND TRY_CAST(${text} AS DATE) IS NOT NULL`
    case 'timestamp':
      return `TRY_CAST(${text} AS TIMESTAMP) IS NOT NULL`
    default:
      return type satisfies never
  }
}
