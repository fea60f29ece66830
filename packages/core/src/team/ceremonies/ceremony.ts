import { z } from 'zod'
import { fact } from '../../acts/act.ts'
import { eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import { addDays } from '../../acts/time.ts'
import type { CeremonyDefinition, OfferedCeremony } from './definition.ts'

/** Local date and time without a zone, to the minute: `2026-03-05T09:30`. */
export const localTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d$/, 'must be a local date and time such as 2026-03-05T09:30')
/** Name of a zone in the IANA time zone database. */
export const zoneName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/, 'must be an IANA time zone such as Europe/Berlin')

/** A ceremony inside an event: packs validate their content when they are applied. */
const definition = z.custom<CeremonyDefinition>((value) => typeof value === 'object' && value !== null)
const packReference = z.strictObject({ id: z.string(), version: z.string(), digest: input.digest })
const timing = { zone: z.string(), rule: z.string(), start: z.string(), startsAt: z.string() }

export const ceremonyScheduled = eventType(
  'CeremonyScheduled',
  'A ceremony takes place on this project again and again, as its pack defines it.',
  z.strictObject({ kind: input.slug, definition, pack: packReference, ...timing }),
)
export const ceremonyRescheduled = eventType(
  'CeremonyRescheduled',
  'From a day on, the ceremony takes place at other times.',
  z.strictObject({ ...timing, reason: z.string() }),
)
export const ceremonyAmended = eventType(
  'CeremonyAmended',
  'Title, duration, attendees or agenda of the ceremony changed.',
  z.strictObject({ definition, pack: packReference, reason: z.string() }),
)
export const instanceMoved = eventType(
  'CeremonyInstanceMoved',
  'One meeting of the series takes place at another time.',
  z.strictObject({ day: input.day, to: z.string(), at: z.string(), reason: z.string() }),
)
export const instanceCancelled = eventType(
  'CeremonyInstanceCancelled',
  'One meeting of the series does not take place.',
  z.strictObject({ day: input.day, reason: z.string() }),
)
export const instanceRestored = eventType(
  'CeremonyInstanceRestored',
  'One meeting takes place as the series says after all.',
  z.strictObject({ day: input.day, reason: z.string() }),
)
export const ceremonyEnded = eventType(
  'CeremonyEnded',
  'The series is over: no meeting takes place after its last day.',
  z.strictObject({ lastDay: input.day, reason: z.string() }),
)
export const ceremonyEvents = [
  ceremonyScheduled,
  ceremonyRescheduled,
  ceremonyAmended,
  instanceMoved,
  instanceCancelled,
  instanceRestored,
  ceremonyEnded,
] as const

/** A stretch of a series with one rule. Days are local days of its zone. */
export interface Series {
  readonly zone: string
  readonly rule: string
  /** Local time of the first meeting; the time of day is that of all. */
  readonly start: string
  /** The same as an ISO instant. */
  readonly startsAt: string
  /** First day on which it no longer takes place; open when absent. */
  readonly untilDay?: string
  readonly since: string
}

/** What differs for one meeting of the series, by the local day on which the series would have it. */
export type InstanceChange = { readonly reason: string; readonly changedAt: string; readonly sequence: number } & (
  | { readonly kind: 'moved'; readonly to: string; readonly at: string }
  | { readonly kind: 'cancelled' }
)

/** A ceremony of a project: its definition as it was taken over, and when it takes place. */
export interface Ceremony {
  readonly id: string
  readonly project: string
  readonly kind: string
  readonly definition: CeremonyDefinition
  readonly pack: OfferedCeremony['pack']
  /** In order of time; each but the last has an end. */
  readonly series: readonly Series[]
  readonly changes: Readonly<Record<string, InstanceChange>>
  /** How often it changed: the SEQUENCE of its calendar entries. */
  readonly sequence: number
  readonly scheduledBy: string
  readonly scheduledAt: string
  readonly changedAt: string
  /** Last day on which it took place. */
  readonly lastDay?: string
  readonly endedBecause?: string
}

/** The calendar day after a calendar day. */
export function dayAfter(day: string): string {
  const midnight = `${day}T00:00:00.000Z`
  // Folding never throws: what is no day has none after it.
  return Number.isNaN(Date.parse(midnight)) ? day : addDays(midnight, 1).slice(0, 10)
}

const cutAt = (series: readonly Series[], day: string): Series[] =>
  series.map((s, i) => (i < series.length - 1 || (s.untilDay ?? '9999') <= day ? s : { ...s, untilDay: day }))

