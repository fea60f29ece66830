import type { ComputedFormulaId } from '@muster/core'
import { COMPUTED_FORMULAS, MEASURED_TYPES } from '@muster/core'
import { sha256Hex } from '../../store/commit.ts'
import type { Queries } from '../../store/database.ts'
import type { Point, Question } from './measure.ts'
import { trendOf } from './measure.ts'

/** Number of the newest entry of each type that a formula reads; -1 where there is none. */
export type Stamps = ReadonlyMap<string, number>

export async function stampsOf(queries: Queries): Promise<Stamps> {
  const rows = await queries.query<{ type: string; seq: number | null }>(
    `select t.type, (select l.seq from ledger_entry l where l.type = t.type order by l.seq desc limit 1) as seq
     from unnest($1::text[]) as t(type)`,
    [MEASURED_TYPES],
  )
  return new Map(rows.map(({ type, seq }) => [type, Number(seq ?? -1)]))
}

const newest = (formula: ComputedFormulaId, stamps: Stamps): number =>
  Math.max(...COMPUTED_FORMULAS[formula].reads.map((type) => stamps.get(type) ?? -1))

const remembered = new WeakMap<object, Map<string, { stamp: number; trend: readonly Point[] }>>()
const MOST_REMEMBERED = 20_000

/**
 * The trend of a question, computed again only when something it could be about was recorded since, or another day has
 * begun: windows are whole days, so nothing else can change it. The stamps are read before the trend: what is recorded
 * in between makes them too old, and the next call computes again.
 */
export async function rememberedTrend(queries: Queries, question: Question, stamps: Stamps): Promise<readonly Point[]> {
  const { home } = queries
  if (home === undefined) return trendOf(queries, question)
  let trends = remembered.get(home)
  if (trends === undefined) remembered.set(home, (trends = new Map()))
  const { formula, parameters, projects, windows } = question
  const key = sha256Hex(JSON.stringify([formula, parameters, projects, windows.edges]))
  const stamp = newest(formula, stamps)
  const known = trends.get(key)
  if (known?.stamp === stamp) return known.trend
  const trend = await trendOf(queries, question)
  if (trends.size >= MOST_REMEMBERED) trends.clear()
  trends.set(key, { stamp, trend })
  return trend
}
