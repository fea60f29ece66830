import { canonicalJson, isCanonicalText } from './canonical-json.ts'
import { type Parsed, type Sha256, type VerifySignature, decodeUtf8, malformed, parsed } from './encoding.ts'
import { type LedgerVerdict, type LedgerVerifier, verifyLedger } from './verify.ts'
import { type VerifierKey, parseVerifierKey } from './note.ts'
import type { Finding } from './findings.ts'

/** The name of the format that this file reads and writes. */
export const exportFormat = 'muster-ledger-export@v1'

/** The first line of an export: which log, and its verifier key as text (a claim, until compared with a trusted one). */
export type ExportHeader = { readonly origin: string; readonly key: string }

const firstBytesOfTrailer = '{"checkpoint":'

/** The longest line an export may have, in bytes: a reader keeps one line in memory. */
const longestLine = 16 * 1024 * 1024

/**
 * The lines of an export, each ending in one newline: header, entries, the signed checkpoint over all of them.
 *
 * Example: `[...exportLines({ origin, key }, entryTexts, checkpointNote)].join('')`.
 */
export function* exportLines(header: ExportHeader, entries: Iterable<string>, checkpoint: string): Generator<string> {
  yield exportHeaderLine(header)
  for (const entry of entries) yield `${entry}\n`
  yield exportCheckpointLine(checkpoint)
}

/** The first line of an export, for writers that stream. Example: `exportHeaderLine({ origin, key })`. */
export const exportHeaderLine = ({ origin, key }: ExportHeader): string =>
  `${canonicalJson({ format: exportFormat, key, origin })}\n`

/** The last line of an export, for writers that stream. Example: `exportCheckpointLine(note)`. */
export const exportCheckpointLine = (checkpoint: string): string => `${canonicalJson({ checkpoint })}\n`

/** Reads the first line of an export, given without its newline. */
export const parseExportHeader = (line: string): Parsed<ExportHeader> => {
  const fields = parseFields(line, ['format', 'key', 'origin'])
  if (fields === undefined) return malformed('the first line is not {"format":…,"key":…,"origin":…} in canonical JSON')
  const { format = '', key = '', origin = '' } = fields
  if (format !== exportFormat) return malformed(`the format is "${format}", not ${exportFormat}`)
  return parsed({ key, origin })
}

const parseFields = (line: string, names: readonly string[]): Record<string, string> | undefined => {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value !== 'object' || value === null || !isCanonicalText(line, value)) return undefined
    const fields: Record<string, string> = {}
    for (const [name, field] of Object.entries(value)) {
      if (typeof field !== 'string' || !names.includes(name)) return undefined
      fields[name] = field
    }
    return Object.keys(fields).length === names.length ? fields : undefined
  } catch {
    return undefined
  }
}

/** What verifying an export needs. */
export type ExportVerifierOptions = {
  readonly sha256: Sha256
  readonly verify: VerifySignature
  /** The verifier key one trusts, as text. Without it the export is only checked against the key that it names itself. */
  readonly key?: string | undefined
  /** Signed checkpoints of this log that one kept, to see that it still continues them. */
  readonly checkpoints?: readonly string[] | undefined
  readonly mostFindings?: number | undefined
  /** A native decoder of strict UTF-8, where the caller has a faster one. */
  readonly decodeUtf8?: ((bytes: Uint8Array) => string | undefined) | undefined
}

/** The outcome, with what the header said. `trusted` tells whether a key from outside the export was used. */
export type ExportVerdict = LedgerVerdict & {
  readonly origin?: string | undefined
  readonly key?: string | undefined
  readonly trusted: boolean
}

/** Verifies an export as it is read. */
export type ExportVerifier = {
  /** Takes the next bytes of the file, cut anywhere. Only U+000A ends a line. */
  bytes: (chunk: Uint8Array) => void
  /** Takes the next line, without its newline. */
  line: (line: string | Uint8Array) => void
  /** Says what was found. Call once, at the end. */
  finish: () => ExportVerdict
}

/**
 * Verifies an export piece by piece, with flat memory, offline.
 *
 * Example:
 * ```ts
 * const verifier = exportVerifier({ sha256, verify, key: trustedKey })
 * for await (const chunk of file) verifier.bytes(chunk)
 * const { ok, findings } = verifier.finish()
 * ```
 */
