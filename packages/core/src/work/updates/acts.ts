import { z } from 'zod'
import { accept, act } from '../../acts/act.ts'
import { event } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import { peopleWith, rolesHeld } from '../../acts/matrix.ts'
import type { Refused } from '../../acts/refusal.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import type { ProjectFacts } from '../projects/project.ts'
import { projectFact } from '../projects/project.ts'
import type { StakeholderUpdate, UpdateLine } from './update.ts'
import {
  UPDATE_SECTIONS,
  lineAdded,
  lineEdited,
  lineStruck,
  openDraftFact,
  sectionName,
  touched,
  updateDiscarded,
  updateDrafted,
  updateFact,
  updateMaterialFact,
  updatePublished,
  updateRefreshed,
} from './update.ts'

const reporting = {
  kind: 'activity',
  stake: 'R',
  activity: 'plan-and-staff',
  responsibilities: (f: { project: ProjectFacts }) => f.project,
} as const
const onUpdate = { update: input.id('upd').describe('The update') }
const onLine = { ...onUpdate, line: input.id('lin').describe('The line; "update show" names them') }
const MOST_LINES = 500

/** Refuses what is no draft any more. */
const closed = (update: StakeholderUpdate): Refused | undefined =>
  update.state === 'draft'
    ? undefined
    : refuse(
        refusal('update-closed', `This update is ${update.state} and does not change any more.`, {
          subject: update.id,
          help: 'Draft the next one: "update.draft".',
        }),
      )

export const draftUpdate = act({
  name: 'update.draft',
  title: 'Draft a stakeholder update',
  help: 'Muster writes what changed, what was decided, risks, next steps and asks from the record since the last update; you edit and publish it.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    from: input.day.optional().describe('First day (YYYY-MM-DD); since the last update, or a week, when left out'),
    title: input.line(200).optional().describe('Its title'),
  }),
  needs: { project: projectFact, material: updateMaterialFact, open: openDraftFact },
  permission: reporting,
  events: [updateDrafted],
  decide: (command, _grant, { project, material, open }, { now, newId }) => {
    if (open !== undefined) {
      return refuse(
        refusal('already-so', 'There is a draft already.', {
          subject: open,
          help: 'Refresh it ("update.refresh"), publish it or discard it.',
        }),
      )
    }
    if (material.from >= now)
      return refuse(refusal('date-order', 'The period must begin in the past.', { subject: '/from' }))
    const { from, until } = material
    const title = command.title ?? `${project.name}: ${from.slice(0, 10)} to ${until.slice(0, 10)}`
    const lines = material.lines.slice(0, MOST_LINES).map((l) => ({ ...l, line: newId('lin') }))
    return accept(event(updateDrafted, newId('upd'), { from, until, title: title.slice(0, 200), lines }, project.id))
  },
})

export const refreshUpdate = act({
  name: 'update.refresh',
  title: 'Draft an update again',
  help: 'Takes in what happened since. What you wrote, worded or struck stays as it is.',
  input: z.strictObject(onUpdate),
  needs: { update: updateFact, project: projectFact, material: updateMaterialFact },
  permission: reporting,
  events: [updateRefreshed],
  decide: (_command, _grant, { update, material }, { newId }) => {
    const barred = closed(update)
    if (barred !== undefined) return barred
    const mine = new Set(touched(update).map((l) => l.source))
    const known = new Map(update.lines.map((l) => [l.source, l.line]))
    const lines = material.lines
      .filter((l) => !mine.has(l.source))
      .slice(0, MOST_LINES)
      .map((l) => ({ ...l, line: known.get(l.source) ?? newId('lin') }))
    return accept(event(updateRefreshed, update.id, { until: material.until, lines }, update.project))
  },
})

const noLine = (line: string): Refused =>
  refuse(
    refusal('not-found', `The update has no line ${line}.`, {
      subject: '/line',
      help: '"update.show" lists its lines.',
    }),
  )
const find = (update: StakeholderUpdate, line: string): UpdateLine | undefined =>
  update.lines.find((l) => l.line === line && l.struck !== true)

