import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { ScorerError } from './scorer.ts'
import type { Scorer, ScorerRows } from './scorer.ts'

/** A program that reads CSV with a header on its standard input and writes one number a line. */
export type ScoringCommand = {
  readonly command: string
  readonly args?: readonly string[]
  readonly folder?: string
  /** For one answer, default 60,000. */
  readonly timeoutMs?: number
}

const MOST_ANSWER_BYTES = 256 << 20

/**
 * Asks a program for scores: it is started once for each question, without a shell, with the rows as CSV (RFC 4180) on its
 * standard input, and writes one number a line; a first line that is no number is taken for a header. What it writes to
 * standard error is told when it fails.
 *
 * It runs with the rights of the caller: only who may run programs here may choose the command.
 *
 * @example
 * const score = commandScorer({ command: 'python3', args: ['score.py'] })
 */
export function commandScorer({ command, args = [], folder, timeoutMs = 60_000 }: ScoringCommand): Scorer {
  return async (rows, signal) => {
    const timeout = AbortSignal.timeout(timeoutMs)
    const stop = signal === undefined ? timeout : AbortSignal.any([signal, timeout])
    const child = spawn(command, [...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      signal: stop,
      ...(folder === undefined ? {} : { cwd: folder }),
    })
    const ended = once(child, 'close') as Promise<[number | null]>
    // A program that ends without reading closes the pipe: its exit code says more than that error.
    child.stdin.on('error', () => undefined)
    child.stdin.end(csvOf(rows))
    const [out, complaint] = [collect(child.stdout), collect(child.stderr)]
    try {
      const [code] = await ended
      const errors = (await complaint).trim()
      if (code !== 0) throw failed(`the scoring command ended with ${code ?? 'a signal'}${tailOf(errors)}`)
      return numbersIn(await out)
    } catch (error) {
      signal?.throwIfAborted()
      if (timeout.aborted) {
        const message = `the scoring command took more than ${timeoutMs / 1000} s`
        throw new ScorerError('scorer_timeout', message, 'give it more time, or fewer rows', { cause: error })
      }
      if (error instanceof ScorerError) throw error
      throw failed(
        `the scoring command could not be run: ${error instanceof Error ? error.message : String(error)}`,
        error,
      )
    }
  }
}

function failed(message: string, cause?: unknown): ScorerError {
  return new ScorerError('scorer_failed', message, 'run the command by hand with some rows on its standard input', {
    cause,
  })
}

function tailOf(text: string): string {
  const last = text.split('\n').at(-1) ?? ''
  return last === '' ? '' : `: ${last.slice(0, 300)}`
}

async function collect(stream: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of stream) {
    bytes += piece.length
    if (bytes > MOST_ANSWER_BYTES)
      throw new ScorerError('scorer_answer', 'the answer is longer than 256 MiB', 'write numbers only')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function numbersIn(text: string): Float64Array {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  while (lines.at(-1) === '') lines.pop()
  if (lines.length > 0 && Number.isNaN(numberIn(lines[0] ?? ''))) lines.shift()
  return Float64Array.from(lines, numberIn)
}

function numberIn(text: string): number {
  return text === '' ? Number.NaN : Number(text)
}

/** Rows as CSV: values with a comma, a quote or a line end in quotes, quotes doubled. */
export function csvOf({ columns, rows }: ScorerRows): string {
  const line = (values: readonly string[]): string => values.map(quotedValue).join(',')
  return `${[columns, ...rows].map(line).join('\n')}\n`
}

function quotedValue(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
