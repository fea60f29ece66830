/** A gate as a pack defines it. A round keeps its own copy: today's pack never judges yesterday's submission. */
export interface GateDefinition {
  readonly id: string
  readonly version: string
  readonly title: string
  readonly checks: readonly GateCheck[]
  readonly reviews: readonly GateDuty[]
  readonly approvals: readonly GateDuty[]
  readonly consult: { readonly activity: string; readonly windowWorkingDays: number }
  readonly oneDutyPerPerson: boolean
  readonly waiver: { readonly roles: readonly string[]; readonly maxDays: number }
  readonly rollout: RolloutDefaults
  readonly monitoring: MonitoringDefaults
}

export interface GateCheck {
  readonly id: string
  readonly title: string
  /** Kinds of evidence that must be there and fresh before the condition is looked at. */
  readonly needs: readonly string[]
  /** CEL over `criteria` and `evidence`. */
  readonly condition: string
  readonly help: string
}

export interface GateDuty {
  readonly duty: string
  readonly title: string
  readonly roles: readonly string[]
  /** A review that counts only where the kind of experiment asks for it; the others always do. */
  readonly onlyWhenRequired?: boolean | undefined
}

export interface RolloutDefaults {
  readonly shadowMinutes: number
  readonly steps: readonly { readonly weight: number; readonly minutes: number }[]
  readonly errorRateMax: number
  readonly latencyP95MaxMs: number
}

export interface MonitoringDefaults {
  readonly windowMinutes: number
  readonly driftThreshold: number
  /** How far a live measure may fall behind the threshold of its criterion before an alert, as a share of it. */
  readonly performanceMargin: number
  readonly latencyP95MaxMs: number
  readonly errorRateMax: number
  /** Live cost ÷ projected cost. */
  readonly costRatioMax: number
}
