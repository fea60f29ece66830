import { isCanonicalText } from './canonical-json.ts'
import { decodeUtf8 } from './encoding.ts'
import { isPlainEntry, ledgerEntry } from './entry.ts'

/** Of an entry what its place in the log is judged by, and whether its text is the canonical one. */
export type ReadEntry = { readonly seq: number; readonly at: string; readonly canonical: boolean }

/**
 * Reads the text or the UTF-8 bytes of an entry, or says in words that follow "entry 7 …" what is wrong with it. This
 * is the judgement; `scanEntry` is its quick yes.
 *
 * Example: `readEntry('{}')` is `'is not a ledger entry: v Invalid input: expected 1'`.
 */
export const readEntry = (
  raw: string | Uint8Array,
  decode: (bytes: Uint8Array) => string | undefined = decodeUtf8,
): ReadEntry | string => {
  const text = typeof raw === 'string' ? raw : decode(raw)
  return text?.isWellFormed() === true ? readText(text) : 'is not valid UTF-8'
}

const readText = (text: string): ReadEntry | string => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'is not JSON'
  }
  if (isPlainEntry(value)) return { seq: value.seq, at: value.at, canonical: isCanonicalText(text, value) }
  const { success, data, error } = ledgerEntry.safeParse(value)
  if (success) return { seq: data.seq, at: data.at, canonical: isCanonicalText(text, value) }
  const issue = error.issues[0]
  return `is not a ledger entry: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`
}
