import type { GateStatus } from '@muster/core'
import type { ActOutcome, Hand } from './hand.ts'
import type { LiveCandidate } from './on-the-way.ts'
import { SEALERS, sealing } from './on-the-way.ts'
import type { LiveWorld } from './world.ts'

/** One random decision: what to do, and three dice for who, what and how. */
export interface Step {
  readonly kind: number
  readonly a: number
  readonly b: number
  readonly c: number
}

/** What came of one step: the acts that were tried. */
export interface Tried {
  readonly act: string
  readonly by: string
  readonly outcome: ActOutcome
}

const DUTIES = ['technical', 'ethics', 'business', 'technical_lead', 'product_owner', 'security'] as const
const CHECK_KINDS: Readonly<Record<string, string>> = {
  performance: 'evaluation',
  safety: 'safety',
  cost: 'cost',
  documentation: 'documentation',
  rollback: 'rollback',
}
const NOWHERE = `sha256:${'0'.repeat(64)}`
const pick = <T>(from: readonly T[], dice: number): T => {
  const chosen = from[dice % from.length]
  if (chosen === undefined) throw new Error('nothing to choose from')
  return chosen
}

/**
 * People who do whatever comes to their minds: the next useful thing, something they may not, something on a basis that
 * is no more, and things that have nothing to do with them; while others come and go, and time passes.
 */
export class RandomPeople {
  readonly here: LiveWorld
  readonly candidates: LiveCandidate[] = []
  /** Everybody there is, entitled or not. */
  readonly everybody: string[]
  readonly bases: string[] = [NOWHERE]
  readonly waivers: string[] = []
  readonly promotions: string[] = []
  readonly assignments: string[]

  constructor(here: LiveWorld) {
    this.here = here
    this.everybody = [
      ...new Set([...Object.values(here.people), here.administrator, here.auditor, here.service, here.outsider]),
    ]
    this.assignments = Object.values(here.assignments)
  }

  /** Does one step, which is one act or a few. */
  async step(step: Step): Promise<Tried[]> {
    const [first] = this.candidates
    if (first === undefined || (step.kind >= 98 && this.candidates.length < 3)) {
      await this.#anotherCandidate(first)
      return []
    }
    const candidate = pick(this.candidates, step.c % 7 === 0 ? step.b : 0)
    const status = await candidate.status()
    this.bases.push(status.basis)
    if (step.kind < 56) return this.#useful(candidate, status, step)
    if (step.kind < 63) return this.#duty(candidate, status, step)
    if (step.kind < 70) return this.#promote(candidate, status, step)
    if (step.kind < 79) return this.#people(status, step)
    if (step.kind < 84) return this.#time(step)
    if (step.kind < 90) return this.#evidence(candidate, step)
    return this.#governance(candidate, status, step)
  }

