import type { Must, QualityMetric, QualityRule, ValueType } from './rule.ts'

/** Something in a contract that no rule could be made of: where it stands, and why. */
export type UnknownRule = { readonly path: string; readonly reason: string }

/** The rules of one table of a contract. */
export type OdcsRules = {
  readonly version: string
  readonly table: string
  readonly rules: readonly QualityRule[]
  /** What could not be taken over; nothing is left out silently. */
  readonly unknown: readonly UnknownRule[]
}

/** Thrown when the object is no contract, or has no such table. */
export class OdcsError extends Error {
  override readonly name = 'OdcsError'
}

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/**
 * Takes the rules of a contract of the Open Data Contract Standard 3.1 (as the object that its YAML stands for): the library
 * metrics nullValues, missingValues, invalidValues, duplicateValues and rowCount with every operator and unit; what a
 * property requires (required, unique, primaryKey, logicalType and its options); foreign keys, where `references` says
 * which file a table lies in; and an SLA of latency that names an element. Anything else, such as SQL or the rules of
 * another engine, is named in `unknown` with its path.
 *
 * `table` chooses one of several tables by name. Throws an OdcsError for an object that is no contract.
 *
 * @example
 * rulesOfOdcs({ apiVersion: 'v3.1.0', kind: 'DataContract', schema: [{ name: 'orders', quality: [{ metric: 'rowCount', mustBeGreaterThan: 0 }] }] }).rules[0]
 * // { metric: 'row_count', must: { operator: 'greater', value: 0 }, id: 'schema[0].quality[0]', unit: 'rows', severity: 'error' }
 */
export function rulesOfOdcs(
  contract: unknown,
  options: { readonly table?: string; readonly references?: Readonly<Record<string, string>> } = {},
): OdcsRules {
  if (!isFields(contract) || contract['kind'] !== 'DataContract')
    throw new OdcsError('the object has not the kind DataContract')
  const version = textOf(contract['apiVersion']) ?? ''
  if (!version.startsWith('v3.'))
    throw new OdcsError(`the contract is of version ${version || '(none)'}, and 3.x is read`)
  const tables = listOf(contract['schema']).filter(isFields)
  const named = tables.map((table) => textOf(table['name']) ?? '')
  const at = options.table === undefined ? 0 : named.indexOf(options.table)
  const table = tables[at]
  if (table === undefined) {
    throw new OdcsError(
      tables.length === 0 ? 'the contract has no schema' : `the contract has the tables ${named.join(', ')}`,
    )
  }
  if (options.table === undefined && tables.length > 1) {
    throw new OdcsError(`the contract has several tables, ${named.join(', ')}: name one`)
  }
  const found = new Collector()
  const path = `schema[${at}]`
  qualityRules(table, undefined, path, found)
  const properties = listOf(table['properties']).filter(isFields)
  for (const [index, property] of properties.entries()) {
    propertyRules(property, `${path}.properties[${index}]`, options.references ?? {}, found)
  }
  primaryKey(properties, path, found)
  serviceLevels(contract, named[at] ?? '', found)
  return { version, table: named[at] ?? '', rules: found.rules, unknown: found.unknown }
}

class Collector {
  readonly rules: QualityRule[] = []
  readonly unknown: UnknownRule[] = []

  refuse(path: string, reason: string): void {
    this.unknown.push({ path, reason })
  }

  /** A rule that nothing may break. */
  none(metric: QualityMetric, path: string, dimension: string): void {
    this.rules.push({ ...metric, must: { operator: 'equal', value: 0 }, id: path, dimension })
  }
}

function propertyRules(
  property: Fields,
  path: string,
  references: Readonly<Record<string, string>>,
  found: Collector,
): void {
  const column = textOf(property['name'])
  if (column === undefined) {
    found.refuse(path, 'the property has no name')
    return
  }
  found.none({ metric: 'column_absent', column }, path, 'conformity')
  if (property['required'] === true) found.none({ metric: 'missing', column }, `${path}.required`, 'completeness')
  if (property['unique'] === true) {
    found.none({ metric: 'duplicates', columns: [column] }, `${path}.unique`, 'uniqueness')
  }
  typeRules(property, column, path, found)
  relationRules(property, column, path, references, found)
  qualityRules(property, column, path, found)
  if (listOf(property['properties']).length > 0) found.refuse(`${path}.properties`, 'nested properties are not checked')
}

const TYPES: Readonly<Record<string, ValueType | 'text'>> = {
  string: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
}

