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

/**
 * Puts entries that are alike into one line, which stands where the first of them stood and links to them all.
 *
 * @param told numbers of entries that lines of people tell already: what is alike and came later is a line of its own
 */
export function groupNews(all: readonly PlacedNews[], told: ReadonlySet<number> = new Set()): NewsLine[] {
  const news = all.filter((n) => !told.has(n.seq))
  const alike = Map.groupBy(news, (n) => n.type)
  return news.flatMap((n): NewsLine[] => {
    const same = alike.get(n.type) ?? []
    const name = Object.hasOwn(TOGETHER, n.type) ? TOGETHER[n.type] : undefined
    if (name === undefined || same.length < ALIKE)
      return [{ source: `entry/${n.seq}`, kind: n.kind, text: n.text, entries: [n.seq], subject: n.subject }]
    if (same[0] !== n) return []
    const some = same.slice(0, MOST_TOLD).map((a) => a.text.replace(/\.$/, ''))
    const rest = same.length - some.length
    const text = `${same.length} ${name}: ${some.join('; ')}${rest === 0 ? '' : `; and ${rest} more`}.`
    return [{ source: `entries/${n.type}/${n.seq}`, kind: n.kind, text, entries: same.map((a) => a.seq) }]
  })
}
