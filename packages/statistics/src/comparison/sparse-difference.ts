import type { Interval } from '../evaluation/interval.ts'
import { moverMean, pairedShareDifference } from '../hypothesis/mover.ts'
import type { Discordance, JointCell } from './joint-cells.ts'
import { discordantRows } from './joint-cells.ts'

/** With fewer rows that only one version has right, the two are drawn as if they never differed. */
const LEAST_DISCORDANT = 10

/**
 * The interval of a difference that rests on few rows that only one version has right: for accuracy and the recalls of
 * classes that of Bonett and Price, for their mean the one that follows from it. Undefined where there are rows enough, or
 * for another measure.
 */
export function sparseDifference(
  name: string,
  cells: readonly JointCell[],
  classes: readonly string[],
  positive: string | undefined,
  level: number,
): (Interval & { readonly method: string }) | undefined {
  const method = 'bonett-price'
  const isFew = ({ onlyFirst, onlySecond }: Discordance): boolean => onlyFirst + onlySecond < LEAST_DISCORDANT
  const of = (found: Discordance): Interval =>
    pairedShareDifference(found.onlyFirst, found.onlySecond, found.rows, level)
  if (name === 'balanced_accuracy') {
    const each = classes.map((_, at) => discordantRows(cells, at)).filter(({ rows }) => rows > 0)
    if (!each.some(isFew)) return undefined
    const { low, high } = moverMean(
      each.map((found) => {
        const {
          value,
          low: least,
          high: most,
        } = pairedShareDifference(found.onlyFirst, found.onlySecond, found.rows, level)
        return { value: value ?? 0, low: least ?? -1, high: most ?? 1 }
      }),
    )
    return { low, high, method }
  }
  const found = discordanceOf(name, cells, classes, positive)
  return found === undefined || !isFew(found) ? undefined : { ...of(found), method }
}

function discordanceOf(
  name: string,
  cells: readonly JointCell[],
  classes: readonly string[],
  positive: string | undefined,
): Discordance | undefined {
  if (name === 'accuracy' || name.endsWith('_micro')) return discordantRows(cells)
  if (positive === undefined) return undefined
  if (name === 'recall') return discordantRows(cells, classes.indexOf(positive))
  if (name === 'specificity')
    return discordantRows(
      cells,
      classes.findIndex((label) => label !== positive),
    )
  return undefined
}
