import type { Known } from './known.ts'
import { word } from './known.ts'
import type { Saying } from './what-became-true.ts'

/** A sentence that needs the command and the answer alone, and the command that is sensible next. */
const says =
  (sentence: (known: Known) => string, next?: (known: Known) => string): Saying =>
  (known) =>
    Promise.resolve({ said: sentence(known), ...(next === undefined ? {} : { next: next(known) }) })

/** A sentence about a project, by its name. */
const ofProject =
  (sentence: (known: Known, project: string) => string, next?: (project: string, known: Known) => string): Saying =>
  async (known) => {
    const project = await known.project()
    return { said: sentence(known, project), ...(next === undefined ? {} : { next: next(word(project), known) }) }
  }

/** A sentence about a person, by name. */
const ofPerson =
  (sentence: (known: Known, person: string) => string, next?: (known: Known) => string): Saying =>
  async (known) => ({
    said: sentence(known, await known.person()),
    ...(next === undefined ? {} : { next: next(known) }),
  })

const STAFFING: Readonly<Record<string, Saying>> = {
  'project.adopt-industry': ofProject(
    (k, p) => `"${p}" follows what "${k.text('industry')}" asks for: its roles, activities, checks and registers.`,
    (p) => `muster project team ${p}`,
  ),
  'project.drop-industry': ofProject(
    (k, p) => `"${p}" no longer follows "${k.text('industry')}". Open rounds keep the gate they were submitted to.`,
  ),
  'responsibility.give': async (known) => ({
    said: `${await known.person()} answers for ${known.text('responsibility')} on "${await known.project()}".`,
    next: `muster responsibility list ${word(await known.project())}`,
  }),
  'responsibility.return': ofProject(
    (k, p) => `${k.text('responsibility')} on "${p}" belongs to its roles again.`,
    (p) => `muster responsibility list ${p}`,
  ),
  'staffing.choose': ofProject(
    (k, p) => `"${p}" is staffed by the pattern "${k.text('pattern')}".`,
    (p) => `muster staffing check ${p}`,
  ),
  'staffing.answer': ofProject(
    (k, p) => `"${k.text('question')}" is answered for "${p}": ${k.text('answer')}.`,
    (p) => `muster staffing hiring ${p}`,
  ),
  'requisition.open': ofProject(
    (k, p) => `"${p}" looks for a ${k.text('role')}.`,
    (_p, k) => `muster applicant add --requisition ${k.answer.subject} --name … --contact …`,
  ),
  'requisition.close': says((k) => `The requisition is closed: ${k.text('outcome')}.`),
  'applicant.add': says(
    () => 'The applicant is sourced. Name and contact stand beside the ledger and can be erased.',
    (k) => `muster applicant advance --applicant ${k.answer.subject} --to interview`,
  ),
  'applicant.advance': says((k) => `The applicant is at the step "${k.text('to')}".`),
  'applicant.close': says((k) => `The application is over: ${k.text('outcome')}.`),
  'applicant.erase': says(() => 'Name and contact of the applicant are erased. The record keeps the id.'),
  'transition.plan': ofProject(
    (k, p) => `What ${k.text('vendor')} does for "${p}" ends on ${k.text('sunset')}; until then its roles are staffed.`,
    (p) => `muster transition list ${p}`,
  ),
  'transition.amend': says(() => 'The transition from the vendor is changed.'),
  'transition.close': says((k) => `The transition from the vendor is closed: ${k.text('outcome')}.`),
}

const LEARNING: Readonly<Record<string, Saying>> = {
  'skill.record': ofPerson(
    (k, who) => `${who} has the skill "${k.text('skill')}".`,
    () => 'muster skill matrix <project>',
  ),
  'skill.withdraw': ofPerson((k, who) => `"${k.text('skill')}" is no longer said to be a skill of ${who}.`),
  'learning.record': says(
    (k) => `"${k.text('title')}" is on your record of learning.`,
    () => 'muster learning gaps',
  ),
  'learning.enter': ofPerson((k, who) => `"${k.text('title')}" is on the record of ${who}.`),
  'learning.withdraw': says(() => 'The record of learning no longer counts.'),
  'training.record': ofProject(
    (k, p) => `The training "${k.text('title')}" of ${k.text('department')} is on the record of "${p}".`,
  ),
  'adoption.record': ofProject(
    (k, p) => `How ${k.text('department')} uses "${p}" is on record.`,
    (p) => `muster adoption trend ${p}`,
  ),
}

