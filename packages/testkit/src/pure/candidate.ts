import type { Given, GateStatus } from '@muster/core'
import {
  answerConsultation,
  consultationNoun,
  event,
  gateStatus,
  giveApproval,
  giveReview,
  promote,
  proposeExperiment,
  registerModel,
  registerVersion,
  roundNoun,
  sealEvidence,
  stageEntered,
  startExperiment,
  submitCandidate,
} from '@muster/core'
import { gateFacts } from './facts.ts'
import { digest, digestOf } from './moment.ts'
import type { RaciName } from './shipped.ts'
import type { Staffed } from './staffed.ts'
import { staffed, withCriterion } from './staffed.ts'

/** Facts that let each check of the shipped gate be satisfied. */
export const GOOD_FACTS = {
  safety: { passed: true, unresolved: [] },
  cost: { monthly: 800, budget: 1_000, currency: 'EUR', latencyP95Ms: 120, assumptions: ['10 requests a second'] },
  documentation: { sections: ['purpose', 'data'], missing: [] },
  rollback: { target: 'the version before', steps: ['muster promotion roll-back'], rehearsed: true },
} as const

/** Who seals which kind; R or A of its activity in both shipped matrices. */
const SEALERS: Readonly<Record<string, string>> = { cost: 'software-engineer', rollback: 'software-engineer' }

/** A candidate on its way through the gate, with a word for each step. */
export interface Candidate extends Staffed {
  readonly criterion: string
  readonly experiment: string
  readonly model: string
  readonly version: string
  readonly seal: (kind: string, more?: Record<string, unknown>, by?: string) => string
  readonly sealAll: (...except: string[]) => void
  readonly submit: () => string
  readonly status: () => GateStatus
  readonly round: () => string
  readonly review: (duty: string, by: string, verdict?: 'approve' | 'request-changes' | 'reject') => void
  readonly reviewAll: () => void
  readonly answerAll: () => void
  readonly approve: (duty: string, by: string) => void
  readonly approveAll: () => void
  readonly promote: () => string
  readonly given: (duty: string) => Given | undefined
  /** Another version of the same model, from the same experiment. */
  readonly another: (name: string) => Candidate
  /** Another version of the same model, from an experiment of its own. */
  readonly next: (name: string) => Candidate
}

const source = (name: string) => ({ name, digest: digestOf(name) })

function sealing(version: string, kind: string, more: Record<string, unknown>) {
  const facts = kind in GOOD_FACTS ? GOOD_FACTS[kind as keyof typeof GOOD_FACTS] : {}
  const measures = kind === 'evaluation' ? [{ name: 'recall', value: 0.93, low: 0.91, high: 0.95 }] : []
  return {
    version,
    kind,
    facts: { ...facts },
    measures,
    source: source(`${kind}.json`),
    tool: { name: 'muster', version: '0.1.0' },
    ...more,
  }
}

function started({ world, project, who }: Staffed): string {
  const author = who('domain-expert')
  const experiment = world.does(author, proposeExperiment, {
    project,
    kind: 'prototype',
    title: 'Boosted trees',
    hypothesis: 'Boosted trees miss fewer churners than the rules of today.',
  }).subject
  world.does(author, startExperiment, { experiment })
  return experiment
}

function registered(team: Staffed, model: string, experiment: string, name: string): string {
  return team.world.does(team.who('domain-expert'), registerVersion, {
    model,
    experiment,
    digest: digestOf(name),
    dataDigest: digestOf('train.parquet'),
    commit: 'abcdef1',
    description: name,
  }).subject
}

/** A started experiment of the domain expert in a project that is building, with a version, before any evidence. */
export function candidate(raci: RaciName = 'full-team', without: readonly string[] = []): Candidate {
  const team = staffed(raci, without)
  const { world, project, who } = team
  const criterion = withCriterion(team)
  const building = { from: 'idea', to: 'building', because: 'given', warnings: [] as string[] } as const
  world.happened(event(stageEntered, project, building, project), who('product-manager'))
  const author = who('domain-expert')
  const experiment = started(team)
  const model = world.does(author, registerModel, { project, name: 'churn', description: 'Who will leave.' }).subject
  return steps(team, { criterion, experiment, model, version: registered(team, model, experiment, 'first') })
}

type Records = Pick<Candidate, 'criterion' | 'experiment' | 'model' | 'version'>

const REVIEWERS = { technical: 'ai-engineer', ethics: 'ethics-officer', business: 'product-manager' } as const
const APPROVERS = { technical_lead: 'mlops-engineer', product_owner: '', security: 'security-privacy-legal' } as const

function steps(team: Staffed, records: Records): Candidate {
  const { world, who } = team
  const { experiment, version } = records
  const status = (): GateStatus => gateStatus(gateFacts(world, version), world.clock.now(), digest)
  const round = (): string => status().round?.id ?? ''
  const seal: Candidate['seal'] = (kind, more = {}, by = who(SEALERS[kind] ?? 'ml-engineer')) =>
    world.does(by, sealEvidence, sealing(version, kind, more)).subject
  const review: Candidate['review'] = (duty, by, verdict = 'approve') => {
    world.does(by, giveReview, { round: round(), basis: status().basis, duty, verdict, comment: 'Looked at it all.' })
  }
  const approve: Candidate['approve'] = (duty, by) => {
    world.does(by, giveApproval, { round: round(), basis: status().basis, duty })
  }
  /** A second product manager: the first reviews for the business, and one person fulfils one duty. */
  let owner: string | undefined
  return {
    ...team,
    ...records,
    seal,
    sealAll: (...except) => {
      for (const kind of ['evaluation', ...Object.keys(GOOD_FACTS)]) if (!except.includes(kind)) seal(kind)
    },
    submit: () => {
      world.does(who('software-engineer'), submitCandidate, { experiment, version })
      return round()
    },
    status,
    round,
    review,
    reviewAll: () => {
      for (const [duty, role] of Object.entries(REVIEWERS)) review(duty, who(role))
    },
    answerAll: () => {
      for (const c of world.all(consultationNoun).filter((x) => x.about === round()))
        for (const { people } of c.asked)
          world.does(people[0] ?? '', answerConsultation, {
            consultation: c.id,
            verdict: 'no-objection',
            answer: 'Nothing to add.',
          })
    },
    approve,
    approveAll: () => {
      owner ??= team.join('product-manager')
      for (const [duty, role] of Object.entries(APPROVERS)) approve(duty, role === '' ? owner : who(role))
    },
    promote: () => world.does(who('mlops-engineer'), promote, { round: round(), basis: status().basis }).subject,
    given: (duty) => {
      const { reviews, approvals } = world.get(roundNoun, round())
      return [...reviews, ...approvals].find((g) => g.duty === duty)
    },
    another: (name) => steps(team, { ...records, version: registered(team, records.model, experiment, name) }),
    next: (name) => {
      const other = started(team)
      return steps(team, { ...records, experiment: other, version: registered(team, records.model, other, name) })
    },
  }
}

/** A candidate with all evidence, submitted. */
export function submitted(raci: RaciName = 'full-team', without: readonly string[] = []): Candidate {
  const c = candidate(raci, without)
  c.sealAll()
  c.submit()
  return c
}

/** A candidate of which nothing is missing but the decision. */
export function ready(): Candidate {
  const c = submitted()
  c.reviewAll()
  c.answerAll()
  c.approveAll()
  return c
}
