import type { LedgerEntry } from '@muster/core'

/**
 * A second implementation of the formulas of KPIs: it folds the entries of a ledger in plain code, shares nothing with
 * the server, and is slow. What both say must be the same.
 */
export interface Seen {
  readonly subject: string
  readonly at: string
  readonly part: string
  readonly value: number | null
  readonly entries: readonly number[]
}
interface Asked {
  readonly formula: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly project: string
  /** Last instant of each window. */
  readonly ends: readonly string[]
  readonly now: string
}
type Data = Readonly<Record<string, unknown>>
interface Measure {
  readonly name: string
  readonly value: number | null
  readonly low?: number | null
  readonly high?: number | null
  readonly slice?: string
}

const days = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000
const text = (data: Data, key: string): string => String(data[key])
const seqs = (entries: readonly (LedgerEntry | undefined)[]): number[] =>
  [...new Set(entries.flatMap((e) => (e === undefined ? [] : [e.seq])))].sort((a, b) => a - b)
const last = <T>(items: readonly T[]): T | undefined => items.at(-1)

/** Entries of one project, asked in the words of the formulas. */
class Told {
  readonly all: readonly LedgerEntry[]
  constructor(all: readonly LedgerEntry[], project: string) {
    this.all = all.filter((e) => e.project === project)
  }
  of(...types: string[]): LedgerEntry[] {
    return this.all.filter((e) => types.includes(e.type))
  }
  about(subject: string, ...types: string[]): LedgerEntry[] {
    return this.of(...types).filter((e) => e.subject === subject)
  }
  promotionsOf(experiment: string): LedgerEntry[] {
    return this.of('ModelPromoted').filter((e) => e.data['experiment'] === experiment)
  }
  /** Status and end of an experiment, as its own entries tell. */
  ending(experiment: string): { status: string; endedAt?: string } {
    let status = 'proposed'
    let endedAt: string | undefined
    for (const { type, at, data } of this.all.filter((e) => e.subject === experiment)) {
      if (type === 'ExperimentStarted') status = 'running'
      if (type === 'ExperimentAbandoned') [status, endedAt] = ['abandoned', at]
      if (type === 'ExperimentConcluded' && data['outcome'] !== 'confirmed') [status, endedAt] = ['rejected', at]
      if (type === 'ExperimentMoved') {
        status = text(data, 'to')
        if (status === 'promoted' || status === 'rejected') endedAt = at
      }
    }
    return { status, ...(endedAt === undefined ? {} : { endedAt }) }
  }
  /** Evidence that was not withdrawn, oldest first; `isCurrent` also leaves out what was superseded. */
  evidence(kind: string, isCurrent: boolean): LedgerEntry[] {
    const gone = new Set(
      this.of('EvidenceWithdrawn', ...(isCurrent ? ['EvidenceSuperseded'] : [])).map((e) => e.subject),
    )
    return this.of('EvidenceSealed').filter((e) => e.data['kind'] === kind && !gone.has(e.subject))
  }
}

const measuresOf = (e: LedgerEntry): readonly Measure[] => e.data['measures'] as unknown as readonly Measure[]
const measure = (e: LedgerEntry | undefined, name: string, slice?: string): Measure | undefined =>
  e === undefined ? undefined : measuresOf(e).find((m) => m.name === name && m.slice === slice)

type Count = (told: Told, asked: Asked) => Seen[]

