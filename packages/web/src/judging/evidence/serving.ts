import type { CheckResult } from '@muster/core'

/** The checks of a gate that rest on a piece of evidence. */
export const servedBy = (checks: readonly CheckResult[], evidence: string): readonly CheckResult[] =>
  checks.filter((c) => c.evidence.includes(evidence))

/** The checks that have no evidence yet: what is still to be added. */
export const lacking = (checks: readonly CheckResult[]): readonly CheckResult[] =>
  checks.filter((c) => c.evidence.length === 0 && c.state !== 'waived' && c.state !== 'satisfied')
