import type { z } from 'zod'

/** The declaration of one event type. Its shape never changes: a new meaning is a new type. */
export interface EventType<Name extends string = string, Schema extends z.ZodType = z.ZodType> {
  readonly type: Name
  readonly data: Schema
  /** What it says has become true, for the generated reference. */
  readonly meaning: string
}

/** An event as `decide` returns it: what became true, about whom or what. */
export interface DomainEvent<Name extends string = string, Data = Record<string, unknown>> {
  readonly type: Name
  /** Id of the record that changed; projections find it by this. */
  readonly subject: string
  readonly project?: string
  readonly data: Data
}

/** An event as projections read it: with the place in the ledger, the time and the actor. */
export interface RecordedEvent<Name extends string = string, Data = Record<string, unknown>> extends DomainEvent<
  Name,
  Data
> {
  readonly seq: number
  readonly at: string
  readonly actor: string
  /** Who answers for the token or service account that acted. */
  readonly onBehalfOf?: string
  readonly act: string
}

export type EventOf<T> = T extends EventType<infer Name, infer Schema> ? RecordedEvent<Name, z.output<Schema>> : never

/** Declares an event type. */
export function eventType<Name extends string, Schema extends z.ZodType>(
  type: Name,
  meaning: string,
  data: Schema,
): EventType<Name, Schema> {
  return { type, meaning, data }
}

/** Makes an event of a declared type; the compiler holds `data` to the declared shape. */
export function event<Name extends string, Schema extends z.ZodType>(
  type: EventType<Name, Schema>,
  subject: string,
  data: z.input<Schema>,
  project?: string,
): DomainEvent<Name, z.output<Schema>> {
  const parsed = data as z.output<Schema>
  return project === undefined
    ? { type: type.type, subject, data: parsed }
    : { type: type.type, subject, project, data: parsed }
}

/**
 * A noun whose state is folded from events: `evolve` is used by tests, by the projections of the server and by replay,
 * so that there is one definition of what an event means. Returns undefined when the record does not exist (yet).
 */
export interface Noun<State = unknown> {
  readonly name: string
  /** Event types that change a record of this noun; the record is the event's `subject` unless `keysOf` says otherwise. */
  readonly events: readonly EventType[]
  readonly keysOf?: (event: RecordedEvent) => readonly string[]
  readonly evolve: (state: State | undefined, event: RecordedEvent) => State | undefined
}

type Born<State, Types extends readonly EventType[]> = {
  readonly [T in Types[number] as T['type']]?: (event: EventOf<T>) => State
}
type Changed<State, Types extends readonly EventType[]> = {
  readonly [T in Types[number] as T['type']]?: (state: State, event: EventOf<T>) => State | undefined
}

/**
 * Declares a noun by two tables: the events by which a record comes to be, and those by which it changes. A change of
 * a record that does not exist changes nothing; so does an event without a line.
 */
export function noun<State, Types extends readonly EventType[]>(
  name: string,
  events: Types,
  effects: { readonly born: Born<State, Types>; readonly changed: Changed<State, Types> },
  keysOf?: (event: RecordedEvent) => readonly string[],
): Noun<State> {
  const born = effects.born as Record<string, ((event: RecordedEvent) => State) | undefined>
  const changed = effects.changed as Record<
    string,
    ((state: State, event: RecordedEvent) => State | undefined) | undefined
  >
  return {
    name,
    events,
    ...(keysOf === undefined ? {} : { keysOf }),
    evolve: (state, recorded) => {
      if (state === undefined) return born[recorded.type]?.(recorded)
      const change = changed[recorded.type]
      return change === undefined ? state : change(state, recorded)
    },
  }
}
