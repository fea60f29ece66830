/** What kind of news an event is. `quiet` ones are told by others beside them, or are nobody's news. */
export type NewsKind = 'progress' | 'decision' | 'win' | 'setback'

/** One event of the ledger in words. People stand in it by id: readers put names in. */
export interface News {
  readonly kind: NewsKind
  readonly text: string
}

/** An entry of the ledger, as far as it is told. */
export interface Tellable {
  readonly type: string
  readonly actor: string
  readonly subject: string
  readonly data: Readonly<Record<string, unknown>>
}

/**
 * Names of records by id (titles of experiments, names of model versions), and what packs call things, by their kind and
 * id: `role/ml-engineer`, `duty/technical_lead`, `stage/building`, `register/risks`. What is not in it is told by its id.
 */
export type Titles = ReadonlyMap<string, string>

interface Telling {
  readonly kind: NewsKind
  /** `called` gives what packs call the thing of a kind that a field of the event names by id. */
  readonly say: (
    word: (key: string) => string,
    title: (id: string) => string,
    e: Tellable,
    called: (kind: string, key: string) => string,
  ) => string
}
const progress = (say: Telling['say']): Telling => ({ kind: 'progress', say })
const decision = (say: Telling['say']): Telling => ({ kind: 'decision', say })
const win = (say: Telling['say']): Telling => ({ kind: 'win', say })
const setback = (say: Telling['say']): Telling => ({ kind: 'setback', say })

/** An id of a pack in words that can be read: `technical_lead` is the technical lead. */
const plain = (id: string): string => id.replaceAll(/[_-]/g, ' ')
const because = (reason: string): string => (reason === '' ? '.' : `: ${reason}`)

