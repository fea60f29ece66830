import type { Actor, AnyAct, Decided, GrantBasis, Moment, Noun, RecordedEvent, Refusal } from '@muster/core'
import { NOUNS, authorize, personNoun, refusal } from '@muster/core'
import type { Database, Transaction } from './database.ts'
import { commit, recordedAt } from './commit.ts'
import type { Lock } from './together.ts'
import { alone, takeTurn } from './together.ts'
import { callerOfToken } from './token-caller.ts'
import type { Work } from './work.ts'

/** What a loader may use: the records of this transaction, the command, and the facts loaded before. */
export interface Reading {
  readonly work: Work
  readonly now: string
  readonly digest: Moment['digest']
  readonly command: Readonly<Record<string, unknown>>
  readonly loaded: Readonly<Record<string, unknown>>
  readonly actor: string
}
export type Loader = (reading: Reading) => Promise<unknown>

/** What a room does beside the events of an act, in the same transaction: secrets, personal data. Its result is answered. */
export interface Companion {
  readonly run: (at: {
    readonly tx: Transaction
    readonly now: string
    readonly decided: Decided
    readonly events: readonly RecordedEvent[]
    readonly command: Readonly<Record<string, unknown>>
  }) => Promise<Readonly<Record<string, unknown>>>
}

/** What the world supplies to acts. */
export interface Powers {
  readonly database: Database
  readonly clock: () => string
  readonly newId: Moment['newId']
  readonly digest: Moment['digest']
  readonly loaders: Readonly<Record<string, Loader>>
  readonly companions: Readonly<Record<string, Companion>>
  /** Called after every commit with what was recorded. */
  readonly recorded?: (events: readonly RecordedEvent[]) => void
}

/** Who acts: a person by session, a token, or Muster itself. */
export interface Caller {
  readonly person: string
  readonly scopes?: readonly string[]
  readonly token?: string
  readonly onBehalfOf?: string
  /** Hash of the token's secret, where one was shown: the token is read again inside the lock. */
  readonly secretHash?: Uint8Array
  /** Muster itself (applying shipped packs), or the first administrator before they exist. */
  readonly as?: 'system' | 'setup'
  /** Muster has measured what is sealed. */
  readonly measured?: boolean
}

export type Outcome =
  | { readonly ok: true; readonly answer: ActAnswer }
  | { readonly ok: false; readonly refusals: readonly Refusal[] }

/** What an act answers: the record it made or changed, and its entries in the ledger. */
export interface ActAnswer {
  readonly act: string
  readonly subject: string
  readonly project?: string
  readonly at: string
  readonly entries: readonly { readonly seq: number; readonly type: string; readonly subject: string }[]
  readonly result?: Readonly<Record<string, unknown>>
}

/** A loader did not find what the command names, or the packs do not allow it. */
export class LoaderRefusal extends Error {
  override readonly name = 'LoaderRefusal'
  readonly refusals: readonly Refusal[]
  constructor(...refusals: readonly Refusal[]) {
    super(refusals.map((r) => r.message).join(' '))
    this.refusals = refusals
  }
}

/** Ends a rehearsal: nothing of it is kept. */
class Undo extends Error {
  readonly rehearsal: Rehearsal
  constructor(rehearsal: Rehearsal) {
    super('undo')
    this.rehearsal = rehearsal
  }
}

/** What would be refused, and what would become true if nothing is. Ids that the act would make are made for the rehearsal alone. */
export interface Rehearsal {
  readonly refusals: readonly Refusal[]
  readonly events: readonly Pick<RecordedEvent, 'type' | 'subject' | 'data'>[]
}
const refused = (refusals: readonly Refusal[]): Rehearsal => ({ refusals, events: [] })

/** A key under which the answer is kept, so that the same request sent twice acts once. */
export interface Idempotency {
  readonly key: string
  readonly fingerprint: string
}

/**
 * The path of one act: parse, lock, load, authorize, decide, commit, answer. Refusals are values; nothing of a refused
 * act is kept; nothing is answered before the database has it on disk.
 */
export async function perform(
  powers: Powers,
  act: AnyAct,
  caller: Caller,
  input: unknown,
  idempotency?: Idempotency,
): Promise<Outcome> {
  const parsed = parse(act, input)
  if (!parsed.ok) return parsed
  try {
    const done = await takeTurn(powers.database, (lock) =>
      within(lock, powers, act, caller, parsed.command, idempotency),
    )
    if (done.ok) powers.recorded?.(done.events)
    return done
  } catch (error) {
    if (error instanceof LoaderRefusal) return { ok: false, refusals: error.refusals }
    throw error
  }
}

