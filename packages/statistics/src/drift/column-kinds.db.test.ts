import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { scanFile } from '../scan/scan-file.ts'
import { columnKinds } from './column-kinds.ts'

test('columns of Parquet are compared as what they are: lists and arrays of numbers as embeddings', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'column-kinds-'))
  const path = join(folder, 'kinds.parquet')
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const select =
    "SELECT [1.5, 2.5]::DOUBLE[] AS list, [1, 2]::FLOAT[2] AS array, 1::DECIMAL(9,2) AS price, true AS flag, DATE '2026-01-01' AS day"
  await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`)
  connection.closeSync()
  const { result } = await scanFile(path, {}, async (scan) => ({
    result: await columnKinds(scan, scan.columns),
    rows: 1,
  }))
  expect(Object.fromEntries(result)).toEqual({
    list: 'embedding',
    array: 'embedding',
    price: 'numeric',
    flag: 'boolean',
    day: 'timestamp',
  })
  await rm(folder, { recursive: true, force: true })
})
