import { expect, test } from 'vitest'
import { htmlReport } from './html.ts'
import { markdownReport } from './markdown.ts'
import { measureTable, shown } from './numbers.ts'
import { readReport } from './read-report.ts'
import type { Chart, Report } from './report.ts'
import { ticks } from './charts/svg.ts'

const HOSTILE = `<script>alert(1)</script>" onload='x' & | \`\u202E`

const reportWith = (charts: readonly Chart[], name = 'data.csv'): Report => ({
  schema: 'muster-report/1',
  analysis: 'drift',
  title: 'Drift of data',
  findings: [{ title: `The data ${name}`, sentence: 'They drifted.', caveats: [], next: 'Look.' }],
  caveats: [`Beware of ${name}.`],
  measures: [{ name: 'psi', value: 0.3, low: 0.1, high: null, n: 10, slice: `column=${name}` }],
  facts: { verdict: 'drift', columns: ['a'] },
  sections: charts.map((chart) => ({
    title: `A ${chart.kind} of ${name}`,
    chart,
    table: { columns: [name, 'n'], numeric: [1], rows: [[name, '1']] },
  })),
  method: 'By hand.',
  sources: [{ role: 'file', name, digest: `sha256:${'a'.repeat(64)}`, bytes: 12, rows: 1 }],
  options: { column: [], seed: 1, label: name },
  tool: { name: 'muster-statistics', version: '1' },
  computed: true,
  result: {},
})

const charts = (name: string): Chart[] => [
  {
    kind: 'intervals',
    rows: [
      { name, value: 0.5, low: 0.4, high: 0.6, n: 3, mark: 'drift' },
      { name: 'none', value: null, low: null, high: null },
      { name: 'huge', value: 1e300, low: -1e300, high: 1e300 },
    ],
    band: { low: 0.8, high: 1.25, label: name },
    line: { at: 1, label: name },
  },
  { kind: 'intervals', rows: [] },
  { kind: 'intervals', bars: true, rows: [{ name, value: -2, low: -3, high: null, mark: name }] },
  {
    kind: 'matrix',
    rowTitle: 'actual',
    columnTitle: name,
    rows: [name, 'b'],
    columns: [name, 'b'],
    counts: [
      [1, 0],
      [0, 0],
    ],
  },
  {
    kind: 'matrix',
    rowTitle: 'a',
    columnTitle: 'b',
    rows: Array.from({ length: 80 }, String),
    columns: [],
    counts: [],
  },
  { kind: 'shares', edges: [0, 1, 1], reference: [0.5, 0.5], current: [1, 0] },
  { kind: 'shares', names: [name], reference: [0], current: [0] },
  { kind: 'shares', edges: [], reference: [], current: [] },
  {
    kind: 'curves',
    xTitle: 'x',
    yTitle: name,
    diagonal: true,
    curves: [
      {
        name,
        points: [
          [0, 0],
          [2, -1],
        ],
        dots: true,
      },
      { name: 'b', points: [] },
    ],
  },
  {
    kind: 'lines',
    xTitle: name,
    yTitle: name,
    lines: [
      {
        name,
        points: [
          { x: -1e308, value: 1, low: 0.5, high: 1.5 },
          { x: 1e308, value: 2, low: 1.5, high: 2.5 },
        ],
      },
      { name: 'b', points: [{ x: 1, value: 1, low: null, high: null }] },
    ],
  },
  { kind: 'lines', xTitle: 'x', yTitle: 'y', lines: [{ name, points: [] }] },
]

