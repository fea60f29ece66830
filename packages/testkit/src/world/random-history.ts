import type { DomainEvent, EvidenceKind } from '@muster/core'
import type { Step } from './random-acts.ts'

type Data = Record<string, unknown>
/** Something that happened, and when. */
export interface Happened {
  readonly event: DomainEvent
  readonly at: string
}

const DIGEST = `sha256:${'a'.repeat(64)}`
const PERSON = 'per_00000000000000000000000001'
const DUTIES = ['technical', 'ethics', 'business', 'technical_lead', 'product_owner', 'security']
const METRICS = ['accuracy', 'recall', 'precision', 'specificity', 'demographic_parity_difference']
const SLICES = [undefined, 'segment=critical', 'segment=new']
const KINDS: readonly EvidenceKind['id'][] = ['evaluation', 'evaluation', 'evaluation', 'cost', 'fairness']
const SPLITS = ['test', 'test', 'validation', 'live']

interface Work {
  readonly experiment: string
  state: 'proposed' | 'running' | 'accepted' | 'promoted' | 'over'
}
interface Made {
  readonly version: string
  readonly model: string
  readonly work: Work
  round?: string
}

/**
 * A project with a random past: what people might do in some years, told as events. Only the order of things is kept to
 * (nothing ends that has not begun), so that formulas meet pasts that no test would think of.
 */
export class RandomHistory {
  readonly happened: Happened[] = []
  readonly project: string
  #ids = 0
  #isRetired = false
  readonly #hasAuditFacts: boolean
  #at: number
  readonly #works: Work[] = []
  readonly #made: Made[] = []
  readonly #milestones: string[] = []
  readonly #criteria: string[] = []
  readonly #evidence: { id: string; version: string; kind: string; split: string }[] = []
  readonly #live = new Map<
    string,
    { id: string; version: string; supersedes: string | null; replaces: string | null; work: Work }[]
  >()
  readonly #consultations: { id: string; roles: string[] }[] = []
  readonly #models: string[] = []

  /** With `auditFacts`, audits of fairness say whether there were labels; without, pasts are those of the first version. */
  constructor(number: number, start: string, { auditFacts = false }: { readonly auditFacts?: boolean } = {}) {
    this.#hasAuditFacts = auditFacts
    this.#at = Date.parse(start)
    this.#ids = number * 100_000
    this.project = this.#id('prj')
    const packs = Object.fromEntries(
      ['raci', 'gate', 'lifecycle', 'roles', 'evidence-kinds', 'experiment-kinds'].map((kind) => [
        kind,
        { id: kind, version: '1.0.0', digest: DIGEST },
      ]),
    )
    const matrix = { activities: [], cells: {} }
    const words = { name: `Random ${number}`, workstream: 'experimentation', objective: '', scope: '', lead: PERSON }
    this.#say('ProjectCreated', this.project, { ...words, packs, matrix })
  }

