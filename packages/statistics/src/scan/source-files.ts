import { glob, stat } from 'node:fs/promises'
import { basename, relative, resolve, sep } from 'node:path'
import { isReadable } from './format.ts'
import { ScanError } from './scan-error.ts'

/** One file of a source: where it lies, and what it is called within the source. */
export type SourceFile = { readonly path: string; readonly name: string }

/** Everything a path stands for: one file, or many that are read as one table. */
export type SourceFiles = {
  readonly name: string
  /** Sorted by name; one, if the path is a file. */
  readonly files: readonly SourceFile[]
}

const MOST_FILES = 10_000

/**
 * The files of a path: the file itself; all readable files within a folder; or those that a pattern with `*`, `?`, `[…]` or
 * `{…}` names. A path that exists is never taken for a pattern. Files whose name begins with a dot or an underscore are left
 * out of folders, as writers of tables name their notes so. The order is that of names by code unit.
 *
 * Throws `file_not_found` where nothing matches, `not_a_file` for a folder without a readable file; what is no regular file is refused when it is read.
 *
 * @example
 * await sourceFiles('predictions/2026-*.parquet') // { name: '2026-*.parquet', files: [{ name: '2026-01.parquet', … }, …] }
 */
export async function sourceFiles(given: string): Promise<SourceFiles> {
  const path = resolve(given)
  const name = basename(path)
  const kind = await kindOf(path)
  if (kind === 'file' || (kind === 'nothing' && !/[*?[{]/.test(given))) return { name, files: [{ path, name }] }
  const pattern = kind === 'folder' ? '**/*' : basename(path)
  const folder = kind === 'folder' ? path : resolve(path, '..')
  const found: SourceFile[] = []
  for await (const match of kind === 'folder' ? glob(pattern, { cwd: folder }) : glob(path)) {
    const full = resolve(folder, match)
    const own = relative(folder, full).split(sep).join('/')
    if (own.split('/').some((part) => part.startsWith('.') || part.startsWith('_'))) continue
    if (!isReadable(own) || (await kindOf(full)) !== 'file') continue
    found.push({ path: full, name: own })
    if (found.length > MOST_FILES) {
      throw new ScanError('files_differ', `there are more than ${MOST_FILES} files`, 'give fewer, or put them together')
    }
  }
  if (found.length === 0) {
    const what = kind === 'folder' ? 'the folder holds no file that can be read' : 'no file matches this pattern'
    throw new ScanError(
      kind === 'folder' ? 'not_a_file' : 'file_not_found',
      what,
      'give .parquet, .csv, .jsonl or .ndjson files; text also as .gz or .zst',
    )
  }
  return { name, files: found.sort((a, b) => (a.name < b.name ? -1 : 1)) }
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'nothing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file'
  } catch {
    return 'nothing'
  }
}
