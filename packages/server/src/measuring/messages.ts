import type { Measurement, Progress, Report, ScanErrorCode } from '@muster/statistics'

/** What the server asks of a measuring process. */
export interface Order {
  readonly measurement: Measurement
  readonly memoryMb: number
}

/** What a measuring process says; the last one is not `progress`. */
export type Answer =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'report'; readonly report: Report }
  | {
      readonly kind: 'scan-error'
      readonly code: ScanErrorCode
      readonly message: string
      readonly hint: string
      readonly role?: string
    }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'fault'; readonly text: string }
