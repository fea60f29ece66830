import { globSync, readFileSync } from 'node:fs'
import type {
  EvidenceKind,
  GateDefinition,
  GatePack,
  LifecyclePack,
  Matrix,
  Pack,
  RaciPack,
  StageContext,
  StageDefinition,
} from '@muster/core'
import { evaluateCondition, stageChecks } from '@muster/core'
import { describe, expect, test } from 'vitest'
import { checkPackSet, readPack } from './read-pack.ts'

const folder = new URL('../../../../packs/', import.meta.url)
const files = globSync('{roles,raci,gates,evidence,lifecycle,experiments,kpis}/*.yaml', { cwd: folder }).map(
  (file) => ({
    file,
    text: readFileSync(new URL(file, folder), 'utf8'),
  }),
)
function shipped<K extends Pack['pack']>(file: string, kind: K): Extract<Pack, { pack: K }> {
  const text = files.find((f) => f.file === file)?.text ?? ''
  const read = readPack(text, file)
  if ('problems' in read) throw new Error(JSON.stringify(read.problems))
  if (read.pack.pack !== kind) throw new Error(`${file} is ${read.pack.pack}`)
  return read.pack as Extract<Pack, { pack: K }>
}

describe('the packs that ship', () => {
  test('are read and fit together without an error or a warning', () => {
    expect(files.length).toBeGreaterThanOrEqual(7)
    expect(checkPackSet(files)).toEqual([])
  })

  test('are what the rules read them as', () => {
    const gate: GateDefinition = shipped('gates/production.yaml', 'gate')
    const stages: readonly StageDefinition[] = shipped('lifecycle/standard.yaml', 'lifecycle').stages
    const kinds: readonly EvidenceKind[] = shipped('evidence/kinds.yaml', 'evidence-kinds').kinds
    const matrix: Matrix = shipped('raci/source-5x8.yaml', 'raci')
    expect([gate.checks.length, stages.length, kinds.length, matrix.activities.length]).toEqual([5, 7, 18, 5])
  })

  test('cite only statements of the sources that exist', () => {
    const known = JSON.parse(readFileSync(new URL('source-ids.json', folder), 'utf8')) as object
    const cited = (value: unknown, under: string): string[] => {
      if (Array.isArray(value)) return value.flatMap((item) => cited(item, under))
      if (typeof value === 'object' && value !== null)
        return Object.entries(value).flatMap(([key, inner]) => cited(inner, under === 'sourceCells' ? under : key))
      return (under === 'source' || under === 'sourceCells') && typeof value === 'string' ? [value] : []
    }
    const packs = files.flatMap(({ text, file }) => {
      const read = readPack(text, file)
      return 'pack' in read ? [read.pack] : []
    })
    const all = cited(packs, '')
    expect(all.length).toBeGreaterThan(100)
    expect(all.filter((id) => !Object.hasOwn(known, id))).toEqual([])
  })
})

describe('the matrix of the source', () => {
  const pack: RaciPack = shipped('raci/source-5x8.yaml', 'raci')
  // Rows and columns in the order of the source; letters as printed there.
  const columns = {
    'product-manager': 'AIIII',
    'data-engineer': 'CACCC',
    'ml-engineer': 'CCACR',
    'mlops-engineer': 'CCCAA',
    'software-engineer': 'CIIRI',
    'ux-designer': 'RICII',
    'domain-expert': 'IRRII',
    'security-privacy-legal': 'IIICC',
  }

  test('has its forty letters, each with the id of its cell', () => {
    for (const [role, letters] of Object.entries(columns)) {
      expect([role, pack.activities.map(({ id }) => pack.cells[id]?.[role]).join('')]).toEqual([role, letters])
    }
    const ids = Object.values(pack.sourceCells ?? {}).flatMap((row) => Object.values(row))
    expect(new Set(ids).size).toBe(40)
    expect(pack.sourceCells?.['define-success']?.['ux-designer']).toBe('B.RACI.T1.UX')
    expect(pack.sourceCells?.['monitor-and-alert']?.['security-privacy-legal']).toBe('B.RACI.T5.Legal')
  })

  test('says what reads oddly in it', () => {
    expect(pack.notes?.join(' ')).toMatch(/domain expert is R.*UX designer is R/s)
  })
})

