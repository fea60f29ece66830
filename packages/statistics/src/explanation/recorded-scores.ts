import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { readBytes } from '../scan/read-bytes.ts'
import { ScanError } from '../scan/scan-error.ts'
import { csvOf } from './command-scorer.ts'
import type { Scorer, ScorerRows } from './scorer.ts'
import { scoresOf } from './scorer.ts'

/** The first line of a file of recorded answers; a new meaning gets a new number. */
export const SCORES_SCHEMA = 'muster-scores/1'

const MOST_BYTES = 256 << 20

/** Answers of a model as they were recorded: what was asked, by the digest of its rows as CSV, and the scores. */
export type RecordedScores = {
  readonly name: string
  readonly digest: string
  readonly bytes: number
  /** Answers as the model did. What was never asked is a ScanError. */
  readonly score: Scorer
}

/**
 * Asks a scorer and keeps what it answers, so that the same measurement can be made again without the model. What was asked
 * before is not asked again.
 */
export class ScoreRecorder {
  private readonly ask: Scorer
  private readonly answers = new Map<string, Float64Array>()

  constructor(ask: Scorer) {
    this.ask = ask
  }

  readonly score: Scorer = async (rows, signal) => {
    const asked = digestOf(rows)
    const known = this.answers.get(asked)
    if (known !== undefined) return known
    const scores = await scoresOf(this.ask, rows, signal)
    this.answers.set(asked, scores)
    return scores
  }

  /** Writes all answers as JSON lines: a header, then `{"asked": …, "scores": […]}` for each question in its order. */
  async write(path: string): Promise<void> {
    const lines = [JSON.stringify({ schema: SCORES_SCHEMA })]
    for (const [asked, scores] of this.answers) lines.push(JSON.stringify({ asked, scores: [...scores] }))
    await writeFile(path, `${lines.join('\n')}\n`)
  }
}

/**
 * Reads recorded answers of a model. They answer exactly what was asked when they were recorded: other rows, features,
 * options or another seed ask something else, and are refused with `scores_differ`.
 *
 * Throws a ScanError when the file cannot be read or is no such record.
 *
 * @example
 * const { score } = await readRecordedScores('answers.jsonl')
 */
export async function readRecordedScores(path: string): Promise<RecordedScores> {
  const { name, bytes, digest } = await readBytes(path, MOST_BYTES, 'recorded answers of a model')
  const [header = '', ...lines] = textOf(bytes).split('\n')
  if (lines.at(-1) === '') lines.pop()
  const schema = fieldOf(parsed(header, 1), 'schema')
  if (schema !== SCORES_SCHEMA) {
    const message = `the first line is not {"schema":"${SCORES_SCHEMA}"}`
    throw broken(message)
  }
  const answers = new Map<string, Float64Array>()
  for (const [index, line] of lines.entries()) {
    const value = parsed(line, index + 2)
    const [asked, scores] = [fieldOf(value, 'asked'), fieldOf(value, 'scores')]
    if (typeof asked !== 'string' || !isNumbers(scores)) {
      throw broken(`line ${index + 2} is not {"asked": …, "scores": [numbers]}`)
    }
    answers.set(asked, Float64Array.from(scores))
  }
  const score: Scorer = (rows) => {
    const scores = answers.get(digestOf(rows))
    if (scores?.length === rows.rows.length) return Promise.resolve(scores)
    const message =
      scores === undefined
        ? 'the model was not asked this when its answers were recorded'
        : `${scores.length} scores were recorded for ${rows.rows.length} rows`
    const hint = 'record the answers anew, with the same file, features, options and seed as here'
    const error = new ScanError('scores_differ', message, hint)
    error.role = 'scores'
    return Promise.reject(error)
  }
  return { name, digest, bytes: bytes.length, score }
}

function digestOf(rows: ScorerRows): string {
  return createHash('sha256').update(csvOf(rows)).digest('hex')
}

function broken(message: string): ScanError {
  return new ScanError('report_broken', message, 'record them with muster evidence explain … --keep-scores')
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ScanError('encoding_invalid', 'the text is not UTF-8', 'give recorded answers of a model')
  }
}

function parsed(line: string, number: number): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    throw broken(`line ${number} is no JSON`)
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined
}

const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'number' && Number.isFinite(one))
