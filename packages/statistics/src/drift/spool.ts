import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BlockStore } from './numeric-sample.ts'

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
  private used = 0
  private readonly files: number[] = []

  /** The store of one more column. */
  column(): BlockStore {
    const kept: Float64Array[] = []
    let file: number | undefined
    let bytes = 0
    const keep = (block: Float64Array): void => {
      if (file === undefined && this.used + block.byteLength <= IN_MEMORY_BYTES) {
        this.used += block.byteLength
        kept.push(block.slice())
        return
      }
      file ??= this.open()
      bytes += writeAll(file, block, bytes)
    }
    function* blocks(): Generator<Float64Array> {
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
    return { keep, blocks: () => ({ [Symbol.iterator]: blocks }) }
  }

  /** Removes the folder. The samples cannot be read afterwards. */
  close(): void {
    for (const file of this.files.splice(0)) closeSync(file)
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true })
    this.folder = undefined
  }

  private open(): number {
    this.folder ??= mkdtempSync(join(tmpdir(), 'statistics-'))
    const file = openSync(join(this.folder, `${this.files.length}`), 'wx+', 0o600)
    this.files.push(file)
    return file
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
