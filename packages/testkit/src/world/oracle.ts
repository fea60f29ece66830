import type { LedgerEntry } from '@muster/core'
import type { OracleGiven, OracleRound } from './oracle-record.ts'
import { OracleRecord, holds, text } from './oracle-record.ts'

/** Something in the ledger that must never have happened, in words. */
export interface OracleFinding {
  readonly seq: number
  readonly message: string
}

export interface OracleVerdict {
  readonly findings: readonly OracleFinding[]
  readonly promotions: number
  readonly record: OracleRecord
}

type Demand =
  | { readonly is: 'administrator' }
  | { readonly is: 'member' }
  | { readonly is: 'setup' }
  | { readonly is: 'system' }
  | { readonly is: 'approver' }
  | { readonly is: 'asked' }
  | { readonly is: 'token' }
  | { readonly is: 'sealing' }
  | {
      readonly is: 'stake'
      readonly stake: 'R' | 'A'
      readonly activity: string | ((e: LedgerEntry, r: OracleRecord) => string)
    }
  | { readonly is: 'duty'; readonly of: 'reviews' | 'approvals' | 'waiver' }

const stake = (letter: 'R' | 'A', activity: string | ((e: LedgerEntry, r: OracleRecord) => string)): Demand => ({
  is: 'stake',
  stake: letter,
  activity,
})
const SEALED_BY: Readonly<Record<string, string>> = {
  evaluation: 'evaluate-model',
  documentation: 'evaluate-model',
  fairness: 'assess-fairness',
  safety: 'assess-safety',
  cost: 'project-cost',
  rollback: 'prepare-rollback',
}
const sealing = (e: LedgerEntry, r: OracleRecord): string =>
  SEALED_BY[r.evidence.get(e.subject)?.kind ?? text(e.data, 'kind')] ?? '?'
const handed = (e: LedgerEntry, r: OracleRecord): string =>
  r.handovers.get(e.subject)?.activity ?? text(e.data, 'activity')
const administrator: Demand = { is: 'administrator' }

/** The event by which each act shows in the ledger, and what it took to do it: a second statement of who may do what. */
const DEMANDS: Readonly<Record<string, readonly [event: string, demand: Demand]>> = {
  'workspace.open': ['PersonRegistered', { is: 'setup' }],
  'pack.apply': ['PackApplied', { is: 'system' }],
  'person.register': ['PersonRegistered', administrator],
  'service.register': ['PersonRegistered', administrator],
  'person.deactivate': ['PersonDeactivated', administrator],
  'person.reactivate': ['PersonReactivated', administrator],
  'person.appoint-auditor': ['AuditorAppointed', administrator],
  'person.grant-administration': ['AdministrationGranted', administrator],
  'project.appoint-lead': ['PersonAssigned', administrator],
  'token.issue': ['TokenIssued', { is: 'token' }],
  'project.create': ['ProjectCreated', { is: 'member' }],
  'project.describe': ['ProjectDescribed', stake('R', 'define-success')],
  'project.advance': ['StageEntered', stake('A', 'plan-and-staff')],
  'criterion.set': ['CriterionSet', stake('R', 'define-success')],
  'criterion.withdraw': ['CriterionWithdrawn', stake('A', 'define-success')],
  'milestone.set': ['MilestoneSet', stake('R', 'plan-and-staff')],
  'assignment.assign': ['PersonAssigned', stake('A', 'plan-and-staff')],
  'assignment.amend': ['AssignmentAmended', stake('A', 'plan-and-staff')],
  'assignment.end': ['AssignmentEnded', stake('A', 'plan-and-staff')],
  'matrix.amend': ['MatrixAmended', stake('A', 'plan-and-staff')],
  'experiment.propose': ['ExperimentProposed', stake('R', 'train-model')],
  'experiment.start': ['ExperimentStarted', stake('R', 'train-model')],
  'experiment.note': ['ExperimentNoted', stake('R', 'train-model')],
  'experiment.conclude': ['ExperimentConcluded', stake('R', 'train-model')],
  'experiment.abandon': ['ExperimentAbandoned', stake('R', 'train-model')],
  'model.register': ['ModelRegistered', stake('R', 'train-model')],
  'version.register': ['VersionRegistered', stake('R', 'train-model')],
  'alias.set': ['AliasMoved', stake('R', 'deploy-to-production')],
  'evidence.seal': ['EvidenceSealed', { is: 'sealing' }],
  'evidence.withdraw': ['EvidenceWithdrawn', stake('R', sealing)],
  'gate.submit': ['RoundOpened', stake('R', 'deploy-to-production')],
  'gate.withdraw': ['RoundWithdrawn', stake('R', 'deploy-to-production')],
  'gate.reject': ['RoundRejected', stake('A', 'deploy-to-production')],
  'promotion.promote': ['ModelPromoted', stake('A', 'deploy-to-production')],
  'promotion.roll-back': ['PromotionRolledBack', stake('R', 'deploy-to-production')],
  'handover.submit': ['WorkHandedOver', stake('R', handed)],
  'handover.accept': ['WorkAccepted', stake('A', handed)],
  'handover.return': ['WorkReturned', stake('A', handed)],
  'consultation.answer': ['ConsultationAnswered', { is: 'asked' }],
  'review.give': ['ReviewGiven', { is: 'duty', of: 'reviews' }],
  'approval.give': ['ApprovalGiven', { is: 'duty', of: 'approvals' }],
  'approval.revoke': ['ApprovalRevoked', { is: 'approver' }],
  'waiver.grant': ['WaiverGranted', { is: 'duty', of: 'waiver' }],
  'waiver.revoke': ['WaiverRevoked', { is: 'duty', of: 'waiver' }],
}

