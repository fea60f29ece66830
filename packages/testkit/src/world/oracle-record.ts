import type { LedgerEntry } from '@muster/core'

// The record as the oracle reads it from ledger entries alone. It is written a second time on purpose, without the
// rules' own folds: where both agree, neither is likely to be wrong in the same way.

type Data = Readonly<Record<string, unknown>>
export interface OracleAssignment {
  readonly person: string
  readonly role: string
  readonly from: string
  until: string | undefined
  ended: boolean
}
export interface OracleProject {
  rows: { id: string; covers: readonly string[] }[]
  cells: Record<string, Record<string, string>>
  retired: boolean
  readonly criteria: Map<string, Data>
  readonly assignments: Map<string, OracleAssignment>
}
export interface OracleGiven {
  readonly person: string
  readonly duty: string
  readonly role: string
  readonly assignment: string
  readonly seq: number
  readonly verdict: unknown
  /** What was judged when it was given, as this record sees it. */
  readonly judged: string
}
export interface OracleRound {
  readonly version: string
  readonly by: readonly string[]
  readonly gate: OracleGate
  readonly judged: string
  open: boolean
  readonly reviews: Map<string, OracleGiven>
  readonly approvals: Map<string, OracleGiven>
}
export interface OracleGate {
  readonly checks: readonly { readonly id: string }[]
  readonly reviews: readonly { readonly duty: string; readonly roles: readonly string[] }[]
  readonly approvals: readonly { readonly duty: string; readonly roles: readonly string[] }[]
  readonly waiver: { readonly roles: readonly string[] }
}
interface Sealed {
  readonly id: string
  readonly version: string
  readonly kind: string
  readonly split: string
  readonly by: readonly string[]
  readonly data: Data
  readonly seq: number
  readonly freshUntil: number
}
interface Version {
  readonly model: string
  readonly experiment: string
  readonly project: string
  readonly by: readonly string[]
}
interface Asked {
  readonly about: string
  readonly dueAt: string
  readonly asked: readonly { readonly role: string; readonly people: readonly string[] }[]
  readonly answered: Set<string>
}

const DAY_MS = 86_400_000
/** A text of an entry's data, or an empty one. */
export const text = (data: Data, key: string): string => (typeof data[key] === 'string' ? data[key] : '')
const behind = (entry: LedgerEntry): string[] => [
  entry.actor,
  ...(entry.onBehalfOf === undefined ? [] : [entry.onBehalfOf]),
]

/** Everything the oracle knows after some entries. */
export class OracleRecord {
  readonly people = new Map<
    string,
    { kind: string; active: boolean; administrator: boolean; owner: string | undefined; leftAt: number }
  >()
  readonly projects = new Map<string, OracleProject>()
  readonly experiments = new Map<string, readonly string[]>()
  readonly versions = new Map<string, Version>()
  readonly champions = new Map<string, string | null>()
  readonly evidence = new Map<string, Sealed>()
  readonly waivers = new Map<string, { version: string; check: string; expiresAt: string; by: string }>()
  readonly rounds = new Map<string, OracleRound>()
  readonly consultations = new Map<string, Asked>()
  readonly handovers = new Map<string, { activity: string; by: string }>()
  readonly promotions = new Map<string, string>()

  /** What a decision on a version judges now: equal texts, equal things. */
  judged(version: string): string {
    const { model = '', project = '' } = this.versions.get(version) ?? {}
    return JSON.stringify({
      version,
      champion: this.champions.get(model) ?? null,
      evidence: this.evidenceOf(version).map((e) => e.id),
      criteria: [...(this.projects.get(project)?.criteria ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)),
      waivers: [...this.waivers].filter(([, w]) => w.version === version).map(([id]) => id),
    })
  }
  evidenceOf(version: string): Sealed[] {
    return [...this.evidence.values()].filter((e) => e.version === version)
  }
  /** Whose work a decision on a version judges. */
  authors(version: string, round?: OracleRound): Set<string> {
    return new Set([...this.makers(version), ...this.evidenceOf(version).flatMap((e) => e.by), ...(round?.by ?? [])])
  }
  /** Who made a version: of its experiment the owner and who proposed it, of itself who registered it. */
  makers(version: string): Set<string> {
    const known = this.versions.get(version)
    return new Set([...(this.experiments.get(known?.experiment ?? '') ?? []), ...(known?.by ?? [])])
  }
  /** Roles somebody holds in a project at an instant. */
  roles(project: string, person: string, at: string): string[] {
    if (this.people.get(person)?.active !== true) return []
    const held = [...(this.projects.get(project)?.assignments.values() ?? [])]
    return held.filter((a) => a.person === person && holds(a, at)).map((a) => a.role)
  }
  /** Stakes somebody has in an activity of a project at an instant. */
  stakes(project: string, person: string, activity: string, at: string): string[] {
    const of = this.projects.get(project)
    const row = of?.rows.find((r) => r.covers.includes(activity)) ?? of?.rows.find((r) => r.id === activity)
    const cells = of?.cells[row?.id ?? ''] ?? {}
    return this.roles(project, person, at).flatMap((role) => cells[role] ?? [])
  }
  /** The newest round of a version that is open. */
  openRound(version: string): OracleRound | undefined {
    return [...this.rounds.values()].findLast((r) => r.version === version && r.open)
  }

  /** Takes one entry in. */
  read(entry: LedgerEntry): void {
    this.#aboutPeople(entry)
    this.#aboutProjects(entry)
    this.#aboutCandidates(entry)
    this.#aboutRounds(entry)
  }

