import { counted } from '../findings/finding.ts'
import { shown } from './numbers.ts'
import type { Report, Section, Table } from './report.ts'

/** A report as Markdown (CommonMark with tables): what was found first, then every table. Charts are for HTML. */
export function markdownReport(report: Report): string {
  const { title, findings, caveats, sections } = report
  const [first, ...more] = findings
  const lines = [
    `# ${inline(title)}`,
    '',
    ...(first === undefined
      ? []
      : [`**${inline(first.title)}.** ${inline(first.sentence)}`, '', inline(first.next), '']),
    ...(more.length === 0
      ? []
      : [
          '## Findings',
          '',
          ...more.map((f) => `- **${inline(f.title)}.** ${inline(f.sentence)} ${inline(f.next)}`),
          '',
        ]),
    ...(caveats.length === 0
      ? []
      : ['## To know before trusting it', '', ...caveats.map((caveat) => `- ${inline(caveat)}`), '']),
    ...sections.flatMap(sectionLines),
    ...aboutLines(report),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function sectionLines({ title, text, table }: Section): string[] {
  return [
    `## ${inline(title)}`,
    '',
    ...(text === undefined ? [] : [inline(text), '']),
    ...(table === undefined ? [] : [...tableLines(table), '']),
  ]
}

function tableLines({ columns, numeric, rows }: Table): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => inline(cell)).join(' | ')} |`
  return [
    line(columns),
    `|${columns.map((_, index) => (numeric.includes(index) ? ' ---: ' : ' --- ')).join('|')}|`,
    ...rows.map((row) => line(columns.map((_, index) => row[index] ?? ''))),
  ]
}

function aboutLines({ sources, tool, computed, method, options, schema }: Report): string[] {
  const settings = Object.entries(options).filter(([, value]) => !(Array.isArray(value) && value.length === 0))
  return [
    '## About this report',
    '',
    ...sources.map(
      ({ role, name, digest, bytes, rows }) =>
        `- ${inline(role)}: ${inline(name)}, ${rows === undefined ? '' : `${counted(rows, 'row')}, `}${shown(bytes)} bytes, ${inline(digest)}`,
    ),
    computed
      ? `- Measured by ${inline(tool.name)} ${inline(tool.version)}`
      : `- Computed by ${inline(tool.name)} ${inline(tool.version)}; Muster read its report and computed nothing`,
    `- ${inline(method)}`,
    ...(settings.length === 0
      ? []
      : [`- ${settings.map(([name, value]) => inline(`${name} ${told(value)}`)).join(', ')}`]),
    `- Schema ${schema}`,
  ]
}

/** An option as it is told: lists with commas. */
export function told(value: unknown): string {
  if (Array.isArray(value)) return value.map(told).join(', ')
  if (typeof value === 'string') return value
  return JSON.stringify(value) ?? ''
}

/** Text of others on one line in which nothing is Markdown or HTML. */
function inline(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>#|~]/g, String.raw`\$&`)
}
