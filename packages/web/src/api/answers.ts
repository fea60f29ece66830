import type {
  Absence,
  Applicant,
  Assignment,
  Consultation,
  Evidence,
  Experiment,
  GateStatus,
  Handover,
  Matrix,
  Learning,
  Meeting,
  Model,
  ModelVersion,
  Person,
  Project,
  Promotion,
  RegisterDefinition,
  Requisition,
  Round,
  Skill,
  StakeholderUpdate,
  Training,
  TransitionStatus,
  UpdateLine,
  Waiver,
} from '@muster/core'
import type { ceremonyRecords, packUse, records, teamRecords, workspaceRecords } from '@muster/contract'

/** What an answer holds by the schema of the contract. */
type Output<S extends { _output: unknown }> = S['_output']

export interface PageOf<T> {
  readonly items: readonly T[]
  readonly next?: string
}

export type PersonListed = Omit<Person, 'name' | 'email'> & {
  readonly name: string | null
  readonly email?: string | null
}
export type Me = {
  readonly person: PersonListed
  readonly assignments: readonly (Assignment & { readonly projectName: string })[]
}
/** One thing that waits for the person. */
export type Task = Output<typeof records.task>
export type Notice = Output<typeof records.notice> & { readonly subject: string; readonly projectName: string }
export type LedgerEntry = Output<typeof records.entry>
export type StageCheck = Output<typeof records.stageCheck>
export type EvidenceAnswer = Evidence & { readonly fresh: boolean }
export type ConsultationAnswer = Consultation & {
  /** What it is about has been decided or taken back. */
  readonly moot: boolean
  readonly states: readonly { readonly role: string; readonly people: readonly string[]; readonly state: string }[]
}
export type Team = {
  readonly matrix: Matrix
  readonly assignments: readonly Assignment[]
  readonly people: Readonly<Record<string, string | null>>
  readonly lint: readonly {
    readonly severity: string
    readonly code: string
    readonly activity: string
    readonly message: string
  }[]
}
export type Gate = GateStatus & {
  readonly model: string
  readonly versionNumber: number
  readonly experiment: string
  readonly project: string
  readonly names: Readonly<Record<string, string>>
}
/** A stakeholder update in a list: how many lines it has, struck ones too. */
export type UpdateListed = Omit<StakeholderUpdate, 'lines'> & { readonly lines: number }
export type UpdateShown = StakeholderUpdate & {
  readonly projectName: string
  readonly sections: readonly {
    readonly section: string
    readonly title: string
    readonly lines: readonly UpdateLine[]
  }[]
}
export interface AtRisk {
  readonly sentence: string
  readonly matters: readonly {
    readonly kind: string
    readonly what: string
    readonly failing: boolean
    readonly due?: string
    readonly accountable: readonly string[]
    readonly sentence: string
  }[]
}

/** What each query answers. */
export interface Answers {
  'me.show': Me
  'inbox.list': { readonly tasks: readonly Task[]; readonly notices: readonly Notice[]; readonly unread: number }
  'person.list': PageOf<PersonListed>
  'role.list': PageOf<{
    readonly id: string
    readonly title: string
    readonly discipline: string
    readonly skills: readonly string[]
  }>
  'pack.list': PageOf<Output<typeof records.pack>>
  'pack.show': Output<typeof records.packWithContent>
  'pack.use': Output<typeof packUse>
  'person.show': Me
  'project.list': PageOf<Omit<Project, 'matrix'>>
  'project.show': Omit<Project, 'matrix'>
  'project.team': Team
  'project.checks': { readonly items: readonly StageCheck[] }
  'responsibility.at-risk': AtRisk
  'experiment.list': PageOf<Experiment>
  'experiment.show': Experiment
  'model.list': PageOf<Model>
  'model.show': Model
  'version.list': PageOf<ModelVersion>
  'version.show': ModelVersion
  'evidence.list': PageOf<EvidenceAnswer>
  'evidence.show': EvidenceAnswer
  'gate.status': Gate
  'round.list': PageOf<Round>
  'consultation.list': PageOf<ConsultationAnswer>
  'waiver.list': PageOf<Waiver>
  'promotion.list': PageOf<Promotion>
  'promotion.runbook': string
  'ledger.list': PageOf<LedgerEntry>
  'ledger.show': LedgerEntry
  'ledger.prove': Output<typeof records.provedEntry>
  'ledger.verify': Output<typeof records.verdict>
  'responsibility.list': Output<typeof teamRecords.responsibilities>
  'handover.list': PageOf<Handover>
  'deliverable.list': Output<typeof teamRecords.deliverables>
  'staffing.check': Output<typeof teamRecords.staffingCheck>
  'staffing.hiring': Output<typeof teamRecords.hiring>
  'staffing.load': Output<typeof teamRecords.loads>
  'staffing.patterns': PageOf<Output<typeof teamRecords.pattern>>
  'requisition.list': PageOf<Requisition>
  'requisition.funnel': Output<typeof teamRecords.funnels>
  'applicant.list': PageOf<Applicant & { readonly name?: string | null; readonly contact?: string | null }>
  'transition.list': { readonly items: readonly TransitionStatus[] }
  'skill.list': PageOf<Skill>
  'skill.matrix': Output<typeof teamRecords.skillMatrix>
  'learning.list': PageOf<Learning>
  'learning.gaps': Output<typeof teamRecords.learningGaps>
  'training.list': PageOf<Training>
  'adoption.trend': Output<typeof teamRecords.adoptionTrend>
  'absence.list': PageOf<Absence>
  'update.list': PageOf<UpdateListed>
  'update.show': UpdateShown
  'ceremony.kinds': PageOf<Output<typeof ceremonyRecords.ceremonyKind>>
  'ceremony.list': PageOf<Output<typeof ceremonyRecords.ceremony>>
  'ceremony.show': Output<typeof ceremonyRecords.ceremonyWithNext>
  'ceremony.upcoming': PageOf<Output<typeof ceremonyRecords.upcoming>>
  'ceremony.agenda': Output<typeof ceremonyRecords.agenda>
  'meeting.list': PageOf<Meeting>
  'meeting.show': Meeting
  'action.list': PageOf<Output<typeof ceremonyRecords.action>>
  'poll.list': PageOf<Output<typeof ceremonyRecords.poll>>
  'poll.show': Output<typeof ceremonyRecords.pollReading>
  'feed.list': PageOf<Output<typeof ceremonyRecords.feed>>
  'scorecard.show': Output<typeof records.scorecard>
  'kpi.show': Output<typeof records.kpi>
  'kpi.entries': PageOf<Output<typeof records.observation>>
  'register.list': PageOf<Output<typeof records.register>>
  'register.show': RegisterDefinition & { readonly pack: string }
  'item.list': PageOf<Output<typeof records.item>>
  'register.measures': PageOf<Output<typeof records.registerMeasure>>
  'token.list': PageOf<Output<typeof records.token>>
  'session.list': PageOf<Output<typeof workspaceRecords.session>>
  'workspace.state': Output<typeof workspaceRecords.workspaceState>
  'workspace.show': Output<typeof workspaceRecords.workspace>
  'workspace.health': Output<typeof workspaceRecords.health>
  'file.download': unknown
}
