import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { measure } from '../analyses/table.ts'
import { withEngine } from '../scan/engine.ts'
import { compareRerun } from './compare-rerun.ts'
import type { Rerun, RerunQuestion } from './rerun.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rerun-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

type More = Partial<Omit<RerunQuestion, 'path' | 'rerunPath'>>
async function compare(first: readonly string[], second: readonly string[], more: More = {}): Promise<Rerun> {
  const [path, rerunPath] = [join(folder, 'first.csv'), join(folder, 'again.csv')]
  await writeFile(path, `${first.join('\n')}\n`)
  await writeFile(rerunPath, `${second.join('\n')}\n`)
  return compareRerun({ path, rerunPath, key: ['id'], ...more })
}
const FIRST = ['id,label,score', 'a,yes,0.5', 'b,no,0.25', 'c,yes,']

describe('a rerun', () => {
  test('with the same values in another order and another writing is identical', async () => {
    const found = await compare(FIRST, ['id,score,label', 'c,,yes', 'b,2.5e-1,no', 'a,0.50,yes'])
    expect(found).toMatchObject({ verdict: 'identical', rows: 3, same: 3, within: 3 })
    expect(found.columns.map(({ column, isNumeric, lost }) => [column, isNumeric, lost])).toEqual([
      ['label', false, 0],
      ['score', true, 0],
    ])
    expect(found.findings.map(({ title }) => title)).toEqual(['The rerun gave the same values'])
    expect(JSON.parse(JSON.stringify(found))).toEqual(found)
  })

  test('is reproduced where numbers differ within the tolerance, and differs beyond it', async () => {
    const again = ['id,label,score', 'a,yes,0.5005', 'b,no,0.25', 'c,yes,']
    const near = await compare(FIRST, again, { absolute: 0.001 })
    expect(near).toMatchObject({ verdict: 'reproduced', same: 2, within: 3 })
    expect(near.findings[0]?.sentence).toBe(
      'All 3 rows are within a tolerance of 0.001; 1 of them are not exactly the same, by at most 0.0005 in score.',
    )
    expect((await compare(FIRST, again, { relative: 0.001 })).verdict).toBe('reproduced')
    const far = await compare(FIRST, again, { relative: 0.0005 })
    expect(far).toMatchObject({ verdict: 'differs', within: 2 })
    expect(far.columns[1]).toMatchObject({
      largest: expect.closeTo(0.0005, 12) as number,
      largestRelative: expect.closeTo(0.0005 / 0.5005, 12) as number,
      meanDifference: expect.closeTo(0.00025, 12) as number,
      examples: [{ key: '"id" = "a"', first: '0.5', second: '0.5005' }],
    })
    expect(far.findings.map(({ title }) => title)).toEqual([
      'The rerun gave other values in 1 of 3 rows',
      'score differs in 33.3 % of the rows',
    ])
  })

  test('of two files with the same bytes is said to be one', async () => {
    expect((await compare(FIRST, FIRST)).caveats[0]).toMatch(/the same bytes/)
  })

  test('with a value in one run only, another label, NaN or another infinity differs', async () => {
    const first = ['id,label,score', 'a,yes,0.5', 'b,no,NaN', 'c,yes,inf', 'd,no,inf', 'e,,1']
    const again = ['id,label,score', 'a,no,', 'b,no,NaN', 'c,yes,inf', 'd,no,-inf', 'e,no,1']
    const found = await compare(first, again, { absolute: 1e9, relative: 0.9 })
    expect(found.columns).toMatchObject([
      { column: 'label', within: 3, lost: 1 },
      { column: 'score', within: 3, lost: 1, largest: 0 },
    ])
    expect(found.within).toBe(2)
  })

  test('tells whole numbers apart that a double cannot', async () => {
    const found = await compare(['id,n', 'a,9007199254740993', 'b,7'], ['id,n', 'a,9007199254740992', 'b,007'])
    expect(found.columns[0]).toMatchObject({ isNumeric: true, same: 1, within: 1, largest: 1 })
    expect(
      (await compare(['id,n', 'a,9007199254740993'], ['id,n', 'a,9007199254740992'], { absolute: 1 })).verdict,
    ).toBe('reproduced')
  })

  test('may be in Parquet where the first run is in CSV', async () => {
    const parquet = join(folder, 'again.parquet')
    const path = join(folder, 'first.csv')
    await writeFile(path, `${FIRST.join('\n')}\n`)
    await withEngine([parquet], undefined, async (connection) => {
      await connection.run(
        `COPY (SELECT * FROM (VALUES ('a', 'yes', 0.5::DOUBLE), ('b', 'no', 0.25), ('c', 'yes', NULL)) t(id, label, score)) TO '${parquet}'`,
      )
    })
    expect((await compareRerun({ path, rerunPath: parquet, key: ['id'] })).verdict).toBe('identical')
  })

  test.each([
    ['no key', { key: [] }, 'option_invalid'],
    ['a negative tolerance', { absolute: -1 }, 'option_invalid'],
    ['a tolerance of everything', { relative: 1 }, 'option_invalid'],
    ['a column twice', { values: ['score', 'score'] }, 'option_invalid'],
    ['the key among the values', { values: ['id'] }, 'option_invalid'],
    ['a column that is not there', { values: ['scor'] }, 'column_missing'],
  ] as const)('with %s is refused', async (_what, more, code) => {
    await expect(compare(FIRST, FIRST, more)).rejects.toMatchObject({ code })
  })

  test('with other rows or columns is refused: what happens to match is not compared', async () => {
    await expect(compare(FIRST, FIRST.slice(0, 3))).rejects.toMatchObject({ code: 'keys_differ' })
    await expect(compare(FIRST, [...FIRST, 'a,yes,1'])).rejects.toMatchObject({ code: 'keys_repeated' })
    await expect(compare(FIRST, ['id,label', 'a,yes'])).rejects.toMatchObject({ code: 'column_missing', role: 'other' })
    const wider = FIRST.map((line, index) => `${line},${index === 0 ? 'more' : index}`)
    await expect(compare(FIRST, wider)).rejects.toMatchObject({ code: 'files_differ', role: 'other' })
    expect((await compare(FIRST, wider, { values: ['label', 'score'] })).verdict).toBe('identical')
  })

  test('agrees with itself the other way round, as isclose of Python does', async () => {
    const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer().map(Number))
    const rows = fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 20 })
    const tolerance = fc.constantFrom(0, 1e-9, 0.01, 0.5)
    await fc.assert(
      fc.asyncProperty(rows, tolerance, tolerance, async (pairs, absolute, relative) => {
        const of = (side: 0 | 1): string[] => ['id,x', ...pairs.map((pair, id) => `${id},${pair[side]}`)]
        const there = await compare(of(0), of(1), { absolute, relative })
        const back = await compare(of(1), of(0), { absolute, relative })
        const isClose = ([a, b]: readonly [number, number]): boolean =>
          Math.abs(a - b) <= Math.max(relative * Math.max(Math.abs(a), Math.abs(b)), absolute)
        expect(there.within).toBe(pairs.filter(isClose).length)
        expect([back.within, back.same]).toEqual([there.within, there.same])
        expect(there.same).toBe(pairs.filter(([a, b]) => a === b).length)
      }),
      { numRuns: 40 },
    )
  }, 60_000)

  test('is a report whose values of the data stay in it', async () => {
    await compare(FIRST, ['id,label,score', 'a,yes,0.9', 'b,no,0.25', 'c,yes,'])
    const report = await measure({
      analysis: 'rerun',
      files: { file: join(folder, 'first.csv'), other: join(folder, 'again.csv') },
      options: { key: ['id'], value: [], absolute: 0, relative: 0 },
      program: { name: 'test', version: '1' },
    })
    expect(report.facts).toEqual({
      verdict: 'differs',
      reproduced: false,
      identical: false,
      rows: 3,
      rowsSame: 2,
      rowsWithin: 2,
      columns: 2,
      differentColumns: ['score'],
      absolute: 0,
      relative: 0,
    })
    expect(report.findings.filter(({ isForReportOnly }) => isForReportOnly).map(({ sentence }) => sentence)).toEqual([
      '"id" = "a": 0.5 and 0.9.',
    ])
    expect(report.measures).toContainEqual(
      expect.objectContaining({ name: 'within_share', slice: 'column=score', value: 2 / 3 }),
    )
  })
})