/**
 * Judges a ledger from its entries alone: whether everybody who acted was entitled at that moment, and whether every
 * promotion had all it needed on exactly what was judged. It uses none of the rules of core.
 */
export function judgeLedger(entries: readonly LedgerEntry[]): OracleVerdict {
  const record = new OracleRecord()
  const findings: OracleFinding[] = []
  let promotions = 0
  let before: LedgerEntry | undefined
  for (const entry of entries) {
    const wrong = (message: string): void => {
      findings.push({ seq: entry.seq, message: `${entry.type} (${entry.act}) by ${entry.actor}: ${message}` })
    }
    if (entry.seq !== (before?.seq ?? -1) + 1) wrong('the numbers have a gap')
    if (before !== undefined && entry.at < before.at) wrong('time went backwards')
    const [leading, demand] = DEMANDS[entry.act] ?? []
    if (demand === undefined) wrong('the oracle does not know this act')
    else if (entry.type === leading) for (const message of entitlement(entry, demand, record)) wrong(message)
    else if (before?.act !== entry.act || before.actor !== entry.actor || before.at !== entry.at)
      wrong('an entry that follows from an act stands without it')
    if (entry.type === 'ModelPromoted') {
      promotions += 1
      for (const message of promotion(entry, record)) wrong(message)
    }
    record.read(entry)
    before = entry
  }
  return { findings, promotions, record }
}