describe('the checks of the production gate', () => {
  const gate: GatePack = shipped('gates/production.yaml', 'gate')
  const judge = (id: string, evidence: object, criteria: object[] = []) => {
    const check = gate.checks.find((c) => c.id === id)
    if (check === undefined) throw new Error(`no check ${id}`)
    return evaluateCondition(check.condition, { evidence, criteria })
  }
  const holds = { ok: true, value: true }
  const fails = { ok: true, value: false }
  const criterion = { kind: 'technical', metric: 'recall', split: 'test', met: true, known: true }

  test('performance holds when there are technical criteria, all known and met', () => {
    const business = { ...criterion, kind: 'business', met: false, known: false }
    expect(judge('performance', {}, [criterion, business])).toEqual(holds)
    expect(judge('performance', {}, [])).toEqual(fails)
    expect(judge('performance', {}, [business])).toEqual(fails)
    expect(judge('performance', {}, [criterion, { ...criterion, met: false }])).toEqual(fails)
    expect(judge('performance', {}, [criterion, { ...criterion, known: false }])).toEqual(fails)
  })

  test('safety holds when the evaluation passed and left nothing open', () => {
    expect(judge('safety', { safety: { passed: true, unresolved: [] } })).toEqual(holds)
    expect(judge('safety', { safety: { passed: false, unresolved: [] } })).toEqual(fails)
    expect(judge('safety', { safety: { passed: true, unresolved: ['jailbreak'] } })).toEqual(fails)
  })

  test('cost holds up to the budget', () => {
    expect(judge('cost', { cost: { monthly: 900, budget: 900 } })).toEqual(holds)
    expect(judge('cost', { cost: { monthly: 900.5, budget: 900 } })).toEqual(fails)
  })

  test('documentation holds when no section is missing', () => {
    expect(judge('documentation', { documentation: { sections: ['use'], missing: [] } })).toEqual(holds)
    expect(judge('documentation', { documentation: { sections: [], missing: ['use'] } })).toEqual(fails)
  })

  test('rollback holds with a target, steps and a rehearsal', () => {
    const sound = { target: 'v1', steps: ['switch back'], rehearsed: true }
    expect(judge('rollback', { rollback: sound })).toEqual(holds)
    expect(judge('rollback', { rollback: { ...sound, target: '' } })).toEqual(fails)
    expect(judge('rollback', { rollback: { ...sound, steps: [] } })).toEqual(fails)
    expect(judge('rollback', { rollback: { ...sound, rehearsed: false } })).toEqual(fails)
  })

  test('cannot be judged on evidence that lacks a fact, and say so', () => {
    expect(judge('cost', { cost: { monthly: 900 } }).ok).toBe(false)
  })

  test('duties are held by the roles that were decided', () => {
    expect(Object.fromEntries([...gate.reviews, ...gate.approvals].map((d) => [d.duty, d.roles]))).toEqual({
      technical: ['ml-engineer', 'mlops-engineer', 'ai-engineer'],
      ethics: ['ethics-officer'],
      business: ['product-manager', 'domain-expert'],
      technical_lead: ['mlops-engineer', 'ml-engineer'],
      product_owner: ['product-manager'],
      security: ['security-privacy-legal'],
    })
  })
})

describe('the standard lifecycle', () => {
  const { stages }: LifecyclePack = shipped('lifecycle/standard.yaml', 'lifecycle')
  const catalogue = shipped('roles/catalogue.yaml', 'roles').roles
  const team = [
    'product-manager',
    'data-engineer',
    'ml-engineer',
    'mlops-engineer',
    'software-engineer',
    'ux-designer',
    'domain-expert',
    'ethics-officer',
    'security-privacy-legal',
    'monitoring-specialist',
  ]
  const of = (roles: string[]): StageContext => ({
    objective: 'Fewer false alarms',
    scope: 'Alarms of line 3',
    criteria: [
      { kind: 'technical', metric: 'recall' },
      { kind: 'business', metric: 'hours' },
    ],
    milestones: [{ state: 'open' }],
    experiments: 1,
    models: 1,
    roles,
    disciplines: [...new Set(catalogue.filter((r) => roles.includes(r.id)).map((r) => r.discipline))],
    matrixErrors: 0,
    openRounds: 0,
    promotions: 1,
  })
  /** Rules that are not met, with their mode. */
  const unmet = (stage: string, context: StageContext): string[] => {
    const definition = stages.find((s) => s.id === stage)
    if (definition === undefined) throw new Error(`no stage ${stage}`)
    return stageChecks(definition, context, {})
      .filter((check) => !check.met)
      .map(({ id, mode }) => `${mode} ${id}`)
  }
  const full = of(team)

  test('lets a team of ten reach every stage, and only misses the labeling lead', () => {
    expect(stages.flatMap(({ id }) => unmet(id, full))).toEqual(['warn building-labeling-lead'])
  })

  test.each([
    ['scoped', { objective: '' }, 'prevent scoped-objective'],
    ['scoped', { scope: '' }, 'warn scoped-scope'],
    ['scoped', { criteria: [{ kind: 'business', metric: 'hours' }] }, 'prevent scoped-technical-criterion'],
    ['scoped', { criteria: [{ kind: 'technical', metric: 'recall' }] }, 'prevent scoped-business-criterion'],
    ['staffed', { matrixErrors: 1 }, 'prevent staffed-matrix'],
    ['building', { criteria: [] }, 'prevent building-criteria'],
    ['building', { milestones: [] }, 'warn building-milestones'],
    ['live', { roles: team.filter((r) => r !== 'mlops-engineer') }, 'prevent live-operations'],
    ['retired', { openRounds: 2 }, 'warn retired-open-rounds'],
  ])('%s looks at %j', (stage, change, rule) => {
    expect(unmet(stage, full)).not.toContain(rule)
    expect(unmet(stage, { ...full, ...change })).toContain(rule)
  })

  test.each([
    ['product-manager', ['prevent scoped-product-manager']],
    ['domain-expert', ['prevent scoped-domain', 'warn scoped-domain-expert']],
    ['software-engineer', ['warn scoped-software-engineer']],
    ['ux-designer', ['warn scoped-ux-designer']],
    ['security-privacy-legal', ['warn scoped-security-privacy-legal', 'warn live-answerable']],
    ['ethics-officer', ['warn scoped-ethics-officer']],
    ['data-engineer', ['prevent staffed-data-engineer', 'prevent building-data-engineer']],
    ['ml-engineer', ['warn staffed-ml-engineer', 'prevent building-ml-engineer']],
    ['mlops-engineer', ['warn building-mlops-engineer', 'prevent live-operations']],
    ['monitoring-specialist', ['warn building-monitoring-specialist']],
  ])('asks for the %s', (role, rules) => {
    const without = of(team.filter((r) => r !== role))
    expect(stages.flatMap(({ id }) => unmet(id, without)).filter((r) => !r.endsWith('labeling-lead'))).toEqual(rules)
  })

  test('asks for engineers from day one', () => {
    expect(unmet('scoped', { ...full, disciplines: ['domain', 'product'] })).toEqual(['prevent scoped-engineering'])
  })
})
