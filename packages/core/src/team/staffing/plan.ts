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
export const staffingEvents = [teamPatternChosen] as const
export const answerEvents = [hiringQuestionAnswered] as const

/** The pattern that a project chose: its id is that of the project. */
export interface ChosenPattern {
  readonly id: string
  readonly project: string
  readonly pattern: string
  readonly reason: string
  readonly chosenBy: string
  readonly chosenAt: string
}
interface Chosen {
  readonly subject: string
  readonly actor: string
  readonly at: string
  readonly data: { readonly pattern: string; readonly reason: string }
}
const chosen = ({ subject, actor, at, data }: Chosen): ChosenPattern => ({
  id: subject,
  project: subject,
  ...data,
  chosenBy: actor,
  chosenAt: at,
})
export const staffingNoun = noun<ChosenPattern, typeof staffingEvents>('staffing', staffingEvents, {
  born: { TeamPatternChosen: chosen },
  changed: { TeamPatternChosen: (_before, e) => chosen(e) },
})

/** An answer that a person gave to a hiring question; of several, the newest counts. */
export interface HiringAnswer {
  readonly id: string
  readonly project: string
  readonly question: string
  readonly answer: string
  readonly reason: string
  readonly by: string
  readonly at: string
}
export const answerNoun = noun<HiringAnswer, typeof answerEvents>('answer', answerEvents, {
  born: {
    HiringQuestionAnswered: (e) => ({ id: e.subject, project: e.project ?? '', ...e.data, by: e.actor, at: e.at }),
  },
  changed: {},
})

/** How a project is to be staffed: its pattern, if it chose one, and the newest answer to each hiring question. */
export interface StaffingPlan {
  readonly pattern?: ChosenPattern
  readonly answers: Readonly<Record<string, HiringAnswer>>
}

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
  decide: ({ question, answer, reason }, _grant, { team, pack }, { newId }) => {
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
    return accept(event(hiringQuestionAnswered, newId('ans'), { question, answer, reason }, team.id))
  },
})
