import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkDataQuality } from './check-quality.ts'
import { OdcsError, rulesOfOdcs } from './odcs.ts'
import type { DataQuality, QualityQuestion } from './quality.ts'
import type { QualityMetric, QualityRule } from './rule.ts'
import { isMet, mustText } from './rule.ts'
import { schemaChange } from './schema-change.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quality-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const ORDERS = [
  'id,customer,amount,unit,code,placed',
  '1,a,10.5,kg,AB12,2026-01-01',
  '2,b,20,kg,CD34,2026-01-02',
  '2,c,-1,pounds,xx,2026-01-03',
  '4,,x,stone,EF56,2026-01-04',
  '5,N/A,7,kg,,2026-01-31T12:00:00Z',
  '5,N/A,7,kg,,2026-01-31T12:00:00Z',
]
const none = (metric: QualityMetric, more: Partial<QualityRule> = {}): QualityRule => {
  return { ...metric, must: { operator: 'equal', value: 0 }, ...more } as QualityRule
}

async function check(rules: readonly QualityRule[], more: Partial<QualityQuestion> = {}): Promise<DataQuality> {
  const path = join(folder, 'orders.csv')
  await writeFile(path, `${ORDERS.join('\n')}\n`)
  return checkDataQuality({ path, rules, ...more })
}

describe('data quality', () => {
  test('counts what each rule is about, and nothing that is missing but the missing', async () => {
    const customers = join(folder, 'customers.csv')
    await writeFile(customers, 'name\na\nb\nN/A\n')
    const rules: [QualityMetric, number][] = [
      [{ metric: 'row_count' }, 6],
      [{ metric: 'column_absent', column: 'id' }, 0],
      [{ metric: 'column_absent', column: 'price' }, 1],
      [{ metric: 'missing', column: 'customer' }, 1],
      [{ metric: 'missing', column: 'customer', values: ['N/A'] }, 3],
      [{ metric: 'duplicates', columns: ['id'] }, 2],
      [{ metric: 'duplicates', columns: ['id', 'customer'] }, 1],
      [{ metric: 'duplicates', columns: [] }, 1],
      [{ metric: 'distinct', column: 'unit' }, 3],
      [{ metric: 'outside_range', column: 'amount', least: 0, most: 20 }, 2],
      [{ metric: 'outside_range', column: 'amount', most: 20, open: 'most' }, 2],
      [{ metric: 'outside_range', column: 'placed', least: '2026-01-03' }, 2],
      [{ metric: 'outside_set', column: 'unit', values: ['kg', 'pounds'] }, 1],
      [{ metric: 'not_matching', column: 'code', pattern: '^[A-Z]{2}[0-9]{2}$' }, 1],
      [{ metric: 'wrong_type', column: 'amount', type: 'number' }, 1],
      [{ metric: 'wrong_type', column: 'placed', type: 'date' }, 2],
      [{ metric: 'wrong_length', column: 'code', least: 3 }, 1],
      [{ metric: 'unreferenced', column: 'customer', to: { path: customers, column: 'name' } }, 1],
      [{ metric: 'age_hours', column: 'placed' }, 12],
    ]
    const found = await check(
      rules.map(([metric]) => none(metric)),
      { now: '2026-02-01T00:00:00Z' },
    )
    for (const [index, [metric, wanted]] of rules.entries()) {
      expect(found.checks[index]?.value, JSON.stringify(metric)).toBe(wanted)
    }
    expect(found.references.map(({ name, rows }) => [name, rows])).toEqual([['customers.csv', 3]])
    expect(found.columns.find(({ name }) => name === 'code')).toMatchObject({ missing: 2, checks: 2 })
  })

  test('says how much of the data is under test, and fails only by rules of severity error', async () => {
    const rules = [
      none({ metric: 'missing', column: 'id' }),
      none({ metric: 'outside_set', column: 'unit', values: ['kg'] }, { severity: 'warning', unit: 'percent' }),
    ]
    const found = await check(rules, { examples: 2 })
    expect(found.verdict).toBe('passed')
    const value = (name: string): number => found.measures.find((one) => one.name === name)!.value!
    expect(value('columns_under_test')).toBeCloseTo(2 / 6, 12)
    expect(value('duplicate_share')).toBeCloseTo(1 / 6, 12)
    expect(value('checks_passed')).toBe(0.5)
    expect(found.checks[1]).toMatchObject({ status: 'failed', examples: ['pounds', 'stone'] })
    expect(found.checks[1]!.value).toBeCloseTo(100 / 3, 12)
    expect(found.caveats.join(' ')).toContain('No rule is about customer, amount, code, placed')
  })

  test('does not fall over a rule that cannot be run: it is told, and not met', async () => {
    const rules = [
      none({ metric: 'missing', column: 'custmer' }),
      none({ metric: 'not_matching', column: 'code', pattern: '(?=x' }),
      none({ metric: 'outside_range', column: 'placed', least: 'yesterday' }),
      none({ metric: 'age_hours', column: 'unit' }),
      none({ metric: 'missing', column: 'id' }),
    ]
    const { checks, verdict, findings } = await check(rules, { now: '2026-02-01T00:00:00Z' })
    expect(checks.map(({ status }) => status)).toEqual(['not-run', 'not-run', 'not-run', 'not-run', 'passed'])
    expect(checks[0]?.reason).toContain('"customer"')
    expect(verdict).toBe('failed')
    expect(findings[0]?.title).toBe('The data break 4 rules')
  })

  test('wants a time where an age is asked, and refuses too many examples', async () => {
    await expect(check([none({ metric: 'age_hours', column: 'placed' })])).rejects.toMatchObject({
      code: 'option_invalid',
    })
    await expect(check([], { examples: 100 })).rejects.toMatchObject({ code: 'option_invalid' })
  })
})

