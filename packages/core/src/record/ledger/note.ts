import {
  type Parsed,
  type Sha256,
  type SignMessage,
  type VerifySignature,
  concatBytes,
  decodeBase64,
  encodeBase64,
  encodeHex,
  encodeUtf8,
  malformed,
  parsed,
} from './encoding.ts'

/** One signature line of a note. `keyId` is 8 lower-case hex digits; `signature` excludes the key id. */
export type NoteSignature = { readonly name: string; readonly keyId: string; readonly signature: Uint8Array }

/** A note taken apart. Nothing in it may be believed before {@link openNote} says so. */
export type ParsedNote = { readonly text: string; readonly signatures: readonly NoteSignature[] }

/** An Ed25519 key that verifies notes: its name, its id (8 lower-case hex digits) and the 32 bytes of the public key. */
export type VerifierKey = { readonly name: string; readonly keyId: string; readonly publicKey: Uint8Array }

/** A key that signs notes. */
export type SignerKey = { readonly name: string; readonly publicKey: Uint8Array; readonly sign: SignMessage }

/** The functions of cryptography that verifying needs. */
export type NoteCrypto = { readonly sha256: Sha256; readonly verify: VerifySignature }

/** A note whose text may be believed, or why not. `signers` are the known keys whose signatures verified. */
export type OpenedNote =
  | { readonly ok: true; readonly text: string; readonly signers: readonly VerifierKey[]; readonly unknown: number }
  | {
      readonly ok: false
      readonly code: 'note-malformed' | 'signature-forged' | 'signature-missing'
      readonly problem: string
    }

const ed25519 = 0x01
const mostSignatures = 100
const longestNote = 1_000_000
const signatureStart = '\u2014 '
const keyName = /^[^\p{White_Space}+\p{Cc}]+$/u
// Control characters below U+0020 other than newline make a note invalid, wherever they stand.
const forbidden = /[^\P{Cc}\n\u007f-\u009f]/u

/** Whether a string can name a key: not empty, no white space, no plus sign, no control character. */
export const isKeyName = (name: string): boolean => name.isWellFormed() && keyName.test(name)

/**
 * The id of an Ed25519 key under a name: the first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key), as 8 hex
 * digits (C2SP signed-note). Example: `noteKeyId(sha256, 'PeterNeumann', publicKey)` is `'c74f20a3'`.
 */
export const noteKeyId = (sha256: Sha256, name: string, publicKey: Uint8Array): string =>
  encodeHex(sha256(concatBytes(encodeUtf8(name), Uint8Array.of(0x0a, ed25519), publicKey)).subarray(0, 4))

/**
 * A verifier key as text: `<name>+<8 hex digits of the id>+<base64(0x01 ‖ public key)>`.
 * Throws RangeError for a name that cannot be one, or a public key that is not 32 bytes.
 */
export const formatVerifierKey = (sha256: Sha256, name: string, publicKey: Uint8Array): string => {
  if (!isKeyName(name)) throw new RangeError(`"${name}" cannot name a key: no spaces, no plus sign, not empty`)
  if (publicKey.length !== 32) throw new RangeError(`an Ed25519 public key has 32 bytes, not ${publicKey.length}`)
  return `${name}+${noteKeyId(sha256, name, publicKey)}+${encodeBase64(concatBytes(Uint8Array.of(ed25519), publicKey))}`
}

/**
 * Reads a verifier key. Refuses another algorithm than Ed25519 and an id that does not belong to the key.
 *
 * Example: `parseVerifierKey(sha256, 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')`.
 */
export const parseVerifierKey = (sha256: Sha256, text: string): Parsed<VerifierKey> => {
  const parts = /^([^+]*)\+([0-9a-f]{8})\+([^\s]*)$/.exec(text)
  if (parts === null) return malformed('a verifier key is <name>+<8 hex digits>+<base64>')
  const [, name = '', keyId = '', encoded = ''] = parts
  if (!isKeyName(name)) return malformed(`"${name}" cannot name a key`)
  const bytes = decodeBase64(encoded)
  if (bytes === undefined) return malformed('the key of a verifier key is not valid base64')
  if (bytes[0] !== ed25519) return malformed('only Ed25519 keys (type 0x01) are supported')
  if (bytes.length !== 33) return malformed(`an Ed25519 verifier key has 33 bytes, not ${bytes.length}`)
  const publicKey = bytes.slice(1)
  const expected = noteKeyId(sha256, name, publicKey)
  if (expected !== keyId)
    return malformed(`the key id ${keyId} does not belong to this name and key, whose id is ${expected}`)
  return parsed({ name, keyId, publicKey })
}

/**
 * Takes a signed note apart (C2SP signed-note): text ending in a newline, an empty line, signature lines.
 * Refuses control characters, lone surrogates, more than 100 signatures and more than a million characters.
 *
 * Example: `parseNote('hello\n\n— example.org/log AAAAAAE=\n')`.
 */
