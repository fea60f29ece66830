import type { Actor, AnyAct, DomainEvent, EventOf, EventType, Noun, RecordedEvent, Refusal } from '@muster/core'
import { EVENTS, NOUNS, authorize, personNoun } from '@muster/core'
import { loadFacts } from './facts.ts'
import type { FakeClock } from './moment.ts'
import { digest, fakeClock, idMaker } from './moment.ts'

/** What came of an act: the events, or why it was refused. */
export type Outcome =
  | { readonly ok: true; readonly events: readonly RecordedEvent[] }
  | { readonly ok: false; readonly refusals: readonly Refusal[] }

/** Who does an act in a test, and what the test puts in the place of loaded facts. */
export interface As {
  readonly as: string
  /** Facts by name, instead of those the world would load. */
  readonly facts?: Readonly<Record<string, unknown>>
  /** Scopes, when a token acts. */
  readonly scopes?: readonly string[]
  /** The token that acts, where it matters which. */
  readonly token?: string
}

/** The command of an act as a caller writes it. */
export type CommandOf<A extends AnyAct> = A['input']['_zod']['input']

/**
 * The whole record in memory, folded by core's own nouns: no store, no network. An act runs here by the same path as
 * in the server: parse, load facts, authorize, decide, record. Event data is held to its declared schema.
 */
export class World {
  readonly clock: FakeClock = fakeClock()
  readonly newId = idMaker()
  readonly log: RecordedEvent[] = []
  readonly #records = new Map<string, Map<string, unknown>>()

  /** Every record of a noun, in the order in which they came to be. */
  all<T>(noun: Noun<T>): T[] {
    return [...(this.#records.get(noun.name)?.values() ?? [])] as T[]
  }

  /** The record of that id; a test that asks for one that is not there is wrong. */
  get<T>(noun: Noun<T>, id: string): T {
    const found = this.#records.get(noun.name)?.get(id)
    if (found === undefined) throw new Error(`no ${noun.name} ${id} in this world`)
    return found as T
  }

  /** Records an event as something that has happened. */
  happened(event: DomainEvent, by: string, more: { act?: string; onBehalfOf?: string } = {}): RecordedEvent {
    const type = EVENTS.get(event.type)
    if (type === undefined) throw new Error(`no act or noun declares the event ${event.type}`)
    const data = type.data.parse(event.data) as Record<string, unknown>
    const recorded: RecordedEvent = {
      ...event,
      data,
      seq: this.log.length,
      at: this.clock.now(),
      actor: by,
      act: more.act ?? 'given',
      ...(more.onBehalfOf === undefined ? {} : { onBehalfOf: more.onBehalfOf }),
    }
    this.log.push(recorded)
    for (const noun of NOUNS) {
      if (!noun.events.some((t) => t.type === recorded.type)) continue
      const records = this.#records.get(noun.name) ?? new Map<string, unknown>()
      this.#records.set(noun.name, records)
      for (const id of noun.keysOf?.(recorded) ?? [recorded.subject]) {
        const next = noun.evolve(records.get(id), recorded)
        if (next !== undefined) records.set(id, next)
      }
    }
    return recorded
  }

  /** The person as an actor; a service account has its owner behind it. */
  actor(person: string, scopes?: readonly string[], token?: string): Actor {
    const { kind, active, administrator, owner } = this.get(personNoun, person)
    return {
      person,
      kind,
      active,
      administrator,
      ...(owner === undefined ? {} : { onBehalfOf: owner }),
      ...(scopes === undefined ? {} : { scopes }),
      ...(token === undefined ? {} : { token }),
    }
  }

  /** Does an act, if the rules let it. Nothing of a refused act is kept. */
  attempt<A extends AnyAct>(act: A, command: CommandOf<A>, { as, facts = {}, scopes, token }: As): Outcome {
    const parsed = act.input.parse(command)
    const now = this.clock.now()
    const loaded = loadFacts(this, act, parsed, facts)
    const actor = this.actor(as, scopes, token)
    const allowed = authorize(act, actor, parsed, loaded, now)
    if (!allowed.ok) return allowed
    const decision = act.decide(parsed, allowed.grant, loaded, { now, newId: this.newId, digest })
    if (!decision.ok) return decision
    const undeclared = decision.events.find((e) => !act.events.some((t: EventType) => t.type === e.type))
    if (undeclared !== undefined) throw new Error(`${act.name} does not declare ${undeclared.type}`)
    const more = actor.onBehalfOf === undefined ? {} : { onBehalfOf: actor.onBehalfOf }
    return { ok: true, events: decision.events.map((e) => this.happened(e, as, { act: act.name, ...more })) }
  }

  /** Does an act that the test takes for granted, and gives the first event; a refusal fails the test. */
  does<A extends AnyAct>(as: string, act: A, command: CommandOf<A>): RecordedEvent {
    const outcome = this.attempt(act, command, { as })
    if (!outcome.ok) throw new Error(`${act.name}: ${outcome.refusals.map((r) => `${r.code}: ${r.message}`).join(' ')}`)
    const [first] = outcome.events
    if (first === undefined) throw new Error(`${act.name} made no event`)
    return first
  }
}

/** Makes an event as it stands in the record, for folding by hand. */
export function recorded<T extends EventType>(
  type: T,
  subject: string,
  data: EventOf<T>['data'],
  more: Partial<RecordedEvent> = {},
): RecordedEvent {
  const at = '2026-03-02T09:00:00.000Z'
  return {
    type: type.type,
    subject,
    data: data as Record<string, unknown>,
    seq: 0,
    at,
    actor: 'per_1',
    act: 'given',
    ...more,
  }
}
