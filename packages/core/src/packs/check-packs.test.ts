import { describe, expect, test } from 'vitest'
import { CANONICAL_ACTIVITIES } from './canonical-activities.ts'
import { checkPack } from './check-pack.ts'
import { checkPacks } from './check-packs.ts'
import type { EvidenceKindsPack, ExperimentKindsPack, GatePack, LifecyclePack, RaciPack, RolesPack } from './pack.ts'
import { PACK_SCHEMAS, packFields } from './pack.ts'
import { STAGES } from '../work/projects/project.ts'

const head = { version: '1.0.0', title: 'T', description: 'D' }
const role = (id: string): RolesPack['roles'][number] => ({
  id,
  title: id,
  summary: 'S',
  discipline: 'engineering',
  responsibilities: [],
  skills: [],
  kpis: [],
  whenToInvolve: { text: 'Always', stage: 'idea', source: [] },
})
const roles: RolesPack = { ...head, pack: 'roles', id: 'catalogue', roles: [role('doer'), role('judge')] }
const raci: RaciPack = {
  ...head,
  pack: 'raci',
  id: 'small',
  activities: [{ id: 'all', title: 'All', covers: Object.keys(CANONICAL_ACTIVITIES) }],
  cells: { all: { doer: 'R', judge: 'A' } },
}
const kinds: EvidenceKindsPack = {
  ...head,
  pack: 'evidence-kinds',
  id: 'kinds',
  kinds: [
    {
      id: 'cost',
      title: 'Cost',
      activity: 'project-cost',
      freshDays: 60,
      fields: [
        { name: 'monthly', type: 'number', required: true },
        { name: 'limit', type: 'number', required: false },
      ],
    },
  ],
}
const check = (condition: string, needs = ['cost']): GatePack['checks'][number] => ({
  id: 'cost',
  title: 'Cost',
  needs,
  condition,
  help: 'H',
})
const gate: GatePack = {
  ...head,
  pack: 'gate',
  id: 'production',
  checks: [check('evidence.cost.monthly <= 5.0')],
  reviews: [{ duty: 'technical', title: 'T', roles: ['doer'] }],
  approvals: [{ duty: 'security', title: 'S', roles: ['judge'] }],
  consult: { activity: 'deploy-to-production', windowWorkingDays: 2 },
  oneDutyPerPerson: true,
  waiver: { roles: ['judge'], maxDays: 30 },
  rollout: { shadowMinutes: 1, steps: [{ weight: 5, minutes: 1 }], errorRateMax: 0.1, latencyP95MaxMs: 1 },
  monitoring: {
    windowMinutes: 1,
    driftThreshold: 0.2,
    performanceMargin: 0.1,
    latencyP95MaxMs: 1,
    errorRateMax: 0.1,
    costRatioMax: 1.2,
  },
}
const lifecycle: LifecyclePack = {
  ...head,
  pack: 'lifecycle',
  id: 'standard',
  stages: STAGES.map((id) => ({ id, title: id, description: 'D', involve: [], require: [] })),
}
const experiments: ExperimentKindsPack = {
  ...head,
  pack: 'experiment-kinds',
  id: 'kinds',
  kinds: [{ id: 'tuning', title: 'T', priorP50Days: 5, priorP85Days: 10, reviews: ['technical'] }],
}
const sound = [roles, raci, kinds, gate, lifecycle, experiments]

/** code and path of what is found */
const found = (packs: Parameters<typeof checkPacks>[0]): string[] =>
  checkPacks(packs).map((p) => `${p.severity} ${p.code} ${p.pack} ${p.path.join('.')}`)
const withCondition = (condition: string, needs?: string[]): string[] =>
  found([roles, kinds, { ...gate, checks: [check(condition, needs)] }])
const withRule = (condition: string): string[] =>
  found([
    roles,
    {
      ...lifecycle,
      stages: lifecycle.stages.map((stage) =>
        stage.id === 'scoped'
          ? { ...stage, require: [{ id: 'rule', title: 'T', condition, message: 'M', mode: 'prevent' as const }] }
          : stage,
      ),
    },
  ])

