import { addDays } from '../../acts/time.ts'
import type { StaffingPack } from '../../packs/staffing-pack.ts'
import type { CouldTake } from './bench.ts'
import { whoCouldTake } from './bench.ts'
import type { LineStatus, PatternLine } from './check.ts'
import type { HiringAnswer } from './plan.ts'
import type { Known, RecordFact } from './record-facts.ts'
import type { Requisition } from './requisitions.ts'
import type { RiskCover } from './risks.ts'
import type { TransitionStatus } from './transition-states.ts'

/** A hiring question with its answer, or what to do to have one. */
export interface QuestionStatus {
  readonly question: string
  readonly text: string
  /** What can be answered, in the order of the pack. */
  readonly answers: readonly string[]
  readonly answer?: string
  /** Who says so: the record, a person, or nobody yet. */
  readonly from: 'record' | 'person' | 'open'
  readonly because: string
  readonly by?: string
  readonly at?: string
  /** The open milestone by which to answer it: a question is a task of the roadmap (B.HQ5). */
  readonly before?: string
}

export interface OpenMilestone {
  readonly id: string
  readonly title: string
  readonly due: string
}

/** What a hire is for. */
export interface HireReason {
  readonly kind: 'composition' | 'question' | 'risk' | 'pattern' | 'transition'
  readonly text: string
}

/** A role to hire for, with why, for which milestone, and what could be done instead. */
export interface Hire {
  readonly rank: number
  readonly role: string
  readonly people: number
  readonly score: number
  readonly reasons: readonly HireReason[]
  readonly milestone?: OpenMilestone
  /** The day on which a requisition should be open for somebody to be there by the milestone. */
  readonly openBy?: string
  readonly late: boolean
  readonly requisition?: string
  readonly outsourcing: 'possible' | 'not-advised'
  readonly outsourcingBecause: string
  readonly couldTake: readonly CouldTake[]
  readonly sentence: string
}

/** All that the order of hires follows from. */
export interface HiringFacts {
  readonly pack: StaffingPack
  readonly lines: readonly LineStatus[]
  readonly patternLines: readonly PatternLine[]
  readonly risks: readonly RiskCover[]
  readonly transitions: readonly TransitionStatus[]
  readonly milestones: readonly OpenMilestone[]
  readonly requisitions: readonly Requisition[]
  readonly answers: Readonly<Record<string, HiringAnswer>>
  readonly known: (fact: RecordFact) => Known | undefined
  readonly held: (role: string) => boolean
  /** Roles of a discipline, in the order of the catalogue. */
  readonly rolesOf: (discipline: string) => readonly string[]
  /** Titles of the activities that a role is A for. */
  readonly accountableFor: (role: string) => readonly string[]
  readonly couldTake: (roles: readonly string[]) => readonly CouldTake[]
  /** What the catalogue calls a role; its id where it is left out. */
  readonly titleOf?: (role: string) => string
  /** Days that hiring takes: from the past of the workspace, or the prior of the pack. */
  readonly leadDays: number
}

/**
 * What a kind of reason weighs; each kind counts once, so that three risks of later do not outweigh one person who is
 * missing now. Who has to be there from day one comes before all else: without them the project may not go on.
 */
const WEIGHTS: Readonly<Record<HireReason['kind'], number>> = {
  composition: 5,
  question: 3,
  transition: 3,
  pattern: 2,
  risk: 1,
}

/** The hiring questions as they stand: the record answers where it knows, then people, and the rest is asked. */
export function hiringQuestions(facts: HiringFacts): QuestionStatus[] {
  const next = facts.milestones[0]
  return facts.pack.questions.map((q): QuestionStatus => {
    const known = facts.known(q.fact)
    const base = { question: q.id, text: q.question, answers: q.answers }
    if (known !== undefined && q.answers.includes(known.answer)) return { ...base, from: 'record', ...known }
    const said = Object.hasOwn(facts.answers, q.id) ? facts.answers[q.id] : undefined
    if (said !== undefined && q.answers.includes(said.answer))
      return { ...base, from: 'person', answer: said.answer, because: said.reason, by: said.by, at: said.at }
    const how = `Answer ${q.answers.join(' or ')} with "muster staffing answer".`
    if (next === undefined) return { ...base, from: 'open', because: `The record cannot tell. ${how}` }
    return { ...base, from: 'open', because: `The record cannot tell. ${how}`, before: next.due }
  })
}

interface Wanted {
  readonly roles: readonly string[]
  readonly people: number
  readonly reason: HireReason
  readonly by?: string
}

function wishes(facts: HiringFacts, questions: readonly QuestionStatus[]): Wanted[] {
  const asked = facts.pack.questions.flatMap((q) => {
    const answer = questions.find((s) => s.question === q.id)?.answer
    return q.hires
      .filter((h) => h.when === answer && !h.roles.some(facts.held))
      .map((h): Wanted => ({ roles: h.roles, people: 1, reason: { kind: 'question', text: h.reason } }))
  })
  const exposed = facts.risks.flatMap((risk) =>
    risk.missing.map((m): Wanted => {
      const text = `${risk.title}: nobody ${m.reason}`
      return { roles: m.roles, people: 1, reason: { kind: 'risk', text } }
    }),
  )
  const short = facts.lines
    .filter((l) => l.state === 'unmet')
    .flatMap((l): Wanted[] => {
      const fromDayOne = facts.pack.composition.find((p) => p.id === l.line && p.title === l.title)
      const line = fromDayOne ?? facts.patternLines.find((p) => p.id === l.line)
      const reason: HireReason = { kind: fromDayOne === undefined ? 'pattern' : 'composition', text: l.sentence }
      if (line?.roles !== undefined) return [{ roles: line.roles, people: l.missing, reason }]
      const missing = (line?.disciplines ?? []).map(facts.rolesOf).filter((roles) => !roles.some(facts.held))
      return missing.filter((roles) => roles.length > 0).map((roles) => ({ roles, people: 1, reason }))
    })
  const leaving = facts.transitions
    .filter((t) => t.state === 'open')
    .flatMap((t) =>
      t.roles
        .filter((r) => r.state !== 'staffed')
        .map((r): Wanted => {
          const text = `${t.vendor} ends on ${t.sunset}, and ${facts.titleOf?.(r.role) ?? r.role} becomes internal by ${r.by}`
          return { roles: [r.role], people: 1, reason: { kind: 'transition', text }, by: r.by }
        }),
    )
  // A wish that one role alone fulfils decides under which role those are filed that several could fulfil.
  return [...asked, ...leaving, ...exposed, ...short].toSorted((a, b) => a.roles.length - b.roles.length)
}

