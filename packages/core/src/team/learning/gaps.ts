import { addDays } from '../../acts/time.ts'
import type { LearningPack } from '../../packs/learning-pack.ts'
import type { Learning } from './records.ts'

/** A person with the roles they hold now, on whatever project. */
export interface Learner {
  readonly person: string
  readonly roles: readonly string[]
}

/** One requirement for one person, as it stands. */
export interface LearningStatus {
  readonly person: string
  readonly requirement: string
  readonly title: string
  readonly kind: Learning['kind']
  readonly asked: 'law' | 'policy' | 'advice'
  readonly state: 'held' | 'expiring' | 'expired' | 'missing'
  /** The roles that ask for it; empty when it is for everybody. */
  readonly roles: readonly string[]
  readonly learning?: string
  readonly on?: string
  /** The last day on which it counts; absent when it does not end. */
  readonly until?: string
  readonly sentence: string
}

/** The last day on which a record counts for a requirement: what it says itself, else as long as the requirement says. */
export function countsUntil(record: Learning, validDays: number | undefined): string | undefined {
  if (record.until !== undefined) return record.until
  return validDays === undefined ? undefined : addDays(`${record.on}T00:00:00.000Z`, validDays).slice(0, 10)
}

const ORDER = { law: 0, policy: 1, advice: 2 } as const
const STATES = { expired: 0, missing: 1, expiring: 2, held: 3 } as const

/**
 * Who has what they should have learnt, who lacks it, and what ends soon. What the law asks for comes first. Nothing is blocked by
 * this: Article 4 of the EU AI Act asks for measures, and this is the record of them.
 */
export function learningStates(
  pack: Pick<LearningPack, 'requirements' | 'warnDays'>,
  people: readonly Learner[],
  records: readonly Learning[],
  now: string,
): LearningStatus[] {
  const today = now.slice(0, 10)
  const soon = addDays(now, pack.warnDays).slice(0, 10)
  const valid = Map.groupBy(
    records.filter((r) => r.withdrawnAt === undefined && r.requirement !== undefined),
    (r) => `${r.person} ${r.requirement ?? ''}`,
  )
  const all = pack.requirements.flatMap((requirement) =>
    people.flatMap((learner): LearningStatus[] => {
      const roles = (requirement.roles ?? []).filter((r) => learner.roles.includes(r))
      if (requirement.everyone !== true && roles.length === 0) return []
      const end = (r: Learning): string => countsUntil(r, requirement.validDays) ?? '9999-12-31'
      const best = (valid.get(`${learner.person} ${requirement.id}`) ?? []).toSorted((a, b) =>
        end(a) < end(b) ? 1 : -1,
      )[0]
      const until = best === undefined ? undefined : countsUntil(best, requirement.validDays)
      const state =
        best === undefined
          ? 'missing'
          : until === undefined || until > soon
            ? 'held'
            : until < today
              ? 'expired'
              : 'expiring'
      const { title, kind, asked } = requirement
      return [
        {
          person: learner.person,
          requirement: requirement.id,
          title,
          kind,
          asked,
          state,
          roles,
          ...(best === undefined ? {} : { learning: best.id, on: best.on }),
          ...(until === undefined ? {} : { until }),
          sentence: say(learner.person, title, state, until, roles),
        },
      ]
    }),
  )
  return all.toSorted((a, b) => STATES[a.state] - STATES[b.state] || ORDER[a.asked] - ORDER[b.asked])
}

function say(
  person: string,
  title: string,
  state: LearningStatus['state'],
  until: string | undefined,
  roles: readonly string[],
): string {
  const why = roles.length === 0 ? '' : ` (as ${roles.join(', ')})`
  switch (state) {
    case 'missing':
      return `${person}${why} has no record of "${title}".`
    case 'expired':
      return `The record of ${person}${why} for "${title}" ended on ${until ?? ''}.`
    case 'expiring':
      return `The record of ${person}${why} for "${title}" ends on ${until ?? ''}.`
    case 'held':
      return `${person}${why} has "${title}"${until === undefined ? '' : ` until ${until}`}.`
    default:
      return state satisfies never
  }
}
