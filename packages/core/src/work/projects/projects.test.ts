import { given, matrixOf, projectFacts, staffed, standardStages } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { deactivatePerson, registerService } from '../../team/people/acts.ts'
import { assignmentNoun } from '../../team/responsibility/assignments.ts'
import { matrixAmended } from '../../team/responsibility/amend-matrix.ts'
import { event } from '../../acts/event.ts'
import { adoptPack, advanceProject, createProject, describeProject, setCheckMode } from './acts.ts'
import { completeMilestone, dropMilestone, setCriterion, setMilestone, withdrawCriterion } from './criteria.ts'
import { STAGES, WORKSTREAMS, projectNoun, stageEntered } from './project.ts'
import type { StageCheck } from './stages.ts'
import { mayMove, stageChecks } from './stages.ts'

function office() {
  const team = staffed('full-team')
  const { world, project, who } = team
  const lead = who('product-manager')
  const state = () => world.get(projectNoun, project)
  const advance = (to: (typeof STAGES)[number], stageChecks: StageCheck[] = [], more: object = {}) =>
    given(world).when(advanceProject, { project, to, ...more }, { as: lead, facts: { stageChecks } })
  return { ...team, lead, state, advance }
}
const check = (more: Partial<StageCheck>): StageCheck => ({
  id: 'x',
  mode: 'prevent',
  met: false,
  message: 'No.',
  ...more,
})

describe('creating a project', () => {
  test('starts it in stage idea with its name, workstream and own matrix, and makes the lead accountable (C.M5 C.M6 C.M9)', () => {
    const { world, lead, state } = office()
    expect(state()).toMatchObject({
      name: 'Churn',
      workstream: 'experimentation',
      stage: 'idea',
      createdBy: lead,
      criteria: [],
      milestones: [],
    })
    expect(state().matrix).toEqual(matrixOf('full-team'))
    expect(world.all(assignmentNoun).find((a) => a.person === lead)).toMatchObject({
      role: 'product-manager',
      allocation: 100,
    })
  })
  test('knows the four workstreams (C.M1 C.M2 C.M3 C.M4)', () => {
    expect(WORKSTREAMS).toEqual(['experimentation', 'production', 'optimization', 'governance'])
  })
  test('needs packs that exist, and an active human lead', () => {
    const { world, administrator, lead, who } = office()
    const create = (more: object) => given(world).when(createProject, { name: 'X', lead, ...more }, { as: lead })
    create({ raci: 'unknown' }).thenRefused('pack-unknown')
    const robot = world.does(administrator, registerService, { name: 'CI' }).subject
    create({ lead: robot }).thenRefused('person-unknown')
    world.does(administrator, deactivatePerson, { person: who('ux-designer'), reason: 'left' })
    create({ lead: who('ux-designer') }).thenRefused('person-unknown')
  })
  test('warns of an open project of the same name, until that is confirmed; a retired one has no name to itself', () => {
    const { world, lead, project } = office()
    const create = (more: object) => given(world).when(createProject, { name: 'churn', lead, ...more }, { as: lead })
    expect(create({}).thenRefused('name-unconfirmed').help).toContain('"confirm": true')
    create({ name: 'Churn of firms' }).thenEvents('ProjectCreated', 'PersonAssigned')
    create({ confirm: true }).thenEvents('ProjectCreated', 'PersonAssigned')
    world.does(lead, advanceProject, { project, to: 'retired', confirm: true })
    const other = world.all(projectNoun).find((p) => p.name === 'churn')
    world.does(lead, advanceProject, { project: other?.id ?? '', to: 'retired', confirm: true })
    create({}).thenEvents('ProjectCreated', 'PersonAssigned')
  })
  test('is refused when the matrix makes nobody accountable for planning', () => {
    const { world, lead } = office()
    const chosenPacks = { references: {}, matrix: { activities: [], cells: {} }, roles: new Set(), missing: [] }
    given(world)
      .when(createProject, { name: 'X', lead }, { as: lead, facts: { chosenPacks } })
      .thenRefused('matrix-broken')
  })
  test('is described anew by who is R for success, and something must change', () => {
    const { world, project, who, state } = office()
    const by = (command: object) =>
      given(world).when(describeProject, { project, ...command }, { as: who('ux-designer') })
    by({ objective: 'Fewer leave.', workstream: 'production' }).thenEvents('ProjectDescribed')
    expect(state()).toMatchObject({ objective: 'Fewer leave.', workstream: 'production', name: 'Churn' })
    by({}).thenRefused('input-invalid')
  })
})

