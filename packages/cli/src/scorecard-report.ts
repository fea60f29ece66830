import { oneLine, painter, table, wrap } from './terminal.ts'
import type { Screen } from './terminal.ts'

/** A window of a KPI, as the server answers it. */
interface Point {
  readonly from: string
  readonly until: string
  readonly value: number | null
  readonly n: number
}
export interface KpiAnswer {
  readonly id: string
  readonly title: string
  readonly roles: readonly string[]
  readonly unit: string
  readonly direction: string
  readonly window: { readonly days: number; readonly from: string; readonly until: string }
  readonly value: number | null
  readonly n: number
  readonly trend: readonly Point[]
  readonly target: number | null
  readonly baseline: number | null
  readonly setBy: string
  readonly met: boolean | null
  readonly band?: string
  readonly noData?: string
  readonly act?: string
  readonly contributions?: readonly {
    readonly register: string
    readonly title: string
    readonly unit?: string
    readonly value: number | null
    readonly n: number
  }[]
}
export interface ScorecardAnswer {
  readonly about: {
    readonly projectName?: string
    readonly projects: number
    readonly roles?: readonly string[]
    readonly person?: string
  }
  readonly kpis: readonly KpiAnswer[]
}
interface Part {
  readonly part: string
  readonly means: string
  readonly n: number
  readonly ageDays: number | null
  readonly figure: number | null
  readonly low: number | null
  readonly high: number | null
}
export interface KpiShown extends KpiAnswer {
  readonly projectName?: string
  readonly project?: string
  readonly projects: number
  readonly says: string
  readonly note?: string
  readonly parts: readonly Part[]
  readonly history: readonly {
    readonly byName: string | null
    readonly by: string
    readonly at: string
    readonly reason: string
    readonly reset?: true
    readonly target?: number | null
    readonly baseline?: number | null
    readonly windowDays?: number
    readonly entry: number
  }[]
}
export interface ObservationAnswer {
  readonly subject: string
  readonly at: string
  readonly part: string
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  readonly entries: readonly number[]
}

const rounded = (value: number): string => String(Number(value.toPrecision(3)))

const DURATIONS = [
  [48, 24, 'days'],
  [1, 1, 'hours'],
  [1 / 60, 1 / 60, 'minutes'],
] as const

/** A duration in the unit that people would say it in. */
export function durationText(hours: number): string {
  const [, unit, name] = DURATIONS.find(([from]) => Math.abs(hours) >= from) ?? [0, 1 / 3600, 'seconds']
  return `${rounded(hours / unit)} ${name}`
}

/** A value with its unit: a share as percent, where a person reads it faster. */
export function valueText(value: number | null, unit: string): string {
  if (value === null) return '–'
  if (unit === 'share' || unit === 'ratio') return `${rounded(value * 100)} %`
  if (unit === 'days' || unit === 'hours') return durationText(unit === 'days' ? value * 24 : value)
  return unit === 'value' || unit === '' ? rounded(value) : `${rounded(value)} ${unit}`
}

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/** A trend as a line of bars, oldest first: the lowest value is the lowest bar, a window without data a dot. */
export function sparkline(values: readonly (number | null)[]): string {
  const known = values.filter((v) => v !== null)
  const low = Math.min(...known)
  const span = Math.max(...known) - low
  return values
    .map((v) => {
      if (v === null) return '·'
      const height = span === 0 ? BARS.length >> 1 : Math.round(((v - low) / span) * (BARS.length - 1))
      return BARS[height] ?? BARS[0]
    })
    .join('')
}

const targetText = (kpi: KpiAnswer): string =>
  kpi.target === null
    ? ''
    : `${kpi.direction === 'lower' ? '≤' : '≥'} ${valueText(kpi.target, kpi.unit)}${kpi.met === null ? '' : kpi.met ? ' ✓' : ' ✗'}`

const projectsText = (n: number): string => `${n} ${n === 1 ? 'project' : 'projects'}`

const aboutText = ({ about }: ScorecardAnswer): string => {
  const where = about.projectName === undefined ? projectsText(about.projects) : oneLine(about.projectName)
  if (about.roles === undefined) return where
  return about.roles.length === 0 ? `${where}: no role is held there` : `${where}: ${about.roles.join(', ')}`
}

/** A scorecard: what has a value as a table, then what has none, and why. */
export function scorecardReport(answer: ScorecardAnswer, screen: Screen): string[] {
  const paint = painter(screen)
  const head = paint('bold', `Scorecard of ${aboutText(answer)}`)
  if (answer.kpis.length === 0) return [head, 'No KPI is defined for this: see "muster kpi list".']
  const valued = answer.kpis.filter((k) => k.value !== null)
  const rows = valued.map((k) => [
    k.title,
    valueText(k.value, k.unit),
    String(k.n),
    sparkline(k.trend.map((p) => p.value)),
    targetText(k),
    k.band ?? '',
    `${k.window.days} days`,
    k.id,
  ])
  const none = answer.kpis.filter((k) => k.value === null)
  return [
    head,
    ...(rows.length === 0
      ? ['Nothing has a value yet.']
      : table(['KPI', 'value', 'n', 'trend', 'target', 'band', 'window', 'id'], rows, screen)),
    ...(none.length === 0 ? [] : ['', paint('bold', 'No data')]),
    ...none.flatMap((k) => {
      const [first = '', ...rest] = wrap(`${k.title}: ${why(k)}`, screen, 4)
      return [`  ${first}`, ...rest]
    }),
    ...fromRegisters(answer.kpis, screen),
  ]
}

