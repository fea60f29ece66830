import type { GateFacts, GateStatus } from '@muster/core'
import { gateStatus } from '@muster/core'
import { digestOf } from '../pure/moment.ts'
import { GOOD_FACTS } from '../pure/candidate.ts'
import type { Answer, Attempt, Hand } from './hand.ts'

/** Who seals which kind of evidence; R or A of its activity in both shipped matrices. */
export const SEALERS: Readonly<Record<string, string>> = {
  evaluation: 'ml-engineer',
  safety: 'risk-governance-specialist',
  documentation: 'ml-engineer',
  cost: 'software-engineer',
  rollback: 'software-engineer',
}
/** Who gives which review and approval: entitled, and no author of what `candidate` makes. */
export const REVIEWERS = {
  technical: 'second-ml-engineer',
  ethics: 'ethics-officer',
  business: 'domain-expert',
} as const
export const APPROVERS = {
  technical_lead: 'mlops-engineer',
  product_owner: 'product-manager',
  security: 'security-privacy-legal',
} as const

export type By = (who: string) => Hand

/** What a candidate needs of the world around it. */
export interface Surroundings {
  readonly as: By
  readonly digest: (value: unknown) => string
  readonly facts: (version: string) => Promise<GateFacts>
  readonly now: () => Promise<string>
}

/** A model version on its way through the gate, with a word for each step. Nothing is done in advance of its word. */
export interface LiveCandidate {
  readonly experiment: string
  readonly model: string
  readonly version: string
  readonly status: () => Promise<GateStatus>
  /** Seals evidence that satisfies its check, unless told otherwise. */
  readonly seal: (kind: string, more?: Readonly<Record<string, unknown>>, by?: string) => Attempt
  readonly completeEvidence: (...except: string[]) => Promise<void>
  readonly submit: () => Promise<string>
  readonly review: (duty: string, by?: string, verdict?: string) => Promise<Answer>
  readonly allReviews: () => Promise<void>
  readonly answerConsultations: () => Promise<void>
  readonly approve: (duty: string, by?: string) => Promise<Answer>
  readonly allApprovals: () => Promise<void>
  readonly promote: () => Promise<string>
  /** Round and basis as they are now, for acts of one's own. */
  readonly judged: () => Promise<{ readonly round: string; readonly basis: string }>
  /** Another version of the same model, from an experiment of its own. */
  readonly rival: () => Promise<LiveCandidate>
}

let made = 0
const unique = (): number => (made += 1)

/** What evidence of a kind looks like when it satisfies its check. */
export function sealing(version: string, kind: string): Record<string, unknown> {
  return {
    version,
    kind,
    facts: kind in GOOD_FACTS ? GOOD_FACTS[kind as keyof typeof GOOD_FACTS] : {},
    measures: kind === 'evaluation' ? [{ name: 'recall', value: 0.93, low: 0.91, high: 0.95 }] : [],
    source: { name: `${kind}.json`, digest: digestOf(kind) },
    tool: { name: 'muster', version: '0.1.0' },
  }
}

/** A started experiment of the first ML engineer with a registered version: before any evidence and submission. */
export async function makeCandidate(around: Surroundings, inModel?: string): Promise<LiveCandidate> {
  const author = around.as('ml-engineer')
  const { subject: experiment } = await author.act('experiment.propose', {
    title: 'Boosted trees',
    hypothesis: 'Boosted trees miss fewer churners than the rules of today.',
  })
  await author.act('experiment.start', { experiment })
  const name = `churn-${unique()}`
  const model = inModel ?? (await author.act('model.register', { name, description: 'Who will leave.' })).subject
  const { subject: version } = await author.act('version.register', {
    model,
    experiment,
    digest: digestOf(`${experiment} ${unique()}`),
    dataDigest: digestOf('train.parquet'),
    commit: 'abcdef1',
    description: 'Trained on the year before.',
  })
  return onTheWay(around, { experiment, model, version })
}

function onTheWay(
  around: Surroundings,
  records: Pick<LiveCandidate, 'experiment' | 'model' | 'version'>,
): LiveCandidate {
  const { experiment, model, version } = records
  const { as } = around
  const status = async (): Promise<GateStatus> =>
    gateStatus(await around.facts(version), await around.now(), around.digest)
  const judged = async () => {
    const { round, basis } = await status()
    return { round: round?.id ?? 'none', basis }
  }
  const seal: LiveCandidate['seal'] = (kind, more = {}, by = SEALERS[kind] ?? 'ml-engineer') =>
    as(by).act('evidence.seal', { ...sealing(version, kind), ...more })
  const review: LiveCandidate['review'] = async (duty, by, verdict = 'approve') =>
    as(by ?? REVIEWERS[duty as keyof typeof REVIEWERS]).act('review.give', {
      ...(await judged()),
      duty,
      verdict,
      comment: 'Looked at all of it.',
    })
  const approve: LiveCandidate['approve'] = async (duty, by) =>
    as(by ?? APPROVERS[duty as keyof typeof APPROVERS]).act('approval.give', { ...(await judged()), duty })
  return {
    ...records,
    status,
    judged,
    seal,
    completeEvidence: async (...except) => {
      for (const kind of Object.keys(SEALERS)) if (!except.includes(kind)) await seal(kind)
    },
    submit: async () => (await as('software-engineer').act('gate.submit', { experiment, version })).subject,
    review,
    allReviews: async () => {
      for (const duty of Object.keys(REVIEWERS)) await review(duty)
    },
    answerConsultations: async () => answerAll(await around.facts(version), as),
    approve,
    allApprovals: async () => {
      for (const duty of Object.keys(APPROVERS)) await approve(duty)
    },
    promote: async () => (await as('mlops-engineer').act('promotion.promote', await judged())).subject,
    rival: () => makeCandidate(around, model),
  }
}

async function answerAll(facts: GateFacts, as: By): Promise<void> {
  for (const { id, asked, answers } of facts.consultations)
    for (const { people } of asked) {
      const [first = ''] = people
      if (answers.some((a) => a.person === first)) continue
      await as(first).act('consultation.answer', {
        consultation: id,
        verdict: 'no-objection',
        answer: 'Nothing to add.',
      })
    }
}
