import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import type { Matrix } from '../../acts/matrix.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import type { Person } from '../../team/people/person.ts'
import { assign, leadRole, personAssigned } from '../../team/responsibility/assignments.ts'
import { lintStructure } from '../../team/responsibility/lint.ts'
import type { PackReference, Project, ProjectFacts, ProjectPackKind } from './project.ts'
import {
  PROJECT_PACKS,
  STAGES,
  WORKSTREAMS,
  checkModeSet,
  packAdopted,
  projectCreated,
  projectDescribed,
  projectFact,
  stageEntered,
} from './project.ts'
import type { StageCheck } from './stages.ts'
import { mayMove } from './stages.ts'

/** The packs a command chose, found in the workspace; `missing` names what was not found. */
export interface ChosenPacks {
  readonly references: Readonly<Record<ProjectPackKind, PackReference>>
  readonly matrix: Matrix
  readonly roles: ReadonlySet<string>
  readonly missing: readonly string[]
}
export const chosenPacksFact = fact<ChosenPacks>('chosenPacks')
/** The person that the command names as `lead`. */
export const leadFact = fact<Person>('lead')
/** Stages of the open projects that have the name which the command gives, as far as its actor may read them. */
export const namesakesFact = fact<readonly string[]>('namesakes')
/** Checks of the stage `in-review`, which the gate enters by a submission. */
export const inReviewChecksFact = fact<readonly StageCheck[]>('inReviewChecks')
/** Checks of the stage that the command names as `to`. */
export const stageChecksFact = fact<readonly StageCheck[]>('stageChecks')

const pack = (kind: string, fallback: string) => input.slug.default(fallback).describe(`${kind} pack of the workspace`)
const objective = input.optionalText(5_000).describe('What the project is to achieve, in words of the business')
const scope = input.optionalText(5_000).describe('What is in and what is out')

export const createProject = act({
  name: 'project.create',
  title: 'Create a project',
  help: 'Starts a project in stage idea, with its own copy of a RACI matrix, and assigns the lead to the role that answers for planning.',
  input: z.strictObject({
    name: input.line(120).describe('Name of the project'),
    workstream: z.enum(WORKSTREAMS).default('experimentation').describe('Workstream'),
    objective: objective.default(''),
    scope: scope.default(''),
    lead: input.person.describe('Who is accountable for planning and staffing it'),
    raci: pack('RACI', 'full-team'),
    gate: pack('Gate', 'production'),
    lifecycle: pack('Lifecycle', 'standard'),
    confirm: z.boolean().default(false).describe('Another project may have this name'),
  }),
  needs: { chosenPacks: chosenPacksFact, lead: leadFact, namesakes: namesakesFact },
  permission: { kind: 'member' },
  events: [projectCreated, personAssigned],
  decide: (command, _grant, { chosenPacks, lead, namesakes }, moment) => {
    if (chosenPacks.missing.length > 0) return refuse(unknownPacks(chosenPacks.missing))
    if (lead.kind !== 'human')
      return refuse(refusal('person-unknown', 'The lead must be a human being.', { subject: lead.id }))
    const [stage] = namesakes
    if (stage !== undefined && !command.confirm)
      return refuse(
        refusal('name-unconfirmed', `There is an open project "${command.name}" already, in stage ${stage}.`, {
          subject: '/name',
          help: 'Choose another name, or send the act again with "confirm": true if you mean a second one.',
        }),
      )
    const id = moment.newId('prj')
    const role = leadRole(chosenPacks)
    if (role === undefined)
      return refuse(refusal('matrix-broken', 'The RACI pack names nobody accountable for planning and staffing.'))
    const assigned = assign(
      { id, roles: chosenPacks.roles, assignments: [] },
      lead,
      { role, allocation: 100, engagement: 'embedded' },
      moment,
    )
    if (!assigned.ok) return assigned
    const { name, workstream } = command
    return accept(
      event(
        projectCreated,
        id,
        {
          name,
          workstream,
          objective: command.objective,
          scope: command.scope,
          lead: lead.id,
          packs: chosenPacks.references,
          matrix: matrixData(chosenPacks.matrix),
        },
        id,
      ),
      ...assigned.events,
    )
  },
})

/** A matrix as an event holds it: mutable arrays for the schema, nothing else. */
function matrixData(matrix: Matrix) {
  return {
    activities: matrix.activities.map((a) => ({ id: a.id, title: a.title, covers: [...a.covers] })),
    cells: Object.fromEntries(Object.entries(matrix.cells).map(([activity, row]) => [activity, { ...row }])),
  }
}

const unknownPacks = (missing: readonly string[]) =>
  refusal('pack-unknown', `The workspace has no pack ${missing.join(', ')}.`, {
    help: 'List the packs with "muster pack list".',
  })

