import { createHash } from 'node:crypto'
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowsFrom } from './engine.ts'
import { describeFile, scanFile, scanFiles } from './scan-file.ts'
import type { Source } from './source.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'source-files-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, content)
  return path
}

async function sumOf(path: string): Promise<{ sum: number; source: Source }> {
  const { result, source } = await scanFile(path, {}, async ({ connection, relation }) => {
    const [row] = await rowsFrom(connection, `SELECT sum(a::INTEGER) AS sum, count(*) AS n FROM ${relation}`)
    return { result: Number(row?.['sum']), rows: Number(row?.['n']) }
  })
  return { sum: result, source }
}

describe('many files', () => {
  test('of a folder or a pattern are one table, with one digest over theirs', async () => {
    await write('all/one.csv', 'a,b\n1,x\n')
    await write('all/deep/two.csv.gz', gzipSync('a,b\n20,y\n'))
    await write('all/three.csv.zst', zstdCompressSync('b,a\nz,300\n'))
    await write('all/_notes.csv', 'other\n1\n')
    await write('all/.hidden.csv', 'other\n1\n')
    await write('all/README.md', 'no table')
    const { sum, source } = await sumOf(join(folder, 'all'))
    expect(sum).toBe(321)
    expect(source).toMatchObject({ name: 'all', rows: 3 })
    expect(source.files!.map(({ name }) => name)).toEqual(['deep/two.csv.gz', 'one.csv', 'three.csv.zst'])
    const list = source.files!.map(({ digest, name }) => `${digest} ${name}\n`).join('')
    expect(source.digest).toBe(`sha256:${createHash('sha256').update(list).digest('hex')}`)
    const some = await sumOf(join(folder, 'all', '*.csv'))
    expect(some.sum).toBe(1)
    expect(some.source.files!.length).toBe(1)
  })

  test('of JSON lines and Parquet are one table too', async () => {
    await write('lines/a.jsonl', '{"a":1}\n')
    await write('lines/b.jsonl.zst', zstdCompressSync('{"a":2,"extra":"x"}\n'))
    expect((await sumOf(join(folder, 'lines'))).sum).toBe(3)
    await mkdir(join(folder, 'parquet'))
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    for (const at of [1, 2]) {
      await connection.run(`COPY (SELECT ${at} AS a) TO '${join(folder, 'parquet', `${at}.parquet`)}' (FORMAT parquet)`)
    }
    expect((await sumOf(join(folder, 'parquet', '*.parquet'))).sum).toBe(3)
    await connection.run(`COPY (SELECT 'x' AS a) TO '${join(folder, 'parquet', 'odd.parquet')}' (FORMAT parquet)`)
    connection.closeSync()
    await expect(sumOf(join(folder, 'parquet'))).rejects.toMatchObject({ code: 'files_differ' })
  })

  test('that do not fit together are refused, with the file and the nearest name', async () => {
    await write('odd/a.csv', 'label,score\n1,2\n')
    await write('odd/b.csv', 'lable,score\n1,2\n')
    await expect(sumOf(join(folder, 'odd'))).rejects.toMatchObject({
      code: 'files_differ',
      message: '"a.csv" has a column "label" that "b.csv" lacks',
      hint: 'there it may be called "lable"',
    })
    await write('kinds/a.csv', 'a\n1\n')
    await write('kinds/b.jsonl', '{"a":1}\n')
    await expect(sumOf(join(folder, 'kinds'))).rejects.toMatchObject({ code: 'files_differ' })
    await mkdir(join(folder, 'empty'))
    await expect(sumOf(join(folder, 'empty'))).rejects.toMatchObject({ code: 'not_a_file' })
    await expect(sumOf(join(folder, 'nothing-*.csv'))).rejects.toMatchObject({ code: 'file_not_found' })
  })

  test('say which of them is broken or changed', async () => {
    await write('broken/a.csv', 'a,b\n1,2\n')
    await write('broken/b.csv', 'a,b\n1,2,3\n')
    await expect(sumOf(join(folder, 'broken'))).rejects.toMatchObject({
      code: 'csv_broken',
      message: expect.stringContaining('"b.csv"'),
    })
    await write('late/a.csv', 'a,b\n1,2\n')
    const path = await write('late/b.csv', 'a,b\n1,2\n')
    const work = scanFile(join(folder, 'late'), {}, async () => {
      await appendFile(path, '3,4\n')
      return { result: 0, rows: 0 }
    })
    await expect(work).rejects.toMatchObject({ code: 'file_changed', message: expect.stringContaining('"b.csv"') })
  })
})

describe('Zstandard', () => {
  test('is read like the text inside', async () => {
    const path = await write('one.csv.zst', zstdCompressSync('a,b\n7,x\n'))
    const { columns, rows, files } = await describeFile(path)
    expect(columns.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(rows).toBe(1)
    expect(files).toBeUndefined()
    expect((await sumOf(path)).sum).toBe(7)
  })

  test('that is cut, or is none, is refused', async () => {
    const packed = zstdCompressSync(`a,b\n${'7,x\n'.repeat(5000)}`)
    const cut = await write('cut.csv.zst', packed.subarray(0, packed.length - 8))
    await expect(sumOf(cut)).rejects.toMatchObject({ code: 'zstd_broken' })
    await expect(sumOf(await write('fake.csv.zst', 'a,b\n7,x\n'))).rejects.toMatchObject({ code: 'zstd_broken' })
  })
})

test('several sources are queried together, each with its own digest', async () => {
  const paths = [await write('left.csv', 'a\n1\n2\n'), await write('right.csv', 'a\n2\n3\n')]
  const { result, sources } = await scanFiles(paths, {}, async ([left, right]) => {
    const sql = `SELECT count(*) AS n FROM ${left!.relation} l JOIN ${right!.relation} r USING (a)`
    return { result: Number((await rowsFrom(left!.connection, sql))[0]?.['n']), rows: [2, 2] }
  })
  expect(result).toBe(1)
  expect(sources.map(({ name }) => name)).toEqual(['left.csv', 'right.csv'])
})
