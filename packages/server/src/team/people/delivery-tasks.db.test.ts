import { deliverers, deliverableStates, handoverNoun, STAGES } from '@muster/core'
import type { LiveWorld } from '@muster/testkit'
import { eachDatabase, world } from '@muster/testkit'
import { beforeEach, expect, test } from 'vitest'
import { deliverablesOf, projectForReading } from '../responsibility/queries.ts'
import { packsOf } from '../../record/packs/queries.ts'
import { inboxOf } from './inbox.ts'

eachDatabase((open) => {
  let here: LiveWorld
  beforeEach(async () => {
    here = await world((await open()).database)
  })

  const due = async (who: string) => {
    const { tasks } = await inboxOf(here, here.who(who), here.clock.now())
    return tasks.filter((t) => t.kind === 'deliverable')
  }

  /** Deliverables of the project whose delivery is due, with those who may hand them over. */
  const expected = async () => {
    const project = await projectForReading(here.database, here.project)
    if (project === undefined) throw new Error('no project')
    const { roles } = await packsOf(here.database, project.state)
    const handed = await here.database.query<{ doc: never }>('select doc from handover')
    const now = here.clock.now()
    const states = deliverableStates(
      project,
      await deliverablesOf(here.database, roles),
      handed.map((h) => h.doc),
      project.state.stage,
      STAGES,
      now,
    )
    return states.map((d) => ({ ...d, able: deliverers(project, d, now) }))
  }

  test('a deliverable that is due is a task of whoever may hand it over, and of nobody else', async () => {
    const all = await expected()
    expect(all.some((d) => d.able.length > 0)).toBe(true)
    for (const who of Object.keys(here.assignments)) {
      const mine = all.filter((d) => d.able.includes(here.who(who))).map((d) => d.deliverable)
      expect((await due(who)).map((t) => t.subject).toSorted(), who).toEqual(mine.toSorted())
    }
    for (const { able, accountable } of all)
      for (const person of able) expect(accountable.some((a) => a !== person)).toBe(true)
  })

  test('it can be done as the task says; then whoever accepts has the task, and who handed over again when it is returned', async () => {
    const found = (await expected()).find((d) => d.able.length > 0)
    const [by] = found?.able ?? []
    if (found === undefined || by === undefined) throw new Error('nothing is due')
    const [task] = (await due(by)).filter((t) => t.subject === found.deliverable)
    expect(task).toMatchObject({ act: 'handover.submit', project: here.project, blocks: 1 })
    const { activity = '', subject: deliverable } = task ?? { subject: '' }
    const done = await here.as(by).act('handover.submit', {
      project: here.project,
      activity,
      deliverable,
      title: 'All of it',
      summary: 'As agreed',
    })
    expect((await due(by)).filter((t) => t.subject === deliverable)).toEqual([])
    const judge = found.accountable.find((a) => a !== by) ?? ''
    const waiting = (await inboxOf(here, judge, here.clock.now())).tasks
    expect(waiting.some((t) => t.kind === 'handover' && t.subject === done.subject)).toBe(true)

    await here.as(judge).act('handover.return', { handover: done.subject, reason: 'Half of it is missing' })
    const [again] = (await due(by)).filter((t) => t.subject === deliverable)
    expect(again).toMatchObject({ from: judge, what: expect.stringContaining('again: it was returned') })
    expect((await here.read(handoverNoun, done.subject)).state).toBe('returned')
  })
})
