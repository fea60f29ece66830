import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** Another process uses the data folder. */
export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse'
}

interface Owner {
  readonly pid: number
  readonly host: string
  readonly token: string
  /** Start time of the process where the system tells it; a reused pid has another one. */
  readonly started: string
}

/** Clock ticks since boot at which a process started (Linux), or '' where this is not known. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

function lives(owner: Owner): boolean {
  if (owner.host !== hostname()) return true // Cannot be looked at from here: believe it.
  if (owner.pid === process.pid && owner.started === startOf(process.pid)) return true
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  const started = startOf(owner.pid)
  return started === '' || owner.started === '' || started === owner.started
}

function read(path: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Owner
  } catch {
    return undefined
  }
}

/**
 * Takes the lock of a data folder for this process, or says who has it. A lock left behind by a process that is gone is
 * taken over; the link makes taking atomic, and the rename lets only one of several heirs win.
 */
export function lockDataFolder(folder: string): { release: () => void } {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'muster.lock')
  const mine: Owner = {
    pid: process.pid,
    host: hostname(),
    token: randomBytes(8).toString('hex'),
    started: startOf(process.pid),
  }
  const draft = `${path}.${mine.token}`
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 })
  try {
    take(path, draft, mine.token, folder)
  } finally {
    rmSync(draft, { force: true })
  }
  return {
    release: () => {
      if (read(path)?.token === mine.token) rmSync(path, { force: true })
    },
  }
}

function take(path: string, draft: string, token: string, folder: string): void {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      linkSync(draft, path)
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const owner = read(path)
    if (owner !== undefined && lives(owner)) break
    const aside = `${path}.stale.${token}`
    try {
      renameSync(path, aside)
    } catch {
      continue // Somebody else was quicker: look again.
    }
    const moved = read(aside)
    // What was moved is not what was judged: a living process took the lock in between. Put it back.
    if (moved !== undefined && moved.token !== owner?.token) {
      try {
        linkSync(aside, path)
      } catch {
        // A third process holds it by now.
      }
    }
    rmSync(aside, { force: true })
  }
  const owner = read(path)
  throw new DataFolderInUse(
    `The data folder ${folder} is in use by process ${owner?.pid ?? 'unknown'} on ${owner?.host ?? 'an unknown machine'}. ` +
      'Stop that process, or give another folder with --data. If you are sure that it is gone, delete muster.lock in the folder.',
  )
}
