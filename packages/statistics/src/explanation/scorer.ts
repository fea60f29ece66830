/** Rows as text, as they stand in a file; an empty text is a missing value. */
export type ScorerRows = { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }

/**
 * What asks a model: rows in, one finite number for each row out, in their order. A probability for losses of classes, else
 * the predicted number. It must answer the same for the same rows.
 */
export type Scorer = (rows: ScorerRows, signal: AbortSignal | undefined) => Promise<ArrayLike<number>>

/** Why a model gave no scores: it failed, took too long, or answered something else. */
export const SCORER_ERROR_CODES = ['scorer_failed', 'scorer_timeout', 'scorer_answer'] as const

/** Thrown when the model gives no scores: `message` says what happened, `hint` what to do about it. */
export class ScorerError extends Error {
  override readonly name = 'ScorerError'
  readonly code: (typeof SCORER_ERROR_CODES)[number]
  readonly hint: string

  constructor(code: ScorerError['code'], message: string, hint: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.hint = hint
  }
}

/** Asks the model and refuses an answer that has not one finite number for each row. */
export async function scoresOf(
  score: Scorer,
  rows: ScorerRows,
  signal: AbortSignal | undefined,
): Promise<Float64Array> {
  signal?.throwIfAborted()
  const answer = Float64Array.from(await score(rows, signal))
  if (answer.length !== rows.rows.length) {
    const message = `the model gave ${answer.length} scores for ${rows.rows.length} rows`
    throw new ScorerError('scorer_answer', message, 'let it write one number for each row, in their order')
  }
  const odd = answer.findIndex((value) => !Number.isFinite(value))
  if (odd < 0) return answer
  throw new ScorerError('scorer_answer', `the score of row ${odd + 1} is no finite number`, 'let it write numbers only')
}

/** A model is asked about so many rows at once: starting it can cost more than its answers, but they have to fit. */
const ROWS_AT_ONCE = 50_000

/**
 * Asks several questions of the same columns, as many together as fit, and gives their answers in order. `onAnswer` is told
 * how many are answered.
 */
export async function scoresOfEach(
  score: Scorer,
  columns: readonly string[],
  questions: readonly (readonly (readonly string[])[])[],
  signal: AbortSignal | undefined,
  onAnswer?: (answered: number) => void,
): Promise<Float64Array[]> {
  const answers: Float64Array[] = []
  for (let from = 0; from < questions.length;) {
    let [to, count] = [from, 0]
    do count += questions[to++]?.length ?? 0
    while (to < questions.length && count + (questions[to]?.length ?? 0) <= ROWS_AT_ONCE)
    const scores = await scoresOf(score, { columns, rows: questions.slice(from, to).flat() }, signal)
    let at = 0
    for (const { length } of questions.slice(from, to)) answers.push(scores.subarray(at, (at += length)))
    from = to
    onAnswer?.(answers.length)
  }
  return answers
}
