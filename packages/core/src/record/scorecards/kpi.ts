import { addDays } from '../../acts/time.ts'

/** A KPI as a pack defines it. */
export interface Kpi {
  readonly id: string
  readonly title: string
  readonly roles: readonly string[]
  readonly formula: string
  readonly parameters?: Readonly<Record<string, unknown>> | undefined
  readonly unit?: string | undefined
  /** Which way is better; `none` where neither is. */
  readonly direction: 'higher' | 'lower' | 'none'
  readonly windowDays: number
  readonly target?: number | undefined
  readonly baseline?: number | undefined
  readonly note?: string | undefined
  /** Names of ranges, each from a value on (or, where lower is better, up to one), best first. */
  readonly bands?: readonly { readonly name: string; readonly bound?: number | undefined }[] | undefined
  readonly source?: readonly string[] | undefined
}

/** What a project set for a KPI. A field that is not there is the pack's; null says that there is none. */
export interface KpiSetting {
  readonly target?: number | null
  readonly baseline?: number | null
  readonly windowDays?: number
  readonly by: string
  readonly at: string
  readonly reason: string
  readonly entry: number
}

/** A KPI as it counts somewhere: the pack's, with what the project set for itself. */
export interface KpiInForce extends Kpi {
  /** What the project set, if it did. */
  readonly setting?: KpiSetting
}

/** The KPI with the target, baseline and window of a project. */
export function inForceFor(kpi: Kpi, setting: KpiSetting | undefined): KpiInForce {
  if (setting === undefined) return kpi
  const { target = kpi.target, baseline = kpi.baseline, windowDays = kpi.windowDays } = setting
  return {
    ...kpi,
    windowDays,
    // A project may also say that it has no target: null takes the pack's away.
    target: target ?? undefined,
    baseline: baseline ?? undefined,
    setting,
  }
}

/** How many windows a trend has, the current one included. */
export const WINDOWS = 8

/** Windows of whole days (UTC) that follow each other; the last one ends with the day of `now`. */
export interface Windows {
  /** One instant more than there are windows, oldest first: window i is from edges[i] up to, not including, edges[i + 1]. */
  readonly edges: readonly string[]
  /** The last millisecond of each window. */
  readonly ends: readonly string[]
  readonly days: number
}

/**
 * The windows of a KPI as seen at `now`.
 *
 * @example windowsAt('2026-03-02T09:00:00.000Z', 30, 1).edges // ['2026-02-01T00:00:00.000Z', '2026-03-03T00:00:00.000Z']
 */
export function windowsAt(now: string, days: number, count: number = WINDOWS): Windows {
  const end = addDays(`${now.slice(0, 10)}T00:00:00.000Z`, 1)
  const edges = Array.from({ length: count + 1 }, (_, i) => addDays(end, (i - count) * days))
  return { edges, ends: edges.slice(1).map((edge) => new Date(Date.parse(edge) - 1).toISOString()), days }
}

/** Whether a value reaches its target; null where there is no value, no target, or no better direction. */
export function isMet(kpi: Pick<Kpi, 'direction' | 'target'>, value: number | null): boolean | null {
  if (value === null || kpi.target === undefined || kpi.direction === 'none') return null
  return kpi.direction === 'higher' ? value >= kpi.target : value <= kpi.target
}

/** The band that a value falls into; undefined where there are no bands, or no value. */
export function bandOf(kpi: Pick<Kpi, 'direction' | 'bands'>, value: number | null): string | undefined {
  if (value === null) return undefined
  return (kpi.bands ?? []).find(({ bound }) => {
    if (bound === undefined) return true
    return kpi.direction === 'lower' ? value <= bound : value >= bound
  })?.name
}