/**
 * Whom to hire first: roles that the answers, risks, vendor sunsets and the team pattern ask for and nobody holds, ranked by what
 * speaks for them, each with the milestone it protects (B.HQ6, B.HQ7).
 */
export function rankedHires(facts: HiringFacts, questions: readonly QuestionStatus[], now: string): Hire[] {
  const today = now.slice(0, 10)
  const wanted = wishes(facts, questions)
  const groups = new Map<string, Wanted[]>()
  for (const wish of wanted) {
    // One hire may serve several wishes: it is filed under a role that was wanted before, if it is one of its roles.
    const role = wish.roles.find((r) => groups.has(r)) ?? wish.roles[0] ?? ''
    groups.set(role, [...(groups.get(role) ?? []), wish])
  }
  return [...groups]
    .map(([role, own]) => hireOf(role, own, facts, today))
    .toSorted((a, b) => b.score - a.score || compare(a.openBy ?? '9', b.openBy ?? '9') || compare(a.role, b.role))
    .map((hire, i) => ({ rank: i + 1, ...hire }))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function hireOf(role: string, wishes: readonly Wanted[], facts: HiringFacts, today: string): Omit<Hire, 'rank'> {
  const reasons = wishes.map((w) => w.reason)
  const requisition = facts.requisitions.find((r) => r.role === role && r.closedAt === undefined)
  const milestone = protectedBy(wishes, requisition, facts.milestones)
  const deadline = wishes.flatMap((w) => (w.by === undefined ? [] : [w.by])).toSorted()[0] ?? milestone?.due
  const openBy = deadline === undefined ? undefined : addDays(`${deadline}T00:00:00.000Z`, -facts.leadDays).slice(0, 10)
  const late = openBy !== undefined && openBy < today && requisition === undefined
  const people = Math.max(...wishes.map((w) => w.people))
  const taking = facts.couldTake([role])
  const outside = outsourcing(role, facts)
  const title = facts.titleOf?.(role) ?? role
  const whom = people === 1 ? title : `${people} as ${title}`
  const what =
    requisition === undefined
      ? `Hire ${whom}`
      : `Hire ${whom} (a requisition is open since ${requisition.openedAt.slice(0, 10)})`
  const guard = milestone === undefined ? '' : ` It protects "${milestone.title}" (${milestone.due}).`
  const when =
    requisition !== undefined || openBy === undefined
      ? ''
      : late
        ? ` A requisition should have been open by ${openBy}.`
        : ` Open a requisition by ${openBy}.`
  return {
    role,
    people,
    score: [...new Set(reasons.map((r) => r.kind))].reduce((sum, kind) => sum + WEIGHTS[kind], 0),
    reasons,
    ...(milestone === undefined ? {} : { milestone }),
    ...(openBy === undefined ? {} : { openBy }),
    late,
    ...(requisition === undefined ? {} : { requisition: requisition.id }),
    ...outside,
    couldTake: taking,
    sentence: `${what}.${guard}${when} ${whoCouldTake(taking)}`,
  }
}

/** The milestone that a requisition names; else the last open one before the day that a transition asks for; else the next one. */
function protectedBy(
  wishes: readonly Wanted[],
  requisition: Requisition | undefined,
  milestones: readonly OpenMilestone[],
): OpenMilestone | undefined {
  const named = milestones.find((m) => m.id === requisition?.milestone)
  if (named !== undefined) return named
  const by = wishes.flatMap((w) => (w.by === undefined ? [] : [w.by])).toSorted()[0]
  return (by === undefined ? undefined : milestones.find((m) => m.due >= by)) ?? milestones[0]
}

/** Whether somebody from outside may do it: not where the role answers for an activity, nor where the pattern leaves it out. */
function outsourcing(role: string, facts: HiringFacts): Pick<Hire, 'outsourcing' | 'outsourcingBecause'> {
  const internal = facts.transitions.find((t) => t.state === 'open' && t.roles.some((r) => r.role === role))
  if (internal !== undefined)
    return { outsourcing: 'not-advised', outsourcingBecause: `It is to become internal when ${internal.vendor} ends.` }
  const line = facts.patternLines.find((l) => l.roles?.includes(role))
  if (line?.engagements !== undefined && !line.engagements.includes('outsourced'))
    return {
      outsourcing: 'not-advised',
      outsourcingBecause: `The team pattern counts only ${line.engagements.join(' or ')}.`,
    }
  const answers = facts.accountableFor(role)
  if (answers.length > 0)
    return {
      outsourcing: 'not-advised',
      outsourcingBecause: `The role answers for ${answers.map((a) => `"${a}"`).join(', ')}.`,
    }
  return {
    outsourcing: 'possible',
    outsourcingBecause: 'The role answers for no activity, and the team pattern allows it.',
  }
}
