import type { DrawOptions } from '../evaluation/draw-settings.ts'
import type { Slice } from '../evaluation/evaluation.ts'
import type { Interval } from '../evaluation/interval.ts'
import type { BootstrapKind } from '../evaluation/parts.ts'
import type { Analysis } from '../findings/analysis.ts'
import type { TestResult } from '../hypothesis/test-result.ts'
import type { ScanOptions, Source } from '../scan/source.ts'
import type { ComparisonVerdict } from './verdict.ts'

/** The columns of one version's predictions. */
export type VersionColumns = {
  /** What it is called in words, such as `v7`; the column's name where left out. */
  readonly name?: string | undefined
  readonly prediction: string
  /** The probability of the positive class; with two classes only. */
  readonly score?: string | undefined
}

/** Two versions on the same rows: the first is the one to be replaced, the second the one that would replace it. */
export type ComparisonQuestion = ScanOptions &
  DrawOptions & {
    readonly path: string
    /** The file with the columns of the second version, where they are not in the first; rows are joined by `key`. */
    readonly otherPath?: string | undefined
    /** The columns that say which row of one file belongs to which of the other. */
    readonly key?: readonly string[] | undefined
    readonly label: string
    readonly first: VersionColumns
    readonly second: VersionColumns
    /** What is predicted; default `classes`. */
    readonly task?: 'classes' | 'numbers' | undefined
    readonly positive?: string | undefined
    readonly slices?: readonly string[] | undefined
    /** The measure that decides, default `accuracy` or `mae`. */
    readonly measure?: string | undefined
    /** By how much the second version may be worse in that measure and still count as not worse; default 0. */
    readonly margin?: number | undefined
    /** Default `bca`. */
    readonly interval?: BootstrapKind | undefined
  }

/** One measure of both versions in one group of rows. */
export type Compared = {
  readonly name: string
  readonly first: number | null
  readonly second: number | null
  /** Second minus first, and its interval. */
  readonly difference: Interval & { readonly value: number | null }
  readonly better: 'higher' | 'lower'
  readonly verdict: ComparisonVerdict
  readonly n: number
  readonly slice?: Slice
  readonly method: string
}

export type Comparison = Analysis & {
  readonly first: string
  readonly second: string
  /** The second file, where there were two. */
  readonly otherSource?: Source
  readonly comparisons: readonly Compared[]
  /** McNemar's test of the whole file, and DeLong's where there are scores. */
  readonly tests: readonly TestResult[]
  /** The measure that decides, and what its interval says. */
  readonly deciding: string
  readonly margin: number
  readonly verdict: ComparisonVerdict
  readonly seed: number
  readonly draws: number
  readonly level: number
}