const experiments: Readonly<Record<string, Count>> = {
  'production-deployment-rate': (told) =>
    told.of('ExperimentProposed').flatMap(({ subject }) => {
      const { status } = told.ending(subject)
      const left = told.about(subject, 'ExperimentStarted')[0] ?? told.about(subject, 'ExperimentAbandoned')[0]
      if (left === undefined) return []
      const promotions = told.promotionsOf(subject)
      const own = told.about(subject, 'ExperimentStarted', 'ExperimentConcluded', 'ExperimentAbandoned')
      const part = promotions.length > 0 ? 'deployed' : ['rejected', 'abandoned'].includes(status) ? 'ended' : 'open'
      return [
        { subject, at: left.at, part, value: promotions.length > 0 ? 1 : 0, entries: seqs([...own, ...promotions]) },
      ]
    }),
  'experiment-rate': (told) =>
    told
      .of('ExperimentStarted')
      .map((e) => ({ subject: e.subject, at: e.at, part: 'started', value: 1, entries: [e.seq] })),
  'feature-lead-time': (told) =>
    told.of('ExperimentProposed').flatMap((proposed) => {
      const [first] = told.promotionsOf(proposed.subject)
      if (first === undefined) return []
      const [started] = told.about(proposed.subject, 'ExperimentStarted')
      const value = days((started ?? proposed).at, first.at)
      return [
        { subject: proposed.subject, at: first.at, part: 'promoted', value, entries: seqs([proposed, started, first]) },
      ]
    }),
  'abandoned-early': (told) =>
    told.of('ExperimentProposed').flatMap(({ subject, data }) => {
      const { status, endedAt } = told.ending(subject)
      if (endedAt === undefined || !['abandoned', 'rejected', 'promoted'].includes(status)) return []
      const [started] = told.about(subject, 'ExperimentStarted')
      const p50 = (data['forecast'] as { p50Days: number }).p50Days
      const isEarly = started === undefined || days(started.at, endedAt) < p50
      const part = status !== 'abandoned' ? 'finished' : isEarly ? 'early' : 'late'
      const own = ['ExperimentStarted', 'ExperimentAbandoned', 'ExperimentConcluded', 'ExperimentMoved']
      return [
        { subject, at: endedAt, part, value: part === 'early' ? 1 : 0, entries: seqs(told.about(subject, ...own)) },
      ]
    }),
  'result-to-pivot': (told) =>
    told.of('ExperimentProposed').flatMap(({ subject }) => {
      const { status, endedAt } = told.ending(subject)
      if (endedAt === undefined || !['abandoned', 'rejected'].includes(status)) return []
      const next = told.of('ExperimentProposed').find((e) => e.at > endedAt)
      const own = ['ExperimentProposed', 'ExperimentAbandoned', 'ExperimentConcluded', 'ExperimentMoved']
      const of = [...told.about(subject, ...own), ...(next === undefined ? [] : told.about(next.subject, ...own))]
      const value = next === undefined ? null : days(endedAt, next.at)
      return [{ subject, at: endedAt, part: next === undefined ? 'waiting' : 'pivoted', value, entries: seqs(of) }]
    }),
}

const promotions: Readonly<Record<string, Count>> = {
  'deployment-frequency': (told) =>
    told
      .of('ModelPromoted')
      .map((e) => ({ subject: e.subject, at: e.at, part: 'promoted', value: 1, entries: [e.seq] })),
  'failed-deployment-recovery': (told) =>
    told.of('PromotionRolledBack').map((back) => {
      const [promoted] = told.about(back.subject, 'ModelPromoted')
      const value = promoted === undefined ? null : days(promoted.at, back.at) * 24
      return { subject: back.subject, at: back.at, part: 'rolled-back', value, entries: seqs([promoted, back]) }
    }),
  'change-failure-rate': (told) =>
    told.of('ModelPromoted').map((promoted) => {
      const [back] = told.about(promoted.subject, 'PromotionRolledBack')
      const entries = seqs([promoted, back])
      const { subject, at } = promoted
      return back === undefined
        ? { subject, at, part: 'stands', value: 0, entries }
        : { subject, at, part: 'rolled-back', value: 1, entries }
    }),
}

/** The newest evaluation on a split that was sealed up to an instant and not withdrawn since. */
const evaluatedBefore = (told: Told, version: unknown, split: unknown, instant: string): LedgerEntry | undefined =>
  last(
    told
      .evidence('evaluation', false)
      .filter((e) => e.data['version'] === version && e.data['split'] === split && e.at <= instant),
  )

/** Slices that the criteria of the project name now. */
function slicesNow(told: Told): string[] {
  const standing = new Map<string, unknown>()
  for (const { type, data } of told.of('CriterionSet', 'CriterionWithdrawn'))
    if (type === 'CriterionSet') standing.set(text(data, 'criterion'), data['slice'])
    else standing.delete(text(data, 'criterion'))
  return [...new Set([...standing.values()].filter((s) => typeof s === 'string'))]
}

