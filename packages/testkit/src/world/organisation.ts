import type { AnyAct } from '@muster/core'
import { ACTS, applyPack } from '@muster/core'
import { perform, shippedPacks } from '@muster/server'
import type { RaciName } from '../pure/shipped.ts'
import { matrixOf } from '../pure/shipped.ts'
import type { Caller, Powers } from './hand.ts'
import { handOf } from './hand.ts'

/** Who is in the organisation beside those who hold a role. */
export interface Staff {
  readonly administrator: string
  readonly auditor: string
  /** A service account; the administrator answers for it. */
  readonly service: string
  /** Somebody of the workspace who is on no project. */
  readonly outsider: string
}

/** A project in stage building, with a person in each role. */
export interface Team {
  readonly project: string
  readonly criterion: string
  /** Person by role; `second-ml-engineer` is another ML engineer. */
  readonly people: Readonly<Record<string, string>>
  /** Assignment by the same names. */
  readonly assignments: Readonly<Record<string, string>>
}

/** Opens the workspace, applies the shipped packs where they are missing, and registers those who hold no role. */
export async function foundOrganisation(powers: Powers): Promise<Staff> {
  const [known] = await powers.database.query<{ n: number }>('select count(*)::int as n from pack')
  for (const pack of known?.n === 0 ? shippedPacks() : []) {
    const outcome = await perform(powers, applyPack, { person: 'system', as: 'system' }, pack)
    if (!outcome.ok) throw new Error(`${pack.file}: ${outcome.refusals.map((r) => r.message).join('; ')}`)
  }
  const administrator = powers.newId('per')
  const setup: Caller = { person: administrator, as: 'setup' }
  const open = ACTS.find((act: AnyAct) => act.name === 'workspace.open')
  if (open === undefined) throw new Error('no act opens the workspace')
  const opened = await perform(powers, open, setup, { name: 'Ada Lovelace', email: 'ada@example.org' })
  if (!opened.ok) throw new Error(opened.refusals.map((r) => r.message).join('; '))
  const by = handOf(powers, { person: administrator })
  const register = registrar(powers, administrator)
  const auditor = await register('Auditor')
  await by.act('person.appoint-auditor', { person: auditor })
  const { subject: service } = await by.act('service.register', { name: 'Build server' })
  return { administrator, auditor, service, outsider: await register('Outsider') }
}

let registered = 0

/** Registers people, each with an address of their own. */
export function registrar(powers: Powers, administrator: string): (name: string) => Promise<string> {
  const by = handOf(powers, { person: administrator })
  return async (name) => {
    registered += 1
    const { subject } = await by.act('person.register', { name, email: `person-${registered}@example.org` })
    return subject
  }
}

/** Roles that a gate needs beside those of the smaller matrix. */
const GATE_ROLES = ['ethics-officer', 'risk-governance-specialist', 'chief-ai-officer']

/** Founds a project, staffs every role of its matrix, and brings it to stage building. */
export async function foundProject(powers: Powers, staff: Staff, matrix: RaciName, name: string): Promise<Team> {
  const register = registrar(powers, staff.administrator)
  const roles = new Set(Object.values(matrixOf(matrix).cells).flatMap((row) => Object.keys(row)))
  for (const role of GATE_ROLES) roles.add(role)
  const lead = await register('product-manager')
  const people: Record<string, string> = { 'product-manager': lead }
  const assignments: Record<string, string> = {}
  const created = await handOf(powers, { person: lead }).act('project.create', {
    name,
    lead,
    raci: matrix,
    confirm: true,
  })
  const project = created.subject
  assignments['product-manager'] = created.entries[1]?.subject ?? ''
  const pm = handOf(powers, { person: lead }, project)
  for (const who of [...roles, 'second-ml-engineer']) {
    if (who === 'product-manager') continue
    const person = (people[who] = await register(who))
    const role = who === 'second-ml-engineer' ? 'ml-engineer' : who
    assignments[who] = (await pm.act('assignment.assign', { person, role })).subject
  }
  return { project, criterion: await toBuilding(pm), people, assignments }
}

async function toBuilding(pm: ReturnType<typeof handOf>): Promise<string> {
  await pm.act('project.describe', { objective: 'Keep customers who would leave.', scope: 'Consumers only.' })
  const technical = { kind: 'technical', title: 'Few missed churners', metric: 'recall', comparator: '>=' }
  const { subject: _project, entries } = await pm.act('criterion.set', { ...technical, threshold: 0.9 })
  const business = { kind: 'business', title: 'Cheap enough', metric: 'cost.monthly', comparator: '<=' }
  await pm.act('criterion.set', { ...business, threshold: 1_000 })
  await pm.act('milestone.set', { title: 'First candidate', due: '2026-06-01' })
  for (const to of ['scoped', 'staffed', 'building']) await pm.act('project.advance', { to, confirm: true })
  return entries[0]?.subject ?? ''
}
