import type { ServedWorld } from '@muster/testkit'
import { eachDatabase, served } from '@muster/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

interface Task {
  readonly kind: string
  readonly subject: string
  readonly since: string
  readonly blocks: number
  readonly sole: boolean
  readonly what: string
}

eachDatabase((open) => {
  let here: ServedWorld
  beforeAll(async () => {
    here = await served(await open())
  })
  afterAll(() => here.stop())

  const tasks = async (who: string, query = ''): Promise<Task[]> => {
    const answer = await here.send(who, `/api/v1/inbox${query}`)
    expect(answer.status, answer.text).toBe(200)
    return (answer.body as { tasks: Task[] }).tasks
  }

  test('checks that a person can satisfy are theirs before anything is submitted, and go when they are', async () => {
    const candidate = await here.candidate()
    const mine = (await tasks('ml-engineer')).filter((t) => t.kind === 'check' && t.subject === candidate.version)
    expect(mine.length).toBeGreaterThan(0)
    // Reviews, approvals and the promotion wait for each of them.
    const { reviews, approvals } = await candidate.status()
    expect(mine.map((t) => t.blocks)).toEqual(mine.map(() => reviews.length + approvals.length + 1))
    expect((await tasks('ml-engineer')).map((t) => t.kind)).not.toContain('submission')
    await candidate.completeEvidence()
    const after = await tasks('ml-engineer')
    expect(after.filter((t) => t.kind === 'check' && t.subject === candidate.version)).toEqual([])
    const submits = await Promise.all(Object.keys(here.assignments).map((who) => tasks(who)))
    expect(submits.flat().some((t) => t.kind === 'submission' && t.subject === candidate.version)).toBe(true)
  })

  test('what most else waits for comes first when it is asked for; otherwise what waits longest', async () => {
    for (const who of Object.keys(here.assignments)) {
      const longest = await tasks(who)
      const blocking = await tasks(who, '?order=blocking')
      expect(longest.map((t) => t.since)).toEqual(longest.map((t) => t.since).toSorted())
      expect(blocking.map((t) => t.blocks)).toEqual(blocking.map((t) => t.blocks).toSorted((a, b) => b - a))
      expect(new Set(blocking.map((t) => t.what))).toEqual(new Set(longest.map((t) => t.what)))
    }
    expect((await here.send('ml-engineer', '/api/v1/inbox?order=loudest')).status).toBe(422)
  })

  test('a review holds up the approvals and the promotion, an approval the promotion alone', async () => {
    const candidate = await here.candidate()
    await candidate.completeEvidence()
    await candidate.submit()
    const all = async () => {
      const roles = Object.keys(here.assignments)
      return (await Promise.all(roles.map((role) => tasks(role)))).flat()
    }
    const { approvals } = await candidate.status()
    const reviews = (await all()).filter((t) => t.kind === 'review')
    expect(reviews.length).toBeGreaterThan(0)
    expect(new Set(reviews.map((t) => t.blocks))).toEqual(new Set([approvals.length + 1]))
    await candidate.allReviews()
    const given = (await all()).filter((t) => t.kind === 'approval')
    expect(given.length).toBeGreaterThan(0)
    expect(new Set(given.map((t) => t.blocks))).toEqual(new Set([1]))
  })
  test('a consultation about a submission that is decided or replaced is moot, and waits for nobody', async () => {
    const candidate = await here.candidate()
    await candidate.completeEvidence()
    const round = await candidate.submit()
    const listed = async () => {
      const answer = await here.send('ml-engineer', `/api/v1/projects/${here.project}/consultations?limit=200`)
      const { items } = answer.body as { items: { id: string; about: string; moot: boolean }[] }
      return items.filter((c) => c.about === round)
    }
    const before = await listed()
    expect(before.length).toBeGreaterThan(0)
    expect(before.map((c) => c.moot)).toEqual(before.map(() => false))
    await here.as('software-engineer').act('gate.withdraw', { round, reason: 'Trained anew' })
    expect((await listed()).map((c) => c.moot)).toEqual(before.map(() => true))
    const asked = await Promise.all(Object.keys(here.assignments).map((who) => tasks(who)))
    expect(asked.flat().filter((t) => before.some((c) => c.id === t.subject))).toEqual([])
  })
})
