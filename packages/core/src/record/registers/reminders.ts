import { addDays, daysBetween } from '../../acts/time.ts'
import type { RegisterDefinition, Reminder } from './definition.ts'
import { stateOf } from './definition.ts'
import type { Item } from './item.ts'

/** A reminder that is due: who is meant, what it says, and since when. */
export interface DueReminder {
  readonly id: string
  readonly to: Reminder['to']
  readonly message: string
  readonly since: string
  /** The day it is about, where it is about one. */
  readonly day?: string
}

/** The reminders of an item that are due at `now`, computed when read. Nothing reminds of an item that is over. */
export function dueReminders(definition: RegisterDefinition, item: Item, now: string): DueReminder[] {
  const state = stateOf(definition, item.state)
  return (definition.reminders ?? []).flatMap((reminder): DueReminder[] => {
    const meant = reminder.states === undefined ? state?.final !== true : reminder.states.includes(item.state)
    if (!meant) return []
    const { id, to, message } = reminder
    if (reminder.idleDays !== undefined) {
      return daysBetween(item.changedAt, now) < reminder.idleDays
        ? []
        : [{ id, to, message, since: addDays(item.changedAt, reminder.idleDays) }]
    }
    const day = reminder.field === undefined ? undefined : item.fields[reminder.field]
    if (typeof day !== 'string') return []
    const since = addDays(`${day}T00:00:00.000Z`, -(reminder.daysBefore ?? 0))
    return since <= now ? [{ id, to, message, since, day }] : []
  })
}
