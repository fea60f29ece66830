import { parse } from 'yaml'
import { counted } from '../findings/finding.ts'
import { checkDataQuality } from '../quality/check-quality.ts'
import { OdcsError, rulesOfOdcs } from '../quality/odcs.ts'
import type { OdcsRules } from '../quality/odcs.ts'
import type { DataQuality } from '../quality/quality.ts'
import { schemaChange } from '../quality/schema-change.ts'
import type { SchemaChange } from '../quality/schema-change.ts'
import { shown } from '../report/numbers.ts'
import type { ReportFact, Section } from '../report/report.ts'
import { readBytes } from '../scan/read-bytes.ts'
import { quoted, ScanError, withFile } from '../scan/scan-error.ts'
import type { Analysis } from './analysis.ts'
import { pathOf, sourceAs } from './analysis.ts'
import { measuredParts } from './measured-parts.ts'

export type QualityOptions = {
  readonly table?: string | undefined
  /** The tables that the lookup files have, in their order, as references of the contract name them. */
  readonly lookupTable?: readonly string[] | undefined
  readonly now?: string | undefined
  readonly examples?: number | undefined
}

const MOST_BYTES = 4 * 1024 * 1024
const LOOKUPS = ['lookup', 'lookup2', 'lookup3', 'lookup4', 'lookup5'] as const

/** A file against the quality rules of its data contract (ODCS 3). */
export const qualityAnalysis: Analysis<QualityOptions> = {
  name: 'quality',
  title: 'Quality of data',
  files: ['file', 'contract', ...LOOKUPS.map((role) => `${role}?`)],
  run: async ({ files, options: { table, lookupTable = [], now, examples }, ...scan }) => {
    const references = referencesOf(files, lookupTable)
    const contract = await withFile('contract', () => contractIn(pathOf(files, 'contract'), table, references))
    const result = await withFile('file', () =>
      checkDataQuality({ path: pathOf(files, 'file'), rules: contract.rules.rules, now, examples, ...scan }),
    )
    const unknown = contract.rules.unknown.map(
      ({ path, reason }) => `A rule of the contract was not taken over: ${path}: ${reason}.`,
    )
    const parts = measuredParts(result, {
      shares: (name) => name.endsWith('_share'),
      bySlice: [],
      facts: factsOf(result),
    })
    return {
      ...parts,
      // Offending values are copied from the data: they may be anything, so they stay in the report.
      findings: parts.findings.map((finding) =>
        (examples ?? 0) > 0 && finding.subject !== undefined ? { ...finding, isForReportOnly: true as const } : finding,
      ),
      caveats: [...unknown, ...parts.caveats],
      sections: [checkSection(result), columnSection(result)],
      sources: [
        sourceAs('file', result.source),
        { role: 'contract', name: contract.name, digest: contract.digest, bytes: contract.bytes },
        ...result.references.map((source, index) => sourceAs(LOOKUPS[index] ?? 'lookup', source)),
      ],
      result: { ...result, contract: contract.rules },
    }
  },
}

type Contract = { readonly rules: OdcsRules; readonly name: string; readonly digest: string; readonly bytes: number }

/** The path of each table that references may lead to. */
function referencesOf(
  files: Readonly<Record<string, string>>,
  tables: readonly string[],
): Readonly<Record<string, string>> {
  const paths = LOOKUPS.flatMap((role) => files[role] ?? [])
  const twice = tables.find((table, index) => tables.indexOf(table) < index)
  if (twice !== undefined)
    throw new ScanError('option_invalid', `the lookup table ${quoted(twice)} is named twice`, 'name each table once')
  if (paths.length === tables.length)
    return Object.fromEntries(tables.map((table, index) => [table, paths[index] ?? '']))
  throw new ScanError(
    'option_invalid',
    `there ${paths.length === 1 ? 'is' : 'are'} ${counted(paths.length, 'lookup file')} and ${counted(tables.length, 'name')} of their tables`,
    'give each lookup file, and in the same order the table that references name (lookupTable)',
  )
}

