import type { Engagement } from '../../acts/matrix.ts'
import type { CouldTake } from './bench.ts'
import { whoCouldTake } from './bench.ts'

/** A line of a team pattern: so many people from these roles, or from each of these disciplines. */
export interface PatternLine {
  readonly id: string
  readonly title: string
  readonly roles?: readonly string[] | undefined
  readonly disciplines?: readonly string[] | undefined
  readonly min: number
  readonly max?: number | undefined
  readonly engagements?: readonly Engagement[] | undefined
  readonly source?: readonly string[] | undefined
}

/** An active human being in a role, in force now. */
export interface Placed {
  readonly person: string
  readonly role: string
  readonly allocation: number
  readonly engagement: Engagement
}

/** A line as it is staffed. */
export interface LineStatus {
  readonly line: string
  readonly title: string
  readonly role: string
  readonly state: 'met' | 'unmet' | 'over'
  readonly have: number
  readonly min: number
  readonly max?: number
  /** How many people are missing. */
  readonly missing: number
  /** Sum of the shares of working time of those who count, in percent. */
  readonly allocation: number
  readonly people: readonly Placed[]
  readonly sentence: string
  /** What would meet it; empty when it is met. */
  readonly help: string
  readonly couldTake: readonly CouldTake[]
  readonly source: readonly string[]
}

/** What checking lines needs to know beside them. */
export interface Staffing {
  readonly placed: readonly Placed[]
  readonly rolesOf: (discipline: string) => readonly string[]
  readonly couldTake: (roles: readonly string[]) => readonly CouldTake[]
}

/** Every line of a pattern held against the people that are there. Somebody in two roles counts for both; once in each line. */
export function checkLines(lines: readonly PatternLine[], staffing: Staffing): LineStatus[] {
  return lines.map((line) =>
    line.roles === undefined ? byDiscipline(line, staffing) : byRoles(line, line.roles, staffing),
  )
}

function byRoles(line: PatternLine, roles: readonly string[], { placed, couldTake }: Staffing): LineStatus {
  const there = placed.filter((p) => roles.includes(p.role))
  const counting = there.filter((p) => line.engagements?.includes(p.engagement) ?? true)
  const have = new Set(counting.map((p) => p.person)).size
  const missing = Math.max(0, line.min - have)
  const over = line.max !== undefined && have > line.max
  const state = missing > 0 ? 'unmet' : over ? 'over' : 'met'
  const who = roles.join(' or ')
  const taking = state === 'unmet' ? couldTake(roles) : []
  const wrong = there.filter((p) => !counting.includes(p)).map((p) => `${p.person} is ${p.engagement}`)
  const allowed = line.engagements === undefined ? '' : ` (${line.engagements.join(' or ')})`
  const uncounted =
    wrong.length === 0 ? '' : ` Not counted: ${wrong.join(', ')}; only ${(line.engagements ?? []).join(' or ')} counts.`
  const help =
    state === 'unmet'
      ? `Assign ${missing} more as ${who}${allowed}. ${whoCouldTake(taking)}`
      : state === 'over'
        ? `End ${have - (line.max ?? have)} of these assignments, or follow a larger pattern.`
        : ''
  return statusOf(line, {
    role: who,
    state,
    have,
    missing,
    people: counting,
    sentence: `${line.title}: ${have} of ${wanted(line)}.${uncounted}`,
    help,
    couldTake: taking,
  })
}

function byDiscipline(line: PatternLine, { placed, rolesOf, couldTake }: Staffing): LineStatus {
  const disciplines = line.disciplines ?? []
  const filled = disciplines.map((discipline) => {
    const roles = rolesOf(discipline)
    const people = placed.filter((p) => roles.includes(p.role) && (line.engagements?.includes(p.engagement) ?? true))
    return { discipline, roles, people, missing: Math.max(0, line.min - new Set(people.map((p) => p.person)).size) }
  })
  const short = filled.filter((f) => f.missing > 0)
  const people = filled.flatMap((f) => f.people)
  const missing = short.reduce((sum, f) => sum + f.missing, 0)
  const taking = short.length === 0 ? [] : couldTake(short.flatMap((f) => f.roles))
  return statusOf(line, {
    role: disciplines.map((d) => `somebody from ${d}`).join(', '),
    state: missing > 0 ? 'unmet' : 'met',
    have: new Set(people.map((p) => p.person)).size,
    missing,
    people,
    sentence:
      short.length === 0
        ? `${line.title}: all there.`
        : `${line.title}: nobody from ${short.map((f) => f.discipline).join(', ')}.`,
    help:
      short.length === 0
        ? ''
        : `Assign somebody ${short.map((f) => `from ${f.discipline} (${f.roles.join(', ')})`).join('; ')}. ${whoCouldTake(taking)}`,
    couldTake: taking,
  })
}

type Part = 'role' | 'state' | 'have' | 'missing' | 'people' | 'sentence' | 'help' | 'couldTake'
function statusOf(line: PatternLine, part: Pick<LineStatus, Part>): LineStatus {
  return {
    line: line.id,
    title: line.title,
    ...part,
    min: line.min,
    ...(line.max === undefined ? {} : { max: line.max }),
    allocation: part.people.reduce((sum, p) => sum + p.allocation, 0),
    source: line.source ?? [],
  }
}

const wanted = (line: PatternLine): string =>
  line.max === undefined
    ? `at least ${line.min}`
    : line.max === line.min
      ? `exactly ${line.min}`
      : `${line.min} to ${line.max}`
