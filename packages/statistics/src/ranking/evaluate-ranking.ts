import { drawSettings } from '../evaluation/draw-settings.ts'
import type { DrawOptions, DrawSettings } from '../evaluation/draw-settings.ts'
import { loadRows, measureGroups, partCaveats, partGroups } from '../evaluation/part-groups.ts'
import type { PartGroups, SumMeasure } from '../evaluation/part-groups.ts'
import type { BootstrapKind, Parts } from '../evaluation/parts.ts'
import type { Analysis, MeasuredValue } from '../findings/analysis.ts'
import { brief, counted, ends, percent } from '../findings/finding.ts'
import type { Finding } from '../findings/finding.ts'
import { checkNumbers } from '../scan/check-numbers.ts'
import { findColumn } from '../scan/columns.ts'
import { firstRowWhere, textOf } from '../scan/encode.ts'
import { rowsFrom } from '../scan/engine.ts'
import { quoted, ScanError } from '../scan/scan-error.ts'
import { scanFile } from '../scan/scan-file.ts'
import type { Scan } from '../scan/open-source.ts'
import type { ScanOptions } from '../scan/source.ts'
import { eachBatch } from '../scan/stream-rows.ts'
import { listPrecision, normalisedGain, reciprocalRank, topOf } from './rank-list.ts'
import type { Run } from './rank-list.ts'

/** What to measure of ranked lists: each row is one item that was offered for one query. */
export type RankingQuestion = ScanOptions &
  DrawOptions & {
    readonly path: string
    /** The column that says which list a row belongs to: a query, a user, a session. */
    readonly query: string
    /** The column of the relevance: 0 for none, more for more. */
    readonly relevance: string
    /** The column that ranks: the highest first. */
    readonly score: string
    readonly slices?: readonly string[] | undefined
    /** How many places are looked at, default 10. */
    readonly cut?: number | undefined
    /** What a relevance r is worth in NDCG: r itself (default), or 2ʳ − 1. */
    readonly gain?: 'linear' | 'exponential' | undefined
    /** Default `bca`. */
    readonly interval?: BootstrapKind | undefined
  }

export type RankingEvaluation = Analysis & {
  /** Lists: what intervals and `n` count. */
  readonly queries: number
  readonly cut: number
  readonly seed: number
  readonly draws: number
  readonly level: number
}

/**
 * Measures ranked lists: NDCG (whole and of the first places), mean average precision, mean reciprocal rank, and precision,
 * recall and hit rate of the first places. Each is a mean over lists; items with the same score count as being in every
 * order at once. Lists without a relevant item have none of these but precision and hit rate, and are told in a caveat.
 *
 * Intervals draw whole lists, since items of one list belong together. In a slice, a list has only the items of the slice.
 *
 * Throws a ScanError when the file cannot be measured, or the signal's reason when it is aborted.
 *
 * @example
 * await evaluateRankingFile({ path: 'search.csv', query: 'query', relevance: 'grade', score: 'score', cut: 10 })
 */
export async function evaluateRankingFile(question: RankingQuestion): Promise<RankingEvaluation> {
  const settings = { ...drawSettings(question), kind: question.interval ?? 'bca' }
  const { cut = 10, onProgress, signal } = question
  if (!Number.isInteger(cut) || cut < 1)
    throw new ScanError('option_invalid', `cut is ${cut}`, 'give a whole number from 1')
  const { result, source } = await scanFile(question.path, { onProgress, signal }, async (scan) => {
    const found = await measure(scan, question, cut, settings)
    return { result: found, rows: found.rows }
  })
  const { draws, seed, level } = settings
  const name = settings.kind === 'bca' ? 'BCa' : 'percentile'
  const method =
    `${Number((level * 100).toFixed(6))} % intervals: ${name} bootstrap, ${draws} draws of whole lists (of at most 1,000 ` +
    `parts of them), seed ${seed}.`
  return { ...result, source, cut, draws, seed, level, method, findings: rankingFindings(result, cut) }
}

