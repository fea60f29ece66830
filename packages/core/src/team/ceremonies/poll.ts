import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import { peopleWith } from '../../acts/matrix.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import { addDays } from '../../acts/time.ts'
import type { ProjectFacts } from '../../work/projects/project.ts'
import { projectFact } from '../../work/projects/project.ts'
import { attendeesOf } from './attending.ts'
import { offeredFact } from './ceremony.ts'

/** Fewer answers than these are not shown: they would tell who said what. */
export const FEWEST_ANSWERS = 3
/** People agree with a statement from 1 (not at all) to 5 (wholly). */
export const SCALE = [1, 2, 3, 4, 5] as const

const statement = z.strictObject({ id: z.string(), text: z.string() })
/** How often each score from 1 to 5 was given to a statement. */
const tally = z.strictObject({ statement: z.string(), counts: z.array(z.int().min(0)).length(5) })
export type StatementTally = z.output<typeof tally>

export const pollOpened = eventType(
  'PollOpened',
  'The team is asked how it feels. Answers are counted, and nobody can tell whose they are.',
  z.strictObject({ statements: z.array(statement), invited: z.array(input.person), closesAt: z.string() }),
)
export const pollClosed = eventType(
  'PollClosed',
  'The poll is over; its counts are on record when there were enough answers to hide who gave them.',
  z.strictObject({ answers: z.int().min(0), tallies: z.array(tally) }),
)
export const pollEvents = [pollOpened, pollClosed] as const

/** A health poll. What was answered is kept as counts outside the ledger, beside a list of who has answered. */
export interface Poll {
  readonly id: string
  readonly project: string
  readonly statements: readonly z.output<typeof statement>[]
  readonly invited: readonly string[]
  readonly openedBy: string
  readonly openedAt: string
  /** From then on nobody can answer, and the counts may be read. */
  readonly closesAt: string
  readonly closedAt?: string
  readonly answers?: number
  readonly tallies?: readonly StatementTally[]
  readonly entry: number
}

export const pollNoun = noun<Poll, typeof pollEvents>('poll', pollEvents, {
  born: {
    PollOpened: (e) => ({
      id: e.subject,
      project: e.project ?? '',
      ...e.data,
      openedBy: e.actor,
      openedAt: e.at,
      entry: e.seq,
    }),
  },
  changed: {
    PollClosed: (s, e) => ({
      ...s,
      closedAt: e.at,
      answers: e.data.answers,
      tallies: e.data.tallies,
      entry: e.seq,
    }),
  },
})
export const pollFact = fact<Poll>('poll')
/** What was counted so far. */
export interface PollCounts {
  readonly answers: number
  readonly tallies: readonly StatementTally[]
}
export const pollCountsFact = fact<PollCounts>('pollCounts')
/** An open poll of the project, if there is one. */
export const openPollFact = fact<string | undefined>('openPoll')

export const isPollOpen = (poll: Pick<Poll, 'closedAt' | 'closesAt'>, now: string): boolean =>
  poll.closedAt === undefined && now < poll.closesAt

const assigned = { kind: 'assigned', responsibilities: (f: { project: ProjectFacts }) => f.project } as const

export const openPoll = act({
  name: 'poll.open',
  title: 'Ask the team how it feels',
  help: 'Opens an anonymous health poll for everybody on the project. Its counts can be read once it has closed, from three answers on.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    days: z.int().min(1).max(30).default(3).describe('Days until it closes'),
  }),
  needs: { project: projectFact, offered: offeredFact, open: openPollFact },
  permission: assigned,
  events: [pollOpened],
  decide: (command, _grant, { project, offered, open }, { now, newId }) => {
    if (open !== undefined) {
      return refuse(
        refusal('poll-open', 'A poll is open already.', {
          subject: open,
          help: 'Answer it, or close it: "poll.close".',
        }),
      )
    }
    const statements = offered.find((o) => o.health.length > 0)?.health ?? []
    if (statements.length === 0) {
      return refuse(
        refusal('pack-unknown', 'No applied pack of ceremonies has statements for a health poll.', {
          help: 'Apply a pack with "health", such as ceremonies/standard.',
        }),
      )
    }
    const invited = attendeesOf(project, [], now).map((a) => a.person)
    const data = { statements: statements.map(({ id, text }) => ({ id, text })), invited }
    return accept(event(pollOpened, newId('pol'), { ...data, closesAt: addDays(now, command.days) }, project.id))
  },
})

