import type { Experiment } from '@muster/core'

const DAY_MS = 86_400_000

export interface Course {
  /** Days since it started, or that it took. */
  readonly spentDays: number
  readonly p50Days: number
  readonly p85Days: number
  /** It takes longer than 85 of 100 of its kind. */
  readonly isLate: boolean
  readonly isOver: boolean
}

/** How an experiment goes against its forecast at a moment. Before its start nothing is spent. */
export function courseOf({ forecast, startedAt, concludedAt, endedAt }: Experiment, now: number): Course {
  const end = concludedAt ?? endedAt
  const until = end === undefined ? now : Date.parse(end)
  const spentDays = startedAt === undefined ? 0 : Math.max(0, (until - Date.parse(startedAt)) / DAY_MS)
  const { p50Days, p85Days } = forecast
  return { spentDays, p50Days, p85Days, isLate: spentDays > p85Days, isOver: end !== undefined }
}