describe('stages', () => {
  /** Rows: from; columns: to, in the order of STAGES. */
  const table = {
    idea: '·x····x',
    scoped: 'x·x···x',
    staffed: 'xx·x··x',
    building: 'xxx···x',
    'in-review': 'xxxx··x',
    live: 'xxxx··x',
    retired: '·······',
  }
  test.each(STAGES)('from %s a person moves only where the table says', (from) => {
    expect(STAGES.map((to) => (mayMove(from, to) ? 'x' : '·')).join('')).toBe(table[from])
  })
  test('a move is recorded with what it was from, and why', () => {
    const { state, advance } = office()
    const [entered] = advance('scoped', [], { reason: 'we know' }).thenEvents('StageEntered')
    expect(entered?.data).toEqual({ from: 'idea', to: 'scoped', because: 'we know', warnings: [] })
    expect(state().stage).toBe('scoped')
  })
  test.each([
    ['in-review', 'submitted'],
    ['live', 'promoted'],
  ] as const)('%s is not entered by hand, and the refusal says how', (to, how) => {
    const { advance } = office()
    expect(advance(to).thenRefused('stage-order').help).toContain(how)
  })
  test('a check that prevents stops the move, whether confirmed or not; all of them are named', () => {
    const { advance } = office()
    const checks = [check({ id: 'a' }), check({ id: 'b' }), check({ id: 'c', mode: 'warn' })]
    const { outcome } = advance('scoped', checks, { confirm: true })
    expect(outcome.ok ? [] : outcome.refusals.map((r) => [r.code, r.subject])).toEqual([
      ['stage-blocked', 'a'],
      ['stage-blocked', 'b'],
    ])
  })
  test('a check that warns asks for a confirmation, and the warning is recorded', () => {
    const { advance } = office()
    const checks = [check({ mode: 'warn', message: 'Nobody is engaged.' })]
    advance('scoped', checks).thenRefused('stage-unconfirmed')
    const [entered] = advance('scoped', checks, { confirm: true }).thenEvents('StageEntered')
    expect(entered?.data['warnings']).toEqual(['Nobody is engaged.'])
  })
  test('a check that is off, and one that is met, say nothing', () => {
    const { advance } = office()
    const [entered] = advance('scoped', [check({ mode: 'off' }), check({ met: true })]).thenEvents('StageEntered')
    expect(entered?.data['warnings']).toEqual([])
  })
  test('going back asks no check, retiring does', () => {
    const { world, project, lead, advance } = office()
    world.happened(
      event(stageEntered, project, { from: 'idea', to: 'staffed', because: 'x', warnings: [] }, project),
      lead,
    )
    advance('idea', [check({})]).thenEvents('StageEntered')
    advance('retired', [check({ mode: 'warn' })]).thenRefused('stage-unconfirmed')
    advance('retired', [check({ mode: 'warn' })], { confirm: true }).thenEvents('StageEntered')
  })
  test('only who is A for planning moves a project', () => {
    const { world, project, who } = office()
    given(world)
      .when(advanceProject, { project, to: 'scoped' }, { as: who('project-manager') })
      .thenRefused('not-entitled')
  })
})

