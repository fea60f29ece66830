// The shapes of reports as far as pages draw them. The statistics package makes them; a test holds these against its own.

export interface ReportFinding {
  readonly subject?: string | undefined
  readonly title: string
  readonly sentence: string
  readonly next?: string | undefined
}
export interface ReportTable {
  readonly columns: readonly string[]
  /** Columns whose cells are numbers. */
  readonly numeric: readonly number[]
  readonly rows: readonly (readonly string[])[]
}
export interface Interval {
  readonly name: string
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  readonly n?: number | undefined
  readonly mark?: string | undefined
}
export type Chart =
  | {
      readonly kind: 'intervals'
      readonly rows: readonly Interval[]
      readonly least?: number | undefined
      readonly most?: number | undefined
      readonly band?: { readonly low: number; readonly high: number; readonly label: string } | undefined
      readonly line?: { readonly at: number; readonly label: string } | undefined
      /** Drawn as bars from 0: the values are amounts. */
      readonly bars?: boolean | undefined
    }
  | {
      readonly kind: 'matrix'
      readonly rowTitle: string
      readonly columnTitle: string
      readonly rows: readonly string[]
      readonly columns: readonly string[]
      readonly counts: readonly (readonly number[])[]
    }
  | {
      readonly kind: 'shares'
      readonly edges?: readonly number[] | undefined
      readonly names?: readonly string[] | undefined
      readonly reference: readonly number[]
      readonly current: readonly number[]
    }
  | {
      readonly kind: 'curves'
      readonly xTitle: string
      readonly yTitle: string
      readonly diagonal: boolean
      readonly curves: readonly {
        readonly name: string
        readonly points: readonly (readonly [number, number])[]
        readonly dots?: boolean | undefined
      }[]
    }
  | {
      readonly kind: 'lines'
      readonly xTitle: string
      readonly yTitle: string
      readonly lines: readonly {
        readonly name: string
        readonly points: readonly {
          readonly x: number
          readonly value: number
          readonly low: number | null
          readonly high: number | null
        }[]
      }[]
    }
export interface ReportSection {
  readonly title: string
  readonly text?: string | undefined
  readonly chart?: Chart | undefined
  readonly table?: ReportTable | undefined
  readonly isDetail?: boolean | undefined
}
export interface ReportMeasure {
  readonly name: string
  readonly value: number | null
  readonly low?: number | null | undefined
  readonly high?: number | null | undefined
  readonly n?: number | undefined
  readonly slice?: string | undefined
  readonly reason?: string | undefined
}
export interface Report {
  readonly analysis: string
  readonly title: string
  readonly findings: readonly ReportFinding[]
  readonly caveats: readonly string[]
  readonly measures: readonly ReportMeasure[]
  readonly facts: Readonly<Record<string, unknown>>
  readonly sections: readonly ReportSection[]
  readonly sources: readonly {
    readonly role: string
    readonly name: string
    readonly digest: string
    readonly bytes: number
    readonly rows?: number | undefined
  }[]
  readonly options: Readonly<Record<string, unknown>>
  readonly tool: { readonly name: string; readonly version: string }
  readonly computed: boolean
  readonly method: string
  readonly result: unknown
}