  #aboutPeople({ type, subject, data, seq }: LedgerEntry): void {
    const person = this.people.get(subject)
    if (type === 'PersonRegistered')
      this.people.set(subject, {
        kind: text(data, 'kind'),
        active: true,
        administrator: data['administrator'] === true,
        owner: text(data, 'owner') || undefined,
        leftAt: -1,
      })
    if (person === undefined) return
    if (type === 'PersonDeactivated') Object.assign(person, { active: false, leftAt: seq, administrator: false })
    if (type === 'PersonReactivated') person.active = true
    if (type === 'AdministrationGranted') person.administrator = true
    if (type === 'AdministrationRevoked') person.administrator = false
  }

  #aboutProjects({ type, subject, project = '', data }: LedgerEntry): void {
    if (type === 'ProjectCreated')
      this.projects.set(subject, {
        ...matrixIn(data['matrix']),
        retired: false,
        criteria: new Map(),
        assignments: new Map(),
      })
    const of = this.projects.get(project)
    if (of === undefined) return
    if (type === 'PackAdopted' && data['matrix'] !== undefined) Object.assign(of, matrixIn(data['matrix']))
    if (type === 'StageEntered') of.retired = data['to'] === 'retired'
    if (type === 'CriterionSet') of.criteria.set(text(data, 'criterion'), data)
    if (type === 'CriterionWithdrawn') of.criteria.delete(text(data, 'criterion'))
    if (type === 'MatrixAmended')
      for (const change of data['changes'] as { activity: string; role: string; stake: string | null }[]) {
        const row = { ...of.cells[change.activity] }
        if (change.stake === null) delete row[change.role]
        else row[change.role] = change.stake
        of.cells = { ...of.cells, [change.activity]: row }
      }
    if (type === 'PersonAssigned')
      of.assignments.set(subject, {
        person: text(data, 'person'),
        role: text(data, 'role'),
        from: text(data, 'from'),
        until: text(data, 'until') || undefined,
        ended: false,
      })
    const assignment = of.assignments.get(subject)
    if (type === 'AssignmentEnded' && assignment !== undefined) assignment.ended = true
    if (type === 'AssignmentAmended' && assignment !== undefined && data['until'] !== undefined)
      assignment.until = text(data, 'until') || undefined
  }

  #aboutCandidates(entry: LedgerEntry): void {
    const { type, subject, project = '', data, seq, at } = entry
    if (type === 'ExperimentProposed') {
      const owner = text(data, 'owner')
      this.experiments.set(subject, owner === entry.actor ? behind(entry) : [owner])
    }
    if (type === 'VersionRegistered')
      this.versions.set(subject, {
        model: text(data, 'model'),
        experiment: text(data, 'experiment'),
        project,
        by: behind(entry),
      })
    if (type === 'AliasMoved' && data['alias'] === 'champion')
      this.champions.set(subject, text(data, 'version') || null)
    if (type === 'EvidenceSealed') {
      const { version, kind, split } = data as { version: string; kind: string; split: string }
      const freshUntil = Date.parse(at) + Number(data['freshDays']) * DAY_MS
      for (const old of this.evidenceOf(version))
        if (old.kind === kind && old.split === split) this.evidence.delete(old.id)
      this.evidence.set(subject, { id: subject, version, kind, split, by: behind(entry), data, seq, freshUntil })
    }
    if (type === 'EvidenceWithdrawn') this.evidence.delete(subject)
    if (type === 'WaiverGranted')
      this.waivers.set(subject, { ...(data as { version: string; check: string; expiresAt: string }), by: entry.actor })
    if (type === 'WaiverRevoked') this.waivers.delete(subject)
  }

  #aboutRounds(entry: LedgerEntry): void {
    const { type, subject, data, seq, actor } = entry
    if (type === 'RoundOpened') {
      const version = text(data, 'version')
      const gate = data['gate'] as unknown as OracleGate
      const judged = this.judged(version)
      this.rounds.set(subject, {
        version,
        by: behind(entry),
        gate,
        judged,
        open: true,
        reviews: new Map(),
        approvals: new Map(),
      })
    }
    const round = this.rounds.get(subject)
    if (round !== undefined) {
      const { duty, role, assignment, verdict } = data as Record<string, string>
      const given = { person: actor, duty: duty ?? '', role: role ?? '', assignment: assignment ?? '', seq, verdict }
      if (type === 'ReviewGiven') round.reviews.set(given.duty, { ...given, judged: this.judged(round.version) })
      if (type === 'ApprovalGiven') round.approvals.set(given.duty, { ...given, judged: this.judged(round.version) })
      if (type === 'ApprovalRevoked') round.approvals.delete(given.duty)
      if (/^Round(Withdrawn|Rejected|Superseded|Passed)$/.test(type)) round.open = false
    }
    if (type === 'WorkHandedOver') this.handovers.set(subject, { activity: text(data, 'activity'), by: actor })
    if (type === 'ModelPromoted') this.promotions.set(subject, text(data, 'version'))
    if (type === 'ConsultationOpened')
      this.consultations.set(subject, { ...(data as unknown as Omit<Asked, 'answered'>), answered: new Set() })
    if (type === 'ConsultationAnswered')
      for (const role of data['roles'] as string[]) this.consultations.get(subject)?.answered.add(role)
  }
}

export const holds = (a: OracleAssignment, at: string): boolean =>
  !a.ended && a.from <= at.slice(0, 10) && (a.until === undefined || at.slice(0, 10) <= a.until)

function matrixIn(matrix: unknown): Pick<OracleProject, 'rows' | 'cells'> {
  const { activities, cells } = matrix as { activities: OracleProject['rows']; cells: OracleProject['cells'] }
  return { rows: activities, cells }
}
