import { rowsFrom } from '../scan/engine.ts'
import { ScanError } from '../scan/scan-error.ts'
import type { Decision } from './count-groups.ts'
import type { EvaluationQuestion } from './evaluation.ts'
import type { Observations } from './observations.ts'
import { classesOf, positiveClass } from './positive-class.ts'

/** Which classes there are, which is the positive one, and what decides the predicted class. */
export async function decide(
  observations: Observations,
  question: EvaluationQuestion,
): Promise<{ classes: string[]; positive: string | undefined; decision: Decision; caveats: string[] }> {
  const { classes, caveats } = classesOf(observations.labels, observations.predictions, question.positive)
  const { positive: given, threshold } = question
  if (classes.length > 2) {
    if (threshold !== undefined) {
      const message = `there are ${classes.length} classes and a threshold can decide between two`
      throw new ScanError('option_invalid', message, 'leave the threshold out')
    }
    if (given !== undefined) caveats.push('The positive class is not used: there are more than two classes.')
    return { classes, positive: undefined, decision: { by: 'prediction' }, caveats }
  }
  const means =
    given === undefined && classes.length === 2 && question.score !== undefined
      ? await meanScores(observations)
      : new Map()
  const { positive, caveat } = positiveClass(classes, given, means)
  if (caveat !== undefined) caveats.push(caveat)
  if (threshold === undefined) {
    return { classes: [...new Set([...classes, positive])].sort(), positive, decision: { by: 'prediction' }, caveats }
  }
  const below = classes.find((name) => name !== positive) ?? `not ${positive}`
  const decision: Decision = { by: 'threshold', threshold, above: positive, below }
  const differing = await countDiffering(observations, decision)
  if (differing > 0) {
    caveats.push(`The threshold ${threshold} decides ${differing} rows otherwise than the prediction column.`)
  }
  return { classes: [...new Set([...classes, positive, below])].sort(), positive, decision, caveats }
}

async function meanScores({ connection, codeOf, predictions }: Observations): Promise<Map<string, number>> {
  if (codeOf.prediction === undefined) return new Map()
  const rows = await rowsFrom(
    connection,
    `SELECT enum_code(${codeOf.prediction})::INTEGER AS code, avg(score) AS mean FROM observations GROUP BY 1`,
  )
  return new Map(rows.map((row) => [predictions[Number(row['code'])] ?? '', Number(row['mean'])]))
}

async function countDiffering(
  { connection, codeOf, predictions }: Observations,
  { threshold, above }: Extract<Decision, { by: 'threshold' }>,
): Promise<number> {
  if (codeOf.prediction === undefined) return 0
  const code = predictions.indexOf(above)
  const [row] = await rowsFrom(
    connection,
    `SELECT count(*) AS n FROM observations WHERE (score >= ${threshold}::DOUBLE) <> ` +
      `(enum_code(${codeOf.prediction})::INTEGER = ${code})`,
  )
  return Number(row?.['n'] ?? 0)
}
