import { eachChunk } from '../scan/each-chunk.ts'
import { rowsFrom } from '../scan/engine.ts'
import { numbersOf } from '../scan/stream-rows.ts'
import type { Group } from './count-groups.ts'
import type { Observations } from './observations.ts'
import { ScoreTally, scoreValue } from './score-tally.ts'
import type { ScoreValue } from './score-tally.ts'

/**
 * Reads all rows once in ascending order of their score and tallies each in every group it belongs to.
 * The answer has one tally for each group, in their order. DuckDB sorts, on disk if need be; nothing here grows with rows.
 */
export async function rankGroups(
  { connection, codeOf, labels, rows, slices }: Observations,
  groups: readonly Group[],
  positive: string,
  onShare: (share: number) => void,
  scoreColumn = 'score',
): Promise<ScoreTally[]> {
  const tallies = groups.map(({ matrix, rows: all }) => {
    const found = matrix.counts[matrix.labels.indexOf(positive)]?.reduce((sum, count) => sum + count, 0) ?? 0
    return new ScoreTally(found, all - found)
  })
  const tables: ScoreTally[][] = [[], ...codeOf.slice.map(() => [])]
  for (const [index, { sliceIndex, code }] of groups.entries()) {
    const tally = tallies[index]
    const table = tables[sliceIndex + 1]
    if (table !== undefined && tally !== undefined) table[code] = tally
  }
  const positiveCode = labels.indexOf(positive)
  const columns = [scoreColumn, codeOf.label, ...codeOf.slice].join(', ')
  const isCounted = await hasFewScores(connection, scoreColumn, slices, rows)
  const counted = isCounted ? ', count(*)::INTEGER AS times' : ''
  const grouped = isCounted ? ` GROUP BY ${columns}` : ''
  const result = await connection.stream(
    `SELECT ${columns}${counted} FROM observations${grouped} ORDER BY ${scoreColumn}`,
  )
  let current: ScoreValue = scoreValue(0)
  const values: ScoreValue[] = []
  const positives = new Uint8Array(65_536)
  let done = 0
  await eachChunk(result, undefined, (chunk, size) => {
    const scores = numbersOf(chunk, 0)
    const actual = numbersOf(chunk, 1)
    const times = isCounted ? numbersOf(chunk, 2 + codeOf.slice.length) : undefined
    for (let row = 0; row < size; row++) {
      const score = scores[row] ?? Number.NaN
      if (score !== current.score) current = scoreValue(score)
      values[row] = current
      positives[row] = actual[row] === positiveCode ? 1 : 0
    }
    addRows({ values, positives, times, size }, undefined, tables[0] ?? [])
    for (const index of codeOf.slice.keys()) {
      addRows({ values, positives, times, size }, numbersOf(chunk, index + 2), tables[index + 1] ?? [])
    }
    for (let row = 0; row < size; row++) done += times?.[row] ?? 1
    onShare(done / rows)
  })
  for (const tally of tallies) tally.flush()
  return tallies
}

/**
 * Whether rows that share score, label and slices are so many that counting them first costs less than sorting them all.
 * Counting changes no bit of the answer: rows of one score enter together anyway.
 */
async function hasFewScores(
  connection: Observations['connection'],
  scoreColumn: string,
  slices: Observations['slices'],
  rows: number,
): Promise<boolean> {
  const combinations = slices.reduce((product, { values }) => product * (values.length + 1), 2)
  if (rows < 50_000 || combinations > rows / 100) return false
  const [found] = await rowsFrom(connection, `SELECT approx_count_distinct(${scoreColumn}) AS n FROM observations`)
  return Number(found?.['n'] ?? rows) * combinations < rows / 2
}

type Ranked = {
  readonly values: readonly ScoreValue[]
  readonly positives: Uint8Array
  readonly times: ArrayLike<number> | undefined
  readonly size: number
}

/** Adds rows to the tallies of their codes; without codes, all to the first. Column by column, which keeps tallies near. */
function addRows(
  { values, positives, times, size }: Ranked,
  codes: ArrayLike<number> | undefined,
  table: readonly ScoreTally[],
): void {
  for (let row = 0; row < size; row++) {
    const value = values[row]
    if (value !== undefined) table[codes?.[row] ?? 0]?.add(value, positives[row] === 1, times?.[row] ?? 1)
  }
}