describe('checks of a stage (K05)', () => {
  const scoped = standardStages().find((s) => s.id === 'scoped')!
  const context = {
    objective: 'Fewer leave.',
    scope: 'Private customers.',
    criteria: [
      { kind: 'technical', metric: 'recall' },
      { kind: 'business', metric: 'cost.monthly' },
    ],
    milestones: [],
    experiments: 0,
    models: 0,
    roles: [
      'product-manager',
      'domain-expert',
      'software-engineer',
      'ux-designer',
      'security-privacy-legal',
      'ethics-officer',
    ],
    disciplines: ['product', 'domain', 'engineering'],
    matrixErrors: 0,
    openRounds: 0,
    promotions: 0,
  }
  const unmet = (change: object, modes = {}) =>
    stageChecks(scoped, { ...context, ...change }, modes)
      .filter((c) => !c.met)
      .map((c) => c.id)
  test('are all met by a project that has what the stage asks for', () => {
    expect(unmet({})).toEqual([])
  })
  test('a role, one of several roles, and a discipline are engaged or not', () => {
    expect(unmet({ roles: context.roles.filter((r) => r !== 'product-manager') })).toContain('scoped-product-manager')
    expect(unmet({ disciplines: ['product', 'domain'] })).toContain('scoped-engineering')
    expect(unmet({ disciplines: ['product', 'engineering'] })).toContain('scoped-domain')
    const anyOf = {
      ...scoped,
      involve: [{ id: 'any', anyOf: ['a', 'b'], reason: 'R', mode: 'warn' as const }],
      require: [],
    }
    expect(stageChecks(anyOf, { ...context, roles: ['b'] }, {})[0]).toMatchObject({
      met: true,
      message: 'A or b is engaged.',
    })
    expect(stageChecks(anyOf, { ...context, roles: ['c'] }, {})[0]).toMatchObject({
      met: false,
      message: 'A or b must be engaged before "Scoped": R.',
    })
  })
  test('conditions look at the project', () => {
    expect(unmet({ objective: '' })).toEqual(['scoped-objective'])
    expect(unmet({ criteria: [{ kind: 'business', metric: 'x' }] })).toEqual(['scoped-technical-criterion'])
  })
  test('a condition that cannot be evaluated is not met, and says why', () => {
    const broken = {
      ...scoped,
      involve: [],
      require: [{ id: 'q', title: 'Q', condition: 'project.nope > 1', message: 'M', mode: 'warn' as const }],
    }
    const [result] = stageChecks(broken, context, {})
    expect(result?.met).toBe(false)
    expect(result?.message).toMatch(/^Q: /)
  })
  test('a project deviates from the mode of its lifecycle by an act with a reason', () => {
    const { world, project, lead, state } = office()
    const set = (check: string) =>
      given(world).when(setCheckMode, { project, check, mode: 'off', reason: 'No screen.' }, { as: lead })
    set('scoped-ux-designer').thenEvents('CheckModeSet')
    expect(set('unknown').thenRefused('check-unknown').help).toContain('scoped-ux-designer')
    const results = stageChecks(scoped, context, state().checkModes)
    expect(results.find((c) => c.id === 'scoped-ux-designer')?.mode).toBe('off')
    expect(results.find((c) => c.id === 'scoped-product-manager')?.mode).toBe('prevent')
  })
})

describe('success criteria (K50)', () => {
  const shape = { kind: 'technical', title: 'Recall', metric: 'recall', comparator: '>=', threshold: 0.9 } as const
  test('are set and changed by R, withdrawn by A, each by its id', () => {
    const { world, project, who, lead, state } = office()
    const set = (more: object, as = who('ux-designer')) =>
      given(world).when(setCriterion, { project, ...shape, ...more }, { as })
    const [first] = set({ slice: 'region=north', unit: 'share' }).thenEvents('CriterionSet')
    const criterion = first?.data['criterion'] as string
    expect(state().criteria).toEqual([
      expect.objectContaining({
        ...shape,
        id: criterion,
        split: 'test',
        judgedBy: 'point',
        slice: 'region=north',
        unit: 'share',
        setBy: who('ux-designer'),
      }),
    ])
    set({ criterion, threshold: 0.95 })
    expect(state().criteria).toHaveLength(1)
    expect(state().criteria[0]).toMatchObject({ threshold: 0.95 })
    expect(state().criteria[0]).not.toHaveProperty('slice')
    set({ criterion: 'crt_ZZZZZZZZZZZZZZZZZZZZZZZZZZ' }).thenRefused('not-found')
    given(world)
      .when(withdrawCriterion, { project, criterion, reason: 'Wrong.' }, { as: lead })
      .thenEvents('CriterionWithdrawn')
    expect(state().criteria).toEqual([])
    given(world)
      .when(withdrawCriterion, { project, criterion, reason: 'Wrong.' }, { as: lead })
      .thenRefused('not-found')
  })
  test.each([
    { threshold: Number.NaN },
    { threshold: Number.POSITIVE_INFINITY },
    { comparator: '==' },
    { metric: 'Recall' },
    { title: '' },
  ])('%j is no criterion', (wrong) => {
    const { project } = office()
    expect(setCriterion.input.safeParse({ project, ...shape, ...wrong }).success).toBe(false)
  })
})

