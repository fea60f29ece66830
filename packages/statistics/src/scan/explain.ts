import type { FileFormat } from './format.ts'
import { ScanError } from './scan-error.ts'

/** Turns what the reader behind says about a file into an error of ours, with the line where there is one. */
export function explainReadError(error: unknown, format: FileFormat): ScanError {
  if (error instanceof ScanError) return error
  const text = error instanceof Error ? error.message : String(error)
  const line = /(?:on Line:|in line) (\d+)/i.exec(text)?.[1]
  const where = line === undefined ? '' : ` at line ${line}`
  const options = { cause: error }
  if (/invalid unicode|not utf-8|invalid utf-?8/i.test(text)) {
    return new ScanError('encoding_invalid', `the text is not UTF-8${where}`, 'save the file as UTF-8', options)
  }
  if (/out of memory|out of disk|no space left/i.test(text)) {
    const hint = 'free memory or space for temporary files, or measure a smaller file'
    return new ScanError('engine_failed', 'there was not enough memory or disk for this file', hint, options)
  }
  switch (format.kind) {
    case 'parquet':
      return new ScanError(
        'parquet_broken',
        `the Parquet file is cut off or damaged${detailOf(text)}`,
        'write it again',
        options,
      )
    case 'csv':
      return new ScanError('csv_broken', `the CSV is broken${where}: ${csvReason(text)}`, csvHint(text), options)
    case 'jsonl': {
      const hint = 'write one JSON object on each line'
      return new ScanError('json_broken', `the JSON is broken${where}${detailOf(text)}`, hint, options)
    }
    default:
      return format.kind satisfies never
  }
}

function csvReason(text: string): string {
  const columns = /Expected Number of Columns: (\d+) Found: (\d+)/i.exec(text)
  if (columns !== null) return `the header has ${columns[1]} columns and this row has ${columns[2]}`
  if (/unterminated quote/i.test(text)) return 'a quote is opened and never closed'
  if (/maximum line size/i.test(text)) return 'a line is too long'
  if (/invalid state/i.test(text)) return 'quotes or line ends do not follow RFC 4180'
  return 'a row cannot be read'
}

function csvHint(text: string): string {
  if (/Expected Number of Columns/i.test(text)) return 'put values that hold the delimiter in double quotes'
  if (/invalid state/i.test(text))
    return 'use one kind of line end throughout, and double the quotes inside quoted values'
  return 'write the file again as RFC 4180 says: values in double quotes, quotes inside doubled'
}

/** The last clause of the first line, without the path that the reader behind puts into it. */
function detailOf(text: string): string {
  const first = (text.split('\n')[0] ?? '').replace(/["'][^"']*[/\\][^"']*["']/g, 'the file')
  const clause = /: ([^:]+?)\.? *$/.exec(first)?.[1]
  return clause === undefined ? '' : `: ${clause.slice(0, 160)}`
}