function typeRules(property: Fields, column: string, path: string, found: Collector): void {
  const logical = textOf(property['logicalType'])
  const type = logical === undefined ? undefined : TYPES[logical]
  if (logical !== undefined && type === undefined) {
    found.refuse(`${path}.logicalType`, `the logical type ${logical} is not checked`)
  }
  if (type !== undefined && type !== 'text') {
    found.none({ metric: 'wrong_type', column, type }, `${path}.logicalType`, 'conformity')
  }
  const options = isFields(property['logicalTypeOptions']) ? property['logicalTypeOptions'] : {}
  const at = `${path}.logicalTypeOptions`
  const known = new Set([
    'minLength',
    'maxLength',
    'pattern',
    'minimum',
    'maximum',
    'exclusiveMinimum',
    'exclusiveMaximum',
  ])
  for (const name of Object.keys(options))
    if (!known.has(name)) found.refuse(`${at}.${name}`, `the option ${name} is not checked`)
  const { minLength, maxLength, pattern } = options
  if (typeof minLength === 'number' || typeof maxLength === 'number') {
    const ends = {
      ...(typeof minLength === 'number' ? { least: minLength } : {}),
      ...(typeof maxLength === 'number' ? { most: maxLength } : {}),
    }
    found.none({ metric: 'wrong_length', column, ...ends }, `${at}.length`, 'conformity')
  }
  if (typeof pattern === 'string')
    found.none({ metric: 'not_matching', column, pattern }, `${at}.pattern`, 'conformity')
  rangeRule(options, column, at, found)
}

function rangeRule(options: Fields, column: string, path: string, found: Collector): void {
  const isEnd = (value: unknown): value is number | string => typeof value === 'number' || typeof value === 'string'
  const least = options['exclusiveMinimum'] ?? options['minimum']
  const most = options['exclusiveMaximum'] ?? options['maximum']
  if (!isEnd(least) && !isEnd(most)) return
  const [below, above] = [isEnd(options['exclusiveMinimum']), isEnd(options['exclusiveMaximum'])]
  const open = below && above ? 'both' : below ? 'least' : above ? 'most' : undefined
  const ends: Omit<Extract<QualityMetric, { metric: 'outside_range' }>, 'metric' | 'column'> = {
    ...(isEnd(least) ? { least } : {}),
    ...(isEnd(most) ? { most } : {}),
    ...(open === undefined ? {} : { open }),
  }
  found.none({ metric: 'outside_range', column, ...ends }, `${path}.range`, 'conformity')
}

function relationRules(
  property: Fields,
  column: string,
  path: string,
  references: Readonly<Record<string, string>>,
  found: Collector,
): void {
  for (const [index, relation] of listOf(property['relationships']).entries()) {
    const at = `${path}.relationships[${index}]`
    const to = isFields(relation) ? (textOf(relation['to']) ?? '') : ''
    const [table = '', other = ''] = to.split('.')
    const file = references[table]
    if (table === '' || other === '') found.refuse(at, 'it does not say which column it refers to')
    else if (file === undefined) found.refuse(at, `no file was named for the table ${table}`)
    else found.none({ metric: 'unreferenced', column, to: { path: file, column: other } }, at, 'consistency')
  }
}

function primaryKey(properties: readonly Fields[], path: string, found: Collector): void {
  const keys = properties
    .filter((property) => property['primaryKey'] === true)
    .toSorted((a, b) => Number(a['primaryKeyPosition'] ?? 0) - Number(b['primaryKeyPosition'] ?? 0))
    .flatMap((property) => textOf(property['name']) ?? [])
  if (keys.length === 0) return
  found.none({ metric: 'duplicates', columns: keys }, `${path}.primaryKey`, 'uniqueness')
  for (const column of keys) found.none({ metric: 'missing', column }, `${path}.primaryKey.${column}`, 'completeness')
}

function serviceLevels(contract: Fields, table: string, found: Collector): void {
  for (const [index, level] of listOf(contract['slaProperties']).entries()) {
    if (!isFields(level)) continue
    const path = `slaProperties[${index}]`
    const property = textOf(level['property']) ?? ''
    if (!/^(?:latency|ly|freshness)$/.test(property)) continue
    const [of = '', column = ''] = (textOf(level['element']) ?? '').split('.')
    const unit = textOf(level['unit']) ?? 'h'
    const hours = { d: 24, day: 24, days: 24, h: 1, hour: 1, hours: 1, m: 1 / 60, min: 1 / 60, minutes: 1 / 60 }[unit]
    if (column === '') found.refuse(path, 'it names no element with a time')
    else if (of !== table) continue
    else if (typeof level['value'] !== 'number' || hours === undefined)
      found.refuse(path, 'its value or unit is not understood')
    else {
      const must: Must = { operator: 'at-most', value: level['value'] * hours }
      found.rules.push({ metric: 'age_hours', column, must, id: path, dimension: 'timeliness' })
    }
  }
}