const evidence: Readonly<Record<string, Count>> = {
  'model-metric': (told, { parameters }) =>
    told.evidence('evaluation', true).flatMap((e) => {
      const found = e.data['split'] === parameters['split'] ? measure(e, text(parameters, 'metric')) : undefined
      if (found === undefined) return []
      const part = found.value === null ? 'undefined' : 'measured'
      return [{ subject: e.subject, at: e.at, part, value: found.value, entries: [e.seq] }]
    }),
  'measure-at-approval': (told, { parameters }) =>
    told.of('ModelPromoted').map((promoted) => {
      const sealed = evaluatedBefore(told, promoted.data['version'], parameters['split'], promoted.at)
      const value = measure(sealed, text(parameters, 'metric'))?.value ?? null
      const { subject, at } = promoted
      return { subject, at, part: value === null ? 'missing' : 'measured', value, entries: seqs([sealed, promoted]) }
    }),
  'measure-kept': (told, { parameters }) =>
    told.evidence('evaluation', false).flatMap((e) => {
      const first = told.of('ModelPromoted').find((p) => p.data['version'] === e.data['version'])
      const live = measure(e, text(parameters, 'metric'))
      if (e.data['split'] !== parameters['liveSplit'] || first === undefined || first.at > e.at || live === undefined)
        return []
      const sealed = evaluatedBefore(told, e.data['version'], parameters['split'], first.at)
      const before = measure(sealed, text(parameters, 'metric'))?.value ?? 0
      const value = live.value === null || before === 0 ? null : live.value / before
      const part = value === null ? 'incomparable' : 'compared'
      return [{ subject: e.subject, at: e.at, part, value, entries: seqs([sealed, first, e]) }]
    }),
  'false-positive-change': (told, { parameters }) =>
    told.of('ModelPromoted').flatMap((promoted) => {
      const { version, replaces } = promoted.data
      if (typeof replaces !== 'string') return []
      const slices = typeof parameters['slice'] === 'string' ? [parameters['slice']] : slicesNow(told)
      return slices.map((slice) => {
        const of = (which: unknown): LedgerEntry | undefined =>
          told
            .evidence('evaluation', true)
            .find(
              (e) =>
                e.data['version'] === which &&
                e.data['split'] === parameters['split'] &&
                measure(e, 'specificity', slice) !== undefined,
            )
        const [mine, other] = [of(version), of(replaces)]
        const [now, then] = [measure(mine, 'specificity', slice)?.value, measure(other, 'specificity', slice)?.value]
        const isThere = typeof now === 'number' && typeof then === 'number'
        return {
          subject: promoted.subject,
          at: promoted.at,
          part: isThere ? 'compared' : 'incomparable',
          value: isThere ? 1 - now - (1 - then) : null,
          entries: seqs([other, mine, promoted]),
        }
      })
    }),
  'sealed-fact': (told, { parameters }) =>
    told.evidence(text(parameters, 'kind'), true).map((e) => {
      const found = (e.data['facts'] as Data)[text(parameters, 'field')]
      const value = typeof found === 'number' ? found : null
      return { subject: e.subject, at: e.at, part: value === null ? 'absent' : 'sealed', value, entries: [e.seq] }
    }),
  'sealed-share': (told, { parameters }) =>
    told.evidence(text(parameters, 'kind'), true).map((e) => {
      const found = (e.data['facts'] as Data)[text(parameters, 'field')]
      const part = found === true ? 'holds' : found === false ? 'fails' : 'absent'
      const value = part === 'absent' ? null : part === 'holds' ? 1 : 0
      return { subject: e.subject, at: e.at, part, value, entries: [e.seq] }
    }),
  'sealed-ratio': (told, { parameters }) =>
    told.evidence(text(parameters, 'kind'), true).map((e) => {
      const facts = e.data['facts'] as Data
      const [above, below] = [facts[text(parameters, 'field')], facts[text(parameters, 'over')]]
      const value = typeof above === 'number' && typeof below === 'number' && below !== 0 ? above / below : null
      return { subject: e.subject, at: e.at, part: value === null ? 'absent' : 'sealed', value, entries: [e.seq] }
    }),
  'audits-passed': (told, { parameters }) => {
    const first = new Map<string, LedgerEntry>()
    for (const e of told.of('RoundOpened')) {
      const version = text(e.data, 'version')
      if (!first.has(version)) first.set(version, e)
    }
    return [...first].map(([version, opened]) => {
      const audits = told
        .evidence(text(parameters, 'kind'), true)
        .filter((e) => e.data['version'] === version)
        .map((e) => ({
          e,
          of: measuresOf(e).filter(
            (m) => m.value !== null && (parameters['measures'] as readonly string[]).includes(m.name),
          ),
        }))
        .filter(({ of }) => of.length > 0)
      const worst = Math.max(...audits.flatMap(({ of }) => of.map((m) => Math.abs(m.value ?? 0))))
      const isPassed = audits.length > 0 && worst <= Number(parameters['atMost'])
      const part = audits.length === 0 ? 'missing' : isPassed ? 'passed' : 'failed'
      const entries = seqs([opened, ...audits.map(({ e }) => e)])
      return { subject: version, at: opened.at, part, value: isPassed ? 1 : 0, entries }
    })
  },
}