  #id(prefix: string): string {
    this.#ids += 1
    return `${prefix}_${String(this.#ids).padStart(26, '0')}`
  }
  #say(type: string, subject: string, data: Data): string {
    this.happened.push({ event: { type, subject, project: this.project, data }, at: new Date(this.#at).toISOString() })
    return subject
  }

  /** Lets some time pass, now and then none at all, and then something happen. */
  step({ kind, a, b, c }: Step): void {
    this.#at += (c % 4) * (1 + (b % 90)) * 3_600_000
    if (kind < 14) this.#propose(a)
    else if (kind < 34) this.#work(a, b)
    else if (kind < 44) this.#register(a, b)
    else if (kind < 60) this.#seal(a, b, c)
    else if (kind < 64) this.#withdraw(a)
    else if (kind < 78) this.#gate(a, b, c)
    else if (kind < 82) this.#rollBack(a)
    else if (kind < 90) this.#milestone(a, b)
    else if (kind < 96) this.#criterion(a, b)
    else if (kind < 99) this.#answer(a, b)
    else if (a % 5 === 0) this.#retire()
  }

  #retire(): void {
    if (this.#isRetired) return
    this.#isRetired = true
    this.#say('StageEntered', this.project, { from: 'idea', to: 'retired', because: '', warnings: [] })
  }

  #propose(a: number): void {
    const forecast = { p50Days: 3 + (a % 20), p85Days: 40, basis: 'prior', n: 0, explanation: '' }
    const what = { kind: 'prototype', title: 'T', hypothesis: 'H', owner: PERSON, requiredReviews: [] }
    const experiment = this.#say('ExperimentProposed', this.#id('exp'), { ...what, forecast })
    this.#works.push({ experiment, state: 'proposed' })
  }

  #work(a: number, b: number): void {
    const work = pick(this.#works, a)
    if (work === undefined) return
    if (work.state === 'proposed' && b % 4 > 0) {
      work.state = 'running'
      this.#say('ExperimentStarted', work.experiment, {})
    } else if (b % 3 === 0 && (work.state === 'proposed' || work.state === 'running')) {
      work.state = 'over'
      this.#say('ExperimentAbandoned', work.experiment, { reason: 'R', learning: 'L' })
    } else if (work.state === 'running') {
      const outcome = pick(['confirmed', 'refuted', 'inconclusive'], b) ?? 'refuted'
      if (outcome !== 'confirmed') work.state = 'over'
      this.#say('ExperimentConcluded', work.experiment, { outcome, summary: 'S', learning: 'L' })
    }
  }

  #register(a: number, b: number): void {
    const work = pick(
      this.#works.filter((w) => w.state === 'running'),
      a,
    )
    if (work === undefined) return
    if (this.#models.length === 0 || b % 5 === 0) {
      const model = this.#id('mdl')
      this.#models.push(this.#say('ModelRegistered', model, { name: model, description: 'D' }))
    }
    const model = pick(this.#models, b) ?? ''
    const version = this.#id('ver')
    const number = this.#made.filter((m) => m.model === model).length + 1
    const digest = `sha256:${version.slice(-20).padStart(64, '0')}`
    const commit = pick(['abcdef1', 'a'.repeat(40), 'b'.repeat(64)], b)
    const artifacts = a % 2 === 0 ? [] : [{ name: 'x', digest: DIGEST }]
    const framework = b % 2 === 0 ? {} : { framework: 'torch 2' }
    const data = { model, number, digest, description: 'D', experiment: work.experiment, dataDigest: DIGEST, commit }
    this.#say('VersionRegistered', version, { ...data, artifacts, ...framework })
    this.#made.push({ version, model, work })
  }

  #seal(a: number, b: number, c: number): void {
    const made = pick(this.#made, a)
    if (made === undefined) return
    const kind = pick(KINDS, b) ?? 'evaluation'
    const split = kind === 'evaluation' ? (pick(SPLITS, c) ?? 'test') : 'test'
    const id = this.#id('evd')
    const older = this.#evidence.findIndex((e) => e.version === made.version && e.kind === kind && e.split === split)
    const supersedes = older < 0 ? {} : { supersedes: this.#evidence[older]?.id }
    const measures = METRICS.filter((_, i) => (a + i) % 3 > 0).flatMap((name, i) =>
      SLICES.filter((_, j) => (b + j) % 3 > 0).map((slice, j) => {
        const value = (a + b + i) % 7 === 0 ? null : ((a * 7 + b * 13 + i * 5 + j * 3) % 100) / 100
        const ends = value === null ? {} : { low: Math.max(0, value - 0.05), high: Math.min(1, value + 0.04) }
        return { name, value, ...ends, ...(slice === undefined ? {} : { slice }) }
      }),
    )
    const cost = { monthly: a * 10, budget: b % 9 === 0 ? 0 : b * 8, currency: 'EUR', assumptions: [] }
    const audit = !this.#hasAuditFacts || c % 4 === 0 ? {} : { labelled: c % 3 === 0 }
    const costs = { ...cost, ...(c % 3 === 0 ? {} : { latencyP95Ms: 10 + c }) }
    const facts = kind === 'cost' ? costs : kind === 'fairness' ? audit : {}
    const about = { version: made.version, kind, split, facts, measures, caveats: [], note: '', freshDays: 90 }
    const from = { source: { name: 'x', digest: DIGEST }, tool: { name: 't', version: '1' } }
    this.#say('EvidenceSealed', id, { ...about, ...from, ...supersedes })
    if (older >= 0) {
      const [gone] = this.#evidence.splice(older, 1)
      this.#say('EvidenceSuperseded', gone?.id ?? '', { by: id })
    }
    this.#evidence.push({ id, version: made.version, kind, split })
  }

  #withdraw(a: number): void {
    if (this.#evidence.length === 0) return
    const [gone] = this.#evidence.splice(a % this.#evidence.length, 1)
    this.#say('EvidenceWithdrawn', gone?.id ?? '', { reason: 'R' })
  }

  #gate(a: number, b: number, c: number): void {
    const made = pick(this.#made, a)
    if (made === undefined || made.work.state === 'over' || made.work.state === 'proposed') return
    if (made.round === undefined || b % 9 === 0) return this.#submit(made, c)
    const { round } = made
    const duty = pick(DUTIES, b) ?? ''
    const signed = { duty, basis: DIGEST, role: 'r', assignment: 'asg_00000000000000000000000001', comment: 'C' }
    if (c % 11 === 0) return this.#end(made, 'RoundWithdrawn')
    if (c % 11 === 1) {
      this.#end(made, 'RoundRejected')
      made.work.state = 'over'
      this.#say('ExperimentMoved', made.work.experiment, { to: 'rejected', because: 'B' })
    } else if (c % 11 < 4) this.#promote(made)
    else if (DUTIES.indexOf(duty) > 2 && c % 5 === 0) this.#say('ApprovalRevoked', round, { duty, reason: 'R' })
    else if (DUTIES.indexOf(duty) > 2) this.#say('ApprovalGiven', round, signed)
    else this.#say('ReviewGiven', round, { ...signed, verdict: c % 4 === 0 ? 'reject' : 'approve' })
  }

  #end(made: Made, type: string): void {
    this.#say(type, made.round ?? '', { reason: 'R' })
    delete made.round
  }

  #submit(made: Made, c: number): void {
    const round = this.#id('rnd')
    const reviews = DUTIES.slice(0, 3).map((duty, i) => ({
      duty,
      ...(i === 1 && c % 3 === 0 ? { onlyWhenRequired: true } : {}),
    }))
    const gate = { reviews, approvals: DUTIES.slice(3).map((duty) => ({ duty })) }
    const parts = {
      version: made.version,
      digest: DIGEST,
      champion: null,
      evidence: [],
      criteria: DIGEST,
      waivers: [],
      gate: DIGEST,
    }
    const about = { experiment: made.work.experiment, model: made.model, version: made.version, number: 1 }
    this.#say('RoundOpened', round, { ...about, basis: DIGEST, parts, gate, artifacts: [], note: '' })
    if (made.round !== undefined) this.#say('RoundSuperseded', made.round, { by: round })
    made.round = round
    const consultation = this.#id('cns')
    const dueAt = new Date(this.#at + (1 + (c % 5)) * 86_400_000).toISOString()
    const asked = ['role-a', 'role-b'].map((role) => ({ role, people: [PERSON] }))
    this.#say('ConsultationOpened', consultation, { activity: 'x', about: round, question: 'Q', asked, dueAt })
    this.#consultations.push({ id: consultation, roles: ['role-a', 'role-b'] })
  }

  #promote(made: Made): void {
    const promotion = this.#id('prm')
    const live = this.#live.get(made.model) ?? []
    this.#live.set(made.model, live)
    const before = live.at(-1)
    const replaces = before?.version ?? null
    const supersedes = before?.id ?? null
    const what = { round: made.round, experiment: made.work.experiment, model: made.model, version: made.version }
    const lists = { reviews: [], approvals: [], consulted: [], waived: [], plan: {}, monitoring: {} }
    this.#say('ModelPromoted', promotion, { ...what, basis: DIGEST, replaces, supersedes, ...lists })
    this.#say('RoundPassed', made.round ?? '', { promotion })
    delete made.round
    this.#say('ExperimentMoved', made.work.experiment, { to: 'promoted', because: 'B' })
    made.work.state = 'promoted'
    live.push({ id: promotion, version: made.version, supersedes, replaces, work: made.work })
  }

  #rollBack(a: number): void {
    const live = pick(
      [...this.#live.values()].filter((l) => l.length > 0),
      a,
    )
    const gone = live?.pop()
    if (gone === undefined) return
    const model = this.#made.find((m) => m.version === gone.version)?.model
    this.#say('PromotionRolledBack', gone.id, { reason: 'R', model, to: gone.replaces, restores: gone.supersedes })
    this.#say('ExperimentMoved', gone.work.experiment, { to: 'accepted', because: 'B' })
    gone.work.state = 'accepted'
  }

  #milestone(a: number, b: number): void {
    const due = new Date(this.#at + ((b % 40) - 10) * 86_400_000).toISOString().slice(0, 10)
    const known = pick(this.#milestones, a)
    if (known === undefined || a % 3 === 0) {
      const milestone = this.#id('mil')
      this.#milestones.push(milestone)
      this.#say('MilestoneSet', this.project, { milestone, title: 'M', due })
    } else if (b % 3 === 0) this.#say('MilestoneSet', this.project, { milestone: known, title: 'M', due })
    else {
      this.#milestones.splice(this.#milestones.indexOf(known), 1)
      if (b % 3 === 1) this.#say('MilestoneCompleted', this.project, { milestone: known, on: this.#today() })
      else this.#say('MilestoneDropped', this.project, { milestone: known, reason: 'R' })
    }
  }

  #criterion(a: number, b: number): void {
    const known = pick(this.#criteria, a)
    if (known !== undefined && b % 4 === 0) {
      this.#criteria.splice(this.#criteria.indexOf(known), 1)
      this.#say('CriterionWithdrawn', this.project, { criterion: known, reason: 'R' })
      return
    }
    const criterion = known !== undefined && b % 4 === 1 ? known : this.#id('crt')
    if (criterion !== known) this.#criteria.push(criterion)
    const slice = pick(SLICES, a + b)
    const kind = b % 2 === 0 ? 'technical' : 'business'
    const bar = { metric: 'recall', comparator: '>=', threshold: 0.9, split: 'test', judgedBy: 'point' }
    this.#say('CriterionSet', this.project, {
      criterion,
      kind,
      title: 'C',
      ...bar,
      ...(slice === undefined ? {} : { slice }),
    })
  }

  #answer(a: number, b: number): void {
    const asked = pick(this.#consultations, a)
    const role = asked?.roles.splice(b % 2, 1)[0]
    if (asked === undefined || role === undefined) return
    this.#say('ConsultationAnswered', asked.id, { roles: [role], verdict: 'advice', answer: 'A' })
  }

  #today(): string {
    return new Date(this.#at).toISOString().slice(0, 10)
  }
}

/** Dice for some steps from one number: the same number throws the same dice. */
export function stepsFrom(seed: number, count: number): Step[] {
  let state = seed >>> 0
  // Numerical Recipes' linear congruential generator; its high digits are the random ones.
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  return Array.from({ length: count }, () => ({ kind: next(100), a: next(1_000), b: next(1_000), c: next(1_000) }))
}

const pick = <T>(from: readonly T[], dice: number): T | undefined => from[dice % Math.max(1, from.length)]