  async #anotherCandidate(first: LiveCandidate | undefined): Promise<void> {
    try {
      this.candidates.push(first === undefined ? await this.here.candidate() : await first.rival())
    } catch (error) {
      // Whoever would make it may have left: then there is none.
      if (first === undefined) throw error
    }
  }

  async #do(
    by: string,
    act: string,
    input: Readonly<Record<string, unknown>>,
    hand: Hand = this.here.as(by),
  ): Promise<Tried[]> {
    return [{ act, by, outcome: await hand.act(act, input).outcome }]
  }

  /** What the gate says must be done next, by somebody whom it names; where nobody can, somebody is assigned. */
  async #useful(candidate: LiveCandidate, status: GateStatus, { a, b, c }: Step): Promise<Tried[]> {
    // With all approvals in, whoever deploys gets impatient, whatever else has not been waited for.
    if (status.approved && c % 2 === 0) {
      const impatient = pick(['software-engineer', 'mlops-engineer'], b)
      return this.#do(impatient, 'promotion.promote', { round: status.round?.id ?? '', basis: status.basis })
    }
    if (status.next.length === 0) return []
    const step = pick(status.next, status.next[0]?.act === 'evidence.seal' ? 0 : a)
    const round = status.round?.id ?? ''
    const { basis } = status
    const who = step.who.length === 0 ? undefined : pick(step.who, b)
    switch (step.act) {
      case 'evidence.seal': {
        const open = status.checks.find((c) => c.state !== 'satisfied' && c.state !== 'waived')
        const kind = CHECK_KINDS[open?.id ?? 'safety'] ?? 'safety'
        return this.#do(SEALERS[kind] ?? 'ml-engineer', 'evidence.seal', sealing(candidate.version, kind))
      }
      case 'gate.submit': {
        const { experiment, version } = candidate
        return this.#do(who ?? 'software-engineer', 'gate.submit', { experiment, version })
      }
      case 'review.give':
      case 'approval.give': {
        const list = step.act === 'review.give' ? status.reviews : status.approvals
        const duty = list.find((d) => d.state !== 'given')
        if (duty === undefined) return []
        // Now and then somebody who holds the role but must not goes first: an author, or who gave another duty.
        const barred = this.#holders(duty.roles).filter((person) => !duty.eligible.includes(person))
        const [able] = c % 3 === 0 && barred.length > 0 ? [pick(barred, b)] : duty.eligible
        if (able === undefined) return this.#newcomer(pick(duty.roles, b))
        const given = { round, basis, duty: duty.duty, comment: 'Fine.' }
        return this.#do(
          c % 3 === 0 ? able : pick(duty.eligible, b),
          step.act,
          step.act === 'review.give' ? { ...given, verdict: 'approve' } : given,
        )
      }
      case 'consultation.answer': {
        const [row] = await this.here.database.query<{ id: string }>(
          `select id from consultation where doc->>'about' = $1`,
          [round],
        )
        const answer = { verdict: b % 2 === 0 ? 'no-objection' : 'objection', answer: 'Seen.' }
        return this.#do(who ?? 'outsider', 'consultation.answer', { consultation: row?.id ?? '', ...answer })
      }
      default:
        return this.#do(who ?? 'mlops-engineer', 'promotion.promote', { round, basis })
    }
  }

  /** A review or approval by somebody who holds the role, author or not, or by anybody; on this basis or another. */
  async #duty(candidate: LiveCandidate, status: GateStatus, { a, b, c }: Step): Promise<Tried[]> {
    const duty = pick(DUTIES, a)
    const isReview = ['technical', 'ethics', 'business'].includes(duty)
    const roles = [...status.reviews, ...status.approvals].find((d) => d.duty === duty)?.roles ?? []
    const holders = this.#holders(roles)
    const by = c % 4 === 0 || holders.length === 0 ? pick(this.everybody, b) : pick(holders, b)
    const basis = c % 5 === 0 ? pick(this.bases, b) : status.basis
    const round = status.round?.id ?? (await candidate.judged()).round
    const given = { round, basis, duty, comment: 'As I said.' }
    if (c % 11 === 0 && !isReview) return this.#do(by, 'approval.revoke', { round, duty, reason: 'thought again' })
    return this.#do(
      by,
      isReview ? 'review.give' : 'approval.give',
      isReview ? { ...given, verdict: c % 6 === 0 ? 'reject' : 'approve' } : given,
    )
  }

  async #promote(candidate: LiveCandidate, status: GateStatus, { a, b }: Step): Promise<Tried[]> {
    const by = a % 3 === 0 ? pick(this.everybody, b) : 'mlops-engineer'
    const basis = a % 5 === 0 ? pick(this.bases, b) : status.basis
    const { round } = await candidate.judged()
    const tried = await this.#do(by, 'promotion.promote', { round, basis })
    for (const { outcome } of tried) if (outcome.ok) this.promotions.push(outcome.answer.subject)
    return tried
  }

  /** People leave, come back and are assigned; most of all those whose word counts in the round. */
  async #people(status: GateStatus, { a, b, c }: Step): Promise<Tried[]> {
    const telling = [...status.reviews, ...status.approvals].flatMap((d) => d.person ?? [])
    const person = telling.length > 0 && c % 3 !== 0 ? pick(telling, b) : pick(this.everybody, b)
    const by = c % 5 === 0 ? pick(this.everybody, a + b) : 'administrator'
    const lead = c % 5 === 1 ? pick(this.everybody, a) : 'product-manager'
    const assignment = await this.#assignmentOf(person, b)
    switch (a % 6) {
      case 0:
      case 1: {
        if (person === this.here.administrator) return []
        const left = await this.#do(by, 'person.deactivate', { person, reason: 'left' })
        // Most come back at once: what they gave must not.
        return c % 4 === 0 ? left : [...left, ...(await this.#do(by, 'person.reactivate', { person }))]
      }
      case 2:
        return this.#do(by, 'person.reactivate', { person })
      case 3:
        return this.#do(lead, 'assignment.amend', { assignment, until: this.#today() })
      case 4:
        return this.#do(lead, 'assignment.end', { assignment, reason: 'elsewhere' })
      default: {
        const roles = [
          'ml-engineer',
          'mlops-engineer',
          'security-privacy-legal',
          'ethics-officer',
          'product-manager',
          'software-engineer',
        ]
        return this.#do(lead, 'assignment.assign', { person, role: pick(roles, c) })
      }
    }
  }

  /** Time passes: hours, days, rarely months; sometimes the clock is set back. */
  async #time({ a, b }: Step): Promise<Tried[]> {
    const { clock } = this.here
    if (a % 8 === 0) clock.advance({ days: -(b % 5) - 1 })
    else if (a % 8 === 1) clock.advance({ days: 50 + (b % 20) })
    else if (a % 8 < 5) clock.advance({ days: 1 + (b % 4) })
    else clock.advance({ hours: 1 + (b % 20) })
    return []
  }

  async #evidence(candidate: LiveCandidate, { a, b, c }: Step): Promise<Tried[]> {
    const kind = pick(Object.values(CHECK_KINDS), a)
    const by = c % 3 === 0 ? pick(this.everybody, b) : (SEALERS[kind] ?? '')
    const bad = kind === 'evaluation' ? { measures: [{ name: 'recall', value: 0.2 }] } : {}
    const [current] = (
      await this.here.database.query<{ id: string }>(
        `select id from evidence where doc->>'version' = $1 and doc->>'state' = 'current' order by id offset $2 limit 1`,
        [candidate.version, b % 5],
      )
    ).map((row) => row.id)
    if (c % 4 === 0 && current !== undefined)
      return this.#do(by, 'evidence.withdraw', { evidence: current, reason: 'wrong file' })
    return this.#do(by, 'evidence.seal', { ...sealing(candidate.version, kind), ...(c % 5 === 0 ? bad : {}) })
  }

  /** Waivers, criteria, the matrix, the end of rounds, roll-backs. */
  async #governance(candidate: LiveCandidate, status: GateStatus, { a, b, c }: Step): Promise<Tried[]> {
    const round = status.round?.id ?? ''
    const anybody = pick(this.everybody, b)
    switch (a % 8) {
      case 0: {
        const by = c % 2 === 0 ? pick(['chief-ai-officer', 'security-privacy-legal'], b) : anybody
        const check = pick(Object.keys(CHECK_KINDS), b)
        const tried = await this.#do(by, 'waiver.grant', {
          version: candidate.version,
          check,
          reason: 'pilot',
          days: 1 + (c % 6),
        })
        for (const { outcome } of tried) if (outcome.ok) this.waivers.push(outcome.answer.subject)
        return tried
      }
      case 1:
        if (this.waivers.length === 0) return []
        return this.#do('security-privacy-legal', 'waiver.revoke', { waiver: pick(this.waivers, b), reason: 'no more' })
      case 2:
        return this.#do(c % 2 === 0 ? 'ux-designer' : anybody, 'criterion.set', {
          kind: 'technical',
          title: 'More',
          metric: 'recall',
          comparator: '>=',
          threshold: c % 3 === 0 ? 0.99 : 0.8,
          ...(c % 3 === 0 ? {} : { criterion: await this.#criterion(b) }),
        })
      case 3:
        return this.#do('product-manager', 'criterion.withdraw', {
          criterion: await this.#criterion(b),
          reason: 'moot',
        })
      case 4: {
        const cell = (role: string, stake: string) => ({ activity: 'deploy-to-production', role, stake })
        const changes =
          c % 2 === 0
            ? [cell('mlops-engineer', 'R'), cell('software-engineer', 'A')]
            : [cell('mlops-engineer', 'A'), cell('software-engineer', 'R')]
        return this.#do(c % 3 === 0 ? anybody : 'product-manager', 'matrix.amend', { changes, reason: 'change' })
      }
      case 5:
        return this.#do(c % 2 === 0 ? 'software-engineer' : anybody, 'gate.withdraw', { round, reason: 'not yet' })
      case 6:
        if (c % 3 !== 0) return this.#do(anybody, 'gate.reject', { round, reason: 'no' })
        return this.#do('mlops-engineer', 'gate.reject', { round, reason: 'no' })
      default:
        if (this.promotions.length === 0) return []
        return this.#do(c % 2 === 0 ? 'software-engineer' : anybody, 'promotion.roll-back', {
          promotion: pick(this.promotions, b),
          reason: 'errors',
        })
    }
  }

  /** Who was given one of these roles when the project began. */
  #holders(roles: readonly string[]): string[] {
    return Object.entries(this.here.people)
      .filter(([name]) => roles.some((role) => name.replace('second-', '') === role))
      .map(([, person]) => person)
  }
  #today(): string {
    return this.here.clock.now().slice(0, 10)
  }
  async #newcomer(role: string): Promise<Tried[]> {
    const email = `newcomer-${this.here.project}-${this.everybody.length}@example.org`
    const registered = await this.#do('administrator', 'person.register', { name: 'Newcomer', email })
    const [{ outcome } = { outcome: undefined }] = registered
    if (outcome?.ok !== true) return registered
    const person = outcome.answer.subject
    this.everybody.push(person)
    return [...registered, ...(await this.#do('product-manager', 'assignment.assign', { person, role }))]
  }
  async #assignmentOf(person: string, dice: number): Promise<string> {
    const rows = await this.here.database.query<{ id: string }>(
      `select id from assignment where project = $1 and doc->>'person' = $2 order by id`,
      [this.here.project, person],
    )
    return rows.length === 0 ? pick(this.assignments, dice) : (rows[dice % rows.length]?.id ?? '')
  }
  async #criterion(dice: number): Promise<string> {
    const rows = await this.here.database.query<{ id: string }>(
      `select c->>'id' as id from project p, jsonb_array_elements(p.doc->'criteria') c where p.id = $1`,
      [this.here.project],
    )
    return rows.length === 0 ? 'crt_00000000000000000000000000' : (rows[dice % rows.length]?.id ?? '')
  }
}