describe('milestones (C.M8)', () => {
  test('are set, moved, completed or dropped; one that is over is not touched again', () => {
    const { world, project, who, state } = office()
    const as = who('project-manager')
    const set = (more: object = {}) =>
      given(world).when(setMilestone, { project, title: 'Pilot', due: '2026-05-01', ...more }, { as })
    const milestone = set().thenEvents('MilestoneSet')[0]?.data['milestone'] as string
    const other = set({ title: 'Launch' }).thenEvents('MilestoneSet')[0]?.data['milestone'] as string
    set({ milestone, due: '2026-06-01' })
    given(world).when(completeMilestone, { project, milestone }, { as }).thenEvents('MilestoneCompleted')
    given(world)
      .when(dropMilestone, { project, milestone: other, reason: 'Too early.' }, { as })
      .thenEvents('MilestoneDropped')
    expect(state().milestones).toEqual([
      { id: milestone, title: 'Pilot', due: '2026-06-01', state: 'completed', completedOn: '2026-03-02' },
      { id: other, title: 'Launch', due: '2026-05-01', state: 'dropped' },
    ])
    set({ milestone }).thenRefused('not-found')
    given(world).when(completeMilestone, { project, milestone }, { as }).thenRefused('not-found')
    given(world).when(dropMilestone, { project, milestone, reason: 'x' }, { as }).thenRefused('not-found')
  })
})

describe('adopting a pack', () => {
  test('of kind RACI replaces the matrix with its amendments; of another kind leaves the matrix', () => {
    const { world, project, lead, state } = office()
    const adopt = (command: { kind: 'raci' | 'gate'; pack: string }) =>
      given(world).when(adoptPack, { project, reason: 'Smaller.', ...command }, { as: lead })
    world.happened(
      event(
        matrixAmended,
        project,
        { changes: [{ activity: 'train-model', role: 'consultant', stake: 'C' }], reason: 'x' },
        project,
      ),
      lead,
    )
    adopt({ kind: 'gate', pack: 'strict' }).thenEvents('PackAdopted')
    expect(state().packs.gate.id).toBe('strict')
    expect(state().matrix.cells['train-model']).toHaveProperty('consultant')
    adopt({ kind: 'raci', pack: 'source-5x8' }).thenEvents('PackAdopted')
    expect(state().matrix).toEqual(matrixOf('source-5x8'))
    expect(state().packs.raci.id).toBe('source-5x8')
  })
  test('is refused when the pack is unknown or its matrix is broken', () => {
    const { world, project, lead } = office()
    const facts = (more: object) => ({
      chosenPacks: { references: { raci: {} }, matrix: matrixOf('full-team'), roles: new Set(), missing: [], ...more },
    })
    const adopt = (more: object) =>
      given(world).when(adoptPack, { project, kind: 'raci', pack: 'x', reason: 'x' }, { as: lead, facts: facts(more) })
    adopt({ missing: ['raci/x'] }).thenRefused('pack-unknown')
    adopt({ matrix: { activities: [{ id: 'a', title: 'A', covers: [] }], cells: {} } }).thenRefused('matrix-broken')
  })
  test('leaves other facts of the project as they are', () => {
    const { world, project } = office()
    expect(projectFacts(world, project)).toMatchObject({ retired: false, name: 'Churn' })
  })
})
