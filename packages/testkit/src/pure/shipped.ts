import { readFileSync } from 'node:fs'
import type { EvidenceKind, GateDefinition, Matrix, RaciPack, RolesPack, StageDefinition } from '@muster/core'
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

/** The KPIs as they are shipped. */
export const shippedKpis = () => PACK_SCHEMAS.kpis.parse(read('kpis/scorecards.yaml')).kpis

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