const stretch = (e: { at: string; data: { zone: string; rule: string; start: string; startsAt: string } }): Series => ({
  zone: e.data.zone,
  rule: e.data.rule,
  start: e.data.start,
  startsAt: e.data.startsAt,
  since: e.at,
})

/** The ceremony after a change: one more of them. */
const changed = (s: Ceremony, e: { readonly at: string }, change: Partial<Ceremony>): Ceremony => ({
  ...s,
  ...change,
  sequence: s.sequence + 1,
  changedAt: e.at,
})
const withoutDay = (s: Ceremony, day: string): Ceremony['changes'] =>
  Object.fromEntries(Object.entries(s.changes).filter(([known]) => known !== day))

export const ceremonyNoun = noun<Ceremony, typeof ceremonyEvents>('ceremony', ceremonyEvents, {
  born: {
    CeremonyScheduled: (e) => ({
      id: e.subject,
      project: e.project ?? '',
      kind: e.data.kind,
      definition: e.data.definition,
      pack: e.data.pack,
      series: [stretch(e)],
      changes: {},
      sequence: 0,
      scheduledBy: e.actor,
      scheduledAt: e.at,
      changedAt: e.at,
    }),
  },
  changed: {
    CeremonyRescheduled: (s, e) => {
      const from = e.data.start.slice(0, 10)
      const next = s.lastDay === undefined ? stretch(e) : { ...stretch(e), untilDay: dayAfter(s.lastDay) }
      const changes = Object.fromEntries(Object.entries(s.changes).filter(([day]) => day < from))
      return changed(s, e, { series: [...cutAt(s.series, from), next], changes })
    },
    CeremonyAmended: (s, e) => changed(s, e, { definition: e.data.definition, pack: e.data.pack }),
    CeremonyInstanceMoved: (s, e) => {
      const { day, to, at, reason } = e.data
      const change: InstanceChange = { kind: 'moved', to, at, reason, changedAt: e.at, sequence: s.sequence + 1 }
      return changed(s, e, { changes: { ...s.changes, [day]: change } })
    },
    CeremonyInstanceCancelled: (s, e) => {
      const { day, reason } = e.data
      const change: InstanceChange = { kind: 'cancelled', reason, changedAt: e.at, sequence: s.sequence + 1 }
      return changed(s, e, { changes: { ...s.changes, [day]: change } })
    },
    CeremonyInstanceRestored: (s, e) => changed(s, e, { changes: withoutDay(s, e.data.day) }),
    CeremonyEnded: (s, e) =>
      changed(s, e, {
        series: cutAt(s.series, dayAfter(e.data.lastDay)),
        lastDay: e.data.lastDay,
        endedBecause: e.data.reason,
      }),
  },
})

/** One meeting as it will take place or would have: computed from series and changes. */
export interface Occurrence {
  /** Local day on which the series has it: its name within the ceremony. */
  readonly day: string
  /** When it takes place, as an ISO instant. */
  readonly at: string
  /** When the series would have it. */
  readonly plannedAt: string
  /** The same as local time of the zone. */
  readonly local: string
  readonly zone: string
  readonly state: 'planned' | 'moved' | 'cancelled'
  readonly reason?: string
}

/**
 * What time means for a command about a ceremony: computed where time zones are known. `problem` says why a time that the command names
 * does not exist.
 */
export interface Timing {
  /** Today in the zone of the ceremony. */
  readonly today: string
  /** First meeting of a series that the command describes. */
  readonly start?: { readonly local: string; readonly at: string }
  /** The meeting that the command names, or the one at hand. */
  readonly occurrence?: Occurrence
  /** Where a meeting is moved to. */
  readonly target?: { readonly local: string; readonly at: string }
  /** The next meetings, to name them when the command named none. */
  readonly next: readonly Occurrence[]
  readonly problem?: string
}

export const ceremonyFact = fact<Ceremony>('ceremony')
export const timingFact = fact<Timing>('timing')
/** The same for starting a meeting: only one that is near enough is there. */
export const meetingTimingFact = fact<Timing>('meetingTiming')
/** All ceremonies that applied packs define, the newest of each pack. */
export const offeredFact = fact<readonly OfferedCeremony[]>('offeredCeremonies')
/** Kinds of ceremony that the project has a running series of. */
export const runningKindsFact = fact<readonly string[]>('runningKinds')

/** True once the series has an end that has passed; `today` is a day of its zone. */
export function isOver(ceremony: Ceremony, today: string): boolean {
  return ceremony.lastDay !== undefined && ceremony.lastDay < today
}