interface GateInRound {
  readonly reviews: readonly { readonly duty: string; readonly onlyWhenRequired?: boolean }[]
  readonly approvals: readonly { readonly duty: string }[]
}

const judging: Readonly<Record<string, Count>> = {
  'sign-offs-given': (told, { parameters }) =>
    told.of('RoundOpened').flatMap((opened) => {
      if (told.about(opened.subject, 'RoundWithdrawn', 'RoundSuperseded').length > 0) return []
      const gate = opened.data['gate'] as unknown as GateInRound
      const asked = [...gate.reviews.filter((r) => r.onlyWhenRequired !== true), ...gate.approvals].map((d) => d.duty)
      return (parameters['duties'] as readonly string[])
        .filter((duty) => asked.includes(duty))
        .map((duty) => {
          const word = last(
            told
              .about(opened.subject, 'ReviewGiven', 'ApprovalGiven', 'ApprovalRevoked')
              .filter((e) => e.data['duty'] === duty),
          )
          const stands = word !== undefined && word.type !== 'ApprovalRevoked' ? word : undefined
          const isGiven =
            stands?.type === 'ApprovalGiven' || (stands?.type === 'ReviewGiven' && stands.data['verdict'] === 'approve')
          return {
            subject: opened.subject,
            at: opened.at,
            part: isGiven ? 'given' : 'missing',
            value: isGiven ? 1 : 0,
            entries: seqs([opened, stands]),
          }
        })
    }),
  'lineage-complete': (told, { parameters }) =>
    told.of('VersionRegistered').map((e) => {
      const has: Readonly<Record<string, boolean>> = {
        commit: [40, 64].includes(text(e.data, 'commit').length),
        data: e.data['dataDigest'] !== undefined,
        environment: e.data['framework'] !== undefined,
        artifacts: (e.data['artifacts'] as readonly unknown[]).length > 0,
      }
      const isComplete = (parameters['needs'] as readonly string[]).every((need) => has[need] === true)
      const part = isComplete ? 'complete' : 'incomplete'
      return { subject: e.subject, at: e.at, part, value: isComplete ? 1 : 0, entries: [e.seq] }
    }),
  'consultations-answered': (told, { now }) =>
    told.of('ConsultationOpened').flatMap((opened) => {
      const answers = told.about(opened.subject, 'ConsultationAnswered')
      const dueAt = text(opened.data, 'dueAt')
      const ends = ['RoundWithdrawn', 'RoundRejected', 'RoundSuperseded', 'RoundPassed', 'WorkAccepted', 'WorkReturned']
      const isOverBefore = told.about(text(opened.data, 'about'), ...ends).some((e) => e.at < dueAt)
      return (opened.data['asked'] as readonly { readonly role: string }[]).flatMap(({ role }) => {
        const answer = answers.find((e) => (e.data['roles'] as readonly string[]).includes(role))
        const isAnswered = answer !== undefined
        if (!isAnswered && (dueAt.slice(0, 10) >= now.slice(0, 10) || isOverBefore)) return []
        const part = isAnswered ? 'answered' : 'lapsed'
        const entries = seqs([opened, ...answers])
        const at = isAnswered && answer.at < dueAt ? answer.at : dueAt
        return [{ subject: opened.subject, at, part, value: isAnswered ? 1 : 0, entries }]
      })
    }),
}

