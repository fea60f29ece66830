import { setImmediate } from 'node:timers/promises'
import type { LedgerVerdict, TreeNode } from '@muster/core'
import { encodeHex, parseVerifierKey, sameBytes, verifyLedger } from '@muster/core'
import { sha256 } from '../../store/commit.ts'
import type { Queries } from '../../store/database.ts'
import { signedHead, storedEntries } from './log.ts'
import type { LedgerKey } from './signing.ts'
import { verifySignature } from './signing.ts'

/** What verifying the stored ledger found, as it is answered. */
export interface StoreVerdict {
  readonly ok: boolean
  readonly size: number
  readonly root: string
  readonly findings: readonly { readonly code: string; readonly message: string; readonly seq?: number }[]
}

/**
 * Verifies the stored ledger: every entry, every stored hash of the tree, and the root against every signed head that
 * was given out. Entries that are appended meanwhile are left to the next run.
 */
export async function verifyStore(queries: Queries, key: LedgerKey): Promise<StoreVerdict> {
  // Read before the head: one that counts more entries than the head then means that entries were taken away.
  const checkpoints = (await queries.query<{ note: string }>('select note from ledger_checkpoint order by size')).map(
    (row) => row.note,
  )
  const { size, root, note } = await signedHead(queries, key)
  const parsed = parseVerifierKey(sha256, key.verifierKey)
  if (!parsed.ok) throw new Error(parsed.problem)
  const verifier = verifyLedger({
    sha256,
    verify: verifySignature,
    origin: key.signer.name,
    keys: [parsed.value],
    checkpoints: checkpoints.includes(note) ? checkpoints : [...checkpoints, note],
  })
  for await (const batch of storedEntries(queries, 0, size)) {
    const nodes = await nodesWith(queries, batch[0]?.seq ?? 0, batch.at(-1)?.seq ?? 0)
    // As bytes: a piece of a long string is slower to read.
    for (const { seq, text } of batch) verifier.entry(Buffer.from(text), { nodes: nodes(seq) })
    // The embedded database answers without a turn of the event loop: others would wait until everything is verified.
    await setImmediate()
  }
  const verdict: LedgerVerdict = verifier.finish()
  const findings: { code: string; message: string; seq?: number }[] = verdict.findings.map(({ code, message, seq }) =>
    seq === undefined ? { code, message } : { code, message, seq },
  )
  // The stored frontier is what the next append builds on: it must be that of the entries.
  if (!sameBytes(verdict.root, root) && verdict.ok) {
    findings.push({ code: 'root-mismatch', message: 'The stored tree is not the tree of the stored entries.' })
  }
  return { ok: findings.length === 0, size: verdict.entries, root: encodeHex(verdict.root), findings }
}

/** The hashes of one level of the tree, side by side, from the place `first` on. */
interface Stretch {
  readonly level: number
  readonly first: number
  readonly hashes: Uint8Array
}

const HASH_LENGTH = 32

/** The tree nodes that were written with the entries `from` to `to`, by the entry, leaf first. */
async function nodesWith(queries: Queries, from: number, to: number): Promise<(seq: number) => TreeNode[]> {
  // The node (level, index) is complete with the entry (index + 1) · 2^level - 1.
  const rows = await queries.query<{ level: number; first: number; hashes: string }>(
    // For each level a range of the primary key: a plan that joins would read the whole tree for every batch. Hashes
    // come joined, a level in one row; where one is missing or misshapen, those before and behind it are rows of their own.
    `select l as level, n.first, n.hashes from generate_series(0, 52) l cross join lateral (
       select min(index) as first, encode(string_agg(hash, '' order by index), 'hex') as hashes from (
         select index, hash, index - row_number() over (order by index) as stretch from ledger_node
         where level = l::smallint
           and index >= (($1::bigint + (1::bigint << l)) >> l) - 1 and index < (($2::bigint + 1) >> l)
           and octet_length(hash) = 32
         offset 0) r
       group by stretch) n
     order by l, n.first`,
    [from, to],
  )
  const levels: Stretch[][] = []
  for (const { level, first, hashes } of rows)
    (levels[level] ??= []).push({ level, first: Number(first), hashes: Buffer.from(hashes, 'hex') })
  return (seq) => {
    const nodes: TreeNode[] = []
    for (let level = 0, index = seq; ; level += 1, index = (index - 1) / 2) {
      const hash = hashAt(levels[level], index)
      if (hash !== undefined) nodes.push({ level, index, hash })
      if (index % 2 === 0) return nodes
    }
  }
}

function hashAt(stretches: readonly Stretch[] = [], index: number): Uint8Array | undefined {
  for (const { first, hashes } of stretches) {
    const at = (index - first) * HASH_LENGTH
    if (at >= 0 && at < hashes.length) return hashes.subarray(at, at + HASH_LENGTH)
  }
  return undefined
}
