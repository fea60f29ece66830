import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Report } from '../report/report.ts'
import { measure } from './table.ts'

let folder: string
const at = (name: string): string => join(folder, name)
const CONTRACT = `apiVersion: v3.1.0
kind: DataContract
schema:
  - name: loans
    properties:
      - { name: id, required: true }
      - { name: customer, relationships: [{ to: customers.id }] }
`
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quality-'))
  await writeFile(at('loans.csv'), 'id,customer\n1,a\n2,b\n3,x\n')
  await writeFile(at('customers.csv'), 'id\na\nb\n')
  await writeFile(at('contract.yaml'), CONTRACT)
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const quality = (lookup: boolean, options: Record<string, unknown>): Promise<Report> =>
  measure({
    analysis: 'quality',
    files: { file: at('loans.csv'), contract: at('contract.yaml'), ...(lookup ? { lookup: at('customers.csv') } : {}) },
    options,
    program: { name: 'muster-statistics', version: '1' },
  })

test('a foreign key of the contract is checked against the lookup file, which is a source', async () => {
  const report = await quality(true, { lookupTable: ['customers'] })
  expect(report.sources.map(({ role, name }) => [role, name])).toEqual([
    ['file', 'loans.csv'],
    ['contract', 'contract.yaml'],
    ['lookup', 'customers.csv'],
  ])
  expect(report.facts).toMatchObject({ passed: false, failed: 1 })
  expect((report.facts['failedTests'] as string[])[0]).toContain('customer')
})

test('without a lookup file the contract says that it was not checked; half of a lookup is refused', async () => {
  const report = await quality(false, {})
  expect(report.caveats.join(' ')).toContain('A rule of the contract was not taken over')
  await expect(quality(true, {})).rejects.toMatchObject({ code: 'option_invalid' })
  await expect(quality(false, { lookupTable: ['customers'] })).rejects.toMatchObject({ code: 'option_invalid' })
})

test('foreign keys into two tables are checked in one measurement', async () => {
  await writeFile(
    at('two.yaml'),
    `${CONTRACT}      - { name: branch, relationships: [{ to: branches.code }] }
`,
  )
  await writeFile(at('branched.csv'), 'id,customer,branch\n1,a,north\n2,b,west\n')
  await writeFile(at('branches.csv'), 'code\nnorth\nsouth\n')
  const files = {
    file: at('branched.csv'),
    contract: at('two.yaml'),
    lookup: at('customers.csv'),
    lookup2: at('branches.csv'),
  }
  const of = (lookupTable: string[]): Promise<Report> =>
    measure({ analysis: 'quality', files, options: { lookupTable }, program: { name: 'test', version: '1' } })
  const report = await of(['customers', 'branches'])
  expect(report.sources.map(({ role, name }) => [role, name]).slice(2)).toEqual([
    ['lookup', 'customers.csv'],
    ['lookup2', 'branches.csv'],
  ])
  expect(report.facts).toMatchObject({ failed: 1 })
  expect((report.facts['failedTests'] as string[])[0]).toContain('branch')
  for (const tables of [['customers'], ['customers', 'customers']])
    await expect(of(tables)).rejects.toMatchObject({ code: 'option_invalid' })
})
