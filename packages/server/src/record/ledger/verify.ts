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
    for (const { seq, text } of batch) verifier.entry(text, { nodes: nodes.get(seq) ?? [] })
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

/** The tree nodes that were written with the entries `from` to `to`, by the entry, leaf first. */
async function nodesWith(queries: Queries, from: number, to: number): Promise<Map<number, TreeNode[]>> {
  // The node (level, index) is complete with the entry (index + 1) · 2^level - 1.
  const rows = await queries.query<{ level: number; index: number; hash: Uint8Array }>(
    // For each level a range of the primary key: a plan that joins would read the whole tree for every batch.
    `select n.level, n.index, n.hash from generate_series(0, 52) l cross join lateral (
       select level, index, hash from ledger_node
       where level = l::smallint
         and index >= (($1::bigint + (1::bigint << l)) >> l) - 1 and index < (($2::bigint + 1) >> l)
       offset 0) n
     order by n.level`,
    [from, to],
  )
  const found = new Map<number, TreeNode[]>()
  for (const { level, index, hash } of rows) {
    const seq = (Number(index) + 1) * 2 ** level - 1
    const nodes = found.get(seq)
    const node = { level, index: Number(index), hash: new Uint8Array(hash) }
    if (nodes === undefined) found.set(seq, [node])
    else nodes.push(node)
  }
  return found
}
