import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SignerKey, VerifySignature } from '@muster/core'
import { formatVerifierKey } from '@muster/core'
import type { Queries } from '../../store/database.ts'
import { sha256 } from '../../store/commit.ts'

/** DER prefix of an Ed25519 public key (RFC 8410); the 32 bytes of the key follow. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

/** The ledger's signing key and its public half as others use it. */
export interface LedgerKey {
  readonly signer: SignerKey
  /** C2SP verifier key, `name+id+base64`. */
  readonly verifierKey: string
  readonly pem: string
}

/** The store was made with another signing key or under another name. */
export class WrongLedgerKey extends Error {
  override readonly name = 'WrongLedgerKey'
}

export const verifySignature: VerifySignature = (publicKey, message, signature) => {
  try {
    const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' })
    return verify(null, message, key, signature)
  } catch {
    return false
  }
}

export function ledgerKeyFromPem(pem: string, name: string): LedgerKey {
  const secret = createPrivateKey(pem)
  const publicKey = new Uint8Array(
    createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length),
  )
  const signer: SignerKey = { name, publicKey, sign: (message) => new Uint8Array(sign(null, message, secret)) }
  return { signer, verifierKey: formatVerifierKey(sha256, name, publicKey), pem }
}

const FILE = 'ledger-key.pem'

/** Reads the signing key of a data folder; makes one when there is none. Only the owner may read the file. */
export function ledgerKeyIn(folder: string, name: string): LedgerKey {
  const path = join(folder, FILE)
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ed25519')
    storeLedgerKey(folder, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())
  }
  return ledgerKeyFromPem(readFileSync(path, 'utf8'), name)
}

export function storeLedgerKey(folder: string, pem: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, FILE)
  writeFileSync(path, pem, { mode: 0o600, flag: 'wx' })
  chmodSync(path, 0o600)
}

/** Holds the key against the one the store was made with, so that a second key never signs the same log. */
export async function agreeOnKey(queries: Queries, key: LedgerKey): Promise<void> {
  await queries.query(`insert into setting (key, value) values ('ledger.key', $1) on conflict (key) do nothing`, [
    key.verifierKey,
  ])
  const [row] = await queries.query<{ value: string }>(`select value from setting where key = 'ledger.key'`)
  if (row !== undefined && row.value !== key.verifierKey) {
    throw new WrongLedgerKey(
      `This database belongs to the ledger "${row.value}", but the signing key here is "${key.verifierKey}". ` +
        `Put the right ${FILE} into the data folder and set MUSTER_NAME to the name before the first "+".`,
    )
  }
}
