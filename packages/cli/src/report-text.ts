import type { Report, Section } from '@muster/statistics'
import type { EvaluationAnswer } from './evaluation-report.ts'
import { evaluationReport } from './evaluation-report.ts'
import type { Screen } from './terminal.ts'
import { clean, oneLine, painter, table, wrap } from './terminal.ts'

/** Rows of a table that are shown; the whole is in the report. */
const MOST_ROWS = 25
const MOST_SECTIONS = 12
const MOST_FINDINGS = 8
const MOST_CAVEATS = 12

/** A report for the terminal: what was found, in words; then its tables; then what must be known about them. */
export function reportText(report: Report, screen: Screen, written: readonly string[] = []): string[] {
  const paint = painter(screen)
  const [first, ...more] = report.findings
  return [
    ...(first === undefined ? [] : [paint('bold', oneLine(first.title)), ...indented(first.sentence, screen)]),
    ...(first === undefined ? [] : indented(`Next: ${first.next}`, screen)),
    ...more
      .slice(0, MOST_FINDINGS)
      .flatMap((finding) => ['', paint('bold', oneLine(finding.title)), ...indented(finding.sentence, screen)]),
    ...(more.length > MOST_FINDINGS ? ['', `  … and ${more.length - MOST_FINDINGS} more findings`] : []),
    '',
    ...bodyOf(report, screen),
    ...(written.length === 0 ? [] : ['', `The report is in ${written.join(' and ')}.`]),
  ]
}

const indented = (text: string, screen: Screen): string[] =>
  wrap(clean(text), screen, 2).map((line, index) => (index === 0 ? `  ${line}` : line))

function bodyOf(report: Report, screen: Screen): string[] {
  if (report.analysis === 'evaluate' && isEvaluation(report.result)) return evaluationReport(report.result, screen)
  const tables = report.sections.filter((section) => section.table !== undefined)
  const sections = tables.filter(({ isDetail }) => isDetail !== true).slice(0, MOST_SECTIONS)
  const hidden = tables.length - sections.length
  return [
    ...sections.flatMap((section) => [...sectionLines(section, screen), '']),
    ...(hidden > 0
      ? [`${hidden} more ${hidden === 1 ? 'table' : 'tables'} and the charts: --output report.html`, '']
      : []),
    ...caveatLines(report, screen),
  ]
}

function sectionLines({ title, table: rows }: Section, screen: Screen): string[] {
  const paint = painter(screen)
  if (rows === undefined) return []
  const cells = rows.rows.slice(0, MOST_ROWS).map((row) => row.map(oneLine))
  const hidden = rows.rows.length - MOST_ROWS
  return [
    paint('bold', oneLine(title)),
    ...table(rows.columns.map(oneLine), cells, screen),
    ...(hidden > 0 ? [`… and ${hidden} more rows`] : []),
  ]
}

function caveatLines({ caveats }: Report, screen: Screen): string[] {
  const paint = painter(screen)
  if (caveats.length === 0) return []
  const hidden = caveats.length - MOST_CAVEATS
  return [
    paint('bold', 'To know before trusting it'),
    ...caveats.slice(0, MOST_CAVEATS).flatMap((caveat) => {
      const [first = '', ...rest] = wrap(caveat, screen, 4)
      return [`  ${paint('yellow', '!')} ${first}`, ...rest]
    }),
    ...(hidden > 0 ? [`  … and ${hidden} more`] : []),
  ]
}

function isEvaluation(result: unknown): result is EvaluationAnswer {
  return (
    typeof result === 'object' && result !== null && 'classes' in result && 'measures' in result && 'level' in result
  )
}
