import { z } from 'zod'
import { fact } from '../../acts/act.ts'
import { eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'

/** The sections of every update, in their order. */
export const UPDATE_SECTIONS = ['changed', 'decisions', 'risks', 'next', 'asks'] as const
export type UpdateSection = (typeof UPDATE_SECTIONS)[number]
export const SECTION_TITLES: Readonly<Record<UpdateSection, string>> = {
  changed: 'What changed',
  decisions: 'Decisions',
  risks: 'Risks',
  next: 'Next',
  asks: 'What we ask for',
}
export const sectionName = z.enum(UPDATE_SECTIONS)

/** One line, and what it rests on: numbers of ledger entries, and the record it is about. */
const draftLine = z.strictObject({
  /** What it was made from: the same thing has the same source when it is drafted again. */
  source: z.string(),
  section: sectionName,
  text: z.string(),
  entries: z.array(z.int().min(0)),
  subject: z.string().optional(),
})
export type DraftLine = z.output<typeof draftLine>
const drafted = z.array(draftLine.extend({ line: input.id('lin') }))
const period = { from: z.string(), until: z.string() }
const named = { line: input.id('lin') }

export const updateDrafted = eventType(
  'UpdateDrafted',
  'A stakeholder update was drafted from the record of a period.',
  z.strictObject({ ...period, title: z.string(), lines: drafted }),
)
export const updateRefreshed = eventType(
  'UpdateRefreshed',
  'The draft was made again from the record; what people wrote or struck stayed.',
  z.strictObject({ until: z.string(), lines: drafted }),
)
export const lineEdited = eventType(
  'UpdateLineEdited',
  'A person worded a line of the update.',
  z.strictObject({ ...named, text: z.string() }),
)
export const lineAdded = eventType(
  'UpdateLineAdded',
  'A person wrote a line into the update.',
  z.strictObject({ ...named, section: sectionName, text: z.string(), entries: z.array(z.int().min(0)) }),
)
export const lineStruck = eventType(
  'UpdateLineStruck',
  'A person took a line out of the update.',
  z.strictObject(named),
)
export const updatePublished = eventType(
  'UpdatePublished',
  'The update is published, and its recipients are told.',
  z.strictObject({ title: z.string(), recipients: z.array(input.person) }),
)
export const updateDiscarded = eventType(
  'UpdateDiscarded',
  'The draft will not be published.',
  z.strictObject({ reason: z.string() }),
)
export const updateEvents = [
  updateDrafted,
  updateRefreshed,
  lineEdited,
  lineAdded,
  lineStruck,
  updatePublished,
  updateDiscarded,
] as const

/** A line as it stands. `by` is whoever wrote or worded it; Muster when absent. */
export interface UpdateLine {
  readonly line: string
  readonly source: string
  readonly section: UpdateSection
  readonly text: string
  readonly entries: readonly number[]
  readonly subject?: string
  readonly by?: string
  readonly struck?: true
}

/** What stakeholders are told about a project. A published one never changes. */
export interface StakeholderUpdate {
  readonly id: string
  readonly project: string
  readonly title: string
  /** ISO instants. */
  readonly from: string
  readonly until: string
  readonly lines: readonly UpdateLine[]
  readonly state: 'draft' | 'published' | 'discarded'
  readonly draftedBy: string
  readonly draftedAt: string
  readonly publishedBy?: string
  readonly publishedAt?: string
  readonly recipients: readonly string[]
  readonly entry: number
}

const asLine = (l: z.output<typeof drafted>[number]): UpdateLine => {
  const { subject, ...line } = l
  return { ...line, ...(subject === undefined ? {} : { subject }) }
}
const onLine = (s: StakeholderUpdate, line: string, change: Partial<UpdateLine>): StakeholderUpdate => ({
  ...s,
  lines: s.lines.map((l) => (l.line === line ? { ...l, ...change } : l)),
})

export const updateNoun = noun<StakeholderUpdate, typeof updateEvents>('stakeholder_update', updateEvents, {
  born: {
    UpdateDrafted: (e) => ({
      id: e.subject,
      project: e.project ?? '',
      title: e.data.title,
      from: e.data.from,
      until: e.data.until,
      lines: e.data.lines.map(asLine),
      state: 'draft',
      draftedBy: e.actor,
      draftedAt: e.at,
      recipients: [],
      entry: e.seq,
    }),
  },
  changed: {
    UpdateRefreshed: (s, e) => ({
      ...s,
      until: e.data.until,
      lines: e.data.lines.map(asLine).concat(kept(s, e.data.lines)),
    }),
    UpdateLineEdited: (s, e) => onLine(s, e.data.line, { text: e.data.text, by: e.actor }),
    UpdateLineAdded: (s, e) => ({
      ...s,
      lines: [
        ...s.lines,
        {
          line: e.data.line,
          source: `person/${e.data.line}`,
          section: e.data.section,
          text: e.data.text,
          entries: e.data.entries,
          by: e.actor,
        },
      ],
    }),
    UpdateLineStruck: (s, e) => onLine(s, e.data.line, { struck: true }),
    UpdatePublished: (s, e) => ({
      ...s,
      state: 'published',
      title: e.data.title,
      recipients: e.data.recipients,
      publishedBy: e.actor,
      publishedAt: e.at,
      entry: e.seq,
    }),
    UpdateDiscarded: (s) => ({ ...s, state: 'discarded' }),
  },
})

/** Lines that a person wrote, worded or struck: they stay whatever is drafted again. */
export const touched = (s: Pick<StakeholderUpdate, 'lines'>): UpdateLine[] =>
  s.lines.filter((l) => l.by !== undefined || l.struck === true)
const kept = (s: StakeholderUpdate, fresh: readonly { readonly source: string }[]): UpdateLine[] =>
  touched(s).filter((l) => !fresh.some((f) => f.source === l.source))

/** Entries that a line of a person tells or leaves out: they are in no other line of news when the draft is made again. */
export const toldByPeople = (s: Pick<StakeholderUpdate, 'lines'>): ReadonlySet<number> =>
  new Set(touched(s).flatMap((l) => (/^entr(?:y|ies)\//.test(l.source) ? l.entries : [])))

/** When stakeholders are to be told, as a pack of ceremonies says. */
export interface UpdateRule {
  readonly everyDays: number
  readonly activity: string
  readonly stages: readonly string[]
}

export const updateFact = fact<StakeholderUpdate>('update')
/** What the record says for an update of the period; `from` and `until` are ISO instants. */
export interface UpdateMaterial {
  readonly from: string
  readonly until: string
  readonly lines: readonly DraftLine[]
}
export const updateMaterialFact = fact<UpdateMaterial>('updateMaterial')
/** An update of the project that is still a draft. */
export const openDraftFact = fact<string | undefined>('openDraft')
