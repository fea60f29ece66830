import type { Assignment, CheckMode, Matrix } from '@muster/core'
import { lintStaffing, stageChecks } from '@muster/core'
import { checkPackSet, readPack } from '@muster/contract'
import { shippedPacks } from '@muster/server'
import { describe, expect, test } from 'vitest'
import { cited, files, idsOf, shipped, statements } from './shipped-packs.ts'

/**
 * The packs that Muster ships, held against the inventory of what the sources ask for (`packs/source-ids.json`), against
 * each other, and against the people of an ordinary production team.
 */
describe('the inventory', () => {
  test('has 427 statements, each with a kind, a text and the capabilities it belongs to', () => {
    const all = Object.values(statements)
    expect(all).toHaveLength(427)
    for (const { kind, text, capabilities } of all) {
      expect(kind).not.toBe('')
      expect(text).not.toBe('')
      expect(capabilities.length).toBeGreaterThan(0)
      for (const capability of capabilities) expect(capability).toMatch(/^K(0[1-9]|[1-9]\d|10[01])$/)
    }
  })

  test('counts what the sources say: responsibilities, cells, KPIs, moments, skills and deliverables', () => {
    const counts = ['resp', 'raci', 'KPI', 'when', 'workflow', 'skill', 'deliverable'].map((kind) => idsOf(kind).length)
    expect(counts).toEqual([178, 44, 34, 20, 20, 10, 10])
  })
})

describe('every pack', () => {
  test('is applied after those that it refers to: a workspace that has older ones is brought up to date in this order', () => {
    const kinds = shippedPacks().map(({ file }) => file.split('/')[1] ?? '')
    for (const [kind, others] of [
      ['kpis', ['roles', 'evidence']],
      ['gates', ['roles', 'evidence']],
      ['industries', ['roles', 'evidence']],
    ] as const)
      for (const other of others) expect(kinds.indexOf(kind)).toBeGreaterThan(kinds.lastIndexOf(other))
    // A folder that has no place in the order would come first.
    expect(kinds[0]).toBe('roles')
  })
  test.each(files)('$file is read without a problem', ({ file, text }) => {
    expect(readPack(text, file)).not.toHaveProperty('problems')
  })

  test('fits the others: no errors and no warnings', () => {
    expect(files.length).toBeGreaterThanOrEqual(7)
    expect(checkPackSet(files)).toEqual([])
  })

  test.each(files)('$file cites only statements that exist', ({ file, text }) => {
    const read = readPack(text, file)
    const ids = 'pack' in read ? cited(read.pack) : []
    expect(ids.filter((id) => !Object.hasOwn(statements, id))).toEqual([])
  })
})

describe('the role catalogue', () => {
  const { roles } = shipped('roles', 'catalogue')
  const role = (id: string) => roles.find((r) => r.id === id)

  test.each(['resp', 'KPI', 'when', 'skill', 'deliverable'])('holds every statement of kind %s', (kind) => {
    const held = new Set(cited(roles))
    expect(idsOf(kind).filter((id) => !held.has(id))).toEqual([])
  })

  test('files each statement under its kind', () => {
    const filed = roles.flatMap((r) => [
      ...r.responsibilities.map(({ id }) => ({ id, kind: 'resp' })),
      ...r.kpis.map(({ id }) => ({ id, kind: 'KPI' })),
      ...(r.deliverable === undefined ? [] : [{ id: r.deliverable.id, kind: 'deliverable' }]),
    ])
    expect(filed.length).toBeGreaterThan(222)
    expect(filed.filter(({ id, kind }) => statements[id]?.kind !== kind)).toEqual([])
  })

  /** The canonical role map: a group of statements → the roles that answer for it. */
  const owners: Record<string, readonly string[]> = {
    'A.R1': ['data-scientist'],
    'A.R2': ['ml-engineer'],
    'A.R3': ['mlops-engineer'],
    'A.R4': ['chief-ai-officer'],
    'A.R5': ['ethics-officer'],
    'A.R6': ['prompt-engineer'],
    'A.R7': ['data-architect'],
    'A.R8': ['domain-expert'],
    'A.R9': ['business-department'],
    'A.U1': ['chief-ai-officer'],
    'A.U2': ['chief-ai-officer'],
    'B.R1': ['product-manager'],
    'B.R2': ['data-engineer'],
    'B.R3': ['ml-engineer', 'ai-researcher'],
    'B.R4': ['mlops-engineer'],
    'B.R5': ['software-engineer'],
    'B.R6': ['ux-designer'],
    'B.R7': ['domain-expert'],
    'B.R8': ['labeling-lead'],
    'B.R9': ['security-privacy-legal', 'ethics-officer'],
    'B.R10': ['monitoring-specialist'],
    'C.R1': ['ml-engineer', 'ai-engineer'],
    'C.R2': ['prompt-engineer'],
    'C.R3': ['data-engineer'],
    'C.R4': ['mlops-engineer'],
    'C.R5': ['product-manager'],
    'D.R1': ['ai-engineer'],
    'D.R2': ['ml-engineer'],
    'D.R3': ['data-scientist'],
    'D.R4': ['data-engineer'],
    'D.R5': ['ai-researcher'],
    'D.R6': ['mlops-engineer'],
    'D.R7': ['ethics-officer'],
    'D.R8': ['risk-governance-specialist'],
    'D.R9': ['project-manager'],
    'D.R10': ['product-manager'],
    'D.R11': ['prompt-engineer'],
    'D.R12': ['healthcare-specialist'],
    'D.R13': ['finance-specialist'],
    'D.R14': ['marketing-specialist'],
    'D.R15': ['consultant'],
  }
  const group = (id: string): string => id.split('.').slice(0, 2).join('.')

  test.each(Object.entries(owners))(
    'gives the responsibilities of %s to %j, and the first has all of them',
    (id, own) => {
      const wanted = idsOf('resp').filter((statement) => group(statement) === id)
      const first = role(own[0] ?? '')?.responsibilities.map((r) => r.id) ?? []
      expect(wanted.length).toBeGreaterThan(0)
      expect(wanted.filter((statement) => !first.includes(statement))).toEqual([])
      const others = roles.filter((r) => !own.includes(r.id)).flatMap((r) => r.responsibilities.map((x) => x.id))
      expect(others.filter((statement) => group(statement) === id)).toEqual([])
    },
  )

  test('says it in other words than the inventory', () => {
    const copied = roles
      .flatMap((r) => r.responsibilities)
      .filter((r) => statements[r.id]?.text.toLowerCase() === r.text.toLowerCase())
    expect(copied).toEqual([])
  })

  test('involves nobody later than the lifecycle asks for them', () => {
    const { stages } = shipped('lifecycle', 'standard')
    const order = stages.map((s) => s.id)
    const asked = stages.flatMap(({ id, involve }) =>
      involve.flatMap((rule) => {
        const stage = rule.role === undefined ? undefined : role(rule.role)?.whenToInvolve.stage
        return stage === undefined ? [] : [{ role: rule.role, lifecycle: id, catalogue: stage }]
      }),
    )
    expect(asked.length).toBeGreaterThan(5)
    expect(asked.filter((a) => order.indexOf(a.catalogue) > order.indexOf(a.lifecycle))).toEqual([])
  })
})

