import type { Assignment } from '../../acts/matrix.ts'

/** What the assignments of a person add up to. */
export interface Load {
  readonly person: string
  /** Percent of working time, over all projects, today. */
  readonly allocation: number
  /** The highest it will be from today on, with the first day of it. */
  readonly peak: number
  readonly peakFrom: string
  readonly assignments: readonly Assignment[]
  readonly over: boolean
  readonly sentence: string
}

/**
 * Who is allocated to how many percent over all projects, today and at the highest point from today on. More than 100 % is too
 * much for anybody. Those with the highest peak come first.
 *
 * @param assignments of active people on projects that are not retired
 * @param today YYYY-MM-DD
 */
export function loads(assignments: readonly Assignment[], today: string): Load[] {
  const open = assignments.filter((a) => a.endedAt === undefined && (a.until === undefined || a.until >= today))
  const people = [...Map.groupBy(open, (a) => a.person)]
  return people
    .map(([person, own]): Load => {
      const on = (day: string): number =>
        own
          .filter((a) => a.from <= day && (a.until === undefined || a.until >= day))
          .reduce((sum, a) => sum + a.allocation, 0)
      const days = [today, ...own.map((a) => a.from).filter((day) => day > today)].toSorted()
      const peak = Math.max(...days.map(on))
      const peakFrom = days.find((day) => on(day) === peak) ?? today
      const when = peakFrom === today ? 'now' : `from ${peakFrom} on`
      const projects = new Set(own.map((a) => a.project)).size
      const where = projects === 1 ? 'one project' : `${projects} projects`
      return {
        person,
        allocation: on(today),
        peak,
        peakFrom,
        assignments: own,
        over: peak > 100,
        sentence: `${person}: ${peak} % ${when}, on ${where}.${peak > 100 ? ` ${peak - 100} % too much: amend or end an assignment.` : ''}`,
      }
    })
    .toSorted((a, b) => b.peak - a.peak || (a.person < b.person ? -1 : 1))
}