/** The last word of each criterion before a moment, where it is not its withdrawal. */
function standing(told: Told, isBefore: (e: LedgerEntry) => boolean): LedgerEntry[] {
  const words = new Map<string, LedgerEntry>()
  for (const e of told.of('CriterionSet', 'CriterionWithdrawn'))
    if (isBefore(e)) words.set(text(e.data, 'criterion'), e)
  return [...words.values()].filter((e) => e.type === 'CriterionSet')
}

const projects: Readonly<Record<string, Count>> = {
  'success-criteria-clear': (told, { parameters, project, ends }) =>
    ends.flatMap((end) => {
      const [created] = told.of('ProjectCreated')
      const stage = last(told.of('StageEntered').filter((e) => e.at <= end))
      if (created === undefined || created.at > end || stage?.data['to'] === 'retired') return []
      const first = told.of('ExperimentStarted').find((e) => e.at <= end)
      const before = standing(told, (e) => e.at <= end && (first === undefined || e.seq < first.seq))
      const kinds = before.map((e) => text(e.data, 'kind'))
      const isClear = (parameters['kinds'] as readonly string[]).every((kind) => kinds.includes(kind))
      const entries = seqs([...before, first])
      return [{ subject: project, at: end, part: isClear ? 'clear' : 'late', value: isClear ? 1 : 0, entries }]
    }),
  'milestones-on-time': (told, { now }) => {
    const all = told.of('MilestoneSet', 'MilestoneCompleted', 'MilestoneDropped')
    return all
      .filter((e) => e.type === 'MilestoneSet')
      .flatMap((set) => {
        const milestone = text(set.data, 'milestone')
        const due = text(set.data, 'due')
        const until = `${due}T23:59:59.999Z`
        const next = all.find((e) => e.seq > set.seq && e.data['milestone'] === milestone)
        const isReached = next?.type === 'MilestoneCompleted'
        if (!isReached && (due >= now.slice(0, 10) || (next !== undefined && next.at <= until))) return []
        const isHit = isReached && next.at <= until
        const after = { MilestoneSet: 'moved', MilestoneDropped: 'dropped', MilestoneCompleted: 'late' } as const
        const part = isHit ? 'on-time' : next === undefined ? 'overdue' : after[next.type as keyof typeof after]
        return [{ subject: milestone, at: until, part, value: isHit ? 1 : 0, entries: seqs([set, next]) }]
      })
  },
}

const COUNTS: Readonly<Record<string, Count>> = { ...experiments, ...promotions, ...evidence, ...judging, ...projects }
/** The formulas that can be recounted. */
export const RECOUNTED: readonly string[] = Object.keys(COUNTS)

/** Everything that a formula sees in a project, in whatever window it falls. */
export function recount(entries: readonly LedgerEntry[], asked: Asked): Seen[] {
  const count = COUNTS[asked.formula]
  if (count === undefined) throw new Error(`nobody recounts ${asked.formula}`)
  return count(new Told(entries, asked.project), asked)
}

/** One number of what was seen in a window. */
export function aggregated(seen: readonly Seen[], aggregate: string, days: number): number | null {
  const values = seen.flatMap((s) => s.value ?? []).sort((a, b) => a - b)
  const n = values.length
  if (n === 0) return null
  switch (aggregate) {
    case 'per-week':
      return n / (days / 7)
    case 'days-per-week':
      return new Set(seen.map((s) => s.at.slice(0, 10))).size / (days / 7)
    case 'median':
      return ((values[Math.floor((n - 1) / 2)] ?? 0) + (values[Math.ceil((n - 1) / 2)] ?? 0)) / 2
    default:
      return values.reduce((sum, v) => sum + v, 0) / n
  }
}