function entitlement(entry: LedgerEntry, demand: Demand, record: OracleRecord): string[] {
  const { actor, project = '', at, subject, data } = entry
  if (demand.is === 'system') return actor === 'system' || isAdministrator(record, actor) ? [] : ['is no administrator']
  if (demand.is === 'setup') return record.people.size === 0 ? [] : ['the workspace was open before']
  const person = record.people.get(actor)
  if (person?.active !== true) return ['is not active']
  const held = record.roles(project, actor, at)
  switch (demand.is) {
    case 'member':
      return []
    case 'administrator':
      return person.administrator ? [] : ['is no administrator']
    case 'token': {
      const of = text(data, 'person')
      return of === actor || record.people.get(of)?.owner === actor ? [] : ['does not answer for that account']
    }
    case 'sealing': {
      if (text(data, 'kind') !== 'safety') return entitlement(entry, stake('R', sealing), record)
      // Whether a model is safe is a judgement: by a human being in one of these roles who did not make it.
      const makers = record.makers(text(data, 'version'))
      return [
        ...(person.kind === 'human' ? [] : ['is no human being']),
        ...(held.some((role) => SAFETY_JUDGES.includes(role)) ? [] : ['may not judge safety']),
        ...(makers.has(actor) ? ['judges own work'] : []),
      ]
    }
    case 'stake': {
      const activity = typeof demand.activity === 'string' ? demand.activity : demand.activity(entry, record)
      const stakes = record.stakes(project, actor, activity, at)
      if (record.projects.get(project)?.retired === true) return ['the project is retired']
      return stakes.includes('A') || (demand.stake === 'R' && stakes.includes('R'))
        ? []
        : [`needs ${demand.stake} for ${activity} and has ${stakes.join(', ') || 'nothing'}`]
    }
    case 'asked': {
      const asked = record.consultations.get(subject)?.asked ?? []
      const mine = asked.filter((a) => a.people.includes(actor) && held.includes(a.role)).map((a) => a.role)
      return (data['roles'] as string[]).every((role) => mine.includes(role)) ? [] : ['was not asked in that role']
    }
    case 'approver':
      return record.rounds.get(subject)?.approvals.get(text(data, 'duty'))?.person === actor
        ? []
        : ['is not the approver']
    case 'duty':
      return duty(entry, demand.of, held, record)
    default:
      return demand satisfies never
  }
}

const SAFETY_JUDGES = [
  'ethics-officer',
  'risk-governance-specialist',
  'security-privacy-legal',
  'healthcare-specialist',
  'domain-expert',
  'ai-engineer',
  'ml-engineer',
]
const WAIVERS = ['chief-ai-officer', 'risk-governance-specialist', 'security-privacy-legal']

const isAdministrator = (record: OracleRecord, person: string): boolean =>
  record.people.get(person)?.active === true && record.people.get(person)?.administrator === true

function duty(
  { actor, subject, data }: LedgerEntry,
  of: 'reviews' | 'approvals' | 'waiver',
  held: readonly string[],
  record: OracleRecord,
): string[] {
  const version = text(data, 'version') || (record.waivers.get(subject)?.version ?? '')
  const round = of === 'waiver' ? record.openRound(version) : record.rounds.get(subject)
  const problems: string[] = []
  if (record.people.get(actor)?.kind !== 'human') problems.push('is no human being')
  if (record.authors(round?.version ?? version, round).has(actor)) problems.push('judges own work')
  if (of === 'waiver') {
    return held.some((role) => WAIVERS.includes(role)) ? problems : [...problems, 'may not waive']
  }
  if (round === undefined || !round.open) return [...problems, 'gave it in a round that is not open']
  const roles = round.gate[of].find((d) => d.duty === data['duty'])?.roles ?? []
  if (!held.some((role) => roles.includes(role))) problems.push(`holds no role for ${text(data, 'duty')}`)
  if (record.judged(round.version) !== round.judged) problems.push('gave it on another basis than that of the round')
  return problems
}

/** What is wrong with a promotion, by what the record says just before it. */
function promotion(entry: LedgerEntry, record: OracleRecord): string[] {
  const round = record.rounds.get(text(entry.data, 'round'))
  if (round === undefined || !round.open) return ['there is no open round']
  const problems: string[] = []
  const now = record.judged(round.version)
  if (now !== round.judged) problems.push('what is judged has changed since it was submitted')
  const authors = record.authors(round.version, round)
  const seen = new Map(
    [...record.waivers.values()]
      .filter((w) => w.version === round.version && entry.at < w.expiresAt)
      .map((w): [string, string] => [w.by, 'a waiver']),
  )
  for (const list of ['reviews', 'approvals'] as const) {
    for (const { duty: name, roles } of round.gate[list]) {
      const given = round[list].get(name)
      if (given === undefined) problems.push(`${name} is missing`)
      else problems.push(...standing(given, { roles, authors, seen, now, entry, record }).map((m) => `${name} ${m}`))
    }
  }
  if (round.gate.approvals.length !== 3 || round.approvals.size < 3) problems.push('there are not three approvals')
  const told = (entry.data['approvals'] as { duty: string; person: string; entry: number }[]) ?? []
  for (const { duty: name, person, entry: seq } of told)
    if (round.approvals.get(name)?.person !== person || round.approvals.get(name)?.seq !== seq)
      problems.push(`names an approval of ${name} that was not given so`)
  problems.push(...checks(round, entry, record), ...waitsFor(text(entry.data, 'round'), entry.at, record))
  return problems
}

