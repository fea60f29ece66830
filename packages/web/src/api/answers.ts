import type {
  Assignment,
  Consultation,
  Evidence,
  Experiment,
  GateStatus,
  Matrix,
  Model,
  ModelVersion,
  Person,
  Project,
  Promotion,
  Round,
  Waiver,
} from '@muster/core'
import type { records } from '@muster/contract'

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
  'role.list': PageOf<{ readonly id: string; readonly title: string; readonly discipline: string }>
  'pack.list': PageOf<Output<typeof records.pack>>
  'pack.show': Output<typeof records.packWithContent>
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
  'file.download': unknown
}
