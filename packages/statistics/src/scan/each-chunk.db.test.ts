import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { eachChunk } from './each-chunk.ts'
import { withEngine } from './engine.ts'

const SQL = 'SELECT i::DOUBLE AS a, i::DOUBLE AS b, i::DOUBLE AS c, i::DOUBLE AS d FROM range(4000000) t(i)'

test('chunks are let go on the way: what they hold does not pile up', async () => {
  setFlagsFromString('--expose-gc')
  const full = runInNewContext('gc') as () => void
  await withEngine([], undefined, async (connection) => {
    full()
    const before = process.memoryUsage().rss
    let [most, rows, sum] = [0, 0, 0]
    await eachChunk(await connection.stream(SQL), undefined, (chunk, size) => {
      rows += size
      sum += chunk.columnCount
      most = Math.max(most, process.memoryUsage().rss - before)
    })
    expect([rows, sum > 4 * 1900]).toEqual([4_000_000, true])
    // All chunks together hold 128 MB.
    expect(most).toBeLessThan(64 * 1024 * 1024)
  })
})

test('an aborted signal ends the fetching with its reason', async () => {
  const stop = new AbortController()
  const fetching = withEngine([], undefined, async (connection) =>
    eachChunk(await connection.stream(SQL), stop.signal, () => stop.abort(new Error('enough'))),
  )
  await expect(fetching).rejects.toThrow('enough')
})
