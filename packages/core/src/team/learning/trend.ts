import type { Adoption, Training } from './adoption.ts'

/** One period of a department. `rate` is active by target users, 0 to 1. `trained` counts attendees up to its last day. */
export interface AdoptionPeriod {
  readonly from: string
  readonly until: string
  readonly targetUsers: number
  readonly activeUsers: number
  readonly rate: number
  readonly trained: number
  readonly measurement: string
}

/** Adoption in one department over time, against training. */
export interface DepartmentTrend {
  readonly department: string
  readonly title: string
  readonly periods: readonly AdoptionPeriod[]
  /** Rate now, 0 to 1; absent when nothing was measured. */
  readonly rate?: number
  /** Percentage points gained or lost since the period before; absent with fewer than two periods. */
  readonly changePoints?: number
  readonly trained: number
  /** Cost of the trainings held, by currency. */
  readonly cost: Readonly<Record<string, number>>
  /** Active users gained from the first period to the last; absent with fewer than two. */
  readonly gained?: number
  /** Training cost for each active user gained, by currency; absent when none were gained or nothing was spent. */
  readonly costPerGained?: Readonly<Record<string, number>>
  readonly sentence: string
}

const percent = (rate: number): string => `${Math.round(rate * 100)} %`

/**
 * Adoption by department: rate by period, change, and what training came before it (A.U3). Where two measurements are of the same
 * period, the one recorded last counts. That training and adoption rise together does not say that one is the cause.
 */
export function adoptionTrend(
  departments: readonly { readonly id: string; readonly title: string }[],
  measures: readonly Adoption[],
  trainings: readonly Training[],
): DepartmentTrend[] {
  return departments.map(({ id, title }) => {
    const held = trainings.filter((t) => t.department === id)
    const newest = new Map<string, Adoption>()
    for (const m of measures
      .filter((a) => a.department === id)
      .toSorted((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1)))
      newest.set(`${m.from} ${m.until}`, m)
    const periods = [...newest.values()]
      .toSorted((a, b) => (a.until < b.until ? -1 : 1))
      .map((m): AdoptionPeriod => ({
        from: m.from,
        until: m.until,
        targetUsers: m.targetUsers,
        activeUsers: m.activeUsers,
        rate: m.activeUsers / m.targetUsers,
        trained: held.filter((t) => t.on <= m.until).reduce((sum, t) => sum + t.attendees, 0),
        measurement: m.id,
      }))
    const trained = held.reduce((sum, t) => sum + t.attendees, 0)
    const cost: Record<string, number> = {}
    for (const t of held)
      if (t.cost !== undefined && t.currency !== undefined) cost[t.currency] = (cost[t.currency] ?? 0) + t.cost
    return { department: id, title, periods, trained, cost, ...measured(title, periods, trained, cost) }
  })
}

function measured(
  title: string,
  periods: readonly AdoptionPeriod[],
  trained: number,
  cost: Readonly<Record<string, number>>,
): Pick<DepartmentTrend, 'rate' | 'changePoints' | 'gained' | 'costPerGained' | 'sentence'> {
  const [first, last, before] = [periods[0], periods.at(-1), periods.at(-2)]
  const taught = trained === 0 ? 'nobody was trained' : `${trained} were trained`
  if (first === undefined || last === undefined)
    return { sentence: `${title}: no data, because nobody recorded its use (adoption.record); ${taught}.` }
  if (before === undefined)
    return { rate: last.rate, sentence: `${title}: ${percent(last.rate)} use it, measured once; ${taught}.` }
  const gained = last.activeUsers - first.activeUsers
  const spent = Object.entries(cost)
  const costPerGained =
    gained > 0 && spent.length > 0 ? Object.fromEntries(spent.map(([c, sum]) => [c, sum / gained])) : undefined
  return {
    rate: last.rate,
    changePoints: (last.rate - before.rate) * 100,
    gained,
    ...(costPerGained === undefined ? {} : { costPerGained }),
    sentence: `${title}: from ${percent(first.rate)} to ${percent(last.rate)} in ${periods.length} periods; ${taught} by then.`,
  }
}