type Measured = {
  readonly rows: number
  readonly queries: number
  readonly measures: MeasuredValue[]
  readonly caveats: string[]
}

const SUMS = 9
const [LISTS, USEFUL, GAIN, GAIN_CUT, PRECISION, RECIPROCAL, TOP, RECALL, HIT] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const

function measuresOf(cut: number): SumMeasure[] {
  const over = (name: string, sum: number, count: number): SumMeasure => ({
    name,
    of: (sums) => ((sums[count] ?? 0) > 0 ? (sums[sum] ?? 0) / (sums[count] ?? 0) : null),
    reason: 'no list has a relevant item',
  })
  return [
    over('ndcg', GAIN, USEFUL),
    over(`ndcg@${cut}`, GAIN_CUT, USEFUL),
    over('map', PRECISION, USEFUL),
    over('mrr', RECIPROCAL, USEFUL),
    over(`precision@${cut}`, TOP, LISTS),
    over(`recall@${cut}`, RECALL, USEFUL),
    over(`hit_rate@${cut}`, HIT, LISTS),
  ]
}

function addList(parts: Parts, runs: readonly Run[], cut: number): void {
  const at = parts.next()
  const { precision, recall, hit } = topOf(runs, cut)
  parts.add(at, LISTS, 1)
  parts.add(at, TOP, precision)
  parts.add(at, HIT, hit)
  if (recall === null) return
  parts.add(at, USEFUL, 1)
  parts.add(at, RECALL, recall)
  parts.add(at, GAIN, normalisedGain(runs, Infinity) ?? 0)
  parts.add(at, GAIN_CUT, normalisedGain(runs, cut) ?? 0)
  parts.add(at, PRECISION, listPrecision(runs) ?? 0)
  parts.add(at, RECIPROCAL, reciprocalRank(runs) ?? 0)
}

async function measure(
  scan: Scan,
  question: RankingQuestion,
  cut: number,
  settings: DrawSettings & { readonly kind: BootstrapKind },
): Promise<Measured> {
  const { signal, onProgress } = question
  const query = findColumn(scan.columns, question.query)
  const relevance = findColumn(scan.columns, question.relevance)
  const score = findColumn(scan.columns, question.score)
  const text = textOf(query)
  const hash = {
    ...query,
    name: question.query,
    reference: `CASE WHEN ${text} IS NULL THEN NULL ELSE hash(${text}) END`,
    type: 'UBIGINT',
  }
  const loaded = await loadRows(scan, { numbers: [relevance, score], slices: question.slices ?? [], keys: [hash] })
  const { rows } = loaded
  await checkNumbers(scan, relevance, 'number_0', rows, { least: 0, hint: 'give 0 for what is not relevant' })
  await checkNumbers(scan, score, 'number_1', rows)
  await refuseUnnamed(scan, query.name, rows, () => firstRowWhere(scan, query, 'text', 'value IS NULL'))
  onProgress?.({ phase: 'read', share: 1 })
  const groups = await partGroups(scan.connection, loaded, SUMS, settings.seed, 'count(DISTINCT key_0)')
  const exponential = question.gain === 'exponential'
  await readLists(scan, groups, { cut, exponential, signal }, (done) =>
    onProgress?.({ phase: 'measure', share: done / rows / 2 }),
  )
  const measures = await measureGroups(groups, measuresOf(cut), settings, {
    signal,
    onShare: (share) => onProgress?.({ phase: 'measure', share: 0.5 + share / 2 }),
  })
  const [whole] = groups.groups
  const totals = whole?.parts.totals() ?? new Float64Array(SUMS)
  const useless = (totals[LISTS] ?? 0) - (totals[USEFUL] ?? 0)
  const caveats = partCaveats(groups.groups, measures, settings.minimumGroup, 'list')
  if (useless > 0) {
    caveats.push(
      `${counted(useless, 'list')} without a relevant item ${useless === 1 ? 'counts' : 'count'} for precision and hit rate only.`,
    )
  }
  return { rows, queries: whole?.rows ?? 0, measures, caveats }
}

