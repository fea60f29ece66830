import { rowsFrom } from '../scan/engine.ts'
import { ScanError } from '../scan/scan-error.ts'
import type { Observations } from './observations.ts'

/** Probabilities are written with some digits: their sum may be off by so much. */
const TOLERANCE = 0.001

/** Throws `score_out_of_range` when the probabilities of the classes of a row do not sum to 1. */
export async function findUnnormalised({ connection, rows }: Observations, columns: readonly number[]): Promise<void> {
  const sum = columns.map((column) => `number_${column}`).join(' + ')
  const [found] = await rowsFrom(
    connection,
    `SELECT count(*) AS n, min(${sum}) AS least, max(${sum}) AS most FROM observations WHERE abs(${sum} - 1) > ${TOLERANCE}`,
  )
  const count = Number(found?.['n'] ?? 0)
  if (count === 0) return
  throw new ScanError(
    'score_out_of_range',
    `in ${count} of ${rows} rows the probabilities of the classes do not sum to 1: the sums reach from ` +
      `${Number(found?.['least'] ?? 0).toFixed(3)} to ${Number(found?.['most'] ?? 0).toFixed(3)}`,
    'give a probability for every class, or turn margins into probabilities first',
  )
}