const RECORD: Readonly<Record<string, Saying>> = {
  'item.add': says(
    (k) => `"${k.text('title')}" is in the register "${k.text('register')}".`,
    (k) => `muster item show ${k.answer.subject}`,
  ),
  'item.change': says((k) => `The item ${k.answer.subject} is changed. What it was before stays in the ledger.`),
  'item.move': says((k) => `The item ${k.answer.subject} is "${k.text('to')}".`),
  'item.import': says((k) => {
    const added = k.answer.entries.filter((e) => e.type === 'ItemAdded').length
    return `The table is in the register "${k.text('register')}": ${added} added, ${k.answer.entries.length - added} changed.`
  }),
  'kpi.adjust': ofProject(
    (k, p) => `"${p}" has its own target, baseline or window for the KPI "${k.text('kpi')}".`,
    (p, k) => `muster kpi show ${k.text('kpi')} --project ${p}`,
  ),
  'kpi.reset': ofProject((k, p) => `"${p}" follows the pack again in the KPI "${k.text('kpi')}".`),
}

const CEREMONIES: Readonly<Record<string, Saying>> = {
  'ceremony.schedule': ofProject(
    (k, p) => `The ceremony "${k.text('title') || k.text('kind')}" of "${p}" is scheduled.`,
    (_p, k) => `muster ceremony agenda ${k.answer.subject}`,
  ),
  'ceremony.reschedule': says(() => 'The ceremony takes place at another time from now on.'),
  'ceremony.amend': says(() => 'The ceremony is changed. Meetings that were held stay as they were.'),
  'ceremony.move': says((k) => `The meeting of ${k.text('on')} is moved to ${k.text('to')}.`),
  'ceremony.cancel': says((k) => `The meeting of ${k.text('on')} does not take place.`),
  'ceremony.restore': says((k) => `The meeting of ${k.text('on')} takes place as planned.`),
  'ceremony.end': says(() => 'The ceremony has come to its end.'),
  'meeting.start': says(
    () => 'The meeting has begun; its minutes are open.',
    (k) => `muster ceremony agenda ${k.text('ceremony')}`,
  ),
  'meeting.attend': says(() => 'Who is there and who is excused is on record.'),
  'meeting.minute': says(() => 'It stands in the minutes.'),
  'meeting.close': says(() => 'The meeting is over and its minutes are closed.'),
  'action.assign': says((k) => `"${k.text('title')}" is agreed on, until ${k.text('due')}.`),
  'action.defer': says(() => 'The action item has another day or another owner.'),
  'action.complete': says(() => 'The action item is done.'),
  'action.drop': says(() => 'The action item will not be done; the reason stays on record.'),
  'assistance.request': ofProject((_k, p) => `The team of "${p}" sees at its next meeting that you need help.`),
  'assistance.settle': says(() => 'The request for help is settled.'),
  'absence.declare': says((k) => `You are away from ${k.text('from')} until ${k.text('until')}.`),
  'absence.withdraw': says(() => 'You are there after all.'),
  'poll.open': ofProject(
    (_k, p) => `The team of "${p}" is asked how it feels; nobody can tell who answered what.`,
    (_p, k) => `muster poll answer ${k.answer.subject}`,
  ),
  'poll.close': says(() => 'The health poll is closed.'),
  'feed.issue': says(
    () => 'Your calendar program can read the address below.',
    () => 'muster feed list',
  ),
  'feed.revoke': says(() => 'The calendar address no longer works.'),
}

const UPDATES: Readonly<Record<string, Saying>> = {
  'update.draft': ofProject(
    (_k, p) => `An update of "${p}" is drafted from the record.`,
    (_p, k) => `muster update show ${k.answer.subject}`,
  ),
  'update.refresh': says(() => 'The draft is made again from the record; lines that people worded stay.'),
  'update.edit': says(() => 'The line is worded anew.'),
  'update.add': says(() => 'The update has another line.'),
  'update.strike': says(() => 'The line is struck.'),
  'update.publish': says(
    () => 'The update is published; those who are to know have it in their inbox.',
    (k) => `muster update show ${k.text('update')}`,
  ),
  'update.discard': says(() => 'The draft is discarded.'),
}

/** What the acts about the team, its meetings and its registers say. */
export const SAYINGS_OF_ROOMS: Readonly<Record<string, Saying>> = {
  ...STAFFING,
  ...LEARNING,
  ...RECORD,
  ...CEREMONIES,
  ...UPDATES,
}
