import type { ServedWorld } from '@muster/testkit'
import { served, stores } from '@muster/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

interface Loads {
  readonly sentence: string
  readonly loads: readonly { readonly person: string; readonly peak: number; readonly projects: readonly string[] }[]
}

describe('the load of people', () => {
  const open = stores('pglite')
  let here: ServedWorld
  beforeAll(async () => {
    here = await served(await open())
  })
  afterAll(() => here.stop())
  const loads = async (who: string): Promise<Loads> => {
    const answer = await here.send(who, '/api/v1/staffing/load')
    expect(answer.status, answer.text).toBe(200)
    return answer.body as Loads
  }
  const people = ({ loads: all }: Loads): string[] => all.map((l) => l.person).toSorted()

  test('is no business of an outsider; colleagues see each other, and whoever staffs a project sees everybody', async () => {
    const team = [...new Set(Object.values(here.people))]
    expect(await loads('outsider')).toEqual({
      sentence: '0 of 0 people have more than 100 % to do, now or later.',
      loads: [],
    })
    const alone = here.who('outsider')
    const second = (await here.as('administrator').act('project.create', { name: 'Second', lead: alone })).subject
    // On a project of their own, which they staff.
    expect(people(await loads('outsider'))).toContain(here.who('ml-engineer'))
    expect(people(await loads('ml-engineer'))).not.toContain(alone)
    expect(people(await loads('ml-engineer'))).toContain(here.who('product-manager'))
    expect(people(await loads('product-manager'))).toEqual([...new Set([...team, alone])].toSorted())
    expect(people(await loads('administrator'))).toContain(alone)
    expect(people(await loads('auditor'))).toContain(alone)
    const told = { project: second, person: here.who('ml-engineer'), role: 'data-engineer', allocation: 70 }
    await here.as('outsider').act('assignment.assign', told)
    const mine = (await loads('ml-engineer')).loads
    expect(mine.map((l) => l.person)).toContain(alone)
    expect(mine.find((l) => l.person === here.who('ml-engineer'))?.projects).toContain('Second')
  })
})
