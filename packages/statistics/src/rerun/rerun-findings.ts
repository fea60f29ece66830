import { brief, counted, grouped, listed, percent } from '../findings/finding.ts'
import type { Finding } from '../findings/finding.ts'
import type { Rerun, RerunColumn } from './rerun.ts'

/** The result of a rerun in words: the whole first, then each column that differs beyond the tolerance. */
export function rerunFindings(
  result: Pick<Rerun, 'rows' | 'same' | 'within' | 'columns' | 'verdict' | 'absolute' | 'relative' | 'caveats'>,
): Finding[] {
  const { rows, within, columns, verdict, caveats } = result
  const differing = columns.filter((one) => one.within < rows)
  const furthest = columns.toSorted((a, b) => (b.largest ?? 0) - (a.largest ?? 0))[0]
  if (verdict === 'identical') {
    return [
      {
        title: 'The rerun gave the same values',
        sentence: `All ${counted(rows, 'row')} have the same values in ${counted(columns.length, 'column')}.`,
        caveats,
        next: 'Keep what both runs were made from: code, data, environment and seed.',
      },
    ]
  }
  if (verdict === 'reproduced') {
    return [
      {
        title: 'The rerun gave the same within the tolerance',
        sentence:
          `All ${counted(rows, 'row')} are within ${toleranceOf(result)}; ${grouped(rows - result.same)} of them are not exactly the same` +
          (furthest?.largest === null || furthest === undefined
            ? '.'
            : `, by at most ${brief(furthest.largest)} in ${furthest.column}.`),
        caveats,
        next: 'Judge whether differences of this size can change a decision.',
      },
    ]
  }
  return [
    {
      title: `The rerun gave other values in ${grouped(rows - within)} of ${counted(rows, 'row')}`,
      sentence: `Beyond ${toleranceOf(result)}: ${listed(differing.map(({ column }) => column))}.`,
      caveats,
      next: 'Compare code, data, environment and seed of both runs; then run again.',
    },
    ...differing.map((one) => columnFinding(one, rows)),
  ]
}

function columnFinding(
  { column, within, lost, isNumeric, largest, largestRelative }: RerunColumn,
  rows: number,
): Finding {
  const size =
    isNumeric && largest !== null
      ? `, by at most ${brief(largest)}${largestRelative === null ? '' : ` (${percent(largestRelative)} of the larger value)`}`
      : ''
  const missing = lost === 0 ? '' : `; ${counted(lost, 'row')} ${lost === 1 ? 'has' : 'have'} a value in one run only`
  return {
    subject: column,
    title: `${column} differs in ${percent((rows - within) / rows)} of the rows`,
    sentence: `${grouped(rows - within)} of ${counted(rows, 'row')} differ${size}${missing}.`,
    caveats: [],
    next: 'Find the first step of the run whose result differs.',
  }
}

function toleranceOf({ absolute, relative }: { readonly absolute: number; readonly relative: number }): string {
  const parts = [
    ...(absolute > 0 ? [brief(absolute)] : []),
    ...(relative > 0 ? [`${brief(relative)} of the larger value`] : []),
  ]
  return parts.length === 0 ? 'exact equality' : `a tolerance of ${parts.join(' or ')}`
}
