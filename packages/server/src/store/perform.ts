import type { Actor, AnyAct, Decided, Moment, Noun, Person, RecordedEvent, Refusal } from '@muster/core'
import { NOUNS, authorize, personNoun, refusal } from '@muster/core'
import type { Database, Queries, Transaction } from './database.ts'
import { commit, lockHead, recordedAt } from './commit.ts'
import { callerOfToken } from './token-caller.ts'
import { Work } from './work.ts'

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

/** Ends the transaction without keeping anything. */
class Undo extends Error {
  readonly outcome: Outcome
  constructor(outcome: Outcome) {
    super('undo')
    this.outcome = outcome
  }
}

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
  const parsed = act.input.safeParse(input)
  if (!parsed.success) return { ok: false, refusals: parsed.error.issues.map(inputRefusal) }
  const command = parsed.data as Record<string, unknown>
  try {
    const done = await powers.database.transaction(async (tx) => {
      const outcome = await within(tx, powers, act, caller, command, idempotency)
      if (!outcome.ok) throw new Undo(outcome)
      return outcome
    })
    if (done.ok) powers.recorded?.(done.events)
    return done
  } catch (error) {
    if (error instanceof Undo) return error.outcome
    if (error instanceof LoaderRefusal) return { ok: false, refusals: error.refusals }
    throw error
  }
}

/**
 * What would be refused if the act were done now: nothing when it would be allowed. Nothing is kept. Screens use it to say
 * why something cannot be done, and long work uses it before it starts.
 */
export async function rehearse(
  powers: Powers,
  act: AnyAct,
  caller: Caller,
  input: unknown,
): Promise<readonly Refusal[]> {
  const dryRun: Powers = {
    ...powers,
    recorded: () => {},
    companions: { [act.name]: { run: () => Promise.reject(new Undo({ ok: false, refusals: [] })) } },
  }
  const outcome = await perform(dryRun, act, caller, input)
  return outcome.ok ? [] : outcome.refusals
}

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
  tx: Transaction,
  powers: Powers,
  act: AnyAct,
  caller: Caller,
  command: Record<string, unknown>,
  idempotency?: Idempotency,
): Promise<Done> {
  const head = await lockHead(tx)
  const now = recordedAt(head, powers.clock())
  const work = new Work(tx)
  const before = await callerState(tx, work, caller, now, idempotency)
  if ('ok' in before) return before
  const actor = before
  const reading: Reading & { loaded: Record<string, unknown> } = {
    work,
    now,
    digest: powers.digest,
    command,
    loaded: {},
    actor: actor.person,
  }
  for (const [name, needed] of Object.entries<{ fact: string }>(act.needs)) {
    const loader = powers.loaders[needed.fact]
    if (loader === undefined) throw new Error(`no loader for the fact "${needed.fact}"`)
    reading.loaded[name] = await loader(reading)
  }
  const authorization = authorize(act, actor, command, reading.loaded, now)
  if (!authorization.ok) return { ok: false, refusals: authorization.refusals }
  const decision = act.decide(command, authorization.grant, reading.loaded, {
    now,
    newId: powers.newId,
    digest: powers.digest,
  })
  if (!decision.ok) return { ok: false, refusals: decision.refusals }
  const origin = {
    act: act.name,
    actor: actor.person,
    onBehalfOf: actor.onBehalfOf,
    grant: authorization.grant.basis,
    at: now,
  }
  const events = await commit(work, head, origin, decision.events)
  const result = await powers.companions[act.name]?.run({ tx, now, decided: decision, events, command })
  const answer = answerOf(act, events, now, result)
  if (idempotency !== undefined) await keepAnswer(tx, actor.person, idempotency, answer)
  return { ok: true, answer, events }
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
  tx: Queries,
  work: Work,
  called: Caller,
  now: string,
  idempotency?: Idempotency,
): Promise<Actor | Extract<Done, { ok: boolean }>> {
  const caller: Caller | Refusal =
    called.secretHash === undefined ? called : await callerOfToken(tx, called.secretHash, now)
  if ('code' in caller) return { ok: false, refusals: [caller] }
  if (caller.as !== undefined)
    return { person: caller.person, kind: 'system', active: true, administrator: caller.as === 'system' }
  const [row] = await tx.query<{ person: Person | null; fingerprint: string | null; body: string | null }>(
    `select (select doc from person where id = $1) as person, i.fingerprint, i.body
     from (select 1) one left join idempotency i on i.person = $1 and i.key = $2`,
    [caller.person, idempotency?.key ?? ''],
  )
  const person = row?.person ?? undefined
  if (person === undefined)
    return { ok: false, refusals: [refusal('not-signed-in', 'This account is not known any more.')] }
  if (typeof row?.fingerprint === 'string' && idempotency !== undefined) {
    if (row.fingerprint !== idempotency.fingerprint) {
      return {
        ok: false,
        refusals: [
          refusal(
            'idempotency-conflict',
            `The idempotency key "${idempotency.key}" was used for a different request.`,
            { help: 'Use a new key for a new request.' },
          ),
        ],
      }
    }
    return { ok: true, answer: JSON.parse(row.body ?? '{}') as ActAnswer, events: [] }
  }
  work.keep(personNoun, person.id, person)
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

async function keepAnswer(
  tx: Queries,
  person: string,
  { key, fingerprint }: Idempotency,
  answer: ActAnswer,
): Promise<void> {
  // Secrets are shown once and not kept: a repeated request gets everything but the secret.
  const { result: _shownOnce, ...kept } = answer
  await tx.query('insert into idempotency (person, key, fingerprint, status, body) values ($1, $2, $3, 200, $4)', [
    person,
    key,
    fingerprint,
    JSON.stringify(kept),
  ])
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
