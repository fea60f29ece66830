import type { Reading } from './record-report.ts'
import { withNames } from './query-tables.ts'
import { clean, oneLine, painter, relative, wrap } from './terminal.ts'

interface Item {
  readonly text: string
  readonly subject?: string
  readonly entry?: number
  readonly tone?: string
}
interface Agenda {
  readonly ceremony: string
  readonly projectName: string
  readonly title: string
  readonly purpose: string
  readonly times: string
  readonly state: string
  readonly meeting?: string
  readonly occurrence?: { readonly at: string; readonly local: string; readonly zone: string; readonly state: string }
  readonly since: string
  readonly sinceWhy: string
  readonly facilitator?: string
  readonly skipped: readonly string[]
  readonly away: readonly string[]
  readonly attendees: readonly unknown[]
  readonly sections: readonly {
    readonly title: string
    readonly items: readonly Item[]
    readonly more: number
    readonly nothing: string
  }[]
  readonly names: Readonly<Record<string, string | null>>
}

/** An agenda as a team reads it from one screen: who leads, then section by section what the record says. */
export function agendaReport(answer: unknown, { screen, now }: Reading): string[] {
  const agenda = answer as Agenda
  const paint = painter(screen)
  const names = new Map(
    Object.entries(agenda.names).flatMap(([id, name]) => (name === null ? [] : [[id, clean(name)]])),
  )
  const name = (person: string): string => withNames(person, names)
  const sections = agenda.sections.flatMap(({ title, items, more, nothing }) => [
    '',
    paint('bold', clean(title)),
    ...(items.length === 0
      ? wrap(oneLine(nothing), screen, 2).map((l, i) => `${i === 0 ? '  ' : ''}${paint('dim', l)}`)
      : items.flatMap((item) => itemLines(item, paint, screen))),
    ...(more === 0 ? [] : [`  … and ${more} more (--json has the entries; see "muster ledger list")`]),
  ])
  return [
    `${paint('bold', clean(agenda.title))} · ${clean(agenda.projectName)}`,
    paint('dim', clean(agenda.times)),
    whenLine(agenda, now),
    `Looks back to ${relative(agenda.since, now)} (${clean(agenda.sinceWhy)}).`,
    leadLine(agenda, name),
    ...sections,
    '',
    paint('dim', hint(agenda)),
  ]
}

function itemLines(item: Item, paint: ReturnType<typeof painter>, screen: Reading['screen']): string[] {
  const mark = item.tone === 'good' ? paint('green', '✓') : item.tone === 'bad' ? paint('red', '!') : '·'
  const [first = '', ...rest] = wrap(oneLine(item.text), screen, 4)
  const where = [item.subject, item.entry === undefined ? undefined : `entry ${item.entry}`].filter(
    (w) => w !== undefined,
  )
  return [`  ${mark} ${first}`, ...rest, ...(where.length === 0 ? [] : [`    ${paint('dim', where.join(' · '))}`])]
}

function whenLine({ state, occurrence, meeting }: Agenda, now: number): string {
  if (state === 'open') return `The meeting is being held: ${meeting ?? ''}`
  if (state === 'over' || occurrence === undefined) return 'The series has ended; no meeting follows.'
  const moved = occurrence.state === 'moved' ? ', moved' : ''
  return `Next: ${occurrence.local.replace('T', ' ')} ${occurrence.zone} (${relative(occurrence.at, now)}${moved})`
}

function leadLine({ state, facilitator, skipped, away, attendees }: Agenda, name: (person: string) => string): string {
  const who = facilitator === undefined ? 'Nobody who may lead it is there' : name(facilitator)
  const lead =
    facilitator === undefined ? `${who}.` : state === 'open' ? `${who} leads.` : `It is the turn of ${who} to lead.`
  const gone = skipped.length === 0 ? '' : ` Skipped, because away: ${skipped.map(name).join(', ')}.`
  const others = away.filter((p) => !skipped.includes(p))
  const absent = others.length === 0 ? '' : ` Away: ${others.map(name).join(', ')}.`
  return `${lead}${gone} ${attendees.length} attend.${absent}`
}

function hint({ state, ceremony, meeting }: Agenda): string {
  if (state === 'open')
    return `muster meeting attend --meeting ${meeting ?? ''} --present … · muster meeting minute … · muster meeting close …`
  return state === 'over' ? '' : `Start it: muster meeting start --ceremony ${ceremony}`
}

interface Line {
  readonly line: string
  readonly text: string
  readonly entries: readonly number[]
  readonly by?: string
}
interface Update {
  readonly id: string
  readonly title: string
  readonly projectName: string
  readonly state: string
  readonly from: string
  readonly until: string
  readonly sections: readonly { readonly title: string; readonly lines: readonly Line[] }[]
}

/** A stakeholder update with the ids of its lines, to edit it by. */
export function updateReport(answer: unknown, { screen, names }: Reading): string[] {
  const update = answer as Update
  const paint = painter(screen)
  const sections = update.sections.flatMap(({ title, lines }) => [
    '',
    paint('bold', clean(title)),
    ...(lines.length === 0 ? [paint('dim', '  Nothing to report.')] : []),
    ...lines.flatMap((l) => {
      const [first = '', ...rest] = wrap(oneLine(withNames(l.text, names)), screen, 4)
      const by = l.by === undefined ? [] : [`worded by ${withNames(l.by, names)}`]
      const rests =
        l.entries.length === 0 ? [] : [`${l.entries.length === 1 ? 'entry' : 'entries'} ${l.entries.join(', ')}`]
      return [`  · ${first}`, ...rest, `    ${paint('dim', [l.line, ...rests, ...by].join(' · '))}`]
    }),
  ])
  const commands =
    update.state === 'draft'
      ? `muster update edit --update ${update.id} --line … --text … · update strike · update add · update publish --update ${update.id}`
      : `muster update page ${update.id} > update.html · muster update markdown ${update.id}`
  return [
    `${paint('bold', clean(update.title))} · ${clean(update.projectName)} · ${update.state}`,
    paint('dim', `${update.from.slice(0, 10)} to ${update.until.slice(0, 10)} · ${update.id}`),
    ...sections,
    '',
    paint('dim', commands),
  ]
}
