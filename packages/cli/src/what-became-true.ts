import type { Known } from './known.ts'
import { listed, word } from './known.ts'

/** What an act made true, in words, and the command that is sensible after it. */
export interface Told {
  readonly said: string
  readonly next?: string
}
export type Saying = (known: Known) => Promise<Told>

const day = (instant: unknown): string => (typeof instant === 'string' ? instant.slice(0, 10) : '…')

/** "no-objection" as it is read. */
const spaced = (text: string): string => text.replaceAll('-', ' ')
const fields = (known: Known, ...names: string[]): string => listed(names.filter((n) => known.command[n] !== undefined))
const teamOf = async (known: Known): Promise<string> => `muster project team ${word(await known.project())}`
const about =
  (sentence: (name: string) => string, next?: (name: string) => string): Saying =>
  async (known) => {
    const name = await known.person()
    return { said: sentence(name), ...(next === undefined ? {} : { next: next(word(name)) }) }
  }

const PEOPLE: Readonly<Record<string, Saying>> = {
  'person.register': async (known) => ({
    said: `${known.text('name')} is registered, and chooses a password with the link below.`,
    next: `muster assignment assign --project … --person ${word(known.text('name'))} --role …`,
  }),
  'person.invite': about((name) => `${name} can choose a new password; links made before no longer work.`),
  'person.deactivate': about(
    (name) =>
      `${name} may no longer act and is signed out everywhere. Approvals not executed yet lapse; open duties are open to others.`,
    (name) => `muster person show ${name}`,
  ),
  'person.reactivate': about(
    (name) => `${name} may act again. What lapsed stays lapsed; administration must be granted anew.`,
  ),
  'person.erase': async (known) => ({
    said: `Name and address of ${known.text('person')} are erased. The record keeps the id.`,
  }),
  'person.grant-administration': about(
    (name) => `${name} administers the workspace. It gives no right to approve anything.`,
  ),
  'person.revoke-administration': about((name) => `${name} no longer administers the workspace.`),
  'person.appoint-auditor': about((name) => `${name} may read every project, and do nothing more by it.`),
  'person.dismiss-auditor': about((name) => `${name} reads only projects they are assigned to.`),
  'service.register': async (known) => ({
    said: `The service account "${known.text('name')}" exists, and you answer for what it does.`,
    next: `muster token issue --person ${word(known.text('name'))} --label … --scopes evidence.seal`,
  }),
  'token.issue': async (known) => {
    const token = await known.listedIn('/api/v1/tokens', known.answer.subject)
    const scopes = known.command['scopes']
    const may =
      Array.isArray(scopes) && !scopes.includes('*')
        ? `may do ${listed(scopes.map(String))}`
        : 'may do all that they may'
    return {
      said: `The token "${known.text('label')}" acts for ${await known.person()}, ${may}, and works until ${day(token['expiresAt'])}.`,
    }
  },
  'token.revoke': async (known) => {
    const token = await known.listedIn('/api/v1/tokens', known.text('token'))
    const label = token['label']
    return {
      said: `The token ${typeof label === 'string' ? `"${label}"` : known.text('token')} no longer works.`,
      next: 'muster token list',
    }
  },
}

const NEXT_OF_STAGE: Readonly<Record<string, (project: string) => string>> = {
  idea: (p) => `muster project checks ${p} scoped`,
  scoped: (p) => `muster project checks ${p} staffed`,
  staffed: (p) => `muster project checks ${p} building`,
  building: (p) => `muster experiment propose --project ${p} --title … --hypothesis …`,
  'in-review': (p) => `muster round list ${p}`,
  live: (p) => `muster promotion list ${p}`,
}

const PROJECTS: Readonly<Record<string, Saying>> = {
  'project.create': async (known) => ({
    said: `The project "${known.text('name')}" exists in stage idea, and ${await known.person(known.text('lead'))} leads it.`,
    next: `muster project describe --project ${word(known.text('name'))} --objective … --scope …`,
  }),
  'project.describe': async (known) => ({
    said: `"${await known.project()}" has a new ${fields(known, 'name', 'workstream', 'objective', 'scope')}.`,
    next: `muster criterion set --project ${word(await known.project())} --help`,
  }),
  'project.advance': async (known) => {
    const to = known.text('to')
    const next = NEXT_OF_STAGE[to]?.(word(await known.project()))
    return { said: `"${await known.project()}" is in stage ${to}.`, ...(next === undefined ? {} : { next }) }
  },
  'project.set-check-mode': async (known) => ({
    said: `The check "${known.text('check')}" of "${await known.project()}" is in mode ${known.text('mode')}.`,
    next: `muster project show ${word(await known.project())}`,
  }),
  'project.adopt-pack': async (known) => ({
    said: `"${await known.project()}" follows the newest ${known.text('kind')} pack "${known.text('pack')}".`,
    next: await teamOf(known),
  }),
  'project.appoint-lead': async (known) => ({
    said: `${await known.person()} leads "${await known.project()}".`,
    next: await teamOf(known),
  }),
  'criterion.set': async (known) => {
    const bound = ['metric', 'comparator', 'threshold', 'unit'].map((f) => known.text(f)).filter((t) => t !== '')
    return {
      said: `"${await known.project()}" succeeds only with ${bound.join(' ')}: "${known.text('title')}".`,
      next: `muster criterion list ${word(await known.project())}`,
    }
  },
  'criterion.withdraw': async (known) => ({
    said: `The criterion is withdrawn: "${await known.project()}" no longer asks for it.`,
    next: `muster criterion list ${word(await known.project())}`,
  }),
  'milestone.set': async (known) => ({
    said: `"${await known.project()}" means to reach "${known.text('title')}" by ${known.text('due')}.`,
    next: `muster milestone list ${word(await known.project())}`,
  }),
  'milestone.complete': (known) => ofMilestone(known, 'is reached'),
  'milestone.drop': (known) => ofMilestone(known, 'is dropped'),
  'pack.apply': async (known) => {
    const pack = await known.listedIn('/api/v1/packs', known.answer.subject)
    const { kind, name, version } = pack as Record<string, string | undefined>
    return name === undefined
      ? { said: 'The pack is applied. Projects follow it when they adopt it.', next: 'muster pack list' }
      : {
          said: `The ${kind ?? ''} pack "${name}" ${version ?? ''} is applied. Projects follow it when they adopt it.`,
          next: `muster project adopt-pack --project … --kind ${kind ?? '…'} --pack ${name} --reason …`,
        }
  },
}