export const parseNote = (note: string): Parsed<ParsedNote> => {
  if (note.length > longestNote) return malformed(`a note longer than ${longestNote} characters is refused`)
  if (!note.isWellFormed()) return malformed('a note must be valid UTF-8')
  if (forbidden.test(note)) return malformed('a note must not contain control characters')
  if (!note.endsWith('\n')) return malformed('a note must end with a newline')
  const split = note.lastIndexOf('\n\n')
  if (split < 0) return malformed('a note needs an empty line between its text and its signatures')
  const lines = note.slice(split + 2, -1).split('\n')
  if (note.length === split + 2) return malformed('a note needs at least one signature')
  if (lines.length > mostSignatures) return malformed(`a note with more than ${mostSignatures} signatures is refused`)
  const signatures: NoteSignature[] = []
  for (const [i, line] of lines.entries()) {
    const signature = parseSignatureLine(line)
    if (!signature.ok) return malformed(`signature line ${i + 1}: ${signature.problem}`)
    signatures.push(signature.value)
  }
  return parsed({ text: note.slice(0, split + 1), signatures })
}

const parseSignatureLine = (line: string): Parsed<NoteSignature> => {
  if (!line.startsWith(signatureStart)) return malformed('it must start with an em dash and a space')
  const [name = '', encoded, ...rest] = line.slice(signatureStart.length).split(' ')
  if (encoded === undefined || rest.length > 0)
    return malformed('it must be an em dash, a key name and base64, one space apart')
  if (!isKeyName(name)) return malformed(`"${name}" cannot name a key`)
  const bytes = decodeBase64(encoded)
  if (bytes === undefined) return malformed('its signature is not valid base64')
  if (bytes.length < 5) return malformed('its signature is too short to hold a key id and a signature')
  return parsed({ name, keyId: encodeHex(bytes.subarray(0, 4)), signature: bytes.slice(4) })
}

/**
 * Writes a note from its text and signatures. Throws RangeError where {@link parseNote} would refuse the result or
 * read it back differently.
 */
export const formatNote = (text: string, signatures: readonly NoteSignature[]): string => {
  const lines = signatures.map(({ name, keyId, signature }) => {
    const id = Uint8Array.from({ length: 4 }, (_, i) => Number.parseInt(keyId.slice(2 * i, 2 * i + 2), 16))
    return `${signatureStart}${name} ${encodeBase64(concatBytes(id, signature))}\n`
  })
  const note = `${text}\n${lines.join('')}`
  const back = parseNote(note)
  if (!back.ok) throw new RangeError(`this cannot be written as a note: ${back.problem}`)
  if (back.value.text !== text) throw new RangeError('the text of a note must end with a newline')
  return note
}

/**
 * Signs a text as a note. Throws RangeError for a text that cannot be one (no final newline, control characters).
 *
 * Example: `signNote(sha256, 'example.org/log\n0\n47DEQpj8…\n', { name: 'example.org/log', publicKey, sign })`.
 */
export const signNote = (sha256: Sha256, text: string, key: SignerKey): string => {
  const keyId = noteKeyId(sha256, key.name, key.publicKey)
  return formatNote(text, [{ name: key.name, keyId, signature: key.sign(encodeUtf8(text)) }])
}

/**
 * Verifies a note against the keys one trusts. A signature is known when both its name and its id are those of a key;
 * unknown ones are ignored, a known one that fails condemns the note, and at least one must verify.
 *
 * Example: `openNote(note, [key], { sha256, verify })` answers `{ ok: true, text, signers: [key], unknown: 0 }`.
 */
export const openNote = (
  note: string,
  keys: readonly VerifierKey[],
  crypto: Pick<NoteCrypto, 'verify'>,
): OpenedNote => {
  const parts = parseNote(note)
  if (!parts.ok) return { ok: false, code: 'note-malformed', problem: parts.problem }
  const message = encodeUtf8(parts.value.text)
  const signers: VerifierKey[] = []
  let unknown = 0
  for (const { name, keyId, signature } of parts.value.signatures) {
    const key = keys.find((k) => k.name === name && k.keyId === keyId)
    if (key === undefined) {
      unknown++
      continue
    }
    if (signature.length !== 64 || !crypto.verify(key.publicKey, message, signature)) {
      return { ok: false, code: 'signature-forged', problem: `the signature of ${name}+${keyId} does not verify` }
    }
    if (!signers.includes(key)) signers.push(key)
  }
  if (signers.length > 0) return { ok: true, text: parts.value.text, signers, unknown }
  const wanted = keys.map((key) => `${key.name}+${key.keyId}`).join(', ')
  return {
    ok: false,
    code: 'signature-missing',
    problem: `no signature is by a trusted key (${wanted || 'none given'})`,
  }
}
