import type { Aggregate, ComputedFormulaId, Windows } from '@muster/core'
import { COMPUTED_FORMULAS } from '@muster/core'
import type { Queries, Row } from '../../store/database.ts'
import { DELIVERY_OBSERVATIONS } from './delivery-observations.ts'
import { JUDGING_OBSERVATIONS } from './judging-observations.ts'

const OBSERVATIONS: Readonly<Record<ComputedFormulaId, string>> = { ...DELIVERY_OBSERVATIONS, ...JUDGING_OBSERVATIONS }

/** $2 is the number of weeks of a window. */
const VALUE: Readonly<Record<Aggregate, string>> = {
  share: 'avg(o.value)',
  mean: 'avg(o.value)',
  median: 'percentile_cont(0.5) within group (order by o.value)',
  'per-week': 'count(o.value) / $2::float8',
  'days-per-week': 'count(distinct left(o.at, 10)) / $2::float8',
}

/** Every statement is sent all eight values, and says of each which type it is. */
const TYPED = `cardinality($1::text[]) > 0 and $2::float8 > 0 and $4::jsonb is not null and $5::text < $6::text
  and cardinality($7::text[]) > 0 and $8::text is not null and ($3::text[] is null or cardinality($3::text[]) >= 0)`

/** Both frames stand around the observations of a formula: constants of this program, put together once. */
const framed = (frame: (formula: ComputedFormulaId) => string): ReadonlyMap<ComputedFormulaId, string> =>
  new Map((Object.keys(COMPUTED_FORMULAS) as ComputedFormulaId[]).map((id) => [id, frame(id)]))

const TRENDS = framed((id) => {
  const { aggregate } = COMPUTED_FORMULAS[id]
  return `select width_bucket(o.at, $1::text[]) as window, count(o.value)::int as n, (${VALUE[aggregate]})::float8 as value
    from (${OBSERVATIONS[id]}) o where ${TYPED} group by 1`
})
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

/** The value of each window, oldest first. No value where nothing was observed. */
export async function trendOf(queries: Queries, question: Question): Promise<Point[]> {
  const rows = await queries.query<{ window: number; n: number; value: number | null }>(
    statement(TRENDS, question.formula),
    valuesOf(question),
  )
  const { edges, ends } = question.windows
  return ends.map((until, i) => {
    const row = rows.find((r) => Number(r.window) === i + 1)
    const n = Number(row?.n ?? 0)
    return { from: edges[i] ?? '', until, value: n === 0 ? null : Number(row?.value), n }
  })
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
  return queries.query<Part & Row>(statement(PARTS, question.formula), valuesOf(question))
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
  const rows = await queries.query<Observation & Row>(statement(LISTS, question.formula), [
    ...valuesOf(question),
    page.after,
    page.limit,
  ])
  // One entry can be behind two sides of a comparison: it is named once.
  return rows.map((row) => ({ ...row, entries: [...new Set(row.entries.map(Number))].sort((a, b) => a - b) }))
}
