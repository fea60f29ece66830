import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const here = import.meta.dirname

/** The file in which a build says what it was made from. */
export const MARK: string = join(here, 'dist', 'built-from.txt')

const FILES = ['index.html', 'package.json', 'vite.config.ts', 'build.ts', 'fingerprint.ts']

/** Digest of everything that the app is made of in this package; takes some milliseconds. */
export function fingerprint(): string {
  const hash = createHash('sha256')
  const inside = (name: string): string[] =>
    readdirSync(join(here, name), { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath, file.name))
  for (const path of [...FILES.map((name) => join(here, name)), ...inside('src'), ...inside('public')].sort())
    hash.update(path.slice(here.length)).update('\0').update(readFileSync(path)).update('\0')
  return hash.digest('hex')
}

/** Whether dist/ holds the app as its sources are now. */
export const isBuilt = (): boolean => existsSync(MARK) && readFileSync(MARK, 'utf8') === fingerprint()
