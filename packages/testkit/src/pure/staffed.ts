import {
  assignPerson,
  createProject,
  event,
  leadRole,
  personRegistered,
  registerPerson,
  setCriterion,
  workspaceOpened,
} from '@muster/core'
import type { RaciName } from './shipped.ts'
import { matrixOf } from './shipped.ts'
import { World } from './world.ts'

/** A workspace with one project that has a person in each role of its matrix. */
export interface Staffed {
  readonly world: World
  readonly project: string
  readonly administrator: string
  /** Who holds a role; the same id every time. */
  readonly who: (role: string) => string
  /** Registers another person, and assigns them when roles are given. */
  readonly join: (...roles: string[]) => string
}

/** An organisation with an administrator and nothing else. */
export function workspace(): { world: World; administrator: string } {
  const world = new World()
  const administrator = world.newId('per')
  world.happened(event(personRegistered, administrator, { kind: 'human', administrator: true }), administrator)
  world.happened(event(workspaceOpened, 'workspace', { administrator }), administrator)
  return { world, administrator }
}

/** A project in stage idea, one person in each role that its matrix names. `without` leaves roles unheld. */
export function staffed(raci: RaciName = 'full-team', without: readonly string[] = []): Staffed {
  const { world, administrator } = workspace()
  const matrix = matrixOf(raci)
  const register = (): string =>
    world.does(administrator, registerPerson, { name: 'Somebody', email: 'somebody@example.org' }).subject
  const people = new Map<string, string>()
  const role = leadRole({ matrix }) ?? ''
  const lead = register()
  people.set(role, lead)
  const project = world.does(lead, createProject, { name: 'Churn', lead, raci }).subject
  const assign = (person: string, as: string): void => {
    world.does(lead, assignPerson, { project, person, role: as })
  }
  for (const other of new Set(Object.values(matrix.cells).flatMap((row) => Object.keys(row)))) {
    if (other === role || without.includes(other)) continue
    const person = register()
    people.set(other, person)
    assign(person, other)
  }
  return {
    world,
    project,
    administrator,
    who: (as) => {
      const person = people.get(as)
      if (person === undefined) throw new Error(`nobody is ${as} here`)
      return person
    },
    join: (...roles) => {
      const person = register()
      for (const as of roles) assign(person, as)
      return person
    },
  }
}

/** Sets the criterion that the shipped gate judges: recall of at least 0.9 on the test split. */
export function withCriterion(team: Staffed, threshold = 0.9): string {
  const { data } = team.world.does(team.who('product-manager'), setCriterion, {
    project: team.project,
    kind: 'technical',
    title: 'Few missed churners',
    metric: 'recall',
    comparator: '>=',
    threshold,
  })
  return data['criterion'] as string
}
