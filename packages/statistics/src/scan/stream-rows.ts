import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'

import { eachChunk } from './each-chunk.ts'

/** One batch of rows: for each column of the query its numbers, of which the first `size` count. */
export type Batch = { readonly columns: readonly ArrayLike<number>[]; readonly size: number }

/**
 * Streams a query of number columns batch by batch; no value is copied or boxed, so a batch must be used before the next
 * one comes. The query must give no null: a null has whatever number lies in its place.
 */
export async function eachBatch(
  connection: DuckDBConnection,
  sql: string,
  signal: AbortSignal | undefined,
  use: (batch: Batch) => void,
): Promise<void> {
  await eachChunk(await connection.stream(sql), signal, (chunk, size) => {
    const columns = Array.from({ length: chunk.columnCount }, (_, index) => numbersOf(chunk, index))
    use({ columns, size })
  })
}

/** The numbers of a column as they lie in the vector. */
export function numbersOf(chunk: DuckDBDataChunk, column: number): ArrayLike<number> {
  const vector: object = chunk.getColumnVector(column)
  if ('items' in vector && ArrayBuffer.isView(vector.items)) return vector.items as unknown as ArrayLike<number>
  throw new Error(`column ${column} of the rows is not a vector of numbers`)
}
