import type { Aggregate, ComputedFormulaId, Windows } from '@muster/core'
import { COMPUTED_FORMULAS, median } from '@muster/core'
import type { Queries, Row } from '../../store/database.ts'
import { DELIVERY_OBSERVATIONS } from './delivery-observations.ts'
import { JUDGING_OBSERVATIONS } from './judging-observations.ts'

const OBSERVATIONS: Readonly<Record<ComputedFormulaId, string>> = { ...DELIVERY_OBSERVATIONS, ...JUDGING_OBSERVATIONS }

/** What is kept of the observations of a window, so that those of several projects can be put together. */
const KEPT: Readonly<Record<Aggregate, string>> = {
  share: 'sum(o.value)::float8 as sum',
  mean: 'sum(o.value)::float8 as sum',
  median: 'array_agg(o.value::float8) filter (where o.value is not null) as values',
  'per-week': '0 as sum',
  'days-per-week': 'array_agg(distinct left(o.at, 10)) as days',
}

/** Every statement is sent all eight values, and says of each which type it is. */
const TYPED = `cardinality($1::text[]) > 0 and $2::float8 > 0 and $4::jsonb is not null and $5::text < $6::text
  and cardinality($7::text[]) > 0 and $8::text is not null and ($3::text[] is null or cardinality($3::text[]) >= 0)`

/** Both frames stand around the observations of a formula: constants of this program, put together once. */
const framed = (frame: (formula: ComputedFormulaId) => string): ReadonlyMap<ComputedFormulaId, string> =>
  new Map((Object.keys(COMPUTED_FORMULAS) as ComputedFormulaId[]).map((id) => [id, frame(id)]))

const WINDOWS = framed(
  (
    id,
  ) => `select o.project, width_bucket(o.at, $1::text[]) as window, count(o.value)::int as n, ${KEPT[COMPUTED_FORMULAS[id].aggregate]}
    from (${OBSERVATIONS[id]}) o where ${TYPED} group by 1, 2`,
)
const PARTS = framed(
  (id) => `select o.part, count(*)::int as n, avg(o.age_days)::float8 as "ageDays", max(o.figure)::float8 as figure,
      min(o.low)::float8 as low, max(o.high)::float8 as high
    from (${OBSERVATIONS[id]}) o where ${TYPED} group by 1 order by 1`,
)
const LISTS = framed(
  (
    id,
  ) => `select * from (select o.at || '/' || o.key as key, o.subject, o.project, o.at, o.part, o.value::float8, o.low::float8, o.high::float8,
      o.figure::float8, o.age_days::float8 as "ageDays", o.entries::bigint[] from (${OBSERVATIONS[id]}) o where ${TYPED}) listed
    where ($9::text is null or listed.key collate "C" < $9::text collate "C") order by listed.key collate "C" desc limit $10::int`,
)

/** What a formula is asked: over which projects, with which parameters, in which windows. */
export interface Question {
  readonly formula: ComputedFormulaId
  readonly parameters: Readonly<Record<string, unknown>>
  readonly projects: readonly string[]
  readonly windows: Windows
  readonly now: string
}

const DAYS_OF_A_WEEK = 7
const valuesOf = ({ parameters, projects, windows, now }: Question): unknown[] => [
  windows.edges,
  windows.days / DAYS_OF_A_WEEK,
  projects,
  JSON.stringify(parameters),
  windows.edges[0],
  windows.edges.at(-1),
  windows.ends,
  now,
]

/** One window of a KPI. */
export interface Point {
  readonly from: string
  readonly until: string
  readonly value: number | null
  readonly n: number
}

const statement = (of: ReadonlyMap<ComputedFormulaId, string>, formula: ComputedFormulaId): string => {
  const found = of.get(formula)
  if (found === undefined) throw new Error(`nothing computes ${formula}`)
  return found
}

/** The observations of one project in one window; 1 is the oldest window. */
export interface Window {
  readonly window: number
  readonly n: number
  readonly sum?: number | null
  readonly values?: readonly number[] | null
  readonly days?: readonly string[]
}

/** The windows of each project in which anything was observed. */
export async function windowsOf(queries: Queries, question: Question): Promise<Map<string, Window[]>> {
  const rows = await queries.query<Window & Row & { project: string }>(
    statement(WINDOWS, question.formula),
    valuesOf(question),
    'once',
  )
  const found = new Map<string, Window[]>()
  for (const { project, ...row } of rows) {
    const window = { ...row, window: Number(row.window), n: Number(row.n) }
    const windows = found.get(project)
    if (windows === undefined) found.set(project, [window])
    else windows.push(window)
  }
  return found
}

const COMBINED: Readonly<Record<Aggregate, (windows: readonly Window[], n: number, weeks: number) => number>> = {
  share: (windows, n) => total(windows) / n,
  mean: (windows, n) => total(windows) / n,
  median: (windows) => median(windows.flatMap((w) => w.values ?? [])) ?? 0,
  'per-week': (_windows, n, weeks) => n / weeks,
  'days-per-week': (windows, _n, weeks) => new Set(windows.flatMap((w) => w.days ?? [])).size / weeks,
}
const total = (windows: readonly Window[]): number => windows.reduce((sum, w) => sum + Number(w.sum ?? 0), 0)

/** The value of each window over the windows of some projects, oldest first. No value where nothing was observed. */
export function trendFrom({ formula, windows: { edges, ends, days } }: Question, all: readonly Window[]): Point[] {
  return ends.map((until, i) => {
    const windows = all.filter((w) => w.window === i + 1)
    const n = windows.reduce((sum, w) => sum + w.n, 0)
    const value = n === 0 ? null : COMBINED[COMPUTED_FORMULAS[formula].aggregate](windows, n, days / DAYS_OF_A_WEEK)
    return { from: edges[i] ?? '', until, value, n }
  })
}

/** The trend of a question, asked of the record. */
export async function trendOf(queries: Queries, question: Question): Promise<Point[]> {
  return trendFrom(question, [...(await windowsOf(queries, question)).values()].flat())
}

/** A group of observations: how many, how old, the largest figure, and the ends of their intervals. */
export interface Part {
  readonly part: string
  readonly n: number
  readonly ageDays: number | null
  readonly figure: number | null
  readonly low: number | null
  readonly high: number | null
}

/** The groups that the observations of the question's windows fall into. */
export async function partsOf(queries: Queries, question: Question): Promise<Part[]> {
  return queries.query<Part & Row>(statement(PARTS, question.formula), valuesOf(question), 'once')
}

/** One thing that was observed, with the numbers of the entries it was taken from. */
export interface Observation {
  readonly key: string
  readonly subject: string
  readonly project: string
  readonly at: string
  readonly part: string
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  readonly figure: number | null
  readonly ageDays: number | null
  readonly entries: readonly number[]
}

/** Observations of the question's windows, newest first, after a key. */
export async function observationsOf(
  queries: Queries,
  question: Question,
  page: { readonly after: string | null; readonly limit: number },
): Promise<Observation[]> {
  const values = [...valuesOf(question), page.after, page.limit]
  const rows = await queries.query<Observation & Row>(statement(LISTS, question.formula), values, 'once')
  // One entry can be behind two sides of a comparison: it is named once.
  return rows.map((row) => ({ ...row, entries: [...new Set(row.entries.map(Number))].sort((a, b) => a - b) }))
}