interface Standing {
  readonly roles: readonly string[]
  readonly authors: ReadonlySet<string>
  readonly seen: Map<string, string>
  readonly now: string
  readonly entry: LedgerEntry
  readonly record: OracleRecord
}

function standing(given: OracleGiven, { roles, authors, seen, now, entry, record }: Standing): string[] {
  const problems: string[] = []
  const person = record.people.get(given.person)
  const assignment = record.projects.get(entry.project ?? '')?.assignments.get(given.assignment)
  if (given.judged !== now) problems.push('was given for something else')
  if (authors.has(given.person)) problems.push('was given by an author')
  if (seen.has(given.person)) problems.push(`was given by who also gave ${seen.get(given.person) ?? ''}`)
  seen.set(given.person, given.duty)
  if (person?.active !== true || person.kind !== 'human') problems.push('was given by nobody who is active')
  if (person !== undefined && person.leftAt > given.seq) problems.push('lapsed when the person left')
  if (!roles.includes(given.role)) problems.push(`was given as ${given.role}`)
  if (assignment?.person !== given.person || assignment.role !== given.role || !holds(assignment, entry.at))
    problems.push('lapsed with its assignment')
  if (given.verdict !== undefined && given.verdict !== 'approve') problems.push('does not approve')
  return problems
}

/** The five checks of the source, computed here from the sealed data. */
function checks(round: OracleRound, entry: LedgerEntry, record: OracleRecord): string[] {
  const at = Date.parse(entry.at)
  const sealed = record.evidenceOf(round.version).toSorted((a, b) => b.seq - a.seq)
  const fresh = sealed.filter((e) => at < e.freshUntil)
  const facts = (kind: string): Record<string, unknown> | undefined => {
    const newest = sealed.find((e) => e.kind === kind)
    return newest === undefined || at >= newest.freshUntil
      ? undefined
      : (newest.data['facts'] as Record<string, unknown>)
  }
  const none = (value: unknown): boolean => Array.isArray(value) && value.length === 0
  const criteria = [...(record.projects.get(entry.project ?? '')?.criteria.values() ?? [])]
  const technical = criteria.filter((c) => c['kind'] === 'technical')
  const met = technical.every((c) =>
    fresh.some((e) =>
      (e.data['measures'] as { name: string; value: number; slice?: string }[]).some(
        (m) =>
          e.split === c['split'] &&
          m.name === c['metric'] &&
          m.slice === undefined &&
          m.value >= Number(c['threshold']),
      ),
    ),
  )
  const { safety, cost, documentation, rollback } = {
    safety: facts('safety'),
    cost: facts('cost'),
    documentation: facts('documentation'),
    rollback: facts('rollback'),
  }
  const states: Readonly<Record<string, boolean>> = {
    performance: facts('evaluation') !== undefined && technical.length > 0 && met,
    safety: safety?.['passed'] === true && none(safety['unresolved']),
    cost: cost !== undefined && Number(cost['monthly']) <= Number(cost['budget']),
    documentation: documentation !== undefined && none(documentation['missing']),
    rollback: rollback?.['rehearsed'] === true && rollback['target'] !== '' && !none(rollback['steps']),
  }
  const waived = (check: string): boolean =>
    [...record.waivers.values()].some((w) => w.version === round.version && w.check === check && entry.at < w.expiresAt)
  return round.gate.checks
    .filter(({ id }) => states[id] !== true && !waived(id))
    .map(({ id }) => `the check ${id} was neither satisfied nor waived`)
}

function waitsFor(round: string, at: string, record: OracleRecord): string[] {
  return [...record.consultations.values()]
    .filter((c) => c.about === round && at < c.dueAt)
    .flatMap((c) => c.asked.filter(({ role }) => !c.answered.has(role)).map(({ role }) => `did not wait for ${role}`))
}
