import { fact } from '../../acts/act.ts'
import { inForce } from '../../acts/matrix.ts'
import type { Refusal } from '../../acts/refusal.ts'
import { refusal } from '../../acts/refusal.ts'
import type { Experiment } from '../../making/experiments/experiment.ts'
import type { Model, ModelVersion } from '../../making/registry/registry.ts'
import { CHAMPION, makers } from '../../making/registry/registry.ts'
import type { Consultation } from '../../team/responsibility/consultations.ts'
import type { ProjectFacts } from '../../work/projects/project.ts'
import type { StageCheck } from '../../work/projects/stages.ts'
import type { Evidence } from '../evidence/evidence.ts'
import { sealers } from '../evidence/evidence.ts'
import type { GateDefinition, GateDuty } from './definition.ts'
import type { BasisParts, Given, Round, Waiver } from './round.ts'
import { waiverHolds } from './round.ts'
import type { DutyClaim } from '../../acts/permission.ts'

/** All that a decision at the gate looks at. `round` is the round the command names, or the newest of the version. */
export interface GateFacts {
  readonly project: ProjectFacts
  readonly definition: GateDefinition
  readonly experiment: Experiment
  readonly model: Model
  readonly version: ModelVersion
  /** Current (neither superseded nor withdrawn) evidence about the version; freshness is computed. */
  readonly evidence: readonly Evidence[]
  readonly waivers: readonly Waiver[]
  readonly round?: Round
  /** How many rounds the version has had. */
  readonly rounds: number
  readonly consultations: readonly Consultation[]
  /** Who seals a kind of evidence, by kind: R of a canonical activity, or independent people in one of these roles. */
  readonly sealing: Readonly<Record<string, { readonly activity: string; readonly roles?: readonly string[] }>>
  /** What the stage `live` asks for when a promotion enters it; empty when the project is live already. */
  readonly liveChecks: readonly StageCheck[]
  /** Open rounds of other versions of the same experiment. */
  readonly openElsewhere: number
}
export const gateFact = fact<GateFacts>('gate')

/** The version that is live for the model, if there is one. */
export function champion(model: Model): string | null {
  return Object.hasOwn(model.aliases, CHAMPION) ? (model.aliases[CHAMPION] ?? null) : null
}

/** The gate that judges: the copy an open round keeps, otherwise the project's. */
export function gateOf(facts: GateFacts): GateDefinition {
  return facts.round?.state === 'open' ? facts.round.gate : facts.definition
}

/**
 * What a decision now would judge. Ids are sorted, so that the same things always give the same digest. The submission
 * itself and the passing of time are not part of it: freshness, lapses and expiries are computed when read.
 */
export function basisNow(
  facts: GateFacts,
  gate: GateDefinition,
  digest: (value: unknown) => string,
): { parts: BasisParts; basis: string } {
  const criteria = facts.project.state.criteria.map(({ setBy: _by, setAt: _at, ...criterion }) => criterion)
  const parts: BasisParts = {
    version: facts.version.id,
    digest: facts.version.digest,
    champion: champion(facts.model),
    evidence: facts.evidence.map((e) => e.id).sort(),
    criteria: digest(criteria.toSorted((a, b) => (a.id < b.id ? -1 : 1))),
    waivers: facts.waivers
      .filter((w) => w.revokedAt === undefined)
      .map((w) => w.id)
      .sort(),
    gate: digest(gate),
  }
  return { parts, basis: digest(parts) }
}

/** Everybody whose work is judged: they can fulfil no duty on it. */
export function authors(facts: GateFacts): Set<string> {
  const { experiment, version, round } = facts
  const submitters = [round?.submittedBy, round?.onBehalfOf].filter((person) => person !== undefined)
  return new Set([...makers(experiment, version), ...facts.evidence.flatMap(sealers), ...submitters])
}

/**
 * Why something given no longer counts although nobody took it back: the person was deactivated since, or the
 * assignment through which it was given is over. It does not come back when the person does.
 */
export function lapse(facts: GateFacts, item: Given, now: string): string | undefined {
  const standing = facts.project.people.get(item.person)
  if (standing?.active !== true) return `${item.person} is no longer active`
  if (standing.deactivatedAt !== undefined && standing.deactivatedAt >= item.at)
    return `${item.person} was deactivated meanwhile`
  const assignment = facts.project.assignments.find((a) => a.id === item.assignment)
  if (assignment === undefined || !inForce(assignment, now))
    return `${item.person} no longer is ${item.role} on this project`
  return undefined
}

/** What granting a waiver is called as a duty. */
export const WAIVE = 'waive'

/**
 * person → duty, for everything about the candidate that still counts: reviews and approvals of the round, and waivers
 * that hold. Empty when the gate allows several duties a person.
 */
export function dutiesTaken(facts: GateFacts, gate: GateDefinition, now: string): Map<string, string> {
  if (!gate.oneDutyPerPerson) return new Map()
  const given = [...(facts.round?.reviews ?? []), ...(facts.round?.approvals ?? [])]
  return new Map([
    ...facts.waivers.filter((w) => waiverHolds(w, now)).map((w): [string, string] => [w.grantedBy, WAIVE]),
    ...given
      .filter((item) => lapse(facts, item, now) === undefined)
      .map((item): [string, string] => [item.person, item.duty]),
  ])
}

/** The reviews that this candidate needs: those the gate always asks for, and those its experiment asks for beside them. */
export function reviewsOf(facts: GateFacts, gate: GateDefinition): readonly GateDuty[] {
  return gate.reviews.filter((r) => r.onlyWhenRequired !== true || facts.experiment.requiredReviews.includes(r.duty))
}

/** The claim to a duty of the gate's reviews or approvals. */
export function claimDuty(
  facts: GateFacts,
  list: 'reviews' | 'approvals',
  duty: string,
  now: string,
): DutyClaim | Refusal {
  const gate = gateOf(facts)
  const asked = list === 'reviews' ? reviewsOf(facts, gate) : gate.approvals
  const wanted = asked.find((d) => d.duty === duty)
  if (wanted === undefined) {
    const code = list === 'reviews' ? 'review-unknown' : 'approval-unknown'
    return refusal(
      code,
      `The gate "${gate.title}" asks this candidate for no ${list === 'reviews' ? 'review' : 'approval'} "${duty}".`,
      {
        subject: '/duty',
        help: `It asks for ${asked.map((d) => `${d.duty} (${d.title})`).join(', ')}.`,
      },
    )
  }
  return {
    duty,
    title: wanted.title,
    roles: wanted.roles,
    authors: authors(facts),
    taken: dutiesTaken(facts, gate, now),
    titles: new Map([...gate.reviews, ...gate.approvals].map((d) => [d.duty, d.title])),
  }
}

/** The assignment in force through which a person holds a role. */
export function assignmentFor(facts: GateFacts, person: string, role: string, now: string): string {
  const found = facts.project.assignments.find((a) => a.person === person && a.role === role && inForce(a, now))
  // authorize has just found this role to be held: its absence would be a fault in Muster.
  if (found === undefined) throw new Error(`no assignment in force for ${person} as ${role}`)
  return found.id
}