export const exportVerifier = (options: ExportVerifierOptions): ExportVerifier => {
  const decode = options.decodeUtf8 ?? decodeUtf8
  const early: Finding[] = []
  let state: 'header' | 'entries' | 'done' = 'header'
  let lineNumber = 0
  let header: ExportHeader | undefined
  let ledger: LedgerVerifier | undefined

  const complain = (code: 'export-malformed' | 'key-mismatch' | 'truncated', message: string): void => {
    early.push({ code, message, line: lineNumber === 0 ? undefined : lineNumber })
  }
  const readHeader = (text: string | undefined): void => {
    const read = text === undefined ? malformed('the first line is not valid UTF-8') : parseExportHeader(text)
    if (!read.ok) return complain('export-malformed', read.problem)
    header = read.value
    const key = trustedKey(options, header, complain)
    const keys = key === undefined ? [] : [key]
    ledger = verifyLedger({ ...options, origin: header.origin, keys, complete: true })
  }
  const line = (raw: string | Uint8Array): void => {
    lineNumber++
    if (state === 'header') {
      state = 'entries'
      return readHeader(typeof raw === 'string' ? raw : decode(raw))
    }
    if (state === 'done') {
      if (early.length < (options.mostFindings ?? 100))
        complain('export-malformed', 'there is a line after the checkpoint')
      return
    }
    if (!startsLikeTrailer(raw)) return ledger?.entry(raw, undefined, lineNumber)
    state = 'done'
    const text = typeof raw === 'string' ? raw : decode(raw)
    const note = text === undefined ? undefined : parseFields(text, ['checkpoint'])?.['checkpoint']
    if (note === undefined) complain('export-malformed', 'the last line is not {"checkpoint":…} in canonical JSON')
    else ledger?.checkpoint(note, lineNumber)
  }
  const lines = lineCutter(line, () => complain('export-malformed', `a line is longer than ${longestLine} bytes`))

  return {
    bytes: lines.push,
    line,
    finish: () => {
      if (lines.unfinished()) complain('truncated', 'the file ends in the middle of a line')
      if (state === 'header' && early.length === 0) complain('export-malformed', 'the file is empty')
      if (state === 'entries') complain('truncated', 'the file ends without its signed checkpoint')
      const verdict = ledger?.finish() ?? { entries: 0, covered: 0, root: new Uint8Array(0), findings: [], omitted: 0 }
      const findings = [...early, ...verdict.findings]
      return { ...verdict, ...header, findings, ok: findings.length === 0, trusted: options.key !== undefined }
    },
  }
}

const startsLikeTrailer = (raw: string | Uint8Array): boolean => {
  if (typeof raw === 'string') return raw.startsWith(firstBytesOfTrailer)
  for (let i = 0; i < firstBytesOfTrailer.length; i++) if (raw[i] !== firstBytesOfTrailer.charCodeAt(i)) return false
  return true
}

const trustedKey = (
  options: ExportVerifierOptions,
  header: ExportHeader,
  complain: (code: 'export-malformed' | 'key-mismatch', message: string) => void,
): VerifierKey | undefined => {
  const named = parseVerifierKey(options.sha256, header.key)
  if (!named.ok) complain('export-malformed', `the key of the first line: ${named.problem}`)
  if (options.key === undefined) return named.ok ? named.value : undefined
  const trusted = parseVerifierKey(options.sha256, options.key)
  if (!trusted.ok) throw new RangeError(`the trusted key cannot be read: ${trusted.problem}`)
  if (options.key !== header.key)
    complain('key-mismatch', `the export names the key ${header.key}, not the trusted one`)
  return trusted.value
}

/** Cuts a stream of bytes at each newline, keeping no more than one line. */
const lineCutter = (line: (bytes: Uint8Array) => void, tooLong: () => void) => {
  let kept: Uint8Array[] = []
  let keptLength = 0
  let skipping = false
  const keep = (piece: Uint8Array): void => {
    keptLength += piece.length
    if (keptLength <= longestLine) kept.push(piece.slice())
    else if (!skipping) {
      skipping = true
      kept = []
      tooLong()
    }
  }
  const release = (last: Uint8Array): void => {
    if (keptLength === 0) return line(last)
    keep(last)
    if (!skipping) {
      const whole = new Uint8Array(keptLength)
      let at = 0
      for (const piece of kept) {
        whole.set(piece, at)
        at += piece.length
      }
      line(whole)
    }
    kept = []
    keptLength = 0
    skipping = false
  }
  return {
    push: (chunk: Uint8Array): void => {
      let start = 0
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
        release(chunk.subarray(start, end))
        start = end + 1
      }
      if (start < chunk.length) keep(chunk.subarray(start))
    },
    unfinished: (): boolean => keptLength > 0,
  }
}

/**
 * Verifies an export given as its lines without newlines. Example:
 * `verifyExport(text.slice(0, -1).split('\n'), { sha256, verify, key })`.
 */
export const verifyExport = (lines: Iterable<string | Uint8Array>, options: ExportVerifierOptions): ExportVerdict => {
  const verifier = exportVerifier(options)
  for (const line of lines) verifier.line(line)
  return verifier.finish()
}
