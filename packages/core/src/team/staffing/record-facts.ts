import type { RECORD_FACTS } from '../../packs/staffing-pack.ts'

export type RecordFact = (typeof RECORD_FACTS)[number]

/** What the rules look at to answer a hiring question from the record. */
export interface ProjectRecord {
  readonly criteria: readonly {
    readonly id: string
    readonly kind: string
    readonly metric: string
    readonly title: string
  }[]
  /** Deliverables that were accepted, by the role they come from, with the handover. */
  readonly accepted: readonly { readonly role: string; readonly handover: string }[]
  /** Highest latency that a cost projection promises, in milliseconds, with its evidence. */
  readonly latency?: { readonly p95Ms: number; readonly evidence: string }
  readonly transitions: readonly { readonly id: string; readonly vendor: string; readonly sunset: string }[]
}

/** An answer that the record gives, and what it rests on. */
export interface Known {
  readonly answer: string
  readonly because: string
}

const FAST_DAYS = 180
const DAY_MS = 86_400_000

const RULES: Readonly<Record<RecordFact, (of: ProjectRecord, today: string) => Known | undefined>> = {
  'data-ready': ({ accepted }) => {
    const data = accepted.find((a) => a.role === 'data-engineer')
    const labels = accepted.find((a) => a.role === 'labeling-lead')
    if (data === undefined || labels === undefined) return undefined
    return {
      answer: 'yes',
      because: `The datasets (${data.handover}) and the labels (${labels.handover}) were accepted.`,
    }
  },
  'real-time': ({ latency }) =>
    latency === undefined
      ? undefined
      : {
          answer: 'real-time',
          because: `The cost projection ${latency.evidence} promises a latency of ${latency.p95Ms} ms for 95 of 100 requests.`,
        },
  'business-critical': ({ criteria }) => {
    // A dot separates the kind of evidence from its fact (cost.monthly); without one it is a measure of the model itself.
    const measured = criteria.find((c) => c.kind === 'business' && !c.metric.includes('.'))
    return measured === undefined
      ? undefined
      : {
          answer: 'yes',
          because: `The business criterion "${measured.title}" is a measure of the model (${measured.metric}).`,
        }
  },
  'vendor-sunset': ({ transitions }, today) => {
    const [next] = transitions.toSorted((a, b) => (a.sunset < b.sunset ? -1 : 1))
    if (next === undefined) return undefined
    const days = Math.round((Date.parse(next.sunset) - Date.parse(today)) / DAY_MS)
    return {
      answer: days <= FAST_DAYS ? 'yes' : 'no',
      because: `${next.vendor} ends on ${next.sunset}, in ${days} days (${next.id}).`,
    }
  },
}

/**
 * What the record knows of a fact that a hiring question asks for; undefined where it cannot tell. A vendor has to be replaced soon
 * when its sunset is at most 180 days away.
 */
export function recordFact(name: RecordFact, of: ProjectRecord, now: string): Known | undefined {
  return RULES[name](of, now.slice(0, 10))
}
