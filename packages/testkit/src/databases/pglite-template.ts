import { createHash, randomBytes } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { migrate, openPglite } from '@muster/server'

const CACHE = join(import.meta.dirname, '../../../../node_modules/.cache/muster')
const MIGRATIONS = join(import.meta.dirname, '../../../server/src/store/migrations')

/**
 * Folder with two closed embedded databases, `empty` and `migrated`. Making one costs seconds, copying it a tenth of one: it is made once
 * per content of the migrations and version of PGlite, and kept.
 */
export async function prepareTemplate(): Promise<string> {
  const folder = join(CACHE, `pglite-${fingerprint()}`)
  if (existsSync(folder)) return folder
  mkdirSync(CACHE, { recursive: true })
  const draft = `${folder}.${randomBytes(4).toString('hex')}`
  const fresh = await openPglite(join(draft, 'empty'))
  await fresh.close()
  cpSync(join(draft, 'empty'), join(draft, 'migrated'), { recursive: true })
  const database = await openPglite(join(draft, 'migrated'))
  await migrate(database)
  await database.close()
  try {
    renameSync(draft, folder)
  } catch {
    // Another run made it meanwhile.
    rmSync(draft, { recursive: true, force: true })
  }
  for (const name of readdirSync(CACHE))
    if (/^pglite-[0-9a-f]{16}$/.test(name) && !folder.endsWith(name))
      rmSync(join(CACHE, name), { recursive: true, force: true })
  return folder
}

function fingerprint(): string {
  const hash = createHash('sha256')
  for (const file of readdirSync(MIGRATIONS).sort()) hash.update(file).update(readFileSync(join(MIGRATIONS, file)))
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  hash.update(readFileSync(join(entry, '../../package.json')))
  return hash.digest('hex').slice(0, 16)
}
