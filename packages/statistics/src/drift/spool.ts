import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BlockStore, StoredBlocks } from './numeric-sample.ts'

/** So many bytes of all columns stay in memory; what comes after goes to the disk. */
const IN_MEMORY_BYTES = 16 << 20
const READ_BYTES = 1 << 19

/**
 * A place for the values of many numeric columns while a file is read once: in memory while they are few, then in a
 * temporary folder, eight bytes a value. What is measured later reads a column at a time, so memory does not grow with
 * the rows.
 */
export class Spool {
  private folder: string | undefined
  private readonly isGuest: boolean
  private used = 0
  private readonly files: number[] = []

  /** With a folder the spool is a guest there: it leaves the folder in place. */
  constructor(folder?: string) {
    this.folder = folder
    this.isGuest = folder !== undefined
  }

  /** The store of one more column. */
  column(): BlockStore {
    const kept: Float64Array[] = []
    let file: { handle: number; path: string } | undefined
    let bytes = 0
    const keep = (block: Float64Array): void => {
      if (file === undefined && this.used + block.byteLength <= IN_MEMORY_BYTES) {
        this.used += block.byteLength
        kept.push(shared(block))
        return
      }
      file ??= this.create()
      bytes += writeAll(file.handle, block, bytes)
    }
    const blocks = (): Iterable<Float64Array> => ({ [Symbol.iterator]: () => blocksOf(kept, file?.handle, bytes) })
    const stored = (): StoredBlocks => ({ kept, file: file === undefined ? undefined : { path: file.path, bytes } })
    return { keep, blocks, stored }
  }

  /** The values of a column that another spool keeps, which must not be closed before. */
  columnOf(stored: StoredBlocks): Pick<BlockStore, 'blocks' | 'stored'> {
    const { kept, file } = stored
    let handle: number | undefined
    const blocks = (): Iterable<Float64Array> => {
      if (file !== undefined && handle === undefined) {
        handle = openSync(file.path, 'r')
        this.files.push(handle)
      }
      return { [Symbol.iterator]: () => blocksOf(kept, handle, file?.bytes ?? 0) }
    }
    return { blocks, stored: () => stored }
  }

  /** The temporary folder, which is made when it is asked for. */
  place(): string {
    return (this.folder ??= mkdtempSync(join(tmpdir(), 'statistics-')))
  }

  /** Removes the folder. The samples cannot be read afterwards. */
  close(): void {
    for (const file of this.files.splice(0)) closeSync(file)
    if (this.folder !== undefined && !this.isGuest) rmSync(this.folder, { recursive: true, force: true })
    this.folder = undefined
  }

  private create(): { handle: number; path: string } {
    const path = join(this.place(), `${this.isGuest ? 'guest-' : ''}${this.files.length}`)
    const handle = openSync(path, 'wx+', 0o600)
    this.files.push(handle)
    return { handle, path }
  }
}

/** A copy that other threads see without copying it again. */
function shared(block: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(block.byteLength))
  copy.set(block)
  return copy
}

function* blocksOf(
  kept: readonly Float64Array[],
  file: number | undefined,
  bytes: number,
): Generator<Float64Array, undefined> {
  yield* kept
  if (file === undefined) return
  const buffer = new Float64Array(READ_BYTES / 8)
  for (let at = 0; at < bytes;) {
    const length = Math.min(READ_BYTES, bytes - at)
    readAll(file, buffer, length, at)
    yield buffer.subarray(0, length / 8)
    at += length
  }
}

function writeAll(file: number, block: Float64Array, at: number): number {
  const bytes = new Uint8Array(block.buffer, block.byteOffset, block.byteLength)
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done, bytes.length - done, at + done)
  return bytes.length
}

function readAll(file: number, into: Float64Array, length: number, at: number): void {
  const bytes = new Uint8Array(into.buffer, 0, length)
  for (let done = 0; done < length;) {
    const read = readSync(file, bytes, done, length - done, at + done)
    if (read === 0) throw new Error('a temporary file of the statistics was cut')
    done += read
  }
}
