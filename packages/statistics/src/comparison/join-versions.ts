import type { Column } from '../scan/columns.ts'
import { findColumn } from '../scan/columns.ts'
import { textOf } from '../scan/encode.ts'
import { rowsFrom } from '../scan/engine.ts'
import { counted } from '../findings/finding.ts'
import { joinByKey, textIn } from '../scan/join-by-key.ts'
import type { Scan } from '../scan/open-source.ts'
import { quoted, ScanError } from '../scan/scan-error.ts'
import type { ComparisonQuestion, VersionColumns } from './comparison.ts'

/** Where the columns of a comparison are: in one file, or in two that were joined. */
export type ComparedColumns = {
  readonly scan: Scan
  readonly label: Column
  readonly first: Column
  readonly second: Column
  /** Those of the first and the second version, or none. */
  readonly scores: readonly Column[]
}

/** The columns of one file that has the predictions of both versions. */
export function columnsOfOne(scan: Scan, question: ComparisonQuestion): ComparedColumns {
  const named = (name: string): Column => findColumn(scan.columns, name)
  refuseOneScore(question)
  if ((question.key ?? []).length > 0) {
    const hint = 'give the file of the second version (otherPath), or no key'
    throw new ScanError('option_invalid', 'there is a key, and no second file to join by it', hint)
  }
  return {
    scan,
    label: named(question.label),
    first: named(question.first.prediction),
    second: named(question.second.prediction),
    scores: [question.first.score, question.second.score].filter((name) => name !== undefined).map(named),
  }
}

function refuseOneScore({ first, second }: ComparisonQuestion): void {
  if ((first.score === undefined) === (second.score === undefined)) return
  throw new ScanError('option_invalid', 'only one version has a score column', 'name both or none')
}

/**
 * Joins two files by key, so that each row has the predictions of both versions. Label and slices are those of the first
 * file; where the second has the label too, it must be the same. Keys must match one to one: a comparison of the rows that
 * happen to match is one of other rows.
 */
export async function joinVersions(first: Scan, second: Scan, question: ComparisonQuestion): Promise<ComparedColumns> {
  const { key: keys = [], slices = [] } = question
  refuseOneScore(question)
  const hasLabel = second.columns.some(({ name }) => name === question.label)
  const joined = await joinByKey(first, second, {
    keys,
    first: [question.label, ...of(question.first), ...slices],
    second: [...of(question.second), ...(hasLabel ? [question.label] : [])],
  })
  const { scan, first: a, second: b } = joined
  if (hasLabel) await refuseOtherLabels(scan, a[0], b.at(-1), keys)
  const [label, prediction] = a
  const [otherPrediction] = b
  if (label === undefined || prediction === undefined || otherPrediction === undefined)
    throw new Error('columns are lost')
  const scores = question.first.score === undefined ? [] : [a[2], b[1]]
  return { scan, label, first: prediction, second: otherPrediction, scores: scores.filter((one) => one !== undefined) }
}

const of = ({ prediction, score }: VersionColumns): string[] => [prediction, ...(score === undefined ? [] : [score])]

async function refuseOtherLabels(
  scan: Scan,
  label: Column | undefined,
  other: Column | undefined,
  keys: readonly string[],
): Promise<void> {
  if (label === undefined || other === undefined) return
  const differ = `FROM joined WHERE ${textOf(label)} IS DISTINCT FROM ${textOf(other)}`
  const [found] = await rowsFrom(scan.connection, `SELECT count(*) AS n, min(k0) AS k0 ${differ}`)
  const count = Number(found?.['n'] ?? 0)
  if (count === 0) return
  const message = `${counted(count, 'row')} of both files ${count === 1 ? 'has' : 'have'} another ${quoted(label.name)} in each, such as ${quoted(keys[0] ?? '')} = ${quoted(textIn(found, 'k0'))}`
  throw new ScanError('labels_differ', message, 'compare both versions with the same truth')
}