const TELLINGS: Readonly<Record<string, Telling>> = {
  ProjectCreated: progress((w, _t, e) => `${e.actor} created the project "${w('name')}".`),
  StageEntered: progress(
    (_w, _t, e, c) => `${e.actor} took the project from ${c('stage', 'from')} to ${c('stage', 'to')}.`,
  ),
  CriterionSet: decision(
    (w, _t, e) =>
      `${e.actor} set the criterion "${w('title')}": ${w('metric')} ${w('comparator')} ${String(e.data['threshold'])}.`,
  ),
  CriterionWithdrawn: decision((w, _t, e) => `${e.actor} withdrew a success criterion: ${w('reason')}`),
  MilestoneSet: progress((w, _t, e) => `${e.actor} set the milestone "${w('title')}" for ${w('due')}.`),
  MilestoneCompleted: win((w, t) => `The milestone ${t(w('milestone'))} was reached on ${w('on')}.`),
  MilestoneDropped: decision((w, t, e) => `${e.actor} dropped the milestone ${t(w('milestone'))}: ${w('reason')}`),
  MatrixAmended: decision((w, _t, e) => `${e.actor} amended the RACI matrix: ${w('reason')}`),
  PersonAssigned: progress((w, _t, _e, c) => `${w('person')} joined as ${c('role', 'role')}.`),
  AssignmentEnded: progress((w, _t, e) => `${e.actor} ended an assignment: ${w('reason')}`),
  WorkHandedOver: progress((w, _t, e) => `${e.actor} handed over "${w('title')}".`),
  WorkAccepted: decision((_w, t, e) => `${e.actor} accepted ${t(e.subject)}.`),
  WorkReturned: decision((w, t, e) => `${e.actor} returned ${t(e.subject)}: ${w('reason')}`),
  ExperimentProposed: progress((w, _t, e) => `${e.actor} proposed the experiment "${w('title')}".`),
  ExperimentStarted: progress((_w, t, e) => `${e.actor} started ${t(e.subject)}.`),
  ExperimentNoted: progress((w, t, e) => `${e.actor} on ${t(e.subject)}: ${w('text')}`),
  ExperimentConcluded: progress(
    (w, t, e) => `${e.actor} concluded ${t(e.subject)} as ${w('outcome')}: ${w('summary')}`,
  ),
  // Stopping early what will not work saves the rest of its time: it is good news.
  ExperimentAbandoned: win((w, t, e) => `${e.actor} stopped ${t(e.subject)} early: ${w('reason')}`),
  ModelRegistered: progress((w, _t, e) => `${e.actor} registered the model "${w('name')}".`),
  VersionRegistered: progress((_w, t, e) => `${e.actor} registered ${t(e.subject)}.`),
  EvidenceSealed: progress(
    (w, t, e, c) => `${e.actor} sealed evidence about ${t(w('version'))}: ${c('evidence-kind', 'kind')}.`,
  ),
  EvidenceWithdrawn: setback((w, t, e) => `${e.actor} withdrew ${t(e.subject)}: ${w('reason')}`),
  RoundOpened: progress((w, t, e) => `${e.actor} submitted ${t(w('version'))}.`),
  RoundWithdrawn: progress((w, t, e) => `${e.actor} withdrew the submission of ${t(e.subject)}: ${w('reason')}`),
  RoundRejected: decision((w, t, e) => `${e.actor} rejected ${t(e.subject)}: ${w('reason')}`),
  ReviewGiven: decision(
    (_w, t, e, c) => `${e.actor} reviewed ${t(e.subject)} (${c('duty', 'duty')}): ${c('verdict', 'verdict')}.`,
  ),
  ApprovalGiven: decision((_w, t, e, c) => `${e.actor} approved ${t(e.subject)} (${c('duty', 'duty')}).`),
  ApprovalRevoked: decision((w, t, e) => `${e.actor} took back an approval of ${t(e.subject)}: ${w('reason')}`),
  WaiverGranted: decision(
    (w, t, e, c) =>
      `${e.actor} waived the check "${c('check', 'check')}" for ${t(w('version'))} until ${w('expiresAt').slice(0, 10)}: ${w('reason')}`,
  ),
  WaiverRevoked: decision((w, _t, e) => `${e.actor} revoked a waiver: ${w('reason')}`),
  ModelPromoted: win((w, t, e) => `${e.actor} promoted ${t(w('version'))} to production.`),
  PromotionRolledBack: setback((w, t, e) => `${e.actor} rolled back ${t(e.subject)}: ${w('reason')}`),
  CheckModeSet: decision(
    (w, _t, e, c) => `${e.actor} set the check "${c('stage-check', 'check')}" to ${w('mode')}: ${w('reason')}`,
  ),
  PackAdopted: decision((w, _t, e, c) => `${e.actor} adopted another pack of ${c('kind', 'kind')}: ${w('reason')}`),
  ActionCompleted: win((_w, t, e) => `${e.actor} completed ${t(e.subject)}.`),
  ActionDropped: decision((w, t, e) => `${e.actor} dropped ${t(e.subject)}: ${w('reason')}`),
  AssistanceSettled: progress((w, _t, e) => `${e.actor} settled a request for help: ${w('outcome')}`),
  MeetingClosed: progress((w, t, e) =>
    w('summary') === '' ? `${e.actor} closed ${t(e.subject)}.` : `${e.actor} closed ${t(e.subject)}: ${w('summary')}`,
  ),
  ItemAdded: progress((w, t, e, c) => {
    const named = t(e.subject)
    const item = named === e.subject ? `number ${String(e.data['number'])} "${w('title')}"` : named
    return `${e.actor} added ${item} to the ${c('register', 'register').replace(/^./, (first) => first.toLowerCase())}.`
  }),
  ItemChanged: progress((_w, t, e) => `${e.actor} changed ${t(e.subject)}.`),
  ItemMoved: progress(
    (w, t, e, c) =>
      `${e.actor} moved ${t(e.subject)} from "${c(`state/${e.subject}`, 'from')}" to "${c(`state/${e.subject}`, 'to')}"${because(w('reason'))}`,
  ),
  IndustryAdopted: decision((w, _t, e) => `${e.actor} adopted what an industry asks for${because(w('reason'))}`),
  IndustryDropped: decision(
    (w, _t, e, c) => `${e.actor} dropped the industry ${c('industry', 'industry')}${because(w('reason'))}`,
  ),
  ResponsibilityGiven: progress(
    (w, _t, e, c) =>
      `${e.actor} gave the responsibility "${c('responsibility', 'responsibility')}" to ${w('person')}${because(w('reason'))}`,
  ),
  ResponsibilityReturned: progress((w, _t, e) => `${e.actor} took a responsibility back${because(w('reason'))}`),
  TeamPatternChosen: decision(
    (w, _t, e, c) => `${e.actor} chose the team pattern "${c('pattern', 'pattern')}"${because(w('reason'))}`,
  ),
  HiringQuestionAnswered: progress(
    (w, _t, e, c) =>
      `${e.actor} answered the hiring question "${c('question', 'question')}" with ${plain(w('answer'))}${because(w('reason'))}`,
  ),
  RequisitionOpened: progress(
    (w, _t, e, c) => `${e.actor} opened a requisition for the role ${c('role', 'role')}${because(w('reason'))}`,
  ),
  RequisitionClosed: progress(
    (w, _t, e) => `${e.actor} closed a requisition as ${plain(w('outcome'))}${because(w('reason'))}`,
  ),
  ApplicantAdded: progress((w, _t, e) => `${e.actor} added an applicant who came by ${plain(w('channel'))}.`),
  ApplicantAdvanced: progress((w, _t, e) => `${e.actor} advanced an applicant to ${plain(w('to'))}.`),
  ApplicantClosed: progress((w, _t, e) => `${e.actor} closed an application: ${plain(w('outcome'))}.`),
  TransitionPlanned: decision((w, _t, e) => `${e.actor} planned to take over from ${w('vendor')} by ${w('sunset')}.`),
  TransitionAmended: decision((w, _t, e) => `${e.actor} amended the plan of a transition${because(w('reason'))}`),
  TransitionClosed: decision(
    (w, _t, e) => `${e.actor} closed a transition as ${plain(w('outcome'))}${because(w('reason'))}`,
  ),
  TrainingHeld: progress(
    (w, _t, e) =>
      `${String(e.data['attendees'])} people of ${w('department')} attended the training "${w('title')}" on ${w('on')}.`,
  ),
  AdoptionMeasured: progress((w, _t, e) => {
    const [active, target] = [Number(e.data['activeUsers']), Number(e.data['targetUsers'])]
    const share =
      target > 0
        ? `${Math.round((100 * active) / target)} % of ${w('department')} use it`
        : `${w('department')} has nobody to use it`
    return `${share} (${active} of ${target}, ${w('from')} to ${w('until')}).`
  }),
  KpiAdjusted: decision((w, _t, e, c) => `${e.actor} adjusted the KPI "${c('kpi', 'kpi')}"${because(w('reason'))}`),
  KpiReset: decision((w, _t, e, c) => `${e.actor} reset the KPI "${c('kpi', 'kpi')}"${because(w('reason'))}`),
  CeremonyScheduled: progress((_w, t, e) => `${e.actor} scheduled ${t(e.subject)}.`),
  CeremonyEnded: progress((w, t, e) => `${e.actor} ended ${t(e.subject)}: ${w('reason')}`),
}

