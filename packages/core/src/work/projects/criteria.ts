import { z } from 'zod'
import { accept, act } from '../../acts/act.ts'
import { event } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import type { ProjectFacts } from './project.ts'
import {
  COMPARATORS,
  criterionSet,
  criterionWithdrawn,
  milestoneCompleted,
  milestoneDropped,
  milestoneSet,
  projectFact,
} from './project.ts'

const byStake = (activity: string) =>
  ({ kind: 'activity', stake: 'R', activity, responsibilities: (f: { project: ProjectFacts }) => f.project }) as const
const metric = z.string().regex(/^[a-z0-9][a-z0-9_.@-]{0,99}$/, 'must be a metric name such as roc_auc or cost.monthly')

export const setCriterion = act({
  name: 'criterion.set',
  title: 'Set a success criterion',
  help: 'A threshold that the result must meet, set before the work starts. Changing one makes open approvals stale.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    criterion: input.id('crt').optional().describe('The criterion to change; a new one when left out'),
    kind: z.enum(['technical', 'business']).describe('technical or business'),
    title: input.line(200).describe('What it means, e.g. "few missed malignant cases"'),
    metric: metric.describe('Measure of the evaluation (recall, roc_auc), or a fact of other evidence (cost.monthly)'),
    comparator: z.enum(COMPARATORS).describe('>=, >, <= or <'),
    threshold: input.number.describe('The value to meet'),
    split: input.slug.default('test').describe('Data split it must be measured on'),
    slice: input.line(200).optional().describe('Only on this slice, as column=value'),
    unit: input.line(40).optional().describe('Unit of the threshold'),
    judgedBy: z
      .enum(['point', 'interval'])
      .default('point')
      .describe('Whether the estimate or the whole interval must meet it'),
  }),
  needs: { project: projectFact },
  permission: byStake('define-success'),
  events: [criterionSet],
  decide: (command, _grant, { project }, { newId }) => {
    const { project: _id, criterion, slice, unit, ...shape } = command
    if (criterion !== undefined && !project.state.criteria.some((c) => c.id === criterion)) {
      return refuse(refusal('not-found', 'The project has no such criterion.', { subject: criterion }))
    }
    const optional = { ...(slice === undefined ? {} : { slice }), ...(unit === undefined ? {} : { unit }) }
    return accept(
      event(criterionSet, project.id, { criterion: criterion ?? newId('crt'), ...shape, ...optional }, project.id),
    )
  },
})

export const withdrawCriterion = act({
  name: 'criterion.withdraw',
  title: 'Withdraw a success criterion',
  help: 'The criterion no longer counts. Open approvals become stale.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    criterion: input.id('crt').describe('The criterion'),
    reason: input.line(500).describe('Why'),
  }),
  needs: { project: projectFact },
  permission: { ...byStake('define-success'), stake: 'A' },
  events: [criterionWithdrawn],
  decide: (command, _grant, { project }) =>
    project.state.criteria.some((c) => c.id === command.criterion)
      ? accept(
          event(criterionWithdrawn, project.id, { criterion: command.criterion, reason: command.reason }, project.id),
        )
      : refuse(refusal('not-found', 'The project has no such criterion.', { subject: command.criterion })),
})

export const setMilestone = act({
  name: 'milestone.set',
  title: 'Set a milestone',
  help: 'Adds a milestone, or moves one.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    milestone: input.id('mil').optional().describe('The milestone to change; a new one when left out'),
    title: input.line(200).describe('What will be reached'),
    due: input.day.describe('Until when (YYYY-MM-DD)'),
  }),
  needs: { project: projectFact },
  permission: byStake('plan-and-staff'),
  events: [milestoneSet],
  decide: (command, _grant, { project }, { newId }) => {
    const known = project.state.milestones.find((m) => m.id === command.milestone)
    if (command.milestone !== undefined && known?.state !== 'open') return refuse(noMilestone(command.milestone))
    return accept(
      event(
        milestoneSet,
        project.id,
        { milestone: command.milestone ?? newId('mil'), title: command.title, due: command.due },
        project.id,
      ),
    )
  },
})

const onMilestone = {
  project: input.project.describe('The project'),
  milestone: input.id('mil').describe('The milestone'),
}

export const completeMilestone = act({
  name: 'milestone.complete',
  title: 'Complete a milestone',
  help: 'The milestone was reached today.',
  input: z.strictObject(onMilestone),
  needs: { project: projectFact },
  permission: byStake('plan-and-staff'),
  events: [milestoneCompleted],
  decide: (command, _grant, { project }, { now }) =>
    isOpen(project, command.milestone)
      ? accept(
          event(milestoneCompleted, project.id, { milestone: command.milestone, on: now.slice(0, 10) }, project.id),
        )
      : refuse(noMilestone(command.milestone)),
})

export const dropMilestone = act({
  name: 'milestone.drop',
  title: 'Drop a milestone',
  help: 'The milestone is given up, with a reason.',
  input: z.strictObject({ ...onMilestone, reason: input.line(500).describe('Why') }),
  needs: { project: projectFact },
  permission: byStake('plan-and-staff'),
  events: [milestoneDropped],
  decide: (command, _grant, { project }) =>
    isOpen(project, command.milestone)
      ? accept(
          event(milestoneDropped, project.id, { milestone: command.milestone, reason: command.reason }, project.id),
        )
      : refuse(noMilestone(command.milestone)),
})

const isOpen = (project: ProjectFacts, milestone: string): boolean =>
  project.state.milestones.some((m) => m.id === milestone && m.state === 'open')
const noMilestone = (id: string) => refusal('not-found', 'The project has no such open milestone.', { subject: id })
