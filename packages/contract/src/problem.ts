import type { Refusal, RefusalCode } from '@muster/core'
import { REFUSALS } from '@muster/core'

/** Problem details (RFC 9457), with every refusal in `refusals`. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: RefusalCode
  readonly detail: string
  readonly refusals: readonly Refusal[]
  /** Id under which a fault stands in the log. */
  readonly instance?: string
}

/** Builds problem details of refusals; the first one gives status and code. */
export function problemOf(refusals: readonly Refusal[], instance?: string): Problem {
  const first = refusals[0] ?? { code: 'internal' as const, message: REFUSALS.internal.meaning }
  const { status, meaning } = REFUSALS[first.code]
  return {
    type: `/docs/errors#${first.code}`,
    title: meaning,
    status,
    code: first.code,
    detail: refusals.map((r) => r.message).join(' '),
    refusals,
    ...(instance === undefined ? {} : { instance }),
  }
}
