import { type Parsed, type Sha256, decodeBase64, encodeBase64, malformed, parsed, sameBytes } from './encoding.ts'
import { type NoteCrypto, type SignerKey, type VerifierKey, openNote, signNote } from './note.ts'

/**
 * A tree head (C2SP tlog-checkpoint): which log, how many entries, the 32-byte root hash. `extensions` are further
 * lines, not empty ones; Muster writes none.
 */
export type Checkpoint = {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
  readonly extensions: readonly string[]
}

const decimal = /^(?:0|[1-9][0-9]*)$/

/** Reads an ASCII decimal without leading zeroes; `undefined` where it is none or not a safe integer. */
export const parseDecimal = (text: string): number | undefined => {
  const value = decimal.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(value) ? value : undefined
}

/**
 * The text of a checkpoint, to be signed as a note. Throws RangeError for an empty or multi-line origin or extension,
 * a size that is not a whole number ≥ 0, or a root that is not 32 bytes.
 *
 * Example: `formatCheckpoint({ origin: 'example.org/log', size: 0, root, extensions: [] })`.
 */
export const formatCheckpoint = (checkpoint: Checkpoint): string => {
  const text = [
    checkpoint.origin,
    `${checkpoint.size}`,
    encodeBase64(checkpoint.root),
    ...checkpoint.extensions,
    '',
  ].join('\n')
  const back = parseCheckpoint(text)
  if (!back.ok) throw new RangeError(`this cannot be written as a checkpoint: ${back.problem}`)
  if (back.value.extensions.length !== checkpoint.extensions.length || back.value.origin !== checkpoint.origin) {
    throw new RangeError('this cannot be written as a checkpoint: the origin and the extensions are one line each')
  }
  return text
}

/**
 * Reads the text of a checkpoint: what a note says once its signature is verified.
 *
 * Example: `parseCheckpoint('example.org/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n')`.
 */
export const parseCheckpoint = (text: string): Parsed<Checkpoint> => {
  if (!text.endsWith('\n')) return malformed('a checkpoint must end with a newline')
  const lines = text.slice(0, -1).split('\n')
  if (lines.length < 3) return malformed('a checkpoint has at least three lines: origin, size, root hash')
  const empty = lines.indexOf('')
  if (empty >= 0) return malformed(`line ${empty + 1} of the checkpoint is empty`)
  const [origin = '', sizeText = '', rootText = '', ...extensions] = lines
  const size = parseDecimal(sizeText)
  if (size === undefined) return malformed(`the size "${sizeText}" is not a decimal number without leading zeroes`)
  const root = decodeBase64(rootText)
  if (root === undefined) return malformed('the root hash is not valid base64')
  if (root.length !== 32) return malformed(`the root hash has ${root.length} bytes, not 32`)
  return parsed({ origin, size, root, extensions })
}

/**
 * Signs a checkpoint; the key's name should be the origin. Example:
 * `signCheckpoint(sha256, { origin, size, root, extensions: [] }, { name: origin, publicKey, sign })`.
 */
export const signCheckpoint = (sha256: Sha256, checkpoint: Checkpoint, key: SignerKey): string =>
  signNote(sha256, formatCheckpoint(checkpoint), key)

/** A checkpoint that is signed by a trusted key and speaks of the expected log, or why it is not believed. */
export type OpenedCheckpoint =
  | { readonly ok: true; readonly checkpoint: Checkpoint; readonly signers: readonly VerifierKey[] }
  | {
      readonly ok: false
      readonly code:
        | 'note-malformed'
        | 'signature-forged'
        | 'signature-missing'
        | 'checkpoint-malformed'
        | 'origin-mismatch'
      readonly problem: string
    }

/**
 * Verifies a signed checkpoint of the log `origin`.
 *
 * Example: `openCheckpoint(note, 'example.org/log', [key], { verify })`.
 */
export const openCheckpoint = (
  note: string,
  origin: string,
  keys: readonly VerifierKey[],
  crypto: Pick<NoteCrypto, 'verify'>,
): OpenedCheckpoint => {
  const opened = openNote(note, keys, crypto)
  if (!opened.ok) return opened
  const checkpoint = parseCheckpoint(opened.text)
  if (!checkpoint.ok) return { ok: false, code: 'checkpoint-malformed', problem: checkpoint.problem }
  if (checkpoint.value.origin !== origin) {
    const problem = `the checkpoint is of the log "${checkpoint.value.origin}", not of "${origin}"`
    return { ok: false, code: 'origin-mismatch', problem }
  }
  return { ok: true, checkpoint: checkpoint.value, signers: opened.signers }
}

/**
 * Whether two checkpoints contradict each other on their face: one log, one size, two roots. Different sizes need a
 * consistency proof (`verifyConsistency`) or the entries themselves.
 */
export const isFork = (a: Checkpoint, b: Checkpoint): boolean =>
  a.origin === b.origin && a.size === b.size && !sameBytes(a.root, b.root)
