import { createReadStream } from 'node:fs'
import { unpacking } from './format.ts'
import type { FileFormat } from './format.ts'
import { ScanError } from './scan-error.ts'

/** The delimiter and the column names of a CSV file. */
export type CsvHeader = { readonly delimiter: string; readonly names: readonly string[] }

const LONGEST_HEADER_BYTES = 1 << 20
const DELIMITERS = [',', ';', '\t', '|']

/**
 * Reads the first record of a CSV file and takes it as the column names.
 *
 * It is read here and not guessed by the reader behind, so that a broken row is reported by its line instead of changing
 * the guess. The delimiter is whichever of comma, semicolon, tab and bar occurs most often outside quotes; quotes and
 * line ends are those of RFC 4180.
 */
export async function readCsvHeader(path: string, format: FileFormat): Promise<CsvHeader> {
  return csvHeader(firstRecord(await readStart(path, format)))
}

/** The delimiter and the column names of a header, without its line end. */
export function csvHeader(record: string): CsvHeader {
  if (record.trim() === '') {
    throw new ScanError(
      'file_empty',
      'the first line, which names the columns, is empty',
      'write the column names there',
    )
  }
  const delimiter = likelyDelimiter(record)
  return { delimiter, names: splitRecord(record, delimiter) }
}

async function readStart(path: string, format: FileFormat): Promise<string> {
  const file = createReadStream(path)
  const unpack = unpacking(format)
  const source = unpack === undefined ? file : file.pipe(unpack)
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of source as AsyncIterable<Buffer>) {
    pieces.push(piece)
    bytes += piece.length
    if (bytes >= LONGEST_HEADER_BYTES || endOfRecord(Buffer.concat(pieces).toString()) !== undefined) break
  }
  file.destroy()
  try {
    const start = Buffer.concat(pieces)
    const end = endOfRecord(start.toString())
    // Only the first record is decoded strictly: a piece may end within a character.
    const record = end === undefined ? start : Buffer.from(start.toString().slice(0, end))
    const text = new TextDecoder('utf-8', { fatal: true }).decode(record)
    if (text.includes('\uFFFD')) throw new TypeError('a character could not be decoded')
    return text
  } catch (error) {
    throw new ScanError('encoding_invalid', 'the column names are not UTF-8 text (line 1)', 'save the file as UTF-8', {
      cause: error,
    })
  }
}

function endOfRecord(text: string): number | undefined {
  let inQuotes = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (character === '"') inQuotes = !inQuotes
    else if (!inQuotes && (character === '\n' || character === '\r')) return index
  }
  return undefined
}

function firstRecord(text: string): string {
  const end = endOfRecord(text)
  if (end === undefined && text.length >= LONGEST_HEADER_BYTES) {
    throw new ScanError('csv_broken', 'the first line is longer than 1 MiB', 'check that the file is a CSV file')
  }
  return text.slice(0, end)
}

function likelyDelimiter(record: string): string {
  const bare = record.replaceAll(/"(?:[^"]|"")*"/g, '')
  const counts = DELIMITERS.map((delimiter) => bare.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}

function splitRecord(record: string, delimiter: string): string[] {
  const names: string[] = []
  let name = ''
  let inQuotes = false
  for (let index = 0; index < record.length; index++) {
    const character = record[index] ?? ''
    if (character === '"' && inQuotes && record[index + 1] === '"') {
      name += '"'
      index += 1
    } else if (character === '"') {
      inQuotes = !inQuotes
    } else if (character === delimiter && !inQuotes) {
      names.push(name)
      name = ''
    } else {
      name += character
    }
  }
  return [...names, name]
}
