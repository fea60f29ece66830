import { closeSync, fdatasyncSync, fsyncSync, openSync } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { NodeFS } from '@electric-sql/pglite/nodefs'

interface OpenStream {
  /** File descriptor of the real file; absent for directories. */
  readonly nfd?: number
  readonly node: unknown
}
interface NodeFsModule {
  readonly NODEFS: {
    stream_ops: Record<string, unknown>
    realPath: (node: unknown) => string
  }
}

type InitOptions = Parameters<NodeFS['init']>[1]

/**
 * PGlite's file system over Node's, made durable. As shipped it has no fsync, so a commit would only reach the page
 * cache. Emscripten calls `stream_ops.fsync` when PostgreSQL syncs a file; this supplies it.
 */
export class DurableNodeFS extends NodeFS {
  override async init(...[pg, options]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const supplyFsync = (module: unknown): void => {
      const { NODEFS } = module as NodeFsModule
      NODEFS.stream_ops['fsync'] = (stream: OpenStream): number => {
        if (stream.nfd === undefined) syncFolder(NODEFS.realPath(stream.node))
        else fdatasyncSync(stream.nfd)
        return 0
      }
    }
    const preRun = [...(options.preRun ?? []), supplyFsync] as NonNullable<InitOptions['preRun']>
    return super.init(pg, { ...options, preRun })
  }
}

/** Syncs one file or folder. */
export function syncFolder(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** So many at a time: a file system writes what is synced together in one go. */
const LANES = 8

/** Syncs a whole tree once: what initdb wrote without syncing must survive a power cut too. */
export async function syncTree(path: string): Promise<void> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const paths = entries.filter((e) => e.isDirectory() || e.isFile()).map((e) => join(e.parentPath, e.name))
  const waiting = [path, ...paths].values()
  const lane = async (): Promise<void> => {
    for (const next of waiting) {
      const handle = await open(next, 'r')
      try {
        await handle.sync()
      } finally {
        await handle.close()
      }
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}
