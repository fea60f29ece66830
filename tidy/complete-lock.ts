import { readFileSync, writeFileSync } from 'node:fs'
import type { LockFile } from './lock-file.ts'
import { completed, withoutDevelopmentPeers } from './lock-file.ts'

// `npm run lock`: run after every change of dependencies, before the lock file is committed.
const path = new URL('../package-lock.json', import.meta.url)
const { lock, filled, unclear } = completed(withoutDevelopmentPeers(JSON.parse(readFileSync(path, 'utf8')) as LockFile))
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
console.log(filled.length === 0 ? 'The lock file is complete.' : `Added for other systems:\n${filled.join('\n')}`)
if (unclear.length > 0) {
  console.error(`The names do not tell the system: ${unclear.join(', ')}`)
  process.exitCode = 1
}