export const editLine = act({
  name: 'update.edit',
  title: 'Word a line of an update',
  help: 'Your words replace the line; what it rests on stays linked.',
  input: z.strictObject({ ...onLine, text: input.text(5_000).describe('Your words, as plain text') }),
  needs: { update: updateFact, project: projectFact },
  permission: reporting,
  events: [lineEdited],
  decide: (command, _grant, { update }) => {
    const barred = closed(update)
    if (barred !== undefined) return barred
    const found = find(update, command.line)
    if (found === undefined) return noLine(command.line)
    if (found.text === command.text)
      return refuse(refusal('already-so', 'The line reads like this already.', { subject: '/text' }))
    return accept(event(lineEdited, update.id, { line: command.line, text: command.text }, update.project))
  },
})

export const addLine = act({
  name: 'update.add',
  title: 'Add a line to an update',
  help: 'Writes a line of your own, with the ledger entries it rests on if you like.',
  input: z.strictObject({
    ...onUpdate,
    section: sectionName.describe(UPDATE_SECTIONS.join(', ')),
    text: input.text(5_000).describe('Your words, as plain text'),
    entries: z.array(z.int().min(0)).max(50).default([]).describe('Numbers of ledger entries it rests on'),
  }),
  needs: { update: updateFact, project: projectFact },
  permission: reporting,
  events: [lineAdded],
  decide: (command, _grant, { update }, { newId }) => {
    const { section, text, entries } = command
    if (update.lines.length >= 2 * MOST_LINES)
      return refuse(refusal('input-invalid', 'The update has too many lines already.', { subject: update.id }))
    return (
      closed(update) ??
      accept(event(lineAdded, update.id, { line: newId('lin'), section, text, entries }, update.project))
    )
  },
})

export const strikeLine = act({
  name: 'update.strike',
  title: 'Strike a line of an update',
  help: 'The line will not be published, and does not come back when the draft is made again.',
  input: z.strictObject(onLine),
  needs: { update: updateFact, project: projectFact },
  permission: reporting,
  events: [lineStruck],
  decide: (command, _grant, { update }) =>
    closed(update) ??
    (find(update, command.line) === undefined
      ? noLine(command.line)
      : accept(event(lineStruck, update.id, { line: command.line }, update.project))),
})

/** Everybody who is I for an activity of the project. */
export function informed(project: ProjectFacts, now: string): string[] {
  return [...new Set(project.matrix.activities.flatMap((row) => peopleWith(project, row.id, 'I', now)))]
}

export const publishUpdate = act({
  name: 'update.publish',
  title: 'Publish an update',
  help: 'Everybody who is I on the project, and whoever you name among those who hold a role on it, finds it in their inbox and can read its page. To others send its Markdown. It does not change any more.',
  input: z.strictObject({
    ...onUpdate,
    title: input.line(200).optional().describe('Its title; as drafted when left out'),
    recipients: z
      .array(input.person)
      .max(200)
      .default([])
      .describe('Others to tell; they must hold a role on the project'),
  }),
  needs: { update: updateFact, project: projectFact },
  permission: reporting,
  events: [updatePublished],
  decide: (command, _grant, { update, project }, { now }) => {
    const barred = closed(update)
    if (barred !== undefined) return barred
    const strange = command.recipients.filter((p) => rolesHeld(project, p, now).length === 0)
    if (strange.length > 0) {
      return refuse(
        refusal('person-unknown', `They hold no role on this project and could not read it: ${strange.join(', ')}.`, {
          subject: '/recipients',
          help: 'Send them the text instead: "muster update markdown".',
        }),
      )
    }
    if (update.lines.every((l) => l.struck === true)) {
      return refuse(
        refusal('update-empty', 'The update has no line to publish.', {
          subject: update.id,
          help: 'Add one ("update.add"), or discard the draft.',
        }),
      )
    }
    const recipients = [...new Set([...informed(project, now), ...command.recipients])]
    return accept(
      event(updatePublished, update.id, { title: command.title ?? update.title, recipients }, update.project),
    )
  },
})

export const discardUpdate = act({
  name: 'update.discard',
  title: 'Discard a draft',
  help: 'The draft will not be published; the next one starts from the record again.',
  input: z.strictObject({ ...onUpdate, reason: input.line(500).describe('Why') }),
  needs: { update: updateFact, project: projectFact },
  permission: reporting,
  events: [updateDiscarded],
  decide: (command, _grant, { update }) =>
    closed(update) ?? accept(event(updateDiscarded, update.id, { reason: command.reason }, update.project)),
})