describe('the KPIs', () => {
  const { kpis } = shipped('kpis', 'scorecards')
  const { roles } = shipped('roles', 'catalogue')

  test('hold every KPI of the sources, and the measures of culture, by id', () => {
    const held = new Set(kpis.flatMap((kpi) => kpi.source ?? []))
    expect(idsOf('KPI')).toHaveLength(34)
    expect([...idsOf('KPI'), 'A.C2', 'A.C3', 'A.C4', 'A.C5'].filter((id) => !held.has(id))).toEqual([])
  })

  test('belong to the roles that the catalogue gives them to', () => {
    const missing = roles.flatMap((role) =>
      role.kpis
        .filter(({ id }) => !kpis.some((kpi) => kpi.source?.includes(id) === true && kpi.roles.includes(role.id)))
        .map(({ id }) => `${id} of ${role.id}`),
    )
    expect(missing).toEqual([])
  })

  test('have no target and no baseline: the sources give no numbers', () => {
    expect(kpis.filter((kpi) => kpi.target !== undefined || kpi.baseline !== undefined)).toEqual([])
  })
})

describe('the matrix of the source', () => {
  const matrix = shipped('raci', 'source-5x8')
  const columns: Record<string, string> = {
    PM: 'product-manager',
    DE: 'data-engineer',
    MLE: 'ml-engineer',
    MLOps: 'mlops-engineer',
    SWE: 'software-engineer',
    UX: 'ux-designer',
    SME: 'domain-expert',
    Legal: 'security-privacy-legal',
  }
  const rows = ['define-success', 'build-data-pipeline', 'train-model', 'deploy-to-production', 'monitor-and-alert']
  const cells = Object.entries(statements).flatMap(([id, { text }]) => {
    const [, task, column] = /^B\.RACI\.T(\d)\.(\w+)$/.exec(id) ?? []
    const stake = /^[^:]+: \w+ = \*\*([RACI])\*\*/.exec(text)?.[1]
    const [activity, role] = [rows[Number(task) - 1], columns[column ?? '']]
    return activity === undefined || role === undefined ? [] : [{ id, activity, role, stake }]
  })

  test('has the 40 cells of the inventory and no other', () => {
    expect(cells).toHaveLength(40)
    const wanted = Object.fromEntries(
      rows.map((row) => [
        row,
        Object.fromEntries(cells.filter((c) => c.activity === row).map((c) => [c.role, c.stake])),
      ]),
    )
    expect(matrix.cells).toEqual(wanted)
  })

  test.each(cells)('$id: $role is $stake for $activity, and the cell says where it was read', (cell) => {
    expect(matrix.cells[cell.activity]?.[cell.role]).toBe(cell.stake)
    expect(matrix.sourceCells?.[cell.activity]?.[cell.role]).toBe(cell.id)
  })
})