export interface Bin {
  readonly from: number
  readonly to: number
  readonly rows: number
  readonly positives: number
}
interface EvaluationResult {
  readonly positive?: string | undefined
  readonly curves?: { readonly calibration: readonly Bin[]; readonly errorByChance: number | null } | undefined
}
interface Figure {
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
}
export interface FairnessGrouping {
  readonly attributes: readonly string[]
  readonly control: Readonly<Record<string, string | null>>
  readonly missing: number
  readonly groups: readonly {
    readonly name: string
    readonly rows: number
    readonly share: number
    readonly small: boolean
    readonly metrics: readonly (Figure & { readonly name: string })[]
  }[]
  readonly named: readonly (Figure & {
    readonly name: string
    readonly against: string
    readonly aggregate?: string | undefined
    readonly reason?: string | undefined
  })[]
}
interface FairnessResult {
  readonly groupings: readonly FairnessGrouping[]
  readonly settings: { readonly tau: number; readonly minimumGroup: number }
}
export interface DriftColumn {
  readonly name: string
  readonly kind: string
  readonly verdict: string
  readonly rows: { readonly reference: number; readonly current: number }
  readonly missing: { readonly reference: number; readonly current: number }
  readonly effects: readonly (Figure & {
    readonly measure: string
    readonly margin: number
    readonly verdict: string
  })[]
  readonly distances: Readonly<Record<string, number | null>>
  readonly pValue: number | null
  readonly adjustedPValue: number | null
  readonly newCategories?: { readonly count: number; readonly names: readonly string[] } | undefined
  readonly goneCategories?: { readonly count: number; readonly names: readonly string[] } | undefined
  readonly minimumRows: number
  readonly caveats: readonly string[]
  readonly shape?:
    | {
        readonly edges?: readonly number[] | undefined
        readonly names?: readonly string[] | undefined
        readonly reference: readonly number[]
        readonly current: readonly number[]
      }
    | undefined
  readonly evidently?: { readonly test: string; readonly score: number | null; readonly threshold: number } | undefined
  readonly nannyml?:
    | readonly { readonly method: string; readonly value: number; readonly alert: boolean | null }[]
    | undefined
}
interface DriftResult {
  readonly mode: string
  readonly columns: readonly DriftColumn[]
  readonly measured: number
  readonly drifted: number
  readonly margin?: number | undefined
  readonly onlyReference: readonly string[]
  readonly onlyCurrent: readonly string[]
}
export interface QualityCheck {
  readonly id: string
  readonly name: string
  readonly columns: readonly string[]
  readonly value: number | null
  readonly unit: string
  readonly must: string
  readonly status: string
  readonly severity: string
  readonly reason?: string | undefined
  readonly examples: readonly string[]
}
interface QualityResult {
  readonly checks: readonly QualityCheck[]
  readonly columns: readonly {
    readonly name: string
    readonly type: string
    readonly missing: number
    readonly checks: number
  }[]
  readonly rows: number
}
interface AgreementResult {
  readonly byRater:
    | readonly {
        readonly rater: string
        readonly labels: number
        readonly agreement: number | null
        readonly alphaWithout: number | null
      }[]
    | null
  readonly consensus: {
    readonly method: string
    readonly decided: number
    readonly tied: number
    readonly unlabelled: number
    readonly hasConverged?: boolean | undefined
    readonly differing?: number | undefined
    readonly raterAccuracy?: readonly { readonly rater: string; readonly accuracy: number }[] | undefined
    readonly labels?:
      | readonly {
          readonly item: string
          readonly label: string | null
          readonly probability?: number | undefined
          readonly tied?: readonly string[] | undefined
        }[]
      | undefined
  } | null
}
export interface ProfileColumn {
  readonly name: string
  readonly kind: string
  readonly rows: number
  readonly missing: number
  readonly distinct: number
  readonly mean?: number | undefined
  readonly deviation?: number | null | undefined
  readonly least?: number | undefined
  readonly most?: number | undefined
  readonly quantiles?: readonly number[] | undefined
  readonly frequent?: readonly { readonly value: string; readonly count: number }[] | undefined
}

/** What each analysis computed, as far as its page draws more than the sections of the report. */
export interface Results {
  readonly evaluate: EvaluationResult
  readonly fairness: FairnessResult
  readonly drift: DriftResult
  readonly quality: QualityResult
  readonly agreement: AgreementResult
  readonly profile: { readonly columns: readonly ProfileColumn[] }
}

/**
 * The result of an analysis; undefined for a report of another one, and for what Muster did not compute itself: that may
 * hold anything.
 */
export function resultOf<Name extends keyof Results>(report: Report, analysis: Name): Results[Name] | undefined {
  const { computed, analysis: own, result } = report
  return computed && own === analysis && typeof result === 'object' && result !== null
    ? (result as Results[Name])
    : undefined
}