/** What registers say to the KPIs, where some say anything. */
function fromRegisters(kpis: readonly KpiAnswer[], screen: Screen): string[] {
  const rows = kpis.flatMap((k) =>
    (k.contributions ?? []).map((c) => [
      k.title,
      c.title,
      valueText(c.value, c.unit ?? 'value'),
      String(c.n),
      c.register,
    ]),
  )
  if (rows.length === 0) return []
  return [
    '',
    painter(screen)('bold', 'From registers'),
    ...table(['KPI', 'measure', 'value', 'n', 'register'], rows, screen),
  ]
}

/** Why there is no data, and what would give some. */
function why({ noData = '', act }: KpiAnswer): string {
  const because = noData.replace(/^No data, because /, '')
  return act === undefined ? because : `${because} What gives one: muster ${act.replace('.', ' ')}.`
}

const WIDEST_BAR = 24

/** The windows of a KPI as bars, one a line. */
function chart(kpi: KpiAnswer): string[] {
  const most = Math.max(...kpi.trend.map((p) => Math.abs(p.value ?? 0)))
  return kpi.trend.map((p) => {
    const length = p.value === null || most === 0 ? 0 : Math.round((Math.abs(p.value) / most) * WIDEST_BAR)
    const text = p.value === null ? 'no data' : `${valueText(p.value, kpi.unit)} (n = ${p.n})`
    return `  ${p.from.slice(0, 10)} – ${p.until.slice(0, 10)}  ${'█'.repeat(length)}${length === 0 ? '' : ' '}${text}`
  })
}

function partText(p: Part): string {
  const more = [
    ...(p.ageDays === null ? [] : [`${durationText(p.ageDays * 24)} old on average`]),
    ...(p.figure === null ? [] : [`largest ${rounded(p.figure)}`]),
    ...(p.n === 1 && p.low !== null && p.high !== null ? [`interval ${rounded(p.low)} to ${rounded(p.high)}`] : []),
  ]
  return `  ${String(p.n).padStart(4)}  ${p.part}: ${p.means}${more.length === 0 ? '' : ` (${more.join('; ')})`}`
}

function settingText(h: KpiShown['history'][number], unit: string): string {
  const said = [
    ...(h.target === undefined ? [] : [`target ${valueText(h.target, unit)}`]),
    ...(h.baseline === undefined ? [] : [`baseline ${valueText(h.baseline, unit)}`]),
    ...(h.windowDays === undefined ? [] : [`window ${h.windowDays} days`]),
    ...(h.reset === true ? ['back to the pack'] : []),
  ]
  return `  ${h.at.slice(0, 10)}  ${said.join(', ')}: ${oneLine(h.reason)} (${oneLine(h.byName ?? h.by)}, entry ${h.entry})`
}

/** One KPI in words, with a chart of its windows and the entries behind it. */
export function kpiReport(
  kpi: KpiShown,
  seen: { readonly items: readonly ObservationAnswer[]; readonly next?: string },
  screen: Screen,
): string[] {
  const paint = painter(screen)
  const where = kpi.projectName === undefined ? projectsText(kpi.projects) : oneLine(kpi.projectName)
  const rows = seen.items.map((o) => [
    o.at.slice(0, 10),
    o.subject,
    o.part,
    `${valueText(o.value, kpi.unit)}${o.low === null || o.high === null ? '' : ` (${rounded(o.low)} to ${rounded(o.high)})`}`,
    o.entries.join(', '),
  ])
  const value =
    kpi.value === null
      ? why(kpi)
      : `${valueText(kpi.value, kpi.unit)}, n = ${kpi.n}, over ${kpi.window.days} days${kpi.band === undefined ? '' : `: ${kpi.band}`}`
  return [
    paint('bold', `${kpi.title} – ${where}`),
    ...wrap(value, screen),
    ...(kpi.target === null
      ? ['No target is set: "muster kpi adjust" sets one for a project.']
      : [`Target ${targetText(kpi)} (set by the ${kpi.setBy}).`]),
    ...(kpi.baseline === null ? [] : [`Baseline ${valueText(kpi.baseline, kpi.unit)}.`]),
    '',
    ...wrap(kpi.says, screen),
    ...(kpi.note === undefined ? [] : wrap(kpi.note, screen)),
    ...(kpi.trend.length === 0 ? [] : ['', paint('bold', 'Trend'), ...chart(kpi)]),
    ...fromRegisters([kpi], screen),
    ...(kpi.parts.length === 0 ? [] : ['', paint('bold', 'What it is made of'), ...kpi.parts.map(partText)]),
    ...(rows.length === 0
      ? []
      : [
          '',
          paint('bold', 'What was observed'),
          ...table(['day', 'subject', 'part', 'value', 'entries'], rows, screen),
        ]),
    ...(seen.next === undefined
      ? []
      : [
          `There are more: muster kpi entries ${kpi.id}${kpi.project === undefined ? '' : ` --project ${kpi.project}`} --cursor ${seen.next}`,
        ]),
    ...(kpi.history.length === 0
      ? []
      : ['', paint('bold', 'What the project set'), ...kpi.history.map((h) => settingText(h, kpi.unit))]),
  ]
}
