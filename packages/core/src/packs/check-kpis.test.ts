import { describe, expect, test } from 'vitest'
import { checkPack } from './check-pack.ts'
import { checkPacks } from './check-packs.ts'
import type { KpisPack } from './pack.ts'

type PackedKpi = KpisPack['kpis'][number]
const sound: PackedKpi = {
  id: 'lead-time',
  title: 'Lead time',
  roles: [],
  formula: 'feature-lead-time',
  direction: 'lower',
  windowDays: 90,
}
const metric = { ...sound, formula: 'model-metric' }
const pack = (...kpis: PackedKpi[]): KpisPack => ({
  pack: 'kpis',
  id: 'ours',
  version: '1.0.0',
  title: 'T',
  description: 'D',
  kpis,
})
/** `code at path` of everything found. */
const found = (...kpis: PackedKpi[]): string[] =>
  checkPack(pack(...kpis)).map(({ code, path }) => `${code} ${path.join('.')}`)

describe('a pack of KPIs', () => {
  test('is sound when formulas exist and get what they take', () => {
    expect(found(sound, { ...metric, id: 'recall', parameters: { metric: 'recall' } })).toEqual([])
  })

  test.each([
    ['an unknown formula', { ...sound, formula: 'lead-tme' }, 'formula-unknown kpis.0.formula'],
    ['a parameter too many', { ...sound, parameters: { metric: 'x' } }, 'parameter-unknown kpis.0.parameters.metric'],
    ['a missing parameter', metric, 'parameter-missing kpis.0'],
    ['a bad parameter', { ...metric, parameters: { metric: 'A B' } }, 'parameter-invalid kpis.0.parameters.metric'],
    [
      'bands without a direction',
      { ...sound, direction: 'none', bands: [{ name: 'a', bound: 1 }, { name: 'b' }] },
      'bands-order kpis.0.direction',
    ],
    [
      'bands in the wrong order',
      { ...sound, bands: [{ name: 'a', bound: 2 }, { name: 'b', bound: 1 }, { name: 'c' }] },
      'bands-order kpis.0.bands.1',
    ],
    [
      'a last band with a bound',
      {
        ...sound,
        bands: [
          { name: 'a', bound: 1 },
          { name: 'b', bound: 2 },
        ],
      },
      'bands-order kpis.0.bands.1',
    ],
  ] as const)('with %s is refused, and says where', (_what, kpi, where) => {
    expect(found(kpi as PackedKpi)).toEqual([where])
  })

  test('gives no KPI twice, neither in itself nor in another pack', () => {
    expect(found(sound, sound)).toEqual(['id-repeated kpis.1.id'])
    const other = { ...pack(sound), id: 'theirs' }
    expect(checkPacks([pack(sound), other]).map((p) => p.code)).toEqual(['kpi-elsewhere', 'kpi-elsewhere'])
  })

  test('names roles and kinds of evidence that other packs have', () => {
    const cost = {
      ...sound,
      roles: ['nobody'],
      formula: 'sealed-fact',
      parameters: { kind: 'costs', field: 'monthly' },
    }
    const kinds = {
      pack: 'evidence-kinds',
      id: 'k',
      version: '1.0.0',
      title: 'T',
      description: 'D',
      kinds: [],
    } as const
    const roles = { pack: 'roles', id: 'r', version: '1.0.0', title: 'T', description: 'D', roles: [] } as const
    const codes = checkPacks([pack(cost), { ...kinds, kinds: [] }, { ...roles, roles: [] }]).map((p) => p.code)
    expect(codes).toEqual(['role-unknown', 'evidence-kind-unknown'])
  })
})
