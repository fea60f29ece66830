import { z } from 'zod'
import { type JsonObject, canonicalJson } from './canonical-json.ts'
import { type Sha256, encodeUtf8 } from './encoding.ts'

// The values inside are checked by canonicalisation, which walks them anyway.
const jsonObject = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be a JSON object',
)

const eventType = /^[A-Z][A-Za-z0-9]*$/
const actName = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:\.[a-z][a-z0-9]*(?:-[a-z0-9]+)*)+$/

const id = z.string().min(1, 'must not be empty')

/**
 * One entry of the ledger: an event, who caused it, and why that was allowed. It holds person ids, never names or
 * mail addresses: entries can not be erased.
 *
 * - `v` version of this shape; a new meaning is a new number
 * - `seq` position in the ledger, from 0, without gaps; also the leaf index in the tree
 * - `at` when, as a UTC instant with milliseconds: `2026-03-01T09:30:00.000Z`
 * - `type` the event in the past tense, `act` the act in the imperative that caused it
 * - `actor` the person or service; `onBehalfOf` the owner of the token where a token acted
 * - `project`, `subject` what it is about
 * - `grant` how the act was allowed; `data` the event itself
 */
export const ledgerEntry = z.strictObject({
  v: z.literal(1),
  seq: z.number().int().nonnegative(),
  at: z.iso.datetime({ precision: 3, error: 'must be a UTC instant with milliseconds, like 2026-03-01T09:30:00.000Z' }),
  type: z.string().regex(eventType, 'must be an event in PascalCase, like ExperimentProposed'),
  act: z.string().regex(actName, 'must be an act, like gate.submit'),
  actor: id,
  onBehalfOf: id.optional(),
  project: id.optional(),
  subject: id,
  grant: jsonObject,
  data: jsonObject,
})

/** An entry as {@link ledgerEntry} describes it. */
export type LedgerEntry = {
  readonly v: 1
  readonly seq: number
  readonly at: string
  readonly type: string
  readonly act: string
  readonly actor: string
  readonly onBehalfOf?: string | undefined
  readonly project?: string | undefined
  readonly subject: string
  readonly grant: JsonObject
  readonly data: JsonObject
}

// Days up to the 28th exist in every month; the schema knows about the others.
const plainInstant = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/

const isId = (value: unknown): boolean => typeof value === 'string' && value !== ''

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * A quick yes for a parsed JSON value that is an entry; no means "ask {@link ledgerEntry}", which decides and explains.
 * Verifying a million entries would spend a quarter of its time in the schema.
 */
export const isPlainEntry = (value: unknown): value is LedgerEntry => {
  if (!isObject(value)) return false
  for (const key in value) if (!Object.hasOwn(ledgerEntry.shape, key)) return false
  const { v, seq, at, type, act, actor, onBehalfOf, project, subject, grant, data } = value
  if (v !== 1 || typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 0) return false
  if (typeof at !== 'string' || !plainInstant.test(at)) return false
  if (typeof type !== 'string' || !eventType.test(type) || typeof act !== 'string' || !actName.test(act)) return false
  if (onBehalfOf !== undefined && !isId(onBehalfOf)) return false
  if (project !== undefined && !isId(project)) return false
  return isId(actor) && isId(subject) && isObject(grant) && isObject(data)
}

/**
 * The canonical text of an entry: exactly what is hashed, stored and exported. An optional field given as `undefined`
 * is left out. Throws `CanonicalJsonError` where `grant` or `data` hold what JSON cannot say.
 *
 * Example: `entryText(entry)` starts with `{"act":"experiment.propose","actor":"p-1",…`.
 */
export const entryText = (entry: LedgerEntry): string => {
  if (entry.onBehalfOf !== undefined && entry.project !== undefined) return canonicalJson(entry)
  const { onBehalfOf, project, ...rest } = entry
  return canonicalJson({
    ...rest,
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    ...(project === undefined ? {} : { project }),
  })
}

/**
 * The leaf hash of an entry's canonical text, SHA-256(0x00 ‖ UTF-8 bytes): 32 bytes (RFC 9162 §2.1.1).
 *
 * Example: `entryLeaf(sha256, entryText(entry))`.
 */
export const entryLeaf = (sha256: Sha256, text: string): Uint8Array => sha256(encodeUtf8(text, 1))
