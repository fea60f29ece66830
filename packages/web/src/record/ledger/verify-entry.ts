import type { NoteCrypto, ProvedEntry } from '@muster/core'
import { encodeBase64, parseVerifierKey, verifyTlogProof } from '@muster/core'

/** What the server gives of an entry. */
export interface Proved {
  readonly text: string
  readonly proof: string
  readonly origin: string
}

/** The key is not one, this browser cannot compute, or the outcome of verifying. */
export type Verification =
  | ProvedEntry
  | { readonly ok: false; readonly code: 'key-malformed' | 'no-cryptography'; readonly problem: string }

/** The root of the log that a proof leads to, as it stands in the checkpoint. */
export const rootIn = (proved: Extract<Verification, { ok: true }>): string => encodeBase64(proved.checkpoint.root)

/** Something that has to be computed first, for WebCrypto answers later. */
class Wanted extends Error {
  override readonly name = 'Wanted'
  readonly compute: () => Promise<void>
  constructor(compute: () => Promise<void>) {
    super('to be computed')
    this.compute = compute
  }
}

const keyOf = (...parts: readonly Uint8Array[]): string => parts.map((part) => part.join(',')).join('/')
const bytes = (of: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(of)

/**
 * The cryptography of the rules on top of WebCrypto. The rules compute at once and WebCrypto later: what is not known yet
 * stops the run; it is computed, and the run begins again with what is known. A proof takes some twenty hashes.
 */
function remembering(subtle: SubtleCrypto): NoteCrypto {
  const hashes = new Map<string, Uint8Array>()
  const signatures = new Map<string, boolean>()
  return {
    sha256: (data) => {
      const key = keyOf(data)
      const known = hashes.get(key)
      if (known !== undefined) return known
      throw new Wanted(async () => {
        hashes.set(key, new Uint8Array(await subtle.digest('SHA-256', bytes(data))))
      })
    },
    verify: (publicKey, message, signature) => {
      const key = keyOf(publicKey, message, signature)
      const known = signatures.get(key)
      if (known !== undefined) return known
      throw new Wanted(async () => {
        signatures.set(key, await isSigned(subtle, publicKey, message, signature))
      })
    },
  }
}

async function isSigned(
  subtle: SubtleCrypto,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  try {
    const key = await subtle.importKey('raw', bytes(publicKey), 'Ed25519', false, ['verify'])
    return await subtle.verify('Ed25519', key, bytes(signature), bytes(message))
  } catch (error) {
    // Bytes that are no key sign nothing; a browser without Ed25519 is another matter.
    if (error instanceof DOMException && error.name === 'DataError') return false
    throw error
  }
}

async function whenComputed<T>(run: () => T): Promise<T> {
  for (;;) {
    try {
      return run()
    } catch (error) {
      if (!(error instanceof Wanted)) throw error
      await error.compute()
    }
  }
}

/**
 * Verifies in this browser that an entry is in the log, with a key that the reader trusts: SHA-256 and Ed25519 are the
 * browser's own, the rules those of `muster ledger proof --check`.
 */
export async function verifyEntry(
  { text, proof, origin }: Proved,
  verifierKey: string,
  subtle: SubtleCrypto | null = globalThis.crypto?.subtle ?? null,
): Promise<Verification> {
  // Browsers keep their cryptography for addresses that nobody can change on the way.
  if (subtle === null)
    return { ok: false, code: 'no-cryptography', problem: 'this browser computes nothing for an address without https' }
  const crypto = remembering(subtle)
  try {
    return await whenComputed((): Verification => {
      const key = parseVerifierKey(crypto.sha256, verifierKey.trim())
      if (!key.ok) return { ok: false, code: 'key-malformed', problem: key.problem }
      return verifyTlogProof(proof, text, origin, [key.value], crypto)
    })
  } catch (error) {
    return { ok: false, code: 'no-cryptography', problem: error instanceof Error ? error.message : String(error) }
  }
}
