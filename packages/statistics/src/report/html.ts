import { curvesChart } from './charts/curves.ts'
import { intervalsChart } from './charts/intervals.ts'
import { linesChart } from './charts/lines.ts'
import { matrixChart } from './charts/matrix.ts'
import { sharesChart } from './charts/shares.ts'
import { escaped } from './charts/svg.ts'
import { REPORT_STYLE } from './html-style.ts'
import { told } from './markdown.ts'
import { counted } from '../findings/finding.ts'
import { shown } from './numbers.ts'
import type { Chart, Report, ReportFinding, Section, Table } from './report.ts'

/** Tables longer than this are folded away under their chart. */
const LONG_TABLE = 12

/**
 * A report as one HTML page: findings and caveats first, then charts with the table behind each. It has no script and
 * asks for nothing from outside. `seal` says in words that it is sealed, and where.
 */
export function htmlReport(report: Report, { seal }: { readonly seal?: string } = {}): string {
  const { title, findings, caveats, sections, sources } = report
  const names = sources.map(({ name }) => name).join(' and ')
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escaped(`${title}: ${names}`)}</title>`,
    `<style>${REPORT_STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escaped(title)}</h1>`,
    `<p class="about">${escaped(names)}${seal === undefined ? '' : `<br>${escaped(seal)}`}</p>`,
    ...findings.map(findingBox),
    ...(caveats.length === 0
      ? []
      : [
          '<section class="caveats">',
          '<h2>To know before trusting it</h2>',
          `<ul>${caveats.map((caveat) => `<li>${escaped(caveat)}</li>`).join('')}</ul>`,
          '</section>',
        ]),
    ...sections.map(sectionOf),
    aboutOf(report),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

function findingBox({ title, sentence, next }: ReportFinding): string {
  return `<div class="finding"><strong>${escaped(title)}</strong><p>${escaped(sentence)}</p><p class="next">${escaped(next)}</p></div>`
}

function sectionOf({ title, text, chart, table }: Section): string {
  const drawn = chart === undefined ? '' : chartOf(chart, title)
  const figure = drawn === '' ? '' : `<figure class="scroll">${drawn}</figure>`
  const rows = table === undefined ? '' : tableOf(table, title)
  const isFolded = figure !== '' && (table?.rows.length ?? 0) > LONG_TABLE
  return [
    '<section>',
    `<h2>${escaped(title)}</h2>`,
    ...(text === undefined ? [] : [`<p>${escaped(text)}</p>`]),
    figure,
    isFolded ? `<details><summary>As a table</summary>${rows}</details>` : rows,
    '</section>',
  ].join('')
}

function chartOf(chart: Chart, title: string): string {
  switch (chart.kind) {
    case 'intervals':
      return chart.rows.length === 0 ? '' : intervalsChart(chart, title)
    case 'matrix':
      return matrixChart(chart, title)
    case 'shares':
      return sharesChart(chart, title)
    case 'curves':
      return curvesChart(chart, title)
    case 'lines':
      return chart.lines.every(({ points }) => points.length === 0) ? '' : linesChart(chart, title)
    default:
      return chart satisfies never
  }
}

function tableOf({ columns, numeric, rows }: Table, caption: string): string {
  const kind = (index: number): string => (numeric.includes(index) ? ' class="number"' : '')
  const head = columns.map((column, index) => `<th scope="col"${kind(index)}>${escaped(column)}</th>`).join('')
  const body = rows
    .map(
      (row) => `<tr>${columns.map((_, index) => `<td${kind(index)}>${escaped(row[index] ?? '')}</td>`).join('')}</tr>`,
    )
    .join('')
  // Reached by keyboard where it is wider than the page.
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(caption)}"><table><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`
}

function aboutOf({ sources, tool, computed, method, options, schema, analysis }: Report): string {
  const settings = Object.entries(options).filter(([, value]) => !(Array.isArray(value) && value.length === 0))
  const files = sources.map(
    ({ role, name, digest, bytes, rows }) =>
      `<li>${escaped(role)}: ${escaped(name)}, ${rows === undefined ? '' : `${counted(rows, 'row')}, `}${shown(bytes)} bytes<br><code>${escaped(digest)}</code></li>`,
  )
  const who = computed
    ? `Measured by ${tool.name} ${tool.version}.`
    : `Computed by ${tool.name} ${tool.version}. Muster read its report and computed nothing.`
  return [
    '<section>',
    '<h2>About this report</h2>',
    `<p>${escaped(who)} ${escaped(method)}</p>`,
    `<ul>${files.join('')}</ul>`,
    `<p><code>${escaped(`${analysis} ${settings.map(([name, value]) => `${name}=${told(value)}`).join(' ')}`)}</code></p>`,
    `<p class="about">${escaped(schema)}</p>`,
    '</section>',
  ].join('')
}
