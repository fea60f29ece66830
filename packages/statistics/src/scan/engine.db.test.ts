import { expect, test } from 'vitest'
import { rowsFrom, withEngine } from './engine.ts'

test('what does not fit beside the disk is begun once more with all the memory that there is', async () => {
  const limits: unknown[] = []
  const length = await withEngine([], undefined, async (connection) => {
    const [limit] = await rowsFrom(connection, "SELECT current_setting('memory_limit') AS bytes")
    limits.push(limit?.['bytes'])
    // One value cannot be put aside in parts.
    const [row] = await rowsFrom(connection, 'SELECT len(list(i)) AS n FROM range(40_000_000) t(i)')
    return Number(row?.['n'])
  })
  expect(length).toBe(40_000_000)
  expect(limits).toHaveLength(2)
  expect(limits[0]).toBe('183.1 MiB')
  expect(limits[1]).not.toBe(limits[0])
})

test('a table that is larger than the memory goes to the disk', async () => {
  let times = 0
  const sum = await withEngine([], undefined, async (connection) => {
    times += 1
    await connection.run(
      'CREATE TEMP TABLE wide AS SELECT i, hash(i) AS h, hash(i + 1) AS g FROM range(15_000_000) t(i)',
    )
    const [row] = await rowsFrom(connection, 'SELECT sum(i) AS n FROM wide WHERE h <> g')
    return Number(row?.['n'])
  })
  expect([sum, times]).toEqual([(15_000_000 * 14_999_999) / 2, 1])
})

test('another error is not tried again', async () => {
  let times = 0
  const failing = withEngine([], undefined, (connection) => {
    times += 1
    return connection.run('SELECT nothing')
  })
  await expect(failing).rejects.toThrow('nothing')
  expect(times).toBe(1)
})