export const describeProject = act({
  name: 'project.describe',
  title: 'Describe a project',
  help: 'Changes name, workstream, objective or scope.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    name: input.line(120).optional().describe('New name'),
    workstream: z.enum(WORKSTREAMS).optional().describe('New workstream'),
    objective: objective.optional(),
    scope: scope.optional(),
  }),
  needs: { project: projectFact },
  permission: { kind: 'activity', stake: 'R', activity: 'define-success', responsibilities: (f) => f.project },
  events: [projectDescribed],
  decide: (command, _grant, { project }) => {
    const { project: id, ...change } = command
    if (Object.keys(change).length === 0)
      return refuse(refusal('input-invalid', 'Nothing to change: give a name, workstream, objective or scope.'))
    return accept(event(projectDescribed, id, change, project.id))
  },
})

const planning = {
  kind: 'activity',
  stake: 'A',
  activity: 'plan-and-staff',
  responsibilities: (f: { project: ProjectFacts }) => f.project,
} as const

export const advanceProject = act({
  name: 'project.advance',
  title: 'Move a project to another stage',
  help: 'One stage forward, back to an earlier one, or to retired. The checks of the new stage must be met; those in mode "warn" must be confirmed.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    to: z.enum(STAGES).describe('The stage to enter'),
    confirm: z.boolean().default(false).describe('I have read the warnings'),
    reason: input.line(500).optional().describe('Why'),
  }),
  needs: { project: projectFact, stageChecks: stageChecksFact },
  permission: planning,
  events: [stageEntered],
  decide: (command, _grant, { project, stageChecks }) => {
    const from = project.state.stage
    if (!mayMove(from, command.to)) return refuse(wrongStage(from, command.to))
    const forward = STAGES.indexOf(command.to) > STAGES.indexOf(from)
    const unmet = forward ? stageChecks.filter((c) => !c.met && c.mode !== 'off') : []
    const [first, ...more] = unmet
      .filter((c) => c.mode === 'prevent')
      .map((c) =>
        refusal('stage-blocked', c.message, { subject: c.id, ...(c.help === undefined ? {} : { help: c.help }) }),
      )
    if (first !== undefined) return refuse(first, ...more)
    const [warning, ...others] = unmet.map((c) =>
      refusal('stage-unconfirmed', c.message, {
        subject: c.id,
        help: `Send the act again with "confirm": true if you have read this.${c.help === undefined ? '' : ` ${c.help}`}`,
      }),
    )
    if (warning !== undefined && !command.confirm) return refuse(warning, ...others)
    return accept(
      event(
        stageEntered,
        project.id,
        { from, to: command.to, because: command.reason ?? 'moved by hand', warnings: unmet.map((c) => c.message) },
        project.id,
      ),
    )
  },
})

function wrongStage(from: Project['stage'], to: Project['stage']) {
  const help =
    to === 'in-review'
      ? 'A project enters review when a candidate is submitted.'
      : to === 'live'
        ? 'A project goes live when a version is promoted.'
        : undefined
  return refusal(
    'stage-order',
    `A project cannot go from "${from}" to "${to}".`,
    help === undefined ? { subject: '/to' } : { subject: '/to', help },
  )
}

export const setCheckMode = act({
  name: 'project.set-check-mode',
  title: 'Set how a stage check acts',
  help: 'prevent stops the move, warn asks for a confirmation, off says nothing. The reason stands in the ledger.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    check: input.slug.describe('Id of a check of the lifecycle pack'),
    mode: z.enum(['prevent', 'warn', 'off']).describe('prevent, warn or off'),
    reason: input.line(500).describe('Why this project deviates'),
  }),
  needs: { project: projectFact, checkIds: fact<ReadonlySet<string>>('checkIds') },
  permission: planning,
  events: [checkModeSet],
  decide: (command, _grant, { project, checkIds }) => {
    if (!checkIds.has(command.check)) {
      return refuse(
        refusal('check-unknown', `The lifecycle of this project has no check "${command.check}".`, {
          subject: '/check',
          help: `Its checks are ${[...checkIds].join(', ')}.`,
        }),
      )
    }
    const { check, mode, reason } = command
    return accept(event(checkModeSet, project.id, { check, mode, reason }, project.id))
  },
})

export const adoptPack = act({
  name: 'project.adopt-pack',
  title: 'Let a project follow another pack',
  help: 'Takes over the newest applied version of a pack. Adopting a RACI pack replaces the matrix and its amendments.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    kind: z.enum(PROJECT_PACKS).describe('Kind of pack'),
    pack: input.slug.describe('Id of the pack'),
    reason: input.line(500).describe('Why'),
  }),
  needs: { project: projectFact, chosenPacks: chosenPacksFact },
  permission: planning,
  events: [packAdopted],
  decide: (command, _grant, { project, chosenPacks }) => {
    if (chosenPacks.missing.length > 0) return refuse(unknownPacks(chosenPacks.missing))
    const { kind, reason } = command
    const reference = chosenPacks.references[kind]
    if (kind !== 'raci') return accept(event(packAdopted, project.id, { kind, pack: reference, reason }, project.id))
    const [first, ...more] = lintStructure(chosenPacks.matrix).map((f) =>
      refusal('matrix-broken', f.message, { subject: f.activity }),
    )
    if (first !== undefined) return refuse(first, ...more)
    return accept(
      event(
        packAdopted,
        project.id,
        { kind, pack: reference, matrix: matrixData(chosenPacks.matrix), reason },
        project.id,
      ),
    )
  },
})
