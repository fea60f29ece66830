import { readFileSync } from 'node:fs'
import type {
  CeremoniesPack,
  Deliverable,
  EvidenceKind,
  GateDefinition,
  IndustryPack,
  LearningPack,
  Matrix,
  RaciPack,
  RegisterDefinition,
  ResponsibilitiesPack,
  RolesPack,
  StaffingPack,
  StageDefinition,
} from '@muster/core'
import { PACK_SCHEMAS } from '@muster/core'
import { parse } from 'yaml'

const read = (path: string): unknown =>
  parse(readFileSync(new URL(`../../../../packs/${path}`, import.meta.url), 'utf8'))

export type RaciName = 'source-5x8' | 'full-team'

/** A RACI pack as it is shipped. */
export const raciPackOf = (name: RaciName): RaciPack => PACK_SCHEMAS.raci.parse(read(`raci/${name}.yaml`))

/** The matrix of a RACI pack as a project takes it over. */
export function matrixOf(name: RaciName): Matrix {
  const { activities, cells } = raciPackOf(name)
  return { activities: activities.map(({ id, title, covers }) => ({ id, title, covers })), cells }
}

/** The role catalogue as it is shipped. */
export const rolesPack = (): RolesPack => PACK_SCHEMAS.roles.parse(read('roles/catalogue.yaml'))

/** The gate to production as it is shipped. */
export const productionGate = (): GateDefinition => PACK_SCHEMAS.gate.parse(read('gates/production.yaml'))

/** The kinds of evidence as they are shipped. */
export const evidenceKinds = (): readonly EvidenceKind[] =>
  PACK_SCHEMAS['evidence-kinds'].parse(read('evidence/kinds.yaml')).kinds

/** The stages of the standard lifecycle. */
export const standardStages = (): readonly StageDefinition[] =>
  PACK_SCHEMAS.lifecycle.parse(read('lifecycle/standard.yaml')).stages

/** The kinds of experiment as they are shipped. */
export const experimentKinds = () => PACK_SCHEMAS['experiment-kinds'].parse(read('experiments/kinds.yaml')).kinds

/** A register as it is shipped. */
export const registerPackNamed = (name: string): RegisterDefinition =>
  PACK_SCHEMAS.register.parse(read(`registers/${name}.yaml`))

/** An industry as it is shipped. */
export const industryPack = (name: string): IndustryPack => PACK_SCHEMAS.industry.parse(read(`industries/${name}.yaml`))
/** The ceremonies as they are shipped. */
export const ceremoniesPack = (): CeremoniesPack => PACK_SCHEMAS.ceremonies.parse(read('ceremonies/standard.yaml'))

/** A cell of a matrix, with the id of the source statement it was read from. */
export interface Cell {
  readonly activity: string
  readonly role: string
  readonly stake: 'R' | 'A' | 'C' | 'I'
  readonly source: string
}

/** Every cell of a shipped matrix; `source` is `activity × role` where the pack names no source. */
export function cellsOf(name: RaciName): Cell[] {
  const pack = raciPackOf(name)
  return Object.entries(pack.cells).flatMap(([activity, row]) =>
    Object.entries(row).map(([role, stake]) => ({
      activity,
      role,
      stake,
      source: pack.sourceCells?.[activity]?.[role] ?? `${activity} × ${role}`,
    })),
  )
}

/** The team patterns, risks and hiring questions as they are shipped. */
export const shippedStaffing = (): StaffingPack => PACK_SCHEMAS.staffing.parse(read('staffing/patterns.yaml'))

/** What should be learnt, and the departments, as they are shipped. */
export const shippedLearning = (): LearningPack => PACK_SCHEMAS.learning.parse(read('learning/literacy.yaml'))

/** What shows responsibilities, and where deliverables are handed over, as it is shipped. */
export const shippedResponsibilities = (): ResponsibilitiesPack =>
  PACK_SCHEMAS.responsibilities.parse(read('responsibilities/shown-by.yaml'))

/** The deliverables of the shipped catalogue, with where they are handed over. */
export function shippedDeliverables(): Deliverable[] {
  const places = new Map(shippedResponsibilities().deliverables.map((d) => [d.id, d]))
  return rolesPack().roles.flatMap((role): Deliverable[] => {
    const place = places.get(role.deliverable?.id ?? '')
    if (role.deliverable === undefined || place === undefined) return []
    return [{ ...role.deliverable, role: role.id, activities: place.activities, dueBefore: place.dueBefore }]
  })
}
