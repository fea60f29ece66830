import { createPublicKey, hash, verify } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { NoteCrypto, VerifierKey } from '@muster/core'
import { parseVerifierKey } from '@muster/core'
import { readText } from './context.ts'
import { CliFailure } from './failure.ts'

/** DER prefix of an Ed25519 public key (RFC 8410); the 32 bytes of the key follow. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

function sha256(bytes: Uint8Array): Uint8Array {
  // A fraction of the time of asking for a buffer: a ledger is millions of short texts.
  const binary = hash('sha256', bytes, 'binary')
  const digest = new Uint8Array(32)
  for (let i = 0; i < 32; i += 1) digest[i] = binary.charCodeAt(i)
  return digest
}

/** The functions that verifying takes, from Node's own library. */
export const CRYPTO: NoteCrypto = {
  sha256,
  verify: (publicKey, message, signature) => {
    try {
      const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' })
      return verify(null, message, key, signature)
    } catch {
      return false
    }
  },
}

/** The text of a verifier key that was given itself or as the name of a file. */
export function keyText(given: string): string {
  return (!given.includes('+') || existsSync(given) ? readText(given) : given).trim()
}

/** Reads a verifier key, or says what is wrong with it. */
export function verifierKey(given: string): VerifierKey {
  const key = parseVerifierKey(sha256, keyText(given))
  if (key.ok) return key.value
  throw new CliFailure(`The key cannot be read: ${key.problem}.`, {
    help: 'It looks like muster.local+1a2b3c4d+AQ…; "muster ledger key" prints it.',
  })
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
export const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}