describe('sound packs', () => {
  test('have no problems, and satisfy their own schemas', () => {
    expect(checkPacks(sound)).toEqual([])
    for (const pack of sound) expect(PACK_SCHEMAS[pack.pack].safeParse(pack).error).toBeUndefined()
  })

  test('given without the packs they refer to, say that the names are unchecked', () => {
    expect(found([raci])).toEqual(['warning references-unchecked raci/small '])
  })

  test('cannot be given twice', () => {
    expect(found([roles, roles])).toEqual(['error pack-repeated roles/catalogue id'])
  })
})

describe('references', () => {
  test('to a role that is not in the catalogue are found wherever they stand', () => {
    expect(found([{ ...roles, roles: [role('doer')] }, raci, kinds, gate])).toEqual([
      'error role-unknown raci/small cells.all.judge',
      'error role-unknown gate/production approvals.0.roles.0',
      'error role-unknown gate/production waiver.roles.0',
    ])
  })

  test('in involve rules are found under role and anyOf', () => {
    const rule = { reason: 'R', mode: 'warn' as const }
    const involve = [
      { ...rule, id: 'a', role: 'nobody' },
      { ...rule, id: 'b', anyOf: ['doer', 'noone'] },
    ]
    const stages = lifecycle.stages.map((stage, i) => (i === 1 ? { ...stage, involve } : stage))
    expect(found([roles, { ...lifecycle, stages }])).toEqual([
      'error role-unknown lifecycle/standard stages.1.involve.0.role',
      'error role-unknown lifecycle/standard stages.1.involve.1.anyOf.1',
    ])
  })

  test('to a review that no gate asks for are found', () => {
    const odd = { ...experiments, kinds: experiments.kinds.map((k) => ({ ...k, reviews: ['artistic'] })) }
    expect(found([roles, kinds, gate, odd])).toEqual(['error review-unknown experiment-kinds/kinds kinds.0.reviews.0'])
  })

  test('to a kind of evidence that does not exist are found where it is needed', () => {
    expect(withCondition('evidence.price.monthly <= 5.0', ['price'])).toEqual([
      'error evidence-kind-unknown gate/production checks.0.needs.0',
    ])
  })
})

describe('conditions of a gate', () => {
  const wrong = ['error condition-invalid gate/production checks.0.condition']

  test.each(['evidence.cost.monthly <=', 'evidence.cost.monthly', 'costs > 1', 'evidence.cost.monthli <= 5.0'])(
    'are refused when they are not CEL, give no truth, or ask for what is not there: %s',
    (condition) => {
      expect(withCondition(condition)).toEqual(wrong)
    },
  )

  test('may compare a number with a whole number', () => {
    expect(withCondition('evidence.cost.monthly == 0')).toEqual([])
  })

  test('may not use regular expressions, which can take for ever', () => {
    expect(withCondition('"aaaa".matches("(a+)+$")', [])).toEqual(wrong)
  })

  test('must need the evidence they look at', () => {
    expect(withCondition('evidence.cost.monthly <= 5.0', [])[0]).toBe(
      'error evidence-not-needed gate/production checks.0.condition',
    )
  })

  test('that read an optional fact are warned about unless they ask for it first', () => {
    expect(withCondition('evidence.cost.limit > 1.0')).toEqual([
      'warning fact-optional gate/production checks.0.condition',
    ])
    expect(withCondition('has(evidence.cost.limit) && evidence.cost.limit > 1.0')).toEqual([])
  })
})

describe('conditions of a lifecycle', () => {
  test.each(['project.objective != ""', 'project.matrixErrors == 0', 'size(project.milestones) > 0'])(
    'may look at the project: %s',
    (condition) => {
      expect(withRule(condition)).toEqual([])
    },
  )

  test.each(['project.objectiv != ""', 'size(project.milestones)', 'projekt.models > 0'])(
    'are refused when they ask for what is not there: %s',
    (condition) => {
      expect(withRule(condition)).toEqual(['error condition-invalid lifecycle/standard stages.1.require.0.condition'])
    },
  )
})