describe('a data contract', () => {
  const contract = {
    apiVersion: 'v3.1.0',
    kind: 'DataContract',
    slaProperties: [
      { property: 'latency', value: 1, unit: 'd', element: 'orders.placed' },
      { property: 'retention', value: 3, unit: 'y' },
    ],
    schema: [
      {
        name: 'orders',
        quality: [
          { metric: 'rowCount', mustBeBetween: [1, 100] },
          { metric: 'duplicateValues', mustBe: 0, arguments: { properties: ['id', 'customer'] } },
          { type: 'sql', query: 'SELECT 1', mustBe: 1 },
          { type: 'custom', engine: 'soda', implementation: 'x' },
          { metric: 'freshness', mustBe: 0 },
        ],
        properties: [
          { name: 'id', logicalType: 'integer', required: true, primaryKey: true },
          {
            name: 'customer',
            relationships: [{ to: 'customers.name' }],
            quality: [
              {
                metric: 'missingValues',
                arguments: { missingValues: [null, '', 'N/A'] },
                mustBeLessThan: 60,
                unit: 'percent',
              },
            ],
          },
          { name: 'amount', logicalType: 'number', logicalTypeOptions: { minimum: 0, format: 'f64' } },
          {
            name: 'unit',
            quality: [{ metric: 'invalidValues', arguments: { validValues: ['kg'] }, mustBe: 0, severity: 'warning' }],
          },
          { name: 'code', logicalTypeOptions: { pattern: '^[A-Z]' }, quality: [{ metric: 'nullValues' }] },
        ],
      },
    ],
  }

  test('gives its rules, and names everything that could not be taken over', () => {
    const { rules, unknown, table } = rulesOfOdcs(contract)
    expect(table).toBe('orders')
    expect(rules).toContainEqual(
      expect.objectContaining({ metric: 'row_count', must: { operator: 'between', low: 1, high: 100 } }),
    )
    expect(rules).toContainEqual(
      expect.objectContaining({ metric: 'missing', column: 'customer', values: ['N/A'], unit: 'percent' }),
    )
    expect(rules).toContainEqual(
      expect.objectContaining({ metric: 'outside_set', column: 'unit', severity: 'warning' }),
    )
    expect(rules).toContainEqual(expect.objectContaining({ metric: 'outside_range', column: 'amount', least: 0 }))
    expect(rules).toContainEqual(
      expect.objectContaining({ metric: 'age_hours', must: { operator: 'at-most', value: 24 } }),
    )
    expect(rules).toContainEqual(expect.objectContaining({ metric: 'duplicates', columns: ['id'] }))
    expect(unknown.map(({ path }) => path)).toEqual([
      'schema[0].quality[2]',
      'schema[0].quality[3]',
      'schema[0].quality[4]',
      'schema[0].properties[1].relationships[0]',
      'schema[0].properties[2].logicalTypeOptions.format',
      'schema[0].properties[4].quality[0]',
    ])
  })

  test('is checked on a file, and broken where the file breaks it', async () => {
    const { rules } = rulesOfOdcs(contract)
    const found = await check(rules, { now: '2026-02-01T00:00:00Z' })
    const failed = found.checks.filter(({ status }) => status === 'failed').map(({ id }) => id)
    expect(failed).toEqual([
      'schema[0].quality[1]',
      'schema[0].properties[2].logicalType',
      'schema[0].properties[2].logicalTypeOptions.range',
      'schema[0].properties[3].quality[0]',
      'schema[0].properties[4].logicalTypeOptions.pattern',
      'schema[0].primaryKey',
    ])
    expect(found.verdict).toBe('failed')
  })

  test('is refused when it is none, is of another version, or has several tables', () => {
    expect(() => rulesOfOdcs({})).toThrow(OdcsError)
    expect(() => rulesOfOdcs({ ...contract, apiVersion: 'v2.2.2' })).toThrow(OdcsError)
    expect(() => rulesOfOdcs({ ...contract, schema: [] })).toThrow(OdcsError)
    expect(() => rulesOfOdcs({ ...contract, schema: [...contract.schema, { name: 'b' }] })).toThrow('name one')
    expect(() => rulesOfOdcs(contract, { table: 'x' })).toThrow('orders')
    expect(() => rulesOfOdcs(null)).toThrow(OdcsError)
  })
})