export const closePoll = act({
  name: 'poll.close',
  title: 'Close a health poll',
  help: 'Nobody can answer any more. Before its day only whoever opened it closes it, or whoever is A or R for planning. With three answers or more the counts go on record; with fewer, only how many there were.',
  input: z.strictObject({ poll: input.id('pol').describe('The poll') }),
  needs: { poll: pollFact, project: projectFact, counts: pollCountsFact },
  permission: assigned,
  events: [pollClosed],
  decide: (_command, grant, { poll, project, counts }, { now }) => {
    if (poll.closedAt !== undefined)
      return refuse(refusal('poll-closed', 'This poll was closed before.', { subject: poll.id }))
    const mayEnd = [
      poll.openedBy,
      ...(['A', 'R'] as const).flatMap((s) => peopleWith(project, 'plan-and-staff', s, now)),
    ]
    if (isPollOpen(poll, now) && !mayEnd.includes(grant.actor)) {
      return refuse(
        refusal('not-entitled', `The poll is open until ${poll.closesAt.slice(0, 10)}; you did not open it.`, {
          subject: poll.id,
          help: 'Whoever opened it, or is A or R for planning, may close it before its day.',
        }),
      )
    }
    const tallies = counts.answers < FEWEST_ANSWERS ? [] : counts.tallies.map((t) => ({ ...t, counts: [...t.counts] }))
    return accept(event(pollClosed, poll.id, { answers: counts.answers, tallies }, poll.project))
  },
})

/** What a poll says when it is read: counts only once it is over and has enough answers; otherwise why not. */
export interface PollReading {
  readonly state: 'open' | 'too-few' | 'counted'
  readonly answers?: number
  readonly invited: number
  readonly statements: readonly {
    readonly id: string
    readonly text: string
    readonly counts?: readonly number[]
    /** Mean score from 1 to 5. */
    readonly mean?: number
  }[]
  readonly sentence: string
}

/**
 * Reads a poll. While it is open nothing is told, not even how many have answered: counts that grow by one give away the one.
 *
 * @param counts what was counted, for polls that closed by their date
 */
export function readPoll(poll: Poll, counts: PollCounts, now: string): PollReading {
  const invited = poll.invited.length
  const bare = poll.statements.map(({ id, text }) => ({ id, text }))
  if (isPollOpen(poll, now)) {
    const sentence = `The poll is open until ${poll.closesAt.slice(0, 16).replace('T', ' ')} UTC; counts are shown when it has closed.`
    return { state: 'open', invited, statements: bare, sentence }
  }
  const answers = poll.answers ?? counts.answers
  if (answers < FEWEST_ANSWERS) {
    const sentence = `${answers} of ${invited} answered; from ${FEWEST_ANSWERS} answers on the counts are shown, because fewer would tell who said what.`
    return { state: 'too-few', answers, invited, statements: bare, sentence }
  }
  const tallies = poll.tallies ?? counts.tallies
  const statements = poll.statements.map(({ id, text }) => {
    const found = tallies.find((t) => t.statement === id)?.counts ?? [0, 0, 0, 0, 0]
    const n = found.reduce((sum, count) => sum + count, 0)
    const total = found.reduce((sum, count, i) => sum + count * (i + 1), 0)
    return { id, text, counts: found, ...(n === 0 ? {} : { mean: total / n }) }
  })
  return { state: 'counted', answers, invited, statements, sentence: `${answers} of ${invited} answered.` }
}