function qualityRules(owner: Fields, column: string | undefined, path: string, found: Collector): void {
  for (const [index, quality] of listOf(owner['quality']).entries()) {
    const at = `${path}.quality[${index}]`
    if (!isFields(quality)) {
      found.refuse(at, 'it is no rule')
      continue
    }
    const type = textOf(quality['type']) ?? 'library'
    if (type !== 'library') {
      const what =
        type === 'custom' ? `rules of ${textOf(quality['engine']) ?? 'another engine'}` : `rules of type ${type}`
      found.refuse(at, `${what} are not run here`)
      continue
    }
    const metric = metricOf(quality, column)
    const must = mustOf(quality)
    const unit = textOf(quality['unit']) ?? 'rows'
    if (typeof metric === 'string') found.refuse(at, metric)
    else if (typeof must === 'string') found.refuse(at, must)
    else if (unit !== 'rows' && unit !== 'percent') found.refuse(at, `the unit ${unit} is not known`)
    else {
      const [name, dimension] = [
        textOf(quality['name']) ?? textOf(quality['description']),
        textOf(quality['dimension']),
      ]
      found.rules.push({
        ...metric,
        must,
        id: textOf(quality['id']) ?? at,
        ...(name === undefined ? {} : { name }),
        unit,
        severity: /^(?:warn|warning|info|low)$/i.test(textOf(quality['severity']) ?? '') ? 'warning' : 'error',
        ...(dimension === undefined ? {} : { dimension }),
      })
    }
  }
}

/** The metric, or why it is not known. */
function metricOf(quality: Fields, column: string | undefined): QualityMetric | string {
  const name = textOf(quality['metric']) ?? textOf(quality['rule']) ?? ''
  const given = isFields(quality['arguments']) ? quality['arguments'] : {}
  const texts = (value: unknown): string[] =>
    listOf(value)
      .filter((one) => one !== null)
      .map(String)
  switch (name) {
    case 'rowCount':
      return { metric: 'row_count' }
    case 'duplicateValues': {
      const columns = texts(given['properties'])
      if (columns.length > 0) return { metric: 'duplicates', columns }
      return { metric: 'duplicates', columns: column === undefined ? [] : [column] }
    }
    case 'nullValues':
      return column === undefined ? 'nullValues is about a property' : { metric: 'missing', column }
    case 'missingValues': {
      if (column === undefined) return 'missingValues is about a property'
      return { metric: 'missing', column, values: texts(given['missingValues']).filter((text) => text !== '') }
    }
    case 'invalidValues': {
      if (column === undefined) return 'invalidValues is about a property'
      const pattern = given['pattern'] ?? quality['pattern']
      const values = given['validValues'] ?? quality['validValues']
      if (Array.isArray(values) && typeof pattern === 'string') return 'it has both valid values and a pattern'
      if (Array.isArray(values)) return { metric: 'outside_set', column, values: texts(values) }
      if (typeof pattern === 'string') return { metric: 'not_matching', column, pattern }
      return 'it has neither valid values nor a pattern'
    }
    case '':
      return 'it names no metric'
    default:
      return `the metric ${name} is not known`
  }
}

const OPERATORS = {
  mustBe: 'equal',
  mustNotBe: 'not-equal',
  mustBeGreaterThan: 'greater',
  mustBeGreaterOrEqualTo: 'at-least',
  mustBeLessThan: 'less',
  mustBeLessOrEqualTo: 'at-most',
} as const

/** What the number must be, or why that is not known. */
function mustOf(quality: Fields): Must | string {
  const names = Object.keys(quality).filter((name) => name.startsWith('must'))
  const [name = ''] = names
  if (names.length !== 1)
    return names.length === 0 ? 'it does not say what the number must be' : 'it has more than one operator'
  const value = quality[name]
  if (name === 'mustBeBetween' || name === 'mustNotBeBetween') {
    const [low, high] = listOf(value)
    if (typeof low !== 'number' || typeof high !== 'number') return `${name} wants two numbers`
    return { operator: name === 'mustBeBetween' ? 'between' : 'not-between', low, high }
  }
  if (!(name in OPERATORS)) return `the operator ${name} is not known`
  if (typeof value !== 'number') return `${name} wants a number`
  return { operator: OPERATORS[name as keyof typeof OPERATORS], value }
}