/** Events that say nothing to a team that others do not say better: consequences, bookkeeping, and calls for attention that are shown as open. */
const QUIET: ReadonlySet<string> = new Set([
  'ProjectDescribed',
  'AssignmentAmended',
  'ConsultationOpened',
  'ConsultationAnswered',
  'ExperimentMoved',
  'EvidenceSuperseded',
  'RoundSuperseded',
  'RoundPassed',
  'AliasMoved',
  'CeremonyRescheduled',
  'CeremonyAmended',
  'CeremonyInstanceMoved',
  'CeremonyInstanceCancelled',
  'CeremonyInstanceRestored',
  'MeetingStarted',
  'AttendanceTaken',
  'MeetingMinuted',
  'ActionAssigned',
  'ActionDeferred',
  'AssistanceRequested',
  'PollOpened',
  'PollClosed',
  'UpdateDrafted',
  'UpdateRefreshed',
  'UpdateLineEdited',
  'UpdateLineAdded',
  'UpdateLineStruck',
  'UpdatePublished',
  'UpdateDiscarded',
  'ApplicantErased',
])

/** True if events of a type are told in words of their own, or are known to be no news. */
export const isKnownNews = (type: string): boolean => QUIET.has(type) || Object.hasOwn(TELLINGS, type)

/** Types of events that are told as wins, as setbacks, and so on; for queries that look for these alone. */
export const typesOfKind = (kind: NewsKind): string[] =>
  Object.keys(TELLINGS).filter((type) => TELLINGS[type]?.kind === kind)

/**
 * An event in words, or undefined when it is no news. An event of a kind that is not known here is told by its meaning, so that what other
 * rooms record is not passed over.
 *
 * @param meaning what the event's declaration says that it made true
 */
export function tell(event: Tellable, titles: Titles, meaning?: string): News | undefined {
  if (QUIET.has(event.type)) return undefined
  const telling = Object.hasOwn(TELLINGS, event.type) ? TELLINGS[event.type] : undefined
  if (telling === undefined)
    return meaning === undefined ? undefined : { kind: 'progress', text: `${event.actor}: ${meaning}` }
  const word = (key: string): string => {
    const value = event.data[key]
    return typeof value === 'string' ? value : ''
  }
  const title = (id: string): string => titles.get(id) ?? id
  const called = (kind: string, key: string): string => titles.get(`${kind}/${word(key)}`) ?? plain(word(key))
  return { kind: telling.kind, text: telling.say(word, title, event, called) }
}
