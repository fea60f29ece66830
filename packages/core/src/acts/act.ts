import type { z } from 'zod'
import type { DomainEvent, EventType } from './event.ts'
import type { Grant } from './grant.ts'
import type { Permission } from './permission.ts'
import type { Refused } from './refusal.ts'

/** What the world supplies to a decision: the rules themselves have no clock, no randomness and no hash function. */
export interface Moment {
  /** ISO instant in UTC with milliseconds. */
  readonly now: string
  /** A new id, e.g. `exp_01ARZ3NDEKTSV4RRFFQ69G5FAV`; ids of one process sort by the time they were made. */
  readonly newId: (prefix: string) => string
  /** `sha256:<hex>` of the RFC 8785 canonical JSON of a value. */
  readonly digest: (value: unknown) => string
}

/** Personal data, kept out of the ledger: it is written beside the events to an erasable table. */
export interface PersonalData {
  readonly person: string
  readonly name: string
  readonly email?: string
}

export interface Decided {
  readonly ok: true
  /** The first one is about the record that the act made or changed: its subject is what the caller is answered. */
  readonly events: readonly DomainEvent[]
  readonly personal?: readonly PersonalData[]
}
export type Decision = Decided | Refused

export function accept(...events: DomainEvent[]): Decided {
  return { ok: true, events }
}

/**
 * A named fact that an act needs before it can be decided; the server loads it inside the transaction. `T` is the type
 * of the loaded value. The loader finds the record by the command, or by facts loaded before it.
 */
export interface Fact<T> {
  readonly fact: string
  /** Never set; carries the type. */
  readonly of?: T
}
export function fact<T>(name: string): Fact<T> {
  return { fact: name }
}
export type Needs = Readonly<Record<string, Fact<unknown>>>
export type FactsOf<N extends Needs> = { readonly [K in keyof N]: N[K] extends Fact<infer T> ? T : never }

/** The one declaration of an act; route, CLI verb, permission and documentation all come from it. */
export interface Act<Name extends string = string, Input extends z.ZodType = z.ZodType, N extends Needs = Needs> {
  readonly name: Name
  readonly title: string
  readonly help: string
  readonly input: Input
  readonly needs: N
  readonly permission: Permission<z.output<Input>, FactsOf<N>>
  readonly events: readonly EventType[]
  readonly decide: (command: z.output<Input>, grant: Grant<Name>, facts: FactsOf<N>, moment: Moment) => Decision
}

// An act of any kind: the table of acts holds them side by side, and each is called with its own input and facts only.
// oxlint-disable-next-line typescript/no-explicit-any -- the one place where acts of different shapes meet
export type AnyAct = Act<any, any, any>

/** Declares an act. */
export function act<const Name extends string, Input extends z.ZodType, const N extends Needs>(
  declaration: Act<Name, Input, N>,
): Act<Name, Input, N> {
  return declaration
}
