import { openCheckpoint, parseDecimal, type Checkpoint, type OpenedCheckpoint } from './checkpoint.ts'
import { type Parsed, decodeBase64, encodeBase64, encodeUtf8, malformed, parsed } from './encoding.ts'
import { verifyInclusion } from './merkle-proof.ts'
import { type NoteCrypto, type VerifierKey, parseNote } from './note.ts'
import { leafHash } from './tree.ts'

/**
 * A proof that an entry is in a log (c2sp.org/tlog-proof@v1): its index, the inclusion proof from the leaf's sibling
 * up to the root's child, and the signed checkpoint as it stands. `extra` is not authenticated.
 */
export type TlogProof = {
  readonly extra?: Uint8Array | undefined
  readonly index: number
  readonly hashes: readonly Uint8Array[]
  readonly checkpoint: string
}

const firstLine = 'c2sp.org/tlog-proof@v1'
const mostHashes = 63

/**
 * Writes a `.tlog-proof` file. Throws RangeError for an index that is not a whole number ≥ 0, a hash that is not 32
 * bytes, or a checkpoint that is not a note.
 */
export const formatTlogProof = (proof: TlogProof): string => {
  const text = [
    firstLine,
    ...(proof.extra === undefined ? [] : [`extra ${encodeBase64(proof.extra)}`]),
    `index ${proof.index}`,
    ...proof.hashes.map(encodeBase64),
    '',
    proof.checkpoint,
  ].join('\n')
  const back = parseTlogProof(text)
  if (!back.ok) throw new RangeError(`this cannot be written as a proof: ${back.problem}`)
  return text
}

/**
 * Reads a `.tlog-proof` file. The form alone is checked: {@link verifyTlogProof} says whether it proves anything.
 *
 * Example: `parseTlogProof('c2sp.org/tlog-proof@v1\nindex 0\n\nexample.org/log\n1\n…')`.
 */
export const parseTlogProof = (text: string): Parsed<TlogProof> => {
  const end = text.indexOf('\n\n')
  if (end < 0) return malformed('a proof needs an empty line before its checkpoint')
  const [first, ...lines] = text.slice(0, end).split('\n')
  if (first !== firstLine) return malformed(`a proof starts with the line ${firstLine}`)
  let extra: Uint8Array | undefined
  if (lines[0]?.startsWith('extra ') === true) {
    extra = decodeBase64(lines[0].slice('extra '.length))
    if (extra === undefined) return malformed('the extra data is not valid base64')
    lines.shift()
  }
  const indexLine = lines.shift()
  const index = indexLine?.startsWith('index ') === true ? parseDecimal(indexLine.slice('index '.length)) : undefined
  if (index === undefined) return malformed('a proof needs a line "index <number>", without leading zeroes')
  if (lines.length > mostHashes)
    return malformed(`an inclusion proof has at most ${mostHashes} hashes, not ${lines.length}`)
  const hashes: Uint8Array[] = []
  for (const [i, line] of lines.entries()) {
    const hash = decodeBase64(line)
    if (hash?.length !== 32) return malformed(`hash ${i + 1} of the proof is not 32 bytes of base64`)
    hashes.push(hash)
  }
  const checkpoint = text.slice(end + 2)
  const note = parseNote(checkpoint)
  if (!note.ok) return malformed(`the checkpoint of the proof: ${note.problem}`)
  return parsed({ ...(extra === undefined ? {} : { extra }), index, hashes, checkpoint })
}

/** What {@link verifyTlogProof} answers: the checkpoint under which the entry stands, or why nothing is proved. */
export type ProvedEntry =
  | { readonly ok: true; readonly index: number; readonly checkpoint: Checkpoint }
  | { readonly ok: false; readonly code: 'proof-malformed'; readonly problem: string }
  | { readonly ok: false; readonly code: 'proof-not-of-entry'; readonly problem: string }
  | Exclude<OpenedCheckpoint, { ok: true }>

/**
 * Verifies offline that `entryText` (the canonical JSON of an entry, without a final newline) is in the log `origin`.
 *
 * Example: `verifyTlogProof(proofText, entryText, 'example.org/log', [key], { sha256, verify })`.
 */
export const verifyTlogProof = (
  text: string,
  entryText: string,
  origin: string,
  keys: readonly VerifierKey[],
  crypto: NoteCrypto,
): ProvedEntry => {
  const proof = parseTlogProof(text)
  if (!proof.ok) return { ok: false, code: 'proof-malformed', problem: proof.problem }
  const opened = openCheckpoint(proof.value.checkpoint, origin, keys, crypto)
  if (!opened.ok) return opened
  const { index, hashes } = proof.value
  const { size, root } = opened.checkpoint
  const leaf = leafHash(crypto.sha256, encodeUtf8(entryText))
  if (!entryText.isWellFormed() || !verifyInclusion(crypto.sha256, { leaf, index, size, proof: hashes, root })) {
    const problem = `the proof does not show that this entry is number ${index} of the ${size} entries of the checkpoint`
    return { ok: false, code: 'proof-not-of-entry', problem }
  }
  return { ok: true, index, checkpoint: opened.checkpoint }
}