/**
 * What would be refused if the act were done now: nothing when it would be allowed; then, what it would make true. Nothing is
 * kept. Screens use it to say why something cannot be done and what it would do, and long work uses it before it starts.
 */
export async function rehearse(powers: Powers, act: AnyAct, caller: Caller, input: unknown): Promise<Rehearsal> {
  const parsed = parse(act, input)
  if (!parsed.ok) return refused(parsed.refusals)
  try {
    // Alone: what is undone must not take the acts of others with it.
    return await alone(powers.database, async (lock) => {
      const decided = await decide(lock, powers, act, caller, parsed.command)
      if (!('decision' in decided)) throw new Undo(refused(decided.ok ? [] : decided.refusals))
      const recorded = await record(lock, act, decided)
      await lock.work.flush()
      throw new Undo({ refusals: [], events: recorded.map(({ type, subject, data }) => ({ type, subject, data })) })
    })
  } catch (error) {
    if (error instanceof Undo) return error.rehearsal
    if (error instanceof LoaderRefusal) return refused(error.refusals)
    throw error
  }
}

function parse(
  act: AnyAct,
  input: unknown,
): { readonly ok: true; readonly command: Record<string, unknown> } | Extract<Outcome, { ok: false }> {
  const hidden = protoIn(input)
  if (hidden !== undefined) {
    return { ok: false, refusals: [inputRefusal({ path: hidden, message: '"__proto__" is not a field of this' })] }
  }
  const parsed = act.input.safeParse(input)
  if (!parsed.success) return { ok: false, refusals: parsed.error.issues.map(inputRefusal) }
  return { ok: true, command: parsed.data as Record<string, unknown> }
}

/** Where a field is named `__proto__`: a schema of free names would drop it in silence. */
function protoIn(value: unknown, path: readonly string[] = []): readonly string[] | undefined {
  if (typeof value !== 'object' || value === null || path.length > DEEPEST) return undefined
  for (const [name, inner] of Object.entries(value)) {
    const found = name === '__proto__' ? [...path, name] : protoIn(inner, [...path, name])
    if (found !== undefined) return found
  }
  return undefined
}
const DEEPEST = 20

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}
function inputRefusal(issue: Issue): Refusal {
  const pointer = `/${issue.path.map((p) => String(p).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`
  return refusal('input-invalid', issue.path.length === 0 ? issue.message : `${pointer.slice(1)}: ${issue.message}`, {
    subject: pointer,
  })
}

type Done = (Extract<Outcome, { ok: true }> & { events: readonly RecordedEvent[] }) | Extract<Outcome, { ok: false }>

async function within(
  lock: Lock,
  powers: Powers,
  act: AnyAct,
  caller: Caller,
  command: Record<string, unknown>,
  idempotency?: Idempotency,
): Promise<Done> {
  const allowed = await decide(lock, powers, act, caller, command, idempotency)
  if (!('decision' in allowed)) return allowed
  const events = await record(lock, act, allowed)
  const { now, decision, actor } = allowed
  const result = await powers.companions[act.name]?.run({ tx: lock.tx, now, decided: decision, events, command })
  const answer = answerOf(act, events, now, result)
  if (idempotency !== undefined) keepAnswer(lock.work, actor.person, idempotency, answer)
  return { ok: true, answer, events }
}

/** An act that the rules allow, and what follows from it. */
interface Allowed {
  readonly actor: Actor
  readonly now: string
  readonly grant: GrantBasis
  readonly decision: Decided
}

/** Loads the facts and applies the rules. Reads only: a refusal leaves nothing that must be undone. */
async function decide(
  lock: Lock,
  powers: Powers,
  act: AnyAct,
  caller: Caller,
  command: Record<string, unknown>,
  idempotency?: Idempotency,
): Promise<Allowed | Done> {
  const now = recordedAt(lock.head, powers.clock())
  const actor = await callerState(lock.work, caller, now, idempotency)
  if ('ok' in actor) return actor
  const { digest, newId } = powers
  const loaded: Record<string, unknown> = {}
  const reading: Reading = { work: lock.work, now, digest, command, loaded, actor: actor.person }
  try {
    for (const [name, needed] of Object.entries<{ fact: string }>(act.needs)) {
      const loader = powers.loaders[needed.fact]
      if (loader === undefined) throw new Error(`no loader for the fact "${needed.fact}"`)
      loaded[name] = await loader(reading)
    }
  } catch (error) {
    if (error instanceof LoaderRefusal) return { ok: false, refusals: error.refusals }
    throw error
  }
  const authorization = authorize(act, actor, command, loaded, now)
  if (!authorization.ok) return { ok: false, refusals: authorization.refusals }
  const decision = act.decide(command, authorization.grant, loaded, { now, newId, digest })
  if (!decision.ok) return { ok: false, refusals: decision.refusals }
  return { actor, now, grant: authorization.grant.basis, decision }
}

