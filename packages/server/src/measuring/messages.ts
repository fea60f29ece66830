import type { Measurement, Progress, Report, ScanErrorCode, describeFile } from '@muster/statistics'

/** The columns and the size of a file. */
export type FileDescription = Awaited<ReturnType<typeof describeFile>>

/** What the server asks of a measuring process: to measure, or to say what is in the file at a path. */
export type Work = { readonly measurement: Measurement } | { readonly describe: string }
export type Order = Work & { readonly memoryMb: number }

/** What a measuring process says; the last one is not `progress`. */
export type Answer =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'described'; readonly file: FileDescription }
  | {
      readonly kind: 'scan-error'
      readonly code: ScanErrorCode
      readonly message: string
      readonly hint: string
      readonly role?: string
    }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'fault'; readonly text: string }
