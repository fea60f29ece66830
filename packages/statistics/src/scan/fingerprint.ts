import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { unpacking } from './format.ts'
import type { FileFormat } from './format.ts'
import { ScanError } from './scan-error.ts'

/** What a file was when it was looked at: the digest of its bytes, and what the file system says about it. */
export type Fingerprint = {
  /** Whether the file had lain still for so long that any later change must give it other time stamps. */
  readonly isSettled: boolean
  /** `sha256:` and 64 hexadecimal digits, of the file as it lies on the disk. */
  readonly digest: string
  readonly bytes: number
  readonly identity: string
}

/**
 * Reads the whole file once, in pieces: its digest, and for text whether it holds a NUL byte; for .gz and .zst also whether the
 * stream inside is complete (the reader behind it would take a cut one for a short file). Without a format, the digest alone.
 */
export async function fingerprint(
  path: string,
  format: FileFormat | undefined,
  signal: AbortSignal | undefined,
  onShare: (share: number) => void,
): Promise<Fingerprint> {
  const { identity, bytes, isSettled } = await identify(path)
  const hash = createHash('sha256')
  const nul = new NulSearch()
  let read = 0
  const count = async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of source) {
      hash.update(piece)
      read += piece.length
      onShare(bytes === 0 ? 1 : Math.min(1, read / bytes))
      yield piece
    }
  }
  const inspect = async (source: AsyncIterable<Buffer>): Promise<void> => {
    for await (const piece of source) if (format !== undefined && format.kind !== 'parquet') nul.look(piece)
  }
  const options = signal === undefined ? {} : { signal }
  const file = createReadStream(path, { highWaterMark: 1 << 20 })
  try {
    const unpack = format === undefined ? undefined : unpacking(format)
    if (unpack !== undefined) await pipeline(file, count, unpack, inspect, options)
    else await pipeline(file, count, inspect, options)
  } catch (error) {
    signal?.throwIfAborted()
    throw asScanError(error, format)
  }
  nul.refuse()
  return { digest: `sha256:${hash.digest('hex')}`, bytes, identity, isSettled }
}

/** File systems keep time in steps, some of two seconds: a change within the step of the last one leaves the stamps as they are. */
const SETTLED_MS = 2500

/** Size, time stamps and inode: cheap to compare. Also refuses what is not a readable file. */
export async function identify(path: string): Promise<{ identity: string; bytes: number; isSettled: boolean }> {
  try {
    const facts = await stat(path, { bigint: true })
    if (!facts.isFile()) {
      throw new ScanError(
        'not_a_file',
        'the path is not a file',
        'give the path of one file, not of a folder or device',
      )
    }
    const identity = [facts.dev, facts.ino, facts.size, facts.mtimeNs, facts.ctimeNs].join(' ')
    const isSettled = Date.now() - Math.max(Number(facts.ctimeMs), Number(facts.mtimeMs)) > SETTLED_MS
    return { identity, bytes: Number(facts.size), isSettled }
  } catch (error) {
    throw asScanError(error)
  }
}

function asScanError(error: unknown, format?: FileFormat): ScanError {
  if (error instanceof ScanError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new ScanError('file_not_found', 'there is no file at this path', 'check the path and its spelling')
  }
  if (format?.compression === 'zstd' && /^(?:Z_|ZSTD_|ERR_ZSTD)/.test(code)) {
    const message = 'the file ends in .zst but is not a complete Zstandard stream'
    return new ScanError('zstd_broken', message, 'compress it again', { cause: error })
  }
  if (code.startsWith('Z_')) {
    return new ScanError('gzip_broken', 'the file ends in .gz but is not a complete gzip stream', 'compress it again', {
      cause: error,
    })
  }
  if (code === 'ERR_INVALID_ARG_VALUE') {
    return new ScanError('file_not_found', 'the path holds a NUL character, which no path can', 'check the path')
  }
  const why = code === '' ? String(error) : code
  return new ScanError(
    'file_unreadable',
    `the file cannot be read (${why})`,
    'check that it may be read and is not locked',
    {
      cause: error,
    },
  )
}

/** Finds the first NUL byte of a text and the line it is in. */
class NulSearch {
  private lines = 1
  private foundOn: number | undefined

  look(piece: Buffer): void {
    if (this.foundOn !== undefined) return
    const at = piece.indexOf(0)
    // Counting lines costs more than searching, so it happens in small files and otherwise only as a lower bound.
    this.lines += at < 0 ? 0 : linesIn(piece, at)
    if (at >= 0) this.foundOn = this.lines
  }

  refuse(): void {
    if (this.foundOn === undefined) return
    throw new ScanError(
      'nul_byte',
      `the text holds a NUL byte (line ${this.foundOn} or later)`,
      'save it as UTF-8 text; a file in UTF-16 is full of NUL bytes',
    )
  }
}

function linesIn(piece: Buffer, end: number): number {
  let lines = 0
  for (let at = piece.indexOf(10); at >= 0 && at < end; at = piece.indexOf(10, at + 1)) lines += 1
  return lines
}
