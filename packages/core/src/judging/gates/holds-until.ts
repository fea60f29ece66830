import { addDays } from '../../acts/time.ts'
import type { GateFacts } from './facts.ts'

/**
 * The first instant after `now` at which the passing of time alone can change the status of a gate: evidence goes stale, a
 * waiver expires, a consultation lapses, or another day begins (assignments last whole days, UTC). Until then the status
 * is the same as now, as long as the facts are.
 *
 * @param now ISO instant
 * @returns ISO instant, later than `now`
 */
export function statusHoldsUntil(facts: GateFacts, now: string): string {
  const instants = [
    ...facts.evidence.map((e) => e.freshUntil),
    ...facts.waivers.map((w) => w.expiresAt),
    ...facts.consultations.map((c) => c.dueAt),
  ]
  const midnight = addDays(`${now.slice(0, 10)}T00:00:00.000Z`, 1)
  return instants.filter((at) => at > now).reduce((first, at) => (at < first ? at : first), midnight)
}
