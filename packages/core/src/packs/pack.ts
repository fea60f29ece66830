import { z } from 'zod'
import type { CeremoniesPack } from './ceremonies-pack.ts'
import { ceremoniesPack } from './ceremonies-pack.ts'
import type { EvidenceKindsPack } from './evidence-kinds-pack.ts'
import { evidenceKindsPack } from './evidence-kinds-pack.ts'
import type { ExperimentKindsPack } from './experiment-kinds-pack.ts'
import { experimentKindsPack } from './experiment-kinds-pack.ts'
import type { GatePack } from './gate-pack.ts'
import { gatePack } from './gate-pack.ts'
import type { IndustryPack } from './industry-pack.ts'
import { industryPack } from './industry-pack.ts'
import type { LearningPack } from './learning-pack.ts'
import { learningPack } from './learning-pack.ts'
import type { KpisPack } from './kpis-pack.ts'
import { kpisPack } from './kpis-pack.ts'
import type { LifecyclePack } from './lifecycle-pack.ts'
import { lifecyclePack } from './lifecycle-pack.ts'
import type { RaciPack } from './raci-pack.ts'
import { raciPack } from './raci-pack.ts'
import type { RegisterPack } from './register-pack.ts'
import { registerPack } from './register-pack.ts'
import type { ResponsibilitiesPack } from './responsibilities-pack.ts'
import { responsibilitiesPack } from './responsibilities-pack.ts'
import type { RolesPack } from './roles-pack.ts'
import { rolesPack } from './roles-pack.ts'
import type { StaffingPack } from './staffing-pack.ts'
import { staffingPack } from './staffing-pack.ts'

/** The strict schema of every kind of pack. */
export const PACK_SCHEMAS = {
  roles: rolesPack,
  raci: raciPack,
  gate: gatePack,
  'evidence-kinds': evidenceKindsPack,
  lifecycle: lifecyclePack,
  'experiment-kinds': experimentKindsPack,
  register: registerPack,
  industry: industryPack,
  staffing: staffingPack,
  responsibilities: responsibilitiesPack,
  learning: learningPack,
  ceremonies: ceremoniesPack,
  kpis: kpisPack,
} as const

export type PackKind = keyof typeof PACK_SCHEMAS
export const PACK_KINDS = Object.keys(PACK_SCHEMAS) as PackKind[]

/** A pack whose shape has been checked; `pack` says which kind it is. */
export type Pack =
  | RolesPack
  | RaciPack
  | GatePack
  | EvidenceKindsPack
  | LifecyclePack
  | ExperimentKindsPack
  | RegisterPack
  | IndustryPack
  | StaffingPack
  | ResponsibilitiesPack
  | LearningPack
  | CeremoniesPack
  | KpisPack
export type {
  CeremoniesPack,
  EvidenceKindsPack,
  ExperimentKindsPack,
  GatePack,
  IndustryPack,
  KpisPack,
  LearningPack,
  LifecyclePack,
  RaciPack,
  RegisterPack,
  ResponsibilitiesPack,
  RolesPack,
  StaffingPack,
}

/** How a pack is called in messages and references: `raci/full-team`. */
export const packName = (pack: Pick<Pack, 'pack' | 'id'>): string => `${pack.pack}/${pack.id}`

/** Where in a pack something is: field names and list positions from the top. */
export type PackPath = readonly (string | number)[]

/**
 * The fields that a pack of this kind may have at a path; none where the schema has no fixed fields.
 *
 * @example packFields('gate', ['consult']) // ['activity', 'windowWorkingDays']
 */
export function packFields(kind: PackKind, path: PackPath): string[] {
  let schema: unknown = PACK_SCHEMAS[kind]
  for (const step of path) {
    schema = bare(schema)
    if (schema instanceof z.ZodObject) {
      const shape = schema.shape as Record<string, unknown>
      schema = Object.hasOwn(shape, step) ? shape[step] : undefined
    } else if (schema instanceof z.ZodArray) schema = schema.element
    else if (schema instanceof z.ZodRecord) schema = schema.valueType
    else return []
  }
  const last = bare(schema)
  return last instanceof z.ZodObject ? Object.keys(last.shape) : []
}

const bare = (schema: unknown): unknown => (schema instanceof z.ZodOptional ? schema.unwrap() : schema)
