import type { Checkpoint, NodePlace } from '@muster/core'
import {
  assembleProof,
  consistencyPlan,
  encodeBase64,
  formatTlogProof,
  inclusionPlan,
  rootOf,
  signCheckpoint,
} from '@muster/core'
import { sha256 } from '../../store/commit.ts'
import { decodePeaks } from '../../store/writing.ts'
import type { Queries } from '../../store/database.ts'
import type { LedgerKey } from './signing.ts'

interface HeadRow extends Record<string, unknown> {
  size: number
  peaks: string
}

async function head(queries: Queries): Promise<{ size: number; root: Uint8Array }> {
  const [row] = await queries.query<HeadRow>('select size, peaks from ledger_head')
  const size = Number(row?.size ?? 0)
  return { size, root: rootOf(sha256, { size, peaks: decodePeaks(row?.peaks ?? '') }) }
}

/** The current signed head. It is kept, so that the log can later be held against every head that was given out. */
export async function signedHead(
  queries: Queries,
  key: LedgerKey,
): Promise<{ note: string; size: number; root: Uint8Array }> {
  const { size, root } = await head(queries)
  const checkpoint: Checkpoint = { origin: key.signer.name, size, root, extensions: [] }
  const note = signCheckpoint(sha256, checkpoint, key.signer)
  await queries.query('insert into ledger_checkpoint (size, note) values ($1, $2) on conflict (size) do nothing', [
    size,
    note,
  ])
  return { note, size, root }
}

/** Reads stored subtree hashes by their places. */
async function readNodes(
  queries: Queries,
  places: readonly NodePlace[],
): Promise<(place: NodePlace) => Uint8Array | undefined> {
  const rows = await queries.query<{ level: number; index: number; hash: Uint8Array }>(
    `select n.level, n.index, n.hash from json_to_recordset($1::text::json) as r (level smallint, index bigint)
     join ledger_node n on n.level = r.level and n.index = r.index`,
    [JSON.stringify(places)],
  )
  const found = new Map(rows.map((row) => [`${row.level}/${row.index}`, new Uint8Array(row.hash)]))
  return (place) => found.get(`${place.level}/${place.index}`)
}

/** A `.tlog-proof` that an entry is in the log; undefined when there is no such entry. O(log n). */
export async function proofOf(queries: Queries, key: LedgerKey, seq: number): Promise<string | undefined> {
  const { note, size } = await signedHead(queries, key)
  if (seq >= size) return undefined
  const plan = inclusionPlan(seq, size)
  const hashes = assembleProof(sha256, plan, await readNodes(queries, plan.flat()))
  return formatTlogProof({ index: seq, hashes, checkpoint: note })
}

/** The hashes that prove an older size to be a prefix of the log now, in base64. */
export async function consistencyOf(queries: Queries, older: number, newer: number): Promise<string[]> {
  const plan = consistencyPlan(older, newer)
  return assembleProof(sha256, plan, await readNodes(queries, plan.flat())).map(encodeBase64)
}

const BATCH = 2_000
/** Bytes of text that a batch holds at most, unless a single entry has more. */
const BATCH_BYTES = 8 * 1024 * 1024

interface Batch {
  readonly bytes: number | null
  readonly first: number
  readonly last: number
  readonly count: number
  readonly texts: string | null
}

/** All entries as canonical text, in order, in batches; memory stays flat. */
export async function* storedEntries(
  queries: Queries,
  from = 0,
  upTo = Number.MAX_SAFE_INTEGER,
): AsyncGenerator<{ seq: number; text: string }[]> {
  for (let next = from, width = BATCH; next < upTo;) {
    const end = Math.min(next + width, upTo)
    const entries = await entriesOf(queries, next, end)
    if (entries === 'too-much') width = Math.ceil(width / 2)
    else if (entries.length > 0) {
      yield entries
      next = end
      width = BATCH
    } else {
      // Nothing more, or a gap that somebody cut.
      const [row] = await queries.query<{ seq: number | null }>(
        'select min(seq) as seq from ledger_entry where seq >= $1 and seq < $2',
        [end, upTo],
      )
      next = Number(row?.seq ?? upTo)
    }
  }
}

/**
 * The entries of a range. They come as one text, since the database takes longer to hand over rows than to read them.
 * The range is narrow, so that no plan reads the rest of the ledger.
 */
async function entriesOf(
  queries: Queries,
  from: number,
  upTo: number,
): Promise<{ seq: number; text: string }[] | 'too-much'> {
  const [batch] = await queries.query<Batch & Record<string, unknown>>(
    `select size.bytes, e.* from (
       select sum(octet_length(entry)) as bytes from ledger_entry where seq >= $1 and seq < $2) size
     cross join lateral (
       select min(seq) as first, max(seq) as last, count(*) as count, string_agg(entry, e'\n' order by seq) as texts
       from ledger_entry where seq >= $1 and seq < $2 and size.bytes <= ${BATCH_BYTES}) e`,
    [from, upTo],
  )
  if (batch?.bytes === null || batch === undefined) return []
  if (batch.texts === null && upTo - from > 1) return 'too-much'
  const first = Number(batch.first)
  const count = Number(batch.count)
  const texts = batch.texts?.split('\n')
  if (count === texts?.length && count === Number(batch.last) - first + 1)
    return texts.map((text, i) => ({ seq: first + i, text }))
  // A very long entry; or somebody took entries away, or wrote one that is not canonical: each comes by itself.
  const rows = await queries.query<{ seq: number; entry: string }>(
    'select seq, entry from ledger_entry where seq >= $1 and seq < $2 order by seq',
    [from, upTo],
  )
  return rows.map((row) => ({ seq: Number(row.seq), text: row.entry }))
}
