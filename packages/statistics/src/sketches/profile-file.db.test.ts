import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compareColumns } from './compare-profiles.ts'
import { profileBytes } from './profile-bytes.ts'
import { profileFile } from './profile-file.ts'
import { profileFiles } from './profile-files.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'profile-test-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const profileText = async (text: string, columns?: string[]): ReturnType<typeof profileFile> => {
  const path = join(folder, 'rows.csv')
  await writeFile(path, text)
  return profileFile(path, { columns })
}

describe('the profile of a file', () => {
  test('finds numbers, texts, types and missing values of a CSV file', async () => {
    const text = 'age,when,ok,word\n31,2024-01-02,true,x\n4.5,2024-05-06,false,\n,2024-01-02,true,y\n-7,,,x\n'
    const { columns, source } = await profileText(text)
    expect(columns.map(({ name, kind, rows, missing }) => [name, kind, rows, missing])).toEqual([
      ['age', 'numeric', 4, 1],
      ['when', 'text', 4, 1],
      ['ok', 'text', 4, 1],
      ['word', 'text', 4, 1],
    ])
    expect(Object.fromEntries(columns[0]!.types)).toEqual({ integer: 2, decimal: 1 })
    expect(Object.fromEntries(columns[1]!.types)).toEqual({ date: 3 })
    expect(Object.fromEntries(columns[2]!.types)).toEqual({ boolean: 3 })
    expect(columns[3]!.frequent.items()).toEqual([
      { value: 'x', count: 2 },
      { value: 'y', count: 1 },
    ])
    expect(source.rows).toBe(4)
  })

  test('of typed columns takes numbers and dates as numbers, in any order of rows the same distances', async () => {
    const [one, other] = [join(folder, 'one.parquet'), join(folder, 'other.parquet')]
    const instance = await DuckDBInstance.create()
    const connection = await instance.connect()
    const rows =
      "SELECT i AS n, i / 7 AS x, DATE '2024-01-01' + (i % 90)::INTEGER AS day, i % 3 = 0 AS flag, " +
      "CASE WHEN i % 10 = 0 THEN NULL WHEN i % 10 = 1 THEN 'nan'::DOUBLE ELSE i END AS gaps FROM range(5000) t(i)"
    await connection.run(`COPY (${rows}) TO '${one}'`)
    await connection.run(`COPY (SELECT * FROM (${rows}) ORDER BY n DESC) TO '${other}'`)
    connection.closeSync()
    instance.closeSync()
    const [first, second] = [await profileFile(one), await profileFile(other)]
    expect(first.columns.map(({ name, kind, missing }) => [name, kind, missing])).toEqual([
      ['n', 'numeric', 0],
      ['x', 'numeric', 0],
      ['day', 'numeric', 0],
      ['flag', 'text', 0],
      ['gaps', 'numeric', 1000],
    ])
    expect(first.columns[2]!.quantiles.least).toBe(Date.parse('2024-01-01') / 1000)
    expect(Object.fromEntries(first.columns[0]!.types)).toEqual({ bigint: 5000 })
    expect(first.columns[0]!.moments.mean).toBeCloseTo(2499.5, 9)
    for (const [at, column] of first.columns.entries()) {
      const drift = compareColumns(column, second.columns[at]!)!
      expect(drift.psi.low).toBe(0)
      expect(drift.kolmogorovSmirnov?.low ?? 0).toBe(0)
    }
  })

  test('is the same for the same file', async () => {
    const rows = Array.from({ length: 9000 }, (_, at) => `${Math.sin(at)},w${at % 700}`).join('\n')
    const [one, other] = [await profileText(`x,y\n${rows}\n`), await profileText(`x,y\n${rows}\n`)]
    expect(profileBytes(one.columns)).toEqual(profileBytes(other.columns))
    expect(one.columns[1]!.distinct.estimate() / 700).toBeCloseTo(1, 1)
  })

  test('is refused for a file without rows and for a column that is not there', async () => {
    await expect(profileText('x,y\n')).rejects.toMatchObject({ code: 'file_empty' })
    await expect(profileText('x,y\n1,2\n', ['z'])).rejects.toMatchObject({ code: 'column_missing' })
  })

  test('stops when it is told to', async () => {
    const path = join(folder, 'rows.csv')
    await writeFile(path, 'x\n1\n')
    await expect(profileFile(path, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  })
})

describe('several files on threads', () => {
  test('have the profiles that they have alone, in the order they were given', async () => {
    const paths = await Promise.all(
      [1, 2, 3].map(async (at) => {
        const path = join(folder, `part-${at}.csv`)
        await writeFile(
          path,
          `x,word\n${Array.from({ length: 100 }, (_, row) => `${row * at},w${row % at}`).join('\n')}\n`,
        )
        return path
      }),
    )
    const found = await profileFiles(paths)
    for (const [at, path] of paths.entries()) {
      const alone = await profileFile(path)
      expect(found[at]!.source).toEqual(alone.source)
      expect(profileBytes(found[at]!.columns)).toEqual(profileBytes(alone.columns))
    }
  })

  test('are refused for the one that cannot be read, and stop when they are told to', async () => {
    const good = join(folder, 'good.csv')
    await writeFile(good, 'x\n1\n')
    const lost = join(folder, 'lost.csv')
    await expect(profileFiles([lost, good])).rejects.toMatchObject({ name: 'ScanError', code: 'file_not_found' })
    await expect(profileFiles([good, lost])).rejects.toMatchObject({ code: 'file_not_found' })
    const stopped = AbortSignal.abort(new Error('enough'))
    await expect(profileFiles([good, good], { signal: stopped })).rejects.toThrow('enough')
  })
})
