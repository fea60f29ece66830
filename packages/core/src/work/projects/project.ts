import { z } from 'zod'
import { fact } from '../../acts/act.ts'
import { eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import type { Matrix } from '../../acts/matrix.ts'
import { matrixAmended } from '../../team/responsibility/amend-matrix.ts'
import { amend } from '../../team/responsibility/amended.ts'
import type { ProjectTeam } from '../../team/responsibility/assignments.ts'

export const STAGES = ['idea', 'scoped', 'staffed', 'building', 'in-review', 'live', 'retired'] as const
export type Stage = (typeof STAGES)[number]
export const WORKSTREAMS = ['experimentation', 'production', 'optimization', 'governance'] as const
export const COMPARATORS = ['>=', '>', '<=', '<'] as const

const stage = z.enum(STAGES)
const workstream = z.enum(WORKSTREAMS)

/** A success threshold, set before the work starts. */
export const criterionShape = z.strictObject({
  kind: z.enum(['technical', 'business']),
  title: z.string(),
  metric: z.string(),
  comparator: z.enum(COMPARATORS),
  threshold: z.number(),
  split: z.string(),
  slice: z.string().optional(),
  unit: z.string().optional(),
  judgedBy: z.enum(['point', 'interval']),
})
export type Criterion = z.output<typeof criterionShape> & {
  readonly id: string
  readonly setBy: string
  readonly setAt: string
}

export interface Milestone {
  readonly id: string
  readonly title: string
  readonly due: string
  readonly state: 'open' | 'completed' | 'dropped'
  readonly completedOn?: string
}

const activity = z.strictObject({ id: z.string(), title: z.string(), covers: z.array(z.string()) })
export const matrixShape = z.strictObject({
  activities: z.array(activity),
  cells: z.record(z.string(), z.record(z.string(), z.enum(['R', 'A', 'C', 'I']))),
})

/** The packs that a project follows, each as `id@version` and the digest of its content at the time of adoption. */
export const packReference = z.strictObject({ id: z.string(), version: z.string(), digest: input.digest })
export type PackReference = z.output<typeof packReference>
export const PROJECT_PACKS = ['raci', 'gate', 'lifecycle', 'roles', 'evidence-kinds', 'experiment-kinds'] as const
export type ProjectPackKind = (typeof PROJECT_PACKS)[number]

export const projectCreated = eventType(
  'ProjectCreated',
  'A project exists, in stage idea.',
  z.strictObject({
    name: z.string(),
    workstream,
    objective: z.string(),
    scope: z.string(),
    lead: input.person,
    packs: z.record(z.enum(PROJECT_PACKS), packReference),
    matrix: matrixShape,
  }),
)
export const projectDescribed = eventType(
  'ProjectDescribed',
  'Name, workstream, objective or scope changed.',
  z.strictObject({
    name: z.string().optional(),
    workstream: workstream.optional(),
    objective: z.string().optional(),
    scope: z.string().optional(),
  }),
)
export const criterionSet = eventType(
  'CriterionSet',
  'A success criterion was set or changed.',
  z.strictObject({ criterion: input.id('crt'), ...criterionShape.shape }),
)
export const criterionWithdrawn = eventType(
  'CriterionWithdrawn',
  'A success criterion no longer holds.',
  z.strictObject({ criterion: input.id('crt'), reason: z.string() }),
)
export const milestoneSet = eventType(
  'MilestoneSet',
  'A milestone was set or moved.',
  z.strictObject({ milestone: input.id('mil'), title: z.string(), due: input.day }),
)
export const milestoneCompleted = eventType(
  'MilestoneCompleted',
  'A milestone was reached.',
  z.strictObject({ milestone: input.id('mil'), on: input.day }),
)
export const milestoneDropped = eventType(
  'MilestoneDropped',
  'A milestone was given up.',
  z.strictObject({ milestone: input.id('mil'), reason: z.string() }),
)
export const stageEntered = eventType(
  'StageEntered',
  'The project is in another stage.',
  z.strictObject({ from: stage, to: stage, because: z.string(), warnings: z.array(z.string()) }),
)
export const checkModeSet = eventType(
  'CheckModeSet',
  'How a stage check acts on this project changed.',
  z.strictObject({ check: z.string(), mode: z.enum(['prevent', 'warn', 'off']), reason: z.string() }),
)
export const packAdopted = eventType(
  'PackAdopted',
  'The project follows another pack from now on.',
  z.strictObject({
    kind: z.enum(PROJECT_PACKS),
    pack: packReference,
    matrix: matrixShape.optional(),
    reason: z.string(),
  }),
)

export const industryAdopted = eventType(
  'IndustryAdopted',
  'The project follows what an industry adds: roles, activities, evidence, checks and stages.',
  z.strictObject({
    pack: packReference,
    activities: z.array(activity),
    cells: z.record(z.string(), z.record(z.string(), z.enum(['R', 'A', 'C', 'I']))),
    reason: z.string(),
  }),
)
export const industryDropped = eventType(
  'IndustryDropped',
  'The project no longer follows what an industry adds.',
  z.strictObject({ industry: z.string(), reason: z.string() }),
)

export const projectEvents = [
  projectCreated,
  projectDescribed,
  criterionSet,
  criterionWithdrawn,
  milestoneSet,
  milestoneCompleted,
  milestoneDropped,
  stageEntered,
  checkModeSet,
  packAdopted,
  industryAdopted,
  industryDropped,
  matrixAmended,
] as const

export interface Project {
  readonly id: string
  readonly name: string
  readonly workstream: (typeof WORKSTREAMS)[number]
  readonly objective: string
  readonly scope: string
  readonly stage: Stage
  readonly stageSince: string
  readonly createdAt: string
  readonly createdBy: string
  readonly packs: Readonly<Record<ProjectPackKind, PackReference>>
  readonly matrix: Matrix
  readonly criteria: readonly Criterion[]
  readonly milestones: readonly Milestone[]
  /** What industries add to the packs, with the activities that each brought to the matrix. */
  readonly industries?: readonly (PackReference & { readonly activities: readonly string[] })[]
  /** Stage check id → mode, where the project deviates from its lifecycle pack. */
  readonly checkModes: Readonly<Record<string, 'prevent' | 'warn' | 'off'>>
}

const milestone = (s: Project, id: string, change: (m: Milestone) => Milestone): Project => ({
  ...s,
  milestones: s.milestones.map((m) => (m.id === id ? change(m) : m)),
})

function dropActivities(matrix: Matrix, ids: readonly string[]): Matrix {
  if (ids.length === 0) return matrix
  return {
    activities: matrix.activities.filter((a) => !ids.includes(a.id)),
    cells: Object.fromEntries(Object.entries(matrix.cells).filter(([id]) => !ids.includes(id))),
  }
}

export const projectNoun = noun<Project, typeof projectEvents>('project', projectEvents, {
  born: {
    ProjectCreated: (e) => {
      const { lead: _lead, ...data } = e.data
      return {
        id: e.subject,
        ...data,
        stage: 'idea',
        stageSince: e.at,
        createdAt: e.at,
        createdBy: e.actor,
        criteria: [],
        milestones: [],
        checkModes: {},
      }
    },
  },
  changed: {
    ProjectDescribed: (s, e) => ({ ...s, ...(e.data as Partial<Project>) }),
    CriterionSet: (s, e) => {
      const { criterion: id, ...shape } = e.data
      const next: Criterion = { id, ...shape, setBy: e.actor, setAt: e.at }
      const known = s.criteria.some((c) => c.id === id)
      return { ...s, criteria: known ? s.criteria.map((c) => (c.id === id ? next : c)) : [...s.criteria, next] }
    },
    CriterionWithdrawn: (s, e) => ({ ...s, criteria: s.criteria.filter((c) => c.id !== e.data.criterion) }),
    MilestoneSet: (s, e) => {
      const { milestone: id, title, due } = e.data
      if (s.milestones.some((m) => m.id === id)) return milestone(s, id, (m) => ({ ...m, title, due }))
      return { ...s, milestones: [...s.milestones, { id, title, due, state: 'open' }] }
    },
    MilestoneCompleted: (s, e) =>
      milestone(s, e.data.milestone, (m) => ({ ...m, state: 'completed', completedOn: e.data.on })),
    MilestoneDropped: (s, e) => milestone(s, e.data.milestone, (m) => ({ ...m, state: 'dropped' })),
    StageEntered: (s, e) => ({ ...s, stage: e.data.to, stageSince: e.at }),
    CheckModeSet: (s, e) => ({ ...s, checkModes: { ...s.checkModes, [e.data.check]: e.data.mode } }),
    PackAdopted: (s, e) => ({
      ...s,
      packs: { ...s.packs, [e.data.kind]: e.data.pack },
      ...(e.data.matrix === undefined ? {} : { matrix: e.data.matrix }),
    }),
    IndustryAdopted: (s, e) => {
      const { pack, activities, cells } = e.data
      const others = (s.industries ?? []).filter((i) => i.id !== pack.id)
      const before = dropActivities(s.matrix, (s.industries ?? []).find((i) => i.id === pack.id)?.activities ?? [])
      return {
        ...s,
        industries: [...others, { ...pack, activities: activities.map((a) => a.id) }],
        matrix: {
          activities: [...before.activities, ...activities],
          cells: Object.fromEntries([...Object.entries(before.cells), ...Object.entries(cells)]),
        },
      }
    },
    IndustryDropped: (s, e) => {
      const dropped = (s.industries ?? []).find((i) => i.id === e.data.industry)
      return {
        ...s,
        industries: (s.industries ?? []).filter((i) => i.id !== e.data.industry),
        matrix: dropActivities(s.matrix, dropped?.activities ?? []),
      }
    },
    MatrixAmended: (s, e) => ({ ...s, matrix: amend(s.matrix, e.data.changes) }),
  },
})

/** The project that a command names (directly, or through the record it names), with its team. */
export interface ProjectFacts extends ProjectTeam {
  readonly state: Project
}
export const projectFact = fact<ProjectFacts>('project')