test('a page asks for nothing, runs nothing, and whatever is in the data stays text', () => {
  const page = htmlReport(reportWith(charts(HOSTILE), HOSTILE), { seal: HOSTILE })
  expect(page).not.toMatch(/<script|onload='|\u202E|<img|<link|https?:|url\(|@import/)
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;')
  expect(page).not.toMatch(/NaN|Infinity|undefined/)
  // Every element that is opened is closed.
  for (const tag of ['svg', 'g', 'table', 'section', 'figure', 'div', 'ul', 'p', 'td', 'th']) {
    const opened = page.match(new RegExp(`<${tag}[ >]`, 'g'))?.length
    expect([tag, page.match(new RegExp(`</${tag}>`, 'g'))?.length]).toEqual([tag, opened])
  }
})

test('each drawing has a name, and the numbers of its table are beside it', () => {
  const page = htmlReport(reportWith(charts('x').slice(0, 1)))
  expect(page).toContain('role="img" aria-label="A intervals of data.csv"')
  expect(page).toContain('x: 0.5000 (0.4000 to 0.6000), 3 rows, drift')
  expect(page).toMatch(/<table>.*<th scope="col">/)
  expect(page).toContain('prefers-color-scheme:dark')
})

test('amounts are bars from 0, and lines have their intervals as a band over axes as long as the data', () => {
  const bar: Chart = { kind: 'intervals', bars: true, rows: [{ name: 'age', value: 4, low: 2, high: 6 }] }
  const points = [10, 20, 30].map((x) => ({ x, value: x * x, low: x * x - 50, high: x * x + 50 }))
  const page = htmlReport(
    reportWith([bar, { kind: 'lines', xTitle: 'age', yTitle: 'score', lines: [{ name: 'age', points }] }]),
  )
  const [, width = '0'] = /<rect x="236" y="24" width="([\d.]+)" height="14" class="amount">/.exec(page) ?? []
  // 4 of an axis that ends a little after 6.
  expect(Number(width) / 420).toBeCloseTo(4 / (6 * 1.03), 3)
  expect(page).toMatch(/<path d="M72\.00 [\d.]+L312\.00 [\d.]+L552\.00 [^"]+Z" class="spread">/)
  expect(page).toContain('<title>20: 400 (350 to 450)</title>')
})

test('Markdown has the finding first, and data cannot become markup', () => {
  const text = markdownReport(reportWith(charts(HOSTILE).slice(0, 1), HOSTILE))
  const lines = text.split('\n')
  expect(lines[0]).toBe('# Drift of data')
  expect(lines[2]).toContain('They drifted.')
  expect(text).not.toMatch(/(?<!\\)<script/)
  expect(lines.filter((line) => line.startsWith('| ')).every((line) => line.match(/(?<!\\)\|/g)?.length === 3)).toBe(
    true,
  )
})

test('what was computed elsewhere is said to be', () => {
  const report = { ...reportWith([]), computed: false, tool: { name: 'Evidently', version: '0.7' } }
  expect(markdownReport(report)).toContain('Computed by Evidently 0.7; Muster read its report and computed nothing')
  expect(htmlReport(report)).toContain('Computed by Evidently 0.7. Muster read its report and computed nothing.')
})

test('a report that was kept is read again, and nothing else is taken for one', () => {
  const report = reportWith(charts('x'))
  const kept = JSON.parse(JSON.stringify(report)) as Record<string, unknown>
  expect(readReport(kept)).toEqual(kept)
  expect(readReport({ ...kept, more: 1 })).toBeDefined()
  const broken: unknown[] = [
    null,
    [],
    'x',
    {},
    { ...kept, schema: 'muster-report/2' },
    { ...kept, findings: [{ title: 1 }] },
    { ...kept, sections: [{ title: 'x', chart: { kind: 'pie' } }] },
    { ...kept, sections: [{ title: 'x', chart: { kind: 'toString' } }] },
    { ...kept, sections: [{ title: 'x', table: { columns: ['a'], numeric: [], rows: [[1]] } }] },
    { ...kept, measures: [{ name: 'a', value: '1' }] },
    { ...kept, facts: { a: { b: 1 } } },
  ]
  for (const one of broken) expect(readReport(one)).toBeUndefined()
})

test('an evaluation that was kept before there were reports becomes one', () => {
  const evaluation = {
    rows: 2,
    classes: ['a', 'b'],
    source: { name: 'p.csv', digest: 'sha256:0', bytes: 3, rows: 2 },
    measures: [{ name: 'accuracy', value: 1, low: null, high: null, n: 2, method: 'bootstrap-percentile' }],
    confusion: {
      labels: ['a', 'b'],
      counts: [
        [1, 0],
        [0, 1],
      ],
    },
    slices: [],
    caveats: [],
    seed: 1,
    draws: 100,
    level: 0.95,
    method: 'm',
  }
  expect(readReport(evaluation)).toMatchObject({
    schema: 'muster-report/1',
    analysis: 'evaluate',
    sources: [{ name: 'p.csv' }],
  })
})

test('numbers are shown with as many digits as help', () => {
  expect([0, 1234, 0.123456, 0.00001234, 1e9, 1.5e7, null, Infinity].map(shown)).toEqual([
    '0',
    '1,234',
    '0.1235',
    '0.00001234',
    '1,000,000,000',
    '15,000,000',
    '–',
    'infinity',
  ])
  expect(measureTable([{ name: 'a', value: null, reason: 'why' }])).toEqual({
    columns: ['measure', 'value', 'interval', 'why not'],
    numeric: [1, 2],
    rows: [['a', '–', '', 'why']],
  })
  expect(ticks(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
  expect(ticks(3, 3)).toEqual([3])
  expect(ticks(0.05, 0.31).length).toBeLessThan(8)
})