describe('the gate to production', () => {
  const gate = shipped('gate', 'production')

  test('has the five checks of the source, and only these', () => {
    expect(gate.checks.flatMap((c) => c.source ?? [])).toEqual(['C.W2.3', 'C.W2.4', 'C.W2.5', 'C.W2.6', 'C.W2.7'])
  })

  test('asks for the reviews technical, ethics and business', () => {
    expect(gate.reviews.map(({ duty, source }) => [duty, source])).toEqual([
      ['technical', ['C.W1.5']],
      ['ethics', ['C.W1.6']],
      ['business', ['C.W1.7']],
    ])
  })

  test('asks for the approvals technical_lead, product_owner and security', () => {
    expect(gate.approvals.map(({ duty, source }) => [duty, source])).toEqual([
      ['technical_lead', ['C.W3.1']],
      ['product_owner', ['C.W3.2']],
      ['security', ['C.W3.3']],
    ])
  })
})

describe('the gate with measured evidence', () => {
  const [light, measured] = [shipped('gate', 'production'), shipped('gate', 'production-measured')]

  test('asks for all that the gate to production asks for, and for six measurements more', () => {
    expect(measured).toMatchObject({
      ...light,
      ...{ id: measured.id, version: measured.version, title: measured.title, description: measured.description },
      sources: measured.sources,
      checks: measured.checks,
    })
    expect(measured.checks.slice(0, 5)).toEqual(light.checks)
    expect(measured.checks.slice(5).map(({ needs }) => needs)).toEqual([
      ['fairness'],
      ['data-tests'],
      ['drift'],
      ['comparison'],
      ['explanation'],
      ['requests'],
    ])
  })
})

describe('the matrix of the full team', () => {
  const matrix = shipped('raci', 'full-team')
  const catalogue = shipped('roles', 'catalogue').roles
  const production = [
    'product-manager',
    'data-engineer',
    'ml-engineer',
    'ml-engineer',
    'mlops-engineer',
    'software-engineer',
    'ux-designer',
    'domain-expert',
    'ethics-officer',
    'security-privacy-legal',
    'monitoring-specialist',
  ]
  const now = '2026-03-02T09:00:00.000Z'

  function staffed(by: Matrix, roles: readonly string[]) {
    const assignments = roles.map((role, i): Assignment => ({
      id: `assignment-${i}`,
      project: 'project',
      person: `person-${i}`,
      role,
      allocation: 100,
      engagement: 'embedded',
      from: '2026-01-01',
    }))
    const people = new Map(assignments.map(({ person }) => [person, { active: true }]))
    return { id: 'project', matrix: by, assignments, people, retired: false }
  }
  const errors = (roles: readonly string[]) =>
    lintStaffing(staffed(matrix, roles), [], now).filter((f) => f.severity === 'error')

  test('covers every canonical activity by a row of the same name', () => {
    const covering = matrix.activities.filter((a) => a.covers.length > 0)
    expect(covering).toHaveLength(11)
    for (const { id, covers } of covering) expect(covers).toEqual([id])
  })

  test('has a part for every role of the catalogue', () => {
    const present = new Set(Object.values(matrix.cells).flatMap((row) => Object.keys(row)))
    expect(catalogue.map((r) => r.id).filter((id) => !present.has(id))).toEqual([])
  })

  test('is without errors for an ordinary production team', () => {
    expect(errors(production)).toEqual([])
  })

  test.each([...new Set(production)])('misses %s when nobody holds that role', (role) => {
    expect(errors(production.filter((r) => r !== role)).some((f) => f.role === role)).toBe(true)
  })

  test('keeps what the source says of deployment and monitoring', () => {
    const source = shipped('raci', 'source-5x8')
    for (const activity of ['deploy-to-production', 'monitor-and-alert'])
      expect(matrix.cells[activity]).toMatchObject(source.cells[activity] ?? {})
  })

  test('lets an ordinary production team enter every stage that is entered by hand', () => {
    const { stages } = shipped('lifecycle', 'standard')
    const disciplines = catalogue.filter((r) => production.includes(r.id)).map((r) => r.discipline)
    const context = {
      objective: 'Answer sooner',
      scope: 'One product',
      criteria: [
        { kind: 'technical', metric: 'recall' },
        { kind: 'business', metric: 'hours-saved' },
      ],
      milestones: [{ state: 'open' }],
      experiments: 0,
      models: 0,
      roles: [...new Set(production)],
      disciplines: [...new Set(disciplines)],
      matrixErrors: errors(production).length,
      openRounds: 0,
      promotions: 0,
    }
    const modes: Record<string, CheckMode> = {}
    const open = stages
      .filter((s) => ['scoped', 'staffed', 'building', 'retired'].includes(s.id))
      .flatMap((stage) => stageChecks(stage, context, modes))
      .filter((check) => !check.met)
    // The ten roles do without a labelling lead, which the lifecycle warns of.
    expect(open.map(({ id, mode }) => [id, mode])).toEqual([['building-labeling-lead', 'warn']])
  })
})
