import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api'

/** What so many chunks hold is some megabytes. */
const CHUNKS_HELD = 16

/**
 * Fetches a streamed result chunk by chunk, the next one while this one is used.
 *
 * The memory of a chunk is the engine's, and is freed when JavaScript's small handle of it is collected. Since the collector
 * sees the handles alone it lets hundreds of megabytes pile up, so it is asked to look at its youngest objects every few
 * chunks. That takes less time than it saves: memory that was just freed is still near the processor.
 */
export async function eachChunk(
  result: Pick<DuckDBResult, 'fetchChunk'>,
  signal: AbortSignal | undefined,
  use: (chunk: DuckDBDataChunk, size: number) => void,
): Promise<void> {
  let coming = result.fetchChunk()
  try {
    for (let fetched = 1; ; fetched++) {
      const chunk = await coming
      // Asking the chunk for its size calls into the engine: once, not once a row.
      const size = chunk?.rowCount ?? 0
      if (chunk === null || size === 0) return
      signal?.throwIfAborted()
      coming = result.fetchChunk()
      use(chunk, size)
      if (fetched % CHUNKS_HELD === 0) collectYoung()
    }
  } finally {
    await coming.catch(() => null)
  }
}

type Collect = (options: { type: 'minor' }) => void
let collect: Collect | undefined

function collectYoung(): void {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc')
    const found: unknown = runInNewContext('gc')
    setFlagsFromString('--no-expose-gc')
    collect = typeof found === 'function' ? (found as Collect) : () => undefined
  }
  collect({ type: 'minor' })
}
