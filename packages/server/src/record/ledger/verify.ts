import type { LedgerVerdict } from '@muster/core'
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
 * Verifies the stored ledger: every entry, its stored leaf hash, and the root against every signed head that was given
 * out. Entries that are appended meanwhile are left to the next run.
 */
export async function verifyStore(queries: Queries, key: LedgerKey): Promise<StoreVerdict> {
  const { size, root } = await signedHead(queries, key)
  const checkpoints = (
    await queries.query<{ note: string }>('select note from ledger_checkpoint where size <= $1 order by size', [size])
  ).map((row) => row.note)
  const parsed = parseVerifierKey(sha256, key.verifierKey)
  if (!parsed.ok) throw new Error(parsed.problem)
  const verifier = verifyLedger({
    sha256,
    verify: verifySignature,
    origin: key.signer.name,
    keys: [parsed.value],
    checkpoints,
  })
  for await (const batch of storedEntries(queries, 0, size)) {
    for (const { text, leaf } of batch) verifier.entry(text, leaf === undefined ? undefined : { leaf })
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