test('every operator is met on its side, and told', () => {
  expect(isMet({ operator: 'less', value: 1 }, 1)).toBe(false)
  expect(isMet({ operator: 'at-most', value: 1 }, 1)).toBe(true)
  expect(isMet({ operator: 'greater', value: 1 }, 1)).toBe(false)
  expect(isMet({ operator: 'at-least', value: 1 }, 1)).toBe(true)
  expect(isMet({ operator: 'not-equal', value: 1 }, 1)).toBe(false)
  expect(isMet({ operator: 'between', low: 1, high: 2 }, 2)).toBe(true)
  expect(isMet({ operator: 'not-between', low: 1, high: 2 }, 2)).toBe(false)
  expect(mustText({ operator: 'between', low: 1, high: 5 }, 'percent')).toBe('from 1 to 5 %')
})

test('what changed in the columns is told, and a name that is nearly the same is taken for a new one', async () => {
  const before = join(folder, 'before.csv')
  const after = join(folder, 'after.csv')
  await writeFile(before, 'id,amount,city,flag,day\n1,2,x,true,2026-01-01\n')
  await writeFile(after, 'id,flag,amount,citty,day,more\n1,false,2.5,x,2026-01-01 10:00:00,1\n')
  const found = await schemaChange(before, after)
  expect(found).toMatchObject({
    added: ['citty', 'more'],
    removed: ['city'],
    perhapsRenamed: [{ before: 'city', after: 'citty' }],
    reordered: true,
  })
  expect(found.retyped).toEqual([
    { column: 'amount', before: 'integer', after: 'number' },
    { column: 'day', before: 'date', after: 'timestamp' },
  ])
  expect(found.findings[0]?.title).toContain('breaks readers')
  expect((await schemaChange(before, before)).findings[0]?.title).toBe('The columns are the same')
})
