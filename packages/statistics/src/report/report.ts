import type { Finding } from '../findings/finding.ts'

/** The version of the shape below. A new meaning gets a new number; fields may be added under the same one. */
export const REPORT_SCHEMA = 'muster-report/1'

/** One number of a report. `value` is null when it has none, and `reason` says why. */
export type ReportMeasure = {
  /** Lower case with underscores, as in `recall` or `ks_distance`. */
  readonly name: string
  readonly value: number | null
  readonly low?: number | null
  readonly high?: number | null
  /** Rows it rests on. */
  readonly n?: number
  /** `column=value`; absent for the whole. */
  readonly slice?: string
  readonly reason?: string
}

/** A file that was measured, and what it was to the measurement: `file`, `reference`, `current`. */
export type ReportSource = {
  readonly role: string
  readonly name: string
  readonly digest: string
  readonly bytes: number
  readonly rows?: number
}

/** A finding; one that names a person, or tells values of the data, is not written where it cannot be erased. */
export type ReportFinding = Finding & { readonly isForReportOnly?: true }

/** A number with its interval in a row of a chart. */
export type IntervalRow = {
  readonly name: string
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  readonly n?: number
  /** What a reader should notice: the row is drawn apart and the mark is said in words. */
  readonly mark?: string
}

/** A point of a line, in ascending order of `x`. */
export type LinePoint = {
  readonly x: number
  readonly value: number
  readonly low: number | null
  readonly high: number | null
}

/** What a section draws. All of it is data: whoever renders decides how it looks. */
export type Chart =
  /** Values with intervals, one row each; `band` is where they should lie, `line` what they are held against. */
  | {
      readonly kind: 'intervals'
      readonly rows: readonly IntervalRow[]
      readonly least?: number
      readonly most?: number
      readonly band?: { readonly low: number; readonly high: number; readonly label: string }
      readonly line?: { readonly at: number; readonly label: string }
      /** Drawn as bars from 0, for values that are amounts. */
      readonly bars?: true
    }
  /** Counts of rows by two sets of names. */
  | {
      readonly kind: 'matrix'
      readonly rowTitle: string
      readonly columnTitle: string
      readonly rows: readonly string[]
      readonly columns: readonly string[]
      readonly counts: readonly (readonly number[])[]
    }
  /** Shares of two sides in bins (`edges`, one more than shares) or by name. */
  | {
      readonly kind: 'shares'
      readonly edges?: readonly number[]
      readonly names?: readonly string[]
      readonly reference: readonly number[]
      readonly current: readonly number[]
    }
  /** Lines between 0 and 1, as ROC, precision-recall and calibration curves are. */
  | {
      readonly kind: 'curves'
      readonly xTitle: string
      readonly yTitle: string
      readonly diagonal: boolean
      readonly curves: readonly {
        readonly name: string
        readonly points: readonly (readonly [number, number])[]
        readonly dots?: boolean
      }[]
    }
  /** Values over a number, with their intervals, each axis as long as what is there. */
  | {
      readonly kind: 'lines'
      readonly xTitle: string
      readonly yTitle: string
      readonly lines: readonly { readonly name: string; readonly points: readonly LinePoint[] }[]
    }

export type Table = {
  readonly columns: readonly string[]
  /** Columns whose cells are numbers. */
  readonly numeric: readonly number[]
  readonly rows: readonly (readonly string[])[]
}

/** A part of a report: words, a table, a chart, or all three. The table says all that the chart shows. */
export type Section = {
  readonly title: string
  readonly text?: string
  readonly chart?: Chart
  readonly table?: Table
  /** For who looks closer: left out where there is little room. */
  readonly isDetail?: true
}

export type ReportFact = string | number | boolean | readonly string[]

/** What an analysis says of its result, before it is known which files and which program it was. */
export type ReportParts = {
  /** The findings, the one about the whole first. */
  readonly findings: readonly ReportFinding[]
  /** What must be known before trusting any of it. */
  readonly caveats: readonly string[]
  readonly measures: readonly ReportMeasure[]
  /** Few figures about the whole by name, for conditions of gates. */
  readonly facts: Readonly<Record<string, ReportFact>>
  readonly sections: readonly Section[]
  /** How it was measured, in one line. */
  readonly method: string
}

/** A measurement as it is kept and rendered; plain data, equal for equal files, options and program. */
export type Report = ReportParts & {
  readonly schema: typeof REPORT_SCHEMA
  readonly analysis: string
  readonly title: string
  readonly sources: readonly ReportSource[]
  readonly options: Readonly<Record<string, unknown>>
  readonly tool: { readonly name: string; readonly version: string }
  /** False for what another program computed and Muster only read. */
  readonly computed: boolean
  /** Everything that was computed, in the shape of the analysis. */
  readonly result: unknown
}
