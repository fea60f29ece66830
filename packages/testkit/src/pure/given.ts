import { deepStrictEqual } from 'node:assert'
import type { AnyAct, DomainEvent, RecordedEvent, Refusal, RefusalCode } from '@muster/core'
import type { As, CommandOf, Outcome, World } from './world.ts'

/** What came of an act, with the sentences a test ends with. */
export class Then {
  readonly outcome: Outcome
  constructor(outcome: Outcome) {
    this.outcome = outcome
  }

  /** Exactly these event types, in this order; gives the events. */
  thenEvents(...types: string[]): readonly RecordedEvent[] {
    if (!this.outcome.ok) throw new Error(`refused: ${say(this.outcome.refusals)}`)
    deepStrictEqual(
      this.outcome.events.map((e) => e.type),
      types,
    )
    return this.outcome.events
  }

  /** Refused, first of all by this code; gives the first refusal. */
  thenRefused(code: RefusalCode): Refusal {
    if (this.outcome.ok) throw new Error(`not refused; it made ${this.outcome.events.map((e) => e.type).join(', ')}`)
    const [first] = this.outcome.refusals
    if (first?.code !== code) throw new Error(`refused otherwise: ${say(this.outcome.refusals)}`)
    return first
  }
}

const say = (refusals: readonly Refusal[]): string => refusals.map((r) => `${r.code} (${r.message})`).join(', ')

/**
 * Given a world in which some events have happened, when somebody does an act, then these events or that refusal.
 *
 * @example given(world).when(startExperiment, { experiment }, { as: stranger }).thenRefused('not-entitled')
 */
export function given(world: World, ...events: { readonly event: DomainEvent; readonly by: string }[]) {
  for (const { event, by } of events) world.happened(event, by)
  return {
    when: <A extends AnyAct>(act: A, command: CommandOf<A>, as: As): Then => new Then(world.attempt(act, command, as)),
  }
}
