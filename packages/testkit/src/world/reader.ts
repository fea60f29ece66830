import type { Person } from '@muster/core'
import { personNoun } from '@muster/core'
import { QUERY_ROUTES, records, teamRecords as team } from '@muster/contract'
import { HANDLERS } from '@muster/server'
import type { LiveWorld } from './world.ts'

type Handler = (typeof HANDLERS)[string]
type Call = Parameters<Handler>[0]

/** The queries that can be asked without HTTP, with the shapes of their answers. */
const ANSWERS = {
  'project.show': records.project,
  'project.checks': records.stageChecks,
  'responsibility.list': team.responsibilities,
  'responsibility.at-risk': team.atRisk,
  'deliverable.list': team.deliverables,
  'staffing.check': team.staffingCheck,
  'staffing.hiring': team.hiring,
  'staffing.risks': team.risks,
  'staffing.load': team.loads,
  'requisition.funnel': team.funnels,
  'transition.list': team.transitions,
  'skill.matrix': team.skillMatrix,
  'learning.gaps': team.learningGaps,
  'adoption.trend': team.adoptionTrend,
} as const
type Asked = keyof typeof ANSWERS
type Answered<Name extends Asked> = ReturnType<(typeof ANSWERS)[Name]['parse']>

/**
 * Asks a query as somebody, without HTTP: parameters are parsed and the answer is held to the shape that the contract declares.
 * Refused queries throw what the handler throws.
 */
export async function ask<Name extends Asked>(
  here: LiveWorld,
  who: string,
  name: Name,
  given: Readonly<Record<string, unknown>> = {},
): Promise<Answered<Name>> {
  const [route, handler] = [QUERY_ROUTES.get(name), HANDLERS[name]]
  if (route === undefined || handler === undefined) throw new Error(`there is no query ${name}`)
  const person = here.who(who)
  const { administrator, auditor } = await here.read<Person>(personNoun, person)
  const named = { project: here.project, ...given }
  const of = (shape: object): Record<string, unknown> =>
    Object.fromEntries(Object.entries(named).filter(([key]) => Object.hasOwn(shape, key)))
  const params = route.params.parse(of(route.params.shape)) as Record<string, string>
  const wish = Object.fromEntries(Object.entries(given).filter(([key]) => !Object.hasOwn(params, key)))
  const { database, powers } = here
  const call = {
    context: { database, powers },
    caller: { person },
    administrator,
    auditor,
    params,
    query: route.query.parse(wish),
    now: here.clock.now(),
  }
  const answer = route.answer.parse(await handler(call as unknown as Call))
  return ANSWERS[name].parse(answer) as Answered<Name>
}
