import { isAscii, isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import type { Column } from './columns.ts'
import { csvHeader } from './csv-header.ts'
import { sqlName } from './engine.ts'
import { NotNumber, NotPlain } from './not-plain.ts'
import { BATCH_ROWS } from './plain-readers.ts'
import type { CellReader } from './plain-readers.ts'
import type { ScanOptions } from './source.ts'

const PIECE_BYTES = 1 << 18
/** A longer line is not plain. */
const LONGEST_LINE = 1 << 16
const BYTE_ORDER_MARK = Buffer.of(0xef, 0xbb, 0xbf)
const [NUL, LINE_FEED, CARRIAGE_RETURN, QUOTE] = [0, 10, 13, 34]

/**
 * A CSV file that is plain: UTF-8 without quotes and NUL bytes, the same line end throughout, as many values in each line as
 * the header has names, no empty line. What such a file says is beyond doubt, so it can be read without the engine. Whatever
 * else is met throws NotPlain.
 */
export class PlainCsv {
  readonly columns: readonly Column[]
  /** As one byte. */
  readonly delimiter: number
  /** Of the last reading, which went through the whole file. */
  digest = ''
  private readonly file: FileHandle
  private readonly bytes: number
  private readonly headerEnd: number
  private readonly isCrLf: boolean
  private readonly options: ScanOptions

  private constructor(file: FileHandle, bytes: number, start: Buffer, options: ScanOptions) {
    this.file = file
    this.bytes = bytes
    this.options = options
    const end = start.indexOf(LINE_FEED)
    if (end < 0) throw new NotPlain('the header has no end')
    this.isCrLf = start[end - 1] === CARRIAGE_RETURN
    this.headerEnd = end + 1
    const line = start.subarray(0, this.isCrLf ? end - 1 : end)
    if (!isUtf8(line) || line.includes(QUOTE) || line.includes(CARRIAGE_RETURN)) throw new NotPlain('the header is odd')
    const text = new TextDecoder().decode(line)
    // What the engine's way asks of a header, it asks there.
    if (text.includes('\uFFFD')) throw new NotPlain('the header is odd')
    const { delimiter, names } = csvHeader(text)
    if (new Set(names).size < names.length) throw new NotPlain('a name is there twice')
    this.delimiter = delimiter.charCodeAt(0)
    this.columns = names.map((name) => ({ name, type: 'VARCHAR', reference: sqlName(name) }))
  }

  /** Opens a file of so many bytes; see close. */
  static async open(path: string, bytes: number, options: ScanOptions): Promise<PlainCsv> {
    const file = await open(path)
    try {
      const start = Buffer.allocUnsafe(Math.min(bytes, LONGEST_LINE))
      const { bytesRead } = await file.read(start, 0, start.length, 0)
      return new PlainCsv(file, bytes, start.subarray(0, bytesRead), options)
    } catch (error) {
      await file.close()
      throw error
    }
  }

  async close(): Promise<void> {
    await this.file.close()
  }

  /**
   * Reads all rows from the beginning and takes the digest of exactly these bytes. `readers` has one for each column; `use` is
   * called after every 4,096 rows, and for what is left, with the number of rows that the readers hold.
   */
  async read(readers: readonly CellReader[], use: (size: number) => void): Promise<number> {
    let rows = 0
    const lines = new Lines(readers, this.delimiter, this.isCrLf, (size) => {
      rows += size
      use(size)
    })
    const hash = createHash('sha256')
    try {
      await this.eachPiece(
        (piece) => {
          hash.update(piece)
          this.refuseOdd(piece)
        },
        (bytes, from, to) => lines.parse(bytes, from, to),
      )
      lines.flush()
    } catch (error) {
      throw error instanceof NotNumber ? new NotNumber(error.column, rows + error.row) : error
    }
    if (rows === 0) throw new NotPlain('there is no row')
    this.digest = `sha256:${hash.digest('hex')}`
    return rows
  }

  private refuseOdd(piece: Buffer): void {
    const isOdd = piece.includes(QUOTE) || piece.includes(NUL) || (!this.isCrLf && piece.includes(CARRIAGE_RETURN))
    if (isOdd) throw new NotPlain('there are quotes, NUL bytes or other line ends')
  }

  /** Reads the file piece by piece, the next one while this one is worked on; `parse` gets whole lines. */
  private async eachPiece(
    look: (piece: Buffer) => void,
    parse: (bytes: Buffer, from: number, to: number) => void,
  ): Promise<void> {
    const make = (): Buffer => Buffer.allocUnsafe(LONGEST_LINE + PIECE_BYTES)
    const read = async (into: Buffer, at: number): Promise<number> =>
      (await this.file.read(into, LONGEST_LINE, PIECE_BYTES, at)).bytesRead
    let [bytes, other] = [make(), make()]
    let [done, begin] = [0, LONGEST_LINE + this.headerEnd]
    let coming = read(bytes, 0)
    try {
      for (;;) {
        const size = await coming
        this.options.signal?.throwIfAborted()
        if (size === 0) break
        done += size
        coming = read(other, done)
        const end = LONGEST_LINE + size
        look(bytes.subarray(LONGEST_LINE, end))
        const to = bytes.lastIndexOf(LINE_FEED, end - 1) + 1
        if (end - to > LONGEST_LINE) throw new NotPlain('a line is long')
        if (to > begin) parseText(bytes, begin, to, parse)
        // The beginning of a line goes before the next piece.
        const rest = Math.max(to, begin)
        begin = LONGEST_LINE - (end - rest)
        bytes.copy(other, begin, rest, end)
        ;[bytes, other] = [other, bytes]
        this.options.onProgress?.({ phase: 'read', share: Math.min(1, done / this.bytes) })
      }
    } finally {
      await coming.catch(() => 0)
    }
    if (done !== this.bytes) throw new NotPlain('the file grows or shrinks')
    if (begin === LONGEST_LINE) return
    bytes.write(this.isCrLf ? '\r\n' : '\n', LONGEST_LINE)
    parseText(bytes, begin, LONGEST_LINE + (this.isCrLf ? 2 : 1), parse)
  }
}

function parseText(
  bytes: Buffer,
  from: number,
  to: number,
  parse: (b: Buffer, from: number, to: number) => void,
): void {
  const lines = bytes.subarray(from, to)
  if (!isAscii(lines)) {
    if (!isUtf8(lines)) throw new NotPlain('the text is not UTF-8')
    // What hands values over from the engine drops a byte order mark that one begins with.
    if (lines.includes(BYTE_ORDER_MARK)) throw new NotPlain('there is a byte order mark within')
  }
  parse(bytes, from, to)
}

/** Splits lines into cells. */
class Lines {
  private readonly readers: readonly CellReader[]
  private readonly delimiter: number
  private readonly isCrLf: boolean
  private readonly use: (size: number) => void
  private filled = 0

  constructor(readers: readonly CellReader[], delimiter: number, isCrLf: boolean, use: (size: number) => void) {
    this.readers = readers
    this.delimiter = delimiter
    this.isCrLf = isCrLf
    this.use = use
  }

  parse(bytes: Uint8Array, from: number, to: number): void {
    const { readers, delimiter, isCrLf } = this
    const last = readers.length - 1
    let row = this.filled
    for (let at = from; at < to;) {
      const start = at
      for (let column = 0; column <= last; column++) {
        at = (readers[column] as CellReader).read(bytes, at, row)
        if (column === last) break
        if (bytes[at] !== delimiter) throw new NotPlain('a line has fewer values')
        at += 1
      }
      if (at === start) throw new NotPlain('a line is empty')
      if (isCrLf && bytes[at++] !== CARRIAGE_RETURN) throw new NotPlain('a line ends otherwise')
      if (bytes[at++] !== LINE_FEED) throw new NotPlain('a line has more values')
      row += 1
      if (row < BATCH_ROWS) continue
      this.use(row)
      row = 0
    }
    this.filled = row
  }

  flush(): void {
    if (this.filled > 0) this.use(this.filled)
    this.filled = 0
  }
}
