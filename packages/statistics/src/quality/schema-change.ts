import type { Finding } from '../findings/finding.ts'
import { counted, listed } from '../findings/finding.ts'
import type { MeasuredValue } from '../findings/analysis.ts'
import type { Column } from '../scan/columns.ts'
import { nearestNames } from '../scan/columns.ts'
import { rowsFrom } from '../scan/engine.ts'
import { scanFiles } from '../scan/scan-file.ts'
import type { Scan } from '../scan/open-source.ts'
import type { ScanOptions, Source } from '../scan/source.ts'

/** A column whose type is another. Types of text files are told from all their values. */
export type TypeChange = { readonly column: string; readonly before: string; readonly after: string }

export type SchemaChange = {
  /** The file before, and the file after. */
  readonly sources: readonly Source[]
  readonly added: readonly string[]
  readonly removed: readonly string[]
  /** Removed columns and the added one that is spelled nearly alike. */
  readonly perhapsRenamed: readonly { readonly before: string; readonly after: string }[]
  readonly retyped: readonly TypeChange[]
  /** Whether columns that are in both come in another order. */
  readonly reordered: boolean
  readonly measures: readonly MeasuredValue[]
  readonly caveats: readonly string[]
  readonly findings: readonly Finding[]
}

/**
 * What changed in the columns from one file to another: added, removed, perhaps renamed, of another type, in another
 * order. In text formats a column has the narrowest type that all its values have: integer, number, boolean, date,
 * timestamp, else text; `empty` without a value. A column that widens from integer to number has changed too.
 *
 * Throws a ScanError when a file cannot be read, or the signal's reason when it is aborted.
 *
 * @example
 * (await schemaChange('january.csv', 'february.csv')).removed
 */
export async function schemaChange(before: string, after: string, options: ScanOptions = {}): Promise<SchemaChange> {
  const { result, sources } = await scanFiles([before, after], options, async ([first, second]) => {
    if (first === undefined || second === undefined) throw new Error('both files must have been opened')
    const found = [await typesOf(first), await typesOf(second)] as const
    return { result: found, rows: [found[0].rows, found[1].rows] }
  })
  const [old, now] = result
  const added = [...now.types.keys()].filter((name) => !old.types.has(name))
  const removed = [...old.types.keys()].filter((name) => !now.types.has(name))
  const retyped = [...old.types].flatMap(([column, type]): TypeChange[] => {
    const other = now.types.get(column)
    return other === undefined || other === type ? [] : [{ column, before: type, after: other }]
  })
  const kept = (types: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>): string =>
    JSON.stringify([...types.keys()].filter((name) => others.has(name)))
  const changes = {
    added,
    removed,
    perhapsRenamed: removed.flatMap((name) => {
      const [near] = nearestNames(name, added)
      return near === undefined ? [] : [{ before: name, after: near }]
    }),
    retyped,
    reordered: kept(old.types, now.types) !== kept(now.types, old.types),
  }
  const count = (name: string, value: number): MeasuredValue => {
    return { name, value, low: null, high: null, n: old.types.size, method: 'none' }
  }
  return {
    sources,
    ...changes,
    measures: [
      count('columns_added', added.length),
      count('columns_removed', removed.length),
      count('columns_retyped', retyped.length),
    ],
    caveats:
      old.isText || now.isText
        ? ['Types of text files are told from their values: a new kind of value is a new type.']
        : [],
    findings: [findingOf(changes, old.types.size)],
  }
}

type Types = { readonly types: ReadonlyMap<string, string>; readonly rows: number; readonly isText: boolean }

/** From narrow to wide: the first that holds of all values. */
const KINDS = ['boolean', 'integer', 'number', 'date', 'timestamp'] as const

async function typesOf({ connection, relation, columns }: Scan): Promise<Types> {
  const texts = columns.map((column) => column.type === 'VARCHAR')
  const counts = columns.flatMap((column, at) => (texts[at] === true ? countsOf(column, at) : []))
  const [found = {}] = await rowsFrom(connection, `SELECT ${['count(*) AS n', ...counts].join(', ')} FROM ${relation}`)
  const number = (name: string): number => Number(found[name] ?? 0)
  const types = columns.map(({ name, type }, at): [string, string] => {
    if (texts[at] !== true) return [name, type]
    const given = number(`given${at}`)
    if (given === 0) return [name, 'empty']
    return [name, KINDS.find((kind) => number(`${kind}${at}`) === given) ?? 'text']
  })
  return { types: new Map(types), rows: number('n'), isText: texts.some(Boolean) }
}

function countsOf({ reference }: Column, at: number): string[] {
  const text = `nullif(${reference}, '')`
  const isDate = `regexp_full_match(${text}, '[0-9]{4}-[0-9]{2}-[0-9]{2}') AND TRY_CAST(${text} AS DATE) IS NOT NULL`
  return [
    `count(${text}) AS given${at}`,
    `count(*) FILTER (lower(${text}) IN ('true', 'false')) AS boolean${at}`,
    `count(*) FILTER (regexp_full_match(${text}, '[+-]?[0-9]+')) AS integer${at}`,
    `count(*) FILTER (TRY_CAST(${text} AS DOUBLE) IS NOT NULL) AS number${at}`,
    `count(*) FILTER (${isDate}) AS date${at}`,
    `count(*) FILTER (TRY_CAST(${text} AS TIMESTAMP) IS NOT NULL) AS timestamp${at}`,
  ]
}

function findingOf(
  {
    added,
    removed,
    perhapsRenamed,
    retyped,
    reordered,
  }: Pick<SchemaChange, 'added' | 'removed' | 'perhapsRenamed' | 'retyped' | 'reordered'>,
  columns: number,
): Finding {
  const parts = [
    removed.length === 0 ? '' : `removed: ${listed(removed)}`,
    added.length === 0 ? '' : `added: ${listed(added)}`,
    retyped.length === 0
      ? ''
      : `other type: ${listed(retyped.map((one) => `${one.column} (${one.before} to ${one.after})`))}`,
    reordered ? 'columns come in another order' : '',
  ].filter((part) => part !== '')
  const breaks = removed.length + retyped.length
  return {
    title:
      parts.length === 0
        ? 'The columns are the same'
        : breaks > 0
          ? 'The columns changed in a way that breaks readers'
          : 'The columns changed',
    sentence: parts.length === 0 ? `All ${counted(columns, 'column')} are as before.` : `${parts.join('; ')}.`,
    caveats: perhapsRenamed.map((one) => `${one.before} may now be called ${one.after}.`),
    next:
      parts.length === 0
        ? 'Nothing to do.'
        : breaks > 0
          ? 'Mend the readers or the file before it is used.'
          : 'Tell those who read the file.',
  }
}