async function refuseUnnamed(
  { connection }: Scan,
  name: string,
  rows: number,
  first: () => Promise<{ row: number }>,
): Promise<void> {
  const [found] = await rowsFrom(connection, 'SELECT count(*) AS n FROM observations WHERE key_0 IS NULL')
  const absent = Number(found?.['n'] ?? 0)
  if (absent === 0) return
  throw new ScanError(
    'value_missing',
    `${absent} of ${rows} rows have no value in column ${quoted(name)}, the first is row ${(await first()).row}`,
    'say for every row which list it belongs to',
  )
}

/** Reads list by list, each from its highest score down, and adds it to the whole and to every slice it has items in. */
async function readLists(
  { connection }: Scan,
  { tables, codes }: PartGroups,
  settings: { readonly cut: number; readonly exponential: boolean; readonly signal: AbortSignal | undefined },
  onDone: (rows: number) => void,
): Promise<void> {
  // Two halves of the hash, each exact as a double, keep the reading of batches to one kind of number.
  const sql =
    `SELECT (key_0 >> 32)::DOUBLE AS high, (key_0 & 4294967295)::DOUBLE AS low, number_1, number_0, ${codes.join(', ')} ` +
    'FROM observations ORDER BY ALL DESC'
  const open = tables.map(() => new Map<number, { score: number; gains: number[] }[]>())
  const close = (): void => {
    for (const [place, lists] of open.entries()) {
      for (const [code, runs] of [...lists].sort(([a], [b]) => a - b)) {
        const parts = tables[place]?.[code]?.parts
        if (parts !== undefined) addList(parts, runs, settings.cut)
      }
      lists.clear()
    }
  }
  let [high, low, done] = [-1, -1, 0]
  await eachBatch(connection, sql, settings.signal, ({ columns, size }) => {
    for (let row = 0; row < size; row++) {
      const [ownHigh = 0, ownLow = 0] = [columns[0]?.[row], columns[1]?.[row]]
      if (ownHigh !== high || ownLow !== low) close()
      high = ownHigh
      low = ownLow
      const score = columns[2]?.[row] ?? 0
      const relevance = columns[3]?.[row] ?? 0
      const gain = settings.exponential ? 2 ** relevance - 1 : relevance
      for (const [place, lists] of open.entries()) {
        const code = columns[4 + place]?.[row] ?? 0
        const runs = lists.get(code) ?? []
        lists.set(code, runs)
        const last = runs.at(-1)
        if (last !== undefined && last.score === score) last.gains.push(gain)
        else runs.push({ score, gains: [gain] })
      }
    }
    done += size
    onDone(done)
  })
  close()
}

function rankingFindings({ measures, caveats, queries }: Measured, cut: number): Finding[] {
  const named = (name: string): MeasuredValue | undefined =>
    measures.find((one) => one.name === name && one.slice === undefined)
  const gain = named(`ndcg@${cut}`)
  const hit = named(`hit_rate@${cut}`)
  if (gain === undefined || gain.value === null || hit === undefined || hit.value === null) return []
  const first = named('mrr')
  const rank = first === undefined || first.value === null ? '' : `; the mean reciprocal rank is ${brief(first.value)}`
  return [
    {
      title: `${percent(hit.value)} of the lists have something relevant among the first ${cut}`,
      sentence:
        `On ${counted(queries, 'list')} the gain of the first ${cut} places is ${percent(gain.value)}${ends(gain, percent)} ` +
        `of the best order${rank}.`,
      caveats: [...caveats, 'Only items that were offered are judged: what was never offered is not seen.'],
      next: 'Compare with the order in use now on the same lists before replacing it.',
    },
  ]
}
