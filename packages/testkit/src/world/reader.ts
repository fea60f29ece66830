import type { Person } from '@muster/core'
import { personNoun } from '@muster/core'
import { QUERY_ROUTES } from '@muster/contract'
import { HANDLERS } from '@muster/server'
import type { LiveWorld } from './world.ts'

type Handler = (typeof HANDLERS)[string]
type Call = Parameters<Handler>[0]
// oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every shape
type Found = any

/**
 * Asks a query as somebody, without HTTP: parameters are parsed and the answer is held to the shape that the contract declares.
 * Refused queries throw what the handler throws.
 */
export async function ask(
  here: LiveWorld,
  who: string,
  name: string,
  given: Readonly<Record<string, unknown>> = {},
): Promise<Found> {
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
  return route.answer.parse(await handler(call as unknown as Call))
}
