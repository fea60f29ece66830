// What the web app was built from. Plain JavaScript, as the rest of bin/.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = join(dirname(fileURLToPath(import.meta.url)), '..')

/** The file in which a build says what it was made from. */
export const MARK = join(here, 'dist', 'built-from.txt')

/** Digest of everything that the app is made of in this package; takes some milliseconds. */
export function fingerprint() {
  const hash = createHash('sha256')
  const folder = (name) =>
    readdirSync(join(here, name), { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath ?? file.path, file.name))
  const files = ['index.html', 'package.json', 'vite.config.ts', 'build.ts'].map((name) => join(here, name))
  for (const path of [...files, ...folder('src'), ...folder('public')].sort())
    hash.update(path.slice(here.length)).update('\0').update(readFileSync(path)).update('\0')
  return hash.digest('hex')
}

/** Whether dist/ holds the app as its sources are now. */
export function isBuilt() {
  return existsSync(MARK) && readFileSync(MARK, 'utf8') === fingerprint()
}
