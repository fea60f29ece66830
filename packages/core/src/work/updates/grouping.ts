import type { News } from './telling.ts'

/** News with its place in the ledger. */
export interface PlacedNews extends News {
  readonly seq: number
  readonly type: string
  readonly subject: string
}
/** One line of an update: an entry, or several that are alike. */
export interface NewsLine {
  readonly source: string
  readonly kind: News['kind']
  readonly text: string
  readonly entries: readonly number[]
  readonly subject?: string
}

/** From so many on, entries that are alike are one line. */
const ALIKE = 3
/** Of more than these, the rest is counted. */
const MOST_TOLD = 6

/** What several entries of a type are called together; others are never put together. */
const TOGETHER: Readonly<Record<string, string>> = {
  PersonAssigned: 'assignments to roles',
  AssignmentEnded: 'assignments ended',
  CriterionSet: 'criteria were set',
  MilestoneSet: 'milestones were set',
  EvidenceSealed: 'pieces of evidence were sealed',
  ExperimentProposed: 'experiments were proposed',
  ExperimentStarted: 'experiments were started',
  ExperimentNoted: 'notes on experiments',
  VersionRegistered: 'model versions were registered',
  ReviewGiven: 'reviews were given',
  ApprovalGiven: 'approvals were given',
  ItemAdded: 'items were added to registers',
  ItemChanged: 'items of registers were changed',
  ItemMoved: 'items of registers were moved',
  HiringQuestionAnswered: 'hiring questions were answered',
  ApplicantAdded: 'applicants were added',
  ApplicantAdvanced: 'applicants were advanced',
  CeremonyScheduled: 'ceremonies were scheduled',
  MeetingClosed: 'meetings were held',
  AdoptionMeasured: 'measurements of use',
  TrainingHeld: 'trainings were held',
}

/** Puts entries that are alike into one line, which stands where the first of them stood and links to them all. */
export function groupNews(news: readonly PlacedNews[]): NewsLine[] {
  const alike = Map.groupBy(news, (n) => n.type)
  return news.flatMap((n): NewsLine[] => {
    const all = alike.get(n.type) ?? []
    const name = Object.hasOwn(TOGETHER, n.type) ? TOGETHER[n.type] : undefined
    if (name === undefined || all.length < ALIKE)
      return [{ source: `entry/${n.seq}`, kind: n.kind, text: n.text, entries: [n.seq], subject: n.subject }]
    if (all[0] !== n) return []
    const told = all.slice(0, MOST_TOLD).map((a) => a.text.replace(/\.$/, ''))
    const rest = all.length - told.length
    const text = `${all.length} ${name}: ${told.join('; ')}${rest === 0 ? '' : `; and ${rest} more`}.`
    return [{ source: `entries/${n.type}`, kind: n.kind, text, entries: all.map((a) => a.seq) }]
  })
}
