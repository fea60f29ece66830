import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import type { StaffingPack } from '../../packs/staffing-pack.ts'
import type { ProjectTeam } from '../responsibility/assignments.ts'
import { teamFact } from '../responsibility/assignments.ts'

export const teamPatternChosen = eventType(
  'TeamPatternChosen',
  'The project is staffed after this pattern, whatever stage it is in.',
  z.strictObject({ pattern: input.slug, reason: z.string() }),
)
export const hiringQuestionAnswered = eventType(
  'HiringQuestionAnswered',
  'Somebody answered a hiring question that the record could not answer.',
  z.strictObject({ question: input.slug, answer: input.slug, reason: z.string() }),
)
export const staffingEvents = [teamPatternChosen, hiringQuestionAnswered] as const

/** An answer that a person gave to a hiring question. */
export interface HiringAnswer {
  readonly answer: string
  readonly reason: string
  readonly by: string
  readonly at: string
}

/** How a project is to be staffed: its id is that of the project. */
export interface StaffingPlan {
  readonly id: string
  readonly project: string
  readonly pattern?: string
  readonly patternReason?: string
  readonly chosenBy?: string
  readonly chosenAt?: string
  readonly answers: Readonly<Record<string, HiringAnswer>>
}

type Chosen = {
  readonly subject: string
  readonly actor: string
  readonly at: string
  readonly data: { pattern: string; reason: string }
}
type Answered = {
  readonly subject: string
  readonly actor: string
  readonly at: string
  readonly data: { question: string; answer: string; reason: string }
}
const empty = (id: string): StaffingPlan => ({ id, project: id, answers: {} })
const chosen = (s: StaffingPlan, e: Chosen): StaffingPlan => ({
  ...s,
  pattern: e.data.pattern,
  patternReason: e.data.reason,
  chosenBy: e.actor,
  chosenAt: e.at,
})
const answered = (s: StaffingPlan, e: Answered): StaffingPlan => {
  const { question, answer, reason } = e.data
  return { ...s, answers: { ...s.answers, [question]: { answer, reason, by: e.actor, at: e.at } } }
}

export const staffingNoun = noun<StaffingPlan, typeof staffingEvents>('staffing', staffingEvents, {
  born: {
    TeamPatternChosen: (e) => chosen(empty(e.subject), e),
    HiringQuestionAnswered: (e) => answered(empty(e.subject), e),
  },
  changed: { TeamPatternChosen: chosen, HiringQuestionAnswered: answered },
})

/** The newest staffing packs of the workspace as one. */
export const staffingPackFact = fact<StaffingPack>('staffingPack')

const onProject = (stake: 'A' | 'R') =>
  ({
    kind: 'activity',
    stake,
    activity: 'plan-and-staff',
    responsibilities: (f: { team: ProjectTeam }) => f.team,
  }) as const

export const choosePattern = act({
  name: 'staffing.choose',
  title: 'Choose the team pattern of a project',
  help: 'The staffing check holds the team against this pattern. Until one is chosen, it is the pattern of the stage the project is in.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    pattern: input.slug.describe('Id of a pattern, e.g. small-pilot or production'),
    reason: input.line(500).describe('Why'),
  }),
  needs: { team: teamFact, pack: staffingPackFact },
  permission: onProject('A'),
  events: [teamPatternChosen],
  decide: ({ pattern, reason }, _grant, { team, pack }) => {
    if (!pack.patterns.some((p) => p.id === pattern)) {
      return refuse(
        refusal('pattern-unknown', `There is no team pattern "${pattern}".`, {
          subject: '/pattern',
          help: `There are ${pack.patterns.map((p) => p.id).join(', ') || 'none'}.`,
        }),
      )
    }
    return accept(event(teamPatternChosen, team.id, { pattern, reason }, team.id))
  },
})

export const answerHiringQuestion = act({
  name: 'staffing.answer',
  title: 'Answer a hiring question',
  help: 'Says what the record does not know: whether there is labelled data, whether it answers in real time, and so on. Where the record knows, the record counts.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    question: input.slug.describe('Id of the question, as "muster staffing hiring" lists it'),
    answer: input.slug.describe('One of the answers of the question, e.g. yes or no'),
    reason: input.line(500).describe('What the answer rests on'),
  }),
  needs: { team: teamFact, pack: staffingPackFact },
  permission: onProject('R'),
  events: [hiringQuestionAnswered],
  decide: ({ question, answer, reason }, _grant, { team, pack }) => {
    const found = pack.questions.find((q) => q.id === question)
    if (found === undefined) {
      return refuse(
        refusal('question-unknown', `There is no hiring question "${question}".`, {
          subject: '/question',
          help: `There are ${pack.questions.map((q) => q.id).join(', ') || 'none'}.`,
        }),
      )
    }
    if (!found.answers.includes(answer)) {
      return refuse(
        refusal('question-unknown', `"${answer}" is no answer to "${found.question}"`, {
          subject: '/answer',
          help: `Answer ${found.answers.join(' or ')}.`,
        }),
      )
    }
    return accept(event(hiringQuestionAnswered, team.id, { question, answer, reason }, team.id))
  },
})