async function contractIn(
  path: string,
  table: string | undefined,
  references: Readonly<Record<string, string>>,
): Promise<Contract> {
  const { bytes, digest, name } = await readBytes(path, MOST_BYTES, 'a data contract')
  const hint = 'give a data contract of ODCS 3.x, as YAML or JSON'
  try {
    const content: unknown = parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    const rules = rulesOfOdcs(content, { ...(table === undefined ? {} : { table }), references })
    if (rules.rules.length === 0) throw new ScanError('report_broken', 'the contract has no rule that can be run', hint)
    return { rules, name, digest, bytes: bytes.length }
  } catch (error) {
    if (error instanceof ScanError) throw error
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''
    const what = error instanceof OdcsError ? why : `the contract cannot be read: ${why.slice(0, 160)}`
    throw new ScanError('report_broken', what, hint, { cause: error })
  }
}

function factsOf({ checks, columns, verdict, rows }: DataQuality): Record<string, ReportFact> {
  const failed = checks.filter(({ status }) => status === 'failed')
  const tested = columns.filter((column) => column.checks > 0).length
  return {
    verdict,
    passed: verdict === 'passed',
    rows,
    tests: checks.length,
    failed: failed.length,
    skipped: checks.filter(({ status }) => status === 'not-run').length,
    failedTests: failed.slice(0, 100).map(({ name }) => name),
    ...(columns.length === 0 ? {} : { columnsTested: tested / columns.length }),
  }
}

const ORDER = ['failed', 'not-run', 'passed'] as const

function checkSection({ checks }: DataQuality): Section {
  const rows = checks.toSorted((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status))
  return {
    title: 'Rules',
    table: {
      columns: ['rule', 'status', 'found', 'must be', 'severity', 'why not'],
      numeric: [2],
      rows: rows.map((check) => [
        check.name,
        check.status,
        check.value === null ? '–' : `${shown(check.value)}${check.unit === 'percent' ? ' %' : ''}`,
        check.must,
        check.severity,
        [check.reason ?? '', ...(check.examples.length === 0 ? [] : [`e.g. ${check.examples.join(', ')}`])]
          .filter((part) => part !== '')
          .join('; '),
      ]),
    },
  }
}

function columnSection({ columns }: DataQuality): Section {
  return {
    title: 'Columns',
    isDetail: true,
    table: {
      columns: ['column', 'type', 'missing', 'rules'],
      numeric: [2, 3],
      rows: columns.map(({ name, type, missing, checks }) => [name, type, shown(missing), shown(checks)]),
    },
  }
}

/** What changed in the columns from one file to another. */
export const schemaAnalysis: Analysis<object> = {
  name: 'schema',
  title: 'Change of columns',
  files: ['reference', 'current'],
  run: async ({ files, options: _none, ...scan }) => {
    const result = await schemaChange(pathOf(files, 'reference'), pathOf(files, 'current'), scan)
    const [before, after] = result.sources
    if (before === undefined || after === undefined) throw new Error('a change of columns has two sources')
    const { added, removed, retyped } = result
    const method = 'Names and types of columns; types of text files are told from all their values.'
    const parts = measuredParts(
      { ...result, method },
      {
        shares: () => false,
        bySlice: [],
        facts: {
          changed: added.length + removed.length + retyped.length > 0,
          added: [...added],
          removed: [...removed],
          retyped: retyped.map(({ column }) => column),
        },
      },
    )
    return {
      ...parts,
      sections: [changeSection(result)],
      sources: [sourceAs('reference', before), sourceAs('current', after)],
      result,
    }
  },
}

function changeSection({ added, removed, retyped, perhapsRenamed }: SchemaChange): Section {
  const renamed = (column: string): string => {
    const found = perhapsRenamed.find(({ before, after }) => before === column || after === column)
    return found === undefined ? '' : `perhaps renamed: ${found.before} → ${found.after}`
  }
  return {
    title: 'Columns',
    table: {
      columns: ['column', 'change', 'before', 'after', 'note'],
      numeric: [],
      rows: [
        ...removed.map((column) => [column, 'removed', '', '', renamed(column)]),
        ...added.map((column) => [column, 'added', '', '', renamed(column)]),
        ...retyped.map(({ column, before, after }) => [column, 'other type', before, after, '']),
      ],
    },
  }
}
