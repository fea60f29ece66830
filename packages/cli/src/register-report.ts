import type { RegisterDefinition, RegisterField, RegisterMeasure, Reminder } from '@muster/core'
import type { Reading } from './record-report.ts'
import { clean, oneLine, painter, table, wrap } from './terminal.ts'

/** What a field takes, in a few words. */
function takes({ type, choices, min, max, unit, noun, register }: RegisterField): string {
  if (choices !== undefined) return choices.join(', ')
  const kind = noun === undefined ? type : `${noun}${register === undefined ? '' : ` of ${register}`}`
  const from = min === undefined ? '' : ` from ${min}`
  const to = max === undefined ? '' : ` to ${max}`
  return `${kind}${from}${to}${unit === undefined ? '' : ` (${unit})`}`
}

function reminderText({ message, to, field, daysBefore, idleDays }: Reminder): string {
  const when =
    idleDays === undefined
      ? `${daysBefore === undefined || daysBefore === 0 ? 'on' : `${daysBefore} days before`} ${field ?? 'its day'}`
      : `after ${idleDays} days without a change`
  return `${message}: to ${to === 'owner' ? 'the owner' : `whoever is ${to}`}, ${when}`
}

const measureText = ({ id, title, of, field, kpi }: RegisterMeasure): string =>
  `${id}: ${title} (${of}${field === undefined ? '' : ` of ${field}`})${kpi === undefined ? '' : `, stands beside the KPI ${kpi}`}`

/** A register as whoever adds an item reads it: the fields and what they take, then where an item goes. */
export function registerReport(answer: unknown, { screen }: Reading): string[] {
  const register = answer as RegisterDefinition & { readonly description?: string; readonly title: string }
  const paint = painter(screen)
  const lines = (title: string, texts: readonly string[]): string[] =>
    texts.length === 0
      ? []
      : [
          '',
          paint('bold', title),
          ...texts.flatMap((t) => wrap(oneLine(t), screen, 4).map((l, i) => (i === 0 ? `  ${l}` : l))),
        ]
  const fields = register.fields.map((f) => [
    f.name,
    f.title,
    takes(f),
    f.required === true ? 'required' : '',
    f.help ?? '',
  ])
  const states = register.states.map((s) => [
    s.id,
    s.title,
    (s.next ?? []).join(', ') || 'nothing: it is over',
    s.by === 'A' ? 'whoever is A' : '',
    (s.requires ?? []).join(', '),
  ])
  return [
    `${paint('bold', clean(register.title))} · ${register.id}`,
    ...wrap(oneLine(register.description ?? ''), screen),
    register.scope === 'project'
      ? 'Each project keeps its own.'
      : `Kept for the workspace by ${(register.keepers ?? []).join(', ')}.`,
    '',
    paint('bold', 'Fields'),
    ...table(['name', 'title', 'takes', '', 'help'], fields, screen),
    ...lines(
      'Computed',
      (register.computed ?? []).map((c) => `${c.name}: ${c.title}${c.help === undefined ? '' : `. ${c.help}`}`),
    ),
    '',
    paint('bold', 'States'),
    ...table(['state', 'title', 'goes to', 'decided by', 'asks for'], states, screen),
    ...lines('Reminders', (register.reminders ?? []).map(reminderText)),
    ...lines('Measures', (register.measures ?? []).map(measureText)),
    '',
    paint(
      'dim',
      `Add one: muster item add --register ${register.id}${register.scope === 'project' ? ' --project …' : ''} --title "…" --fields '{"…": …}'`,
    ),
  ]
}
