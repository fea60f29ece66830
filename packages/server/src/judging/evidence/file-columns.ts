import type { Call } from '../../http/context.ts'
import { readableFile } from '../../http/readable-file.ts'
import { goneOf } from './measure.ts'
import { withPaths } from './stored-paths.ts'

/** The columns of a stored file, read where files are measured: one that cannot be measured is refused as it would be there. */
export async function showColumns(call: Call): Promise<unknown> {
  const signal = goneOf(call)
  const file = await readableFile(call, call.params['digest'] ?? '')
  const { context } = call
  const { rows, columns } = await withPaths(context.files, new Map([['file', file]]), ({ file: path = '' }) =>
    context.measuring.describe({ describe: path, signal }),
  )
  const { name, digest, bytes } = file
  return { name, digest, bytes, rows, columns: columns.map((column) => ({ name: column.name, type: column.type })) }
}