/** Appends what was decided to the ledger; it is on disk when the transaction is. */
async function record(lock: Lock, act: AnyAct, { actor, now, grant, decision }: Allowed): Promise<RecordedEvent[]> {
  const origin = { act: act.name, actor: actor.person, onBehalfOf: actor.onBehalfOf, grant, at: now }
  lock.hasWritten = true
  const { head, recorded } = await commit(lock.work, lock.head, origin, decision.events)
  lock.head = head
  return recorded
}

function answerOf(
  act: AnyAct,
  events: readonly RecordedEvent[],
  at: string,
  result: Readonly<Record<string, unknown>> | undefined,
): ActAnswer {
  const [first] = events
  return {
    act: act.name,
    subject: first?.subject ?? '',
    ...(first?.project === undefined ? {} : { project: first.project }),
    at,
    entries: events.map(({ seq, type, subject }) => ({ seq, type, subject })),
    ...(result === undefined || Object.keys(result).length === 0 ? {} : { result }),
  }
}

/** The caller as of now, inside the lock; or the kept answer when the idempotency key was used before. */
async function callerState(
  work: Work,
  called: Caller,
  now: string,
  idempotency?: Idempotency,
): Promise<Actor | Extract<Done, { ok: boolean }>> {
  const caller: Caller | Refusal =
    called.secretHash === undefined ? called : await callerOfToken(work, called.secretHash, now)
  if ('code' in caller) return { ok: false, refusals: [caller] }
  if (caller.as !== undefined)
    return { person: caller.person, kind: 'system', active: true, administrator: caller.as === 'system' }
  const person = await work.load(personNoun, caller.person)
  if (person === undefined)
    return { ok: false, refusals: [refusal('not-signed-in', 'This account is not known any more.')] }
  const kept = idempotency === undefined ? undefined : await work.answerUnder(person.id, idempotency.key)
  if (kept !== undefined && idempotency !== undefined) {
    if (kept.fingerprint === idempotency.fingerprint)
      return { ok: true, answer: JSON.parse(kept.body) as ActAnswer, events: [] }
    const message = `The idempotency key "${idempotency.key}" was used for a different request.`
    return {
      ok: false,
      refusals: [refusal('idempotency-conflict', message, { help: 'Use a new key for a new request.' })],
    }
  }
  return {
    person: person.id,
    kind: person.kind,
    active: person.active,
    administrator: person.administrator,
    ...(called.measured === true ? { measured: true } : {}),
    ...(caller.scopes === undefined ? {} : { scopes: caller.scopes }),
    ...(caller.token === undefined ? {} : { token: caller.token }),
    ...(caller.onBehalfOf === undefined ? {} : { onBehalfOf: caller.onBehalfOf }),
  }
}

function keepAnswer(work: Work, person: string, { key, fingerprint }: Idempotency, answer: ActAnswer): void {
  // Secrets are shown once and not kept: a repeated request gets everything but the secret.
  const { result: _shownOnce, ...kept } = answer
  work.keepAnswer({ person, key, fingerprint, body: JSON.stringify(kept) })
}

/** Finds the record that a command names; refuses with `not-found` when there is none. */
export async function must<T>(reading: Reading, noun: Noun<T>, id: unknown): Promise<T> {
  const state = typeof id === 'string' ? await reading.work.load(noun, id) : undefined
  if (state === undefined)
    throw new LoaderRefusal(refusal('not-found', `There is no ${noun.name} ${String(id)}.`, { subject: String(id) }))
  return state
}

/** The project that a command is about: named directly, or the one that a record loaded before belongs to. */
export function projectOf(reading: Reading): string {
  const { command, loaded } = reading
  if (typeof command['project'] === 'string') return command['project']
  for (const value of Object.values(loaded)) {
    if (typeof value === 'object' && value !== null && 'project' in value && typeof value.project === 'string')
      return value.project
  }
  throw new Error('a loader asked for the project before anything named one')
}

/** Names of all nouns that have a table. */
export const NOUN_NAMES: readonly string[] = NOUNS.map((n) => n.name)
