import { ScorerError } from './scorer.ts'
import type { Scorer } from './scorer.ts'

/** An address that answers `{"columns": […], "rows": [[…], …]}` with `{"scores": […]}`. */
export type ScoringEndpoint = {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** For one answer, default 60,000. */
  readonly timeoutMs?: number
  /** Rows in one request, default 1,000. */
  readonly batchRows?: number
}

/**
 * Asks an address for scores with POST and JSON, in batches one after the other. Values are texts as they stand in the
 * file, null where they are missing; `scores` has one number for each row. Redirects are not followed, so that headers
 * with a secret go nowhere else.
 *
 * It is asked from where this runs: only who may reach its network may choose the address.
 *
 * @example
 * const score = endpointScorer({ url: 'http://127.0.0.1:8080/score' })
 */
export function endpointScorer({ url, headers = {}, timeoutMs = 60_000, batchRows = 1000 }: ScoringEndpoint): Scorer {
  return async ({ columns, rows }, signal) => {
    const scores: number[] = []
    for (let from = 0; from < rows.length; from += batchRows) {
      const batch = rows.slice(from, from + batchRows).map((row) => row.map((value) => (value === '' ? null : value)))
      const body = JSON.stringify({ columns, rows: batch })
      const found = await ask(url, body, headers, timeoutMs, signal)
      if (found.length !== batch.length) {
        const message = `the endpoint gave ${found.length} scores for ${batch.length} rows`
        throw new ScorerError('scorer_answer', message, 'let it answer one number for each row, in their order')
      }
      for (const value of found) scores.push(typeof value === 'number' ? value : Number.NaN)
    }
    return scores
  }
}

async function ask(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<unknown[]> {
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      redirect: 'error',
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    })
    if (!response.ok) {
      await response.body?.cancel()
      throw new ScorerError('scorer_failed', `the endpoint answered ${response.status}`, 'look at its log')
    }
    const answer: unknown = await response.json()
    const scores = typeof answer === 'object' && answer !== null && 'scores' in answer ? answer.scores : undefined
    if (Array.isArray(scores)) return scores as unknown[]
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof ScorerError) throw error
    if (timeout.aborted) {
      const message = `the endpoint took more than ${timeoutMs / 1000} s`
      throw new ScorerError('scorer_timeout', message, 'give it more time, or smaller batches', { cause: error })
    }
    if (!(error instanceof SyntaxError)) {
      const why = error instanceof Error ? error.message : String(error)
      throw new ScorerError('scorer_failed', `the endpoint could not be asked: ${why}`, 'check the address', {
        cause: error,
      })
    }
  }
  throw new ScorerError(
    'scorer_answer',
    'the endpoint did not answer {"scores": […]}',
    'let it answer JSON of that form',
  )
}
