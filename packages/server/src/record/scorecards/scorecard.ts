import type { ComputedFormulaId, Formula, KpiInForce } from '@muster/core'
import { FORMULAS, WINDOWS, bandOf, isComputed, isMet, windowsAt } from '@muster/core'
import type { Queries } from '../../store/database.ts'
import type { Part, Point, Question } from './measure.ts'
import { partsOf } from './measure.ts'
import type { PackedKpi } from './queries.ts'
import { rememberedTrends } from './remembered.ts'

export type ScopedKpi = KpiInForce & Pick<PackedKpi, 'pack'>

/** A KPI with its value, as a scorecard shows it. */
export interface MeasuredKpi {
  readonly id: string
  readonly title: string
  readonly roles: readonly string[]
  readonly formula: string
  readonly unit: string
  readonly direction: string
  readonly window: { readonly days: number; readonly from: string; readonly until: string }
  readonly value: number | null
  readonly n: number
  readonly trend: readonly Point[]
  readonly target: number | null
  readonly baseline: number | null
  /** Who set target, baseline or window: the pack, or the project. */
  readonly setBy: 'pack' | 'project'
  readonly met: boolean | null
  readonly band?: string
  /** Why there is no value, and which act would give one. */
  readonly noData?: string
  readonly act?: string
}

export function formulaOf(kpi: { readonly id: string; readonly formula: string }): Formula {
  const formula = FORMULAS.get(kpi.formula)
  // Packs are checked when they are applied.
  if (formula === undefined) throw new Error(`the KPI ${kpi.id} names the unknown formula ${kpi.formula}`)
  return formula
}

/** What a KPI asks of its formula; undefined where no act produces its events yet. */
export function questionOf(
  kpi: ScopedKpi,
  projects: readonly string[],
  now: string,
  count: number = WINDOWS,
): Question | undefined {
  const formula = formulaOf(kpi)
  if (!isComputed(formula)) return undefined
  return {
    formula: kpi.formula as ComputedFormulaId,
    parameters: formula.parameters.parse(kpi.parameters ?? {}),
    projects,
    windows: windowsAt(now, kpi.windowDays, count),
    now,
  }
}

const noEvents = ({ act, recording }: { readonly act: string; readonly recording: string }): string =>
  `No data, because no act of this version records ${recording}; ${act} will.`

/** Why a KPI has no value, in words, and the act that would give it one. */
function lacking(formula: Formula): Pick<MeasuredKpi, 'noData' | 'act'> {
  if (!isComputed(formula)) return { noData: noEvents(formula.awaits) }
  return { noData: `No data, because ${formula.missing}.`, act: formula.act }
}

/** The value of a KPI from its trend. */
export function measured(kpi: ScopedKpi, trend: readonly Point[], now: string): MeasuredKpi {
  const formula = formulaOf(kpi)
  const { edges, ends } = windowsAt(now, kpi.windowDays, 1)
  const current = trend.at(-1)
  const value = current?.value ?? null
  const band = bandOf(kpi, value)
  return {
    id: kpi.id,
    title: kpi.title,
    roles: kpi.roles,
    formula: kpi.formula,
    unit: kpi.unit ?? formula.unit,
    direction: kpi.direction,
    window: { days: kpi.windowDays, from: edges[0] ?? '', until: ends[0] ?? '' },
    value,
    n: current?.n ?? 0,
    trend,
    target: kpi.target ?? null,
    baseline: kpi.baseline ?? null,
    setBy: kpi.setting === undefined ? 'pack' : 'project',
    met: isMet(kpi, value),
    ...(band === undefined ? {} : { band }),
    ...(value === null ? lacking(formula) : {}),
  }
}

/** A group of what was observed, with what it means. */
export type NamedPart = Part & { readonly means: string }

/** The groups of the current window. */
export async function partsNow(
  queries: Queries,
  kpi: ScopedKpi,
  projects: readonly string[],
  now: string,
): Promise<NamedPart[]> {
  const formula = formulaOf(kpi)
  const question = questionOf(kpi, projects, now, 1)
  if (question === undefined || !isComputed(formula)) return []
  const parts = await partsOf(queries, question)
  return parts.map((p) => ({ ...p, means: formula.parts[p.part] ?? p.part }))
}

/** Scorecard of some KPIs over some projects. */
export async function measure(
  queries: Queries,
  kpis: readonly ScopedKpi[],
  projects: readonly string[],
  now: string,
): Promise<MeasuredKpi[]> {
  const trendOf = await rememberedTrends(queries)
  const found: MeasuredKpi[] = []
  // One after the other: a single connection would queue them anyway, and many readers share the pool of a server.
  for (const kpi of kpis) {
    const question = questionOf(kpi, projects, now)
    found.push(measured(kpi, question === undefined ? [] : await trendOf(question), now))
  }
  return found
}