async function ofMilestone(known: Known, what: string): Promise<Told> {
  const { milestones } = (await known.projectRecord()) as { milestones?: { id: string; title: string }[] }
  const title = milestones?.find((m) => m.id === known.text('milestone'))?.title
  return {
    said: `${title === undefined ? 'The milestone' : `"${title}"`} of "${await known.project()}" ${what}.`,
    next: `muster milestone list ${word(await known.project())}`,
  }
}

interface Change {
  readonly activity: string
  readonly role: string
  readonly stake: string | null
}

const RESPONSIBILITY: Readonly<Record<string, Saying>> = {
  'assignment.assign': async (known) => {
    const { command } = known
    const until = known.text('until')
    const when = `${known.text('from') === '' ? 'from today' : `from ${known.text('from')}`}${until === '' ? '' : ` until ${until}`}`
    const share = typeof command['allocation'] === 'number' ? `${command['allocation']} %` : 'all'
    return {
      said: `${await known.person()} is ${known.text('role')} on "${await known.project()}" ${when}, with ${share} of their time.`,
      next: await teamOf(known),
    }
  },
  'assignment.amend': (known) => ofAssignment(known, `has a new ${fields(known, 'allocation', 'engagement', 'until')}`),
  'assignment.end': (known) => ofAssignment(known, 'is over. Approvals given through it and not executed yet lapse'),
  'matrix.amend': async (known) => {
    const changes = (known.command['changes'] ?? []) as readonly Change[]
    const cells = changes.map(
      (c) => `${c.role} ${c.stake === null ? 'has no stake in' : `is ${c.stake} for`} ${c.activity}`,
    )
    return {
      said: `In the matrix of "${await known.project()}", ${listed(cells)}.`,
      next: `muster matrix show ${word(await known.project())}`,
    }
  },
  'handover.submit': async (known) => {
    const asked = known.count('ConsultationOpened')
    const to = await known.accountable(known.text('activity'))
    return {
      said: `"${known.text('title')}" is handed over to ${to}.${asked === 0 ? '' : ' Those who are C are asked first.'}`,
      next: `muster handover list ${word(await known.project())}`,
    }
  },
  'handover.accept': (known) => ofHandover(known, 'is accepted; those who are I are told'),
  'handover.return': (known) => ofHandover(known, 'is returned, and may be handed over again'),
  'consultation.answer': async (known) => {
    const path = `/api/v1/projects/${known.answer.project ?? ''}/consultations`
    const { question } = await known.listedIn(path, known.text('consultation'))
    const asked = typeof question === 'string' ? ` to "${question}"` : ''
    return { said: `Your answer${asked} is on record: ${spaced(known.text('verdict'))}.`, next: 'muster inbox' }
  },
}

async function ofAssignment(known: Known, what: string): Promise<Told> {
  const team = (await known.team()).find((a) => a['id'] === known.text('assignment'))
  const who = typeof team?.['personName'] === 'string' ? team['personName'] : 'The person'
  return {
    said: `The assignment of ${who}${typeof team?.['role'] === 'string' ? ` as ${team['role']}` : ''} on "${await known.project()}" ${what}.`,
    next: await teamOf(known),
  }
}

async function ofHandover(known: Known, what: string): Promise<Told> {
  const { title } = await known.listedIn(
    `/api/v1/projects/${known.answer.project ?? ''}/handovers`,
    known.text('handover'),
  )
  return { said: `${typeof title === 'string' ? `"${title}"` : 'The result'} ${what}.`, next: 'muster inbox' }
}

/** The sayings of acts about people, projects and responsibility. */
export const SAYINGS_OF_TEAMS: Readonly<Record<string, Saying>> = { ...PEOPLE, ...PROJECTS, ...RESPONSIBILITY }