describe('a matrix', () => {
  const codes = (pack: RaciPack): string[] => checkPack(pack).map((p) => `${p.code} ${p.path.join('.')}`)
  const row = (covers: string[]) => [{ id: 'all', title: 'All', covers }]
  const canonical = Object.keys(CANONICAL_ACTIVITIES)

  test('must cover every canonical activity exactly once', () => {
    expect(codes({ ...raci, activities: row(canonical.slice(1)) })).toEqual(['canonical-uncovered activities'])
    expect(codes({ ...raci, activities: row([...canonical, 'train-model']) })).toEqual([
      'canonical-covered-twice activities.0.covers.11',
    ])
    expect(codes({ ...raci, activities: row([...canonical, 'dance']) })).toEqual([
      'canonical-unknown activities.0.covers.11',
    ])
  })

  test('needs exactly one A and at least one R in each activity', () => {
    expect(codes({ ...raci, cells: { all: { doer: 'A', judge: 'A' } } })).toEqual([
      'several-accountable cells.all',
      'no-responsible cells.all',
    ])
    expect(codes({ ...raci, cells: {} })).toEqual(['no-accountable activities.0', 'no-responsible activities.0'])
  })

  test('has no cells and no sources outside its activities', () => {
    const cells = { ...raci.cells, other: { doer: 'R' as const, judge: 'A' as const } }
    expect(codes({ ...raci, cells })).toEqual(['activity-unknown cells.other'])
    expect(codes({ ...raci, sourceCells: { all: { stranger: 'X' } } })).toEqual([
      'cell-unknown sourceCells.all.stranger',
    ])
  })
})

describe('within a pack', () => {
  const codes = (pack: Parameters<typeof checkPack>[0]): string[] =>
    checkPack(pack).map((p) => `${p.code} ${p.path.join('.')}`)

  test('ids are given once', () => {
    expect(codes({ ...roles, roles: [role('doer'), role('doer')] })).toEqual(['id-repeated roles.1.id'])
    expect(codes({ ...gate, checks: [...gate.checks, ...gate.checks] })).toEqual(['id-repeated checks.1.id'])
    const sameDuty = { ...gate, approvals: [{ duty: 'technical', title: 'T', roles: ['doer'] }] }
    expect(codes(sameDuty)).toEqual(['id-repeated approvals.0.duty'])
    const rule = { id: 'same', role: 'doer', reason: 'R', mode: 'warn' as const }
    const stages = lifecycle.stages.map((stage, i) => (i < 2 ? { ...stage, involve: [rule] } : stage))
    expect(codes({ ...lifecycle, stages })).toEqual(['id-repeated stages.1.involve.0.id'])
  })

  test('stages are the seven, in order', () => {
    const [first, second, ...rest] = lifecycle.stages
    expect(codes({ ...lifecycle, stages: [second!, first!, ...rest] })).toEqual(['stage-order stages.0'])
    expect(codes({ ...lifecycle, stages: lifecycle.stages.slice(0, 6) })).toEqual(['stage-order stages.5'])
    expect(codes({ ...lifecycle, stages: [...lifecycle.stages, first!] })[0]).toMatch(/^stage-order/)
  })

  test('half of all experiments take no longer than 85 % of all', () => {
    const odd = { ...experiments, kinds: experiments.kinds.map((k) => ({ ...k, priorP50Days: 11 })) }
    expect(codes(odd)).toEqual(['priors-order kinds.0.priorP85Days'])
  })

  test('a rollout gives the candidate more traffic with each step', () => {
    const step = { weight: 5, minutes: 1 }
    expect(codes({ ...gate, rollout: { ...gate.rollout, steps: [step, step] } })).toEqual([
      'rollout-order rollout.steps.1.weight',
    ])
  })
})

describe('fields of a pack', () => {
  test('are known at every path, and none where names are free', () => {
    expect(packFields('gate', ['consult'])).toEqual(['activity', 'windowWorkingDays'])
    expect(packFields('lifecycle', ['stages', 0, 'involve', 2])).toContain('anyOf')
    expect(packFields('roles', ['roles', 3, 'deliverable'])).toEqual(['id', 'text'])
    expect(packFields('raci', ['cells', 'all'])).toEqual([])
    expect(packFields('raci', ['nowhere', 1])).toEqual([])
  })

  test('an involve rule names exactly one of role, anyOf and discipline', () => {
    const rule = { id: 'a', reason: 'R', mode: 'warn' }
    const parse = (involve: object) =>
      PACK_SCHEMAS.lifecycle.safeParse({
        ...lifecycle,
        stages: lifecycle.stages.map((s, i) => (i === 1 ? { ...s, involve: [involve] } : s)),
      }).success
    expect(parse({ ...rule, role: 'doer' })).toBe(true)
    expect(parse(rule)).toBe(false)
    expect(parse({ ...rule, role: 'doer', discipline: 'data' })).toBe(false)
  })
})
