/**
 * Observations are rows of one shape, whatever the formula:
 *
 * - `key`: what is observed, unique within the formula; `subject`: the record it is about; `project`
 * - `at`: the instant that puts it into a window
 * - `value`: what it contributes, null where it only counts beside n; `part`: the group it falls into
 * - `low`, `high`: its interval; `figure`: a further number; `age_days`: how old it is
 * - `entries`: numbers of the ledger entries it was taken from
 *
 * Every statement may use: $3 ids of the projects, $4 the parameters of the KPI as JSON, $5 and $6 the first instant of the
 * windows and the first one after them, $7 the last instant of each window, $8 now.
 */
export const PROJECTS = '$3::text[]'
export const PARAMETERS = '$4::jsonb'
/** The day that is not over yet. */
export const TODAY = 'left($8::text, 10)'
export const inWindow = (at: string): string => `${at} >= $5::text and ${at} < $6::text`

export const NONE = 'null::float8 as low, null::float8 as high, null::float8 as figure, null::float8 as age_days'
export const daysFrom = (from: string, to: string): string =>
  `(extract(epoch from (${to}::timestamptz - ${from}::timestamptz)) / 86400)::float8`
export const isTrue = (condition: string): string => `(case when ${condition} then 1 else 0 end)::float8`

/** Numbers of the entries of some types about some records. A column that nobody asks for is not computed. */
export const entriesOf = (subjects: string, ...types: readonly string[]): string =>
  `array(select l.seq from ledger_entry l where l.subject = any(${subjects}) and l.type in (${types.map((t) => `'${t}'`).join(', ')}) order by l.seq)`

/** The first measure of that name on the slice (null: on all rows), as a row \`measure\`; no row where there is none. */
export const measureIn = (doc: string, name: string, slice: string): string =>
  `(select (m->>'value')::float8 as value, (m->>'low')::float8 as low, (m->>'high')::float8 as high
    from jsonb_array_elements(${doc}->'measures') with ordinality as t(m, place)
    where m->>'name' = ${name} and m->>'slice' is not distinct from ${slice} order by place limit 1)`
