import { consultationNoun } from '@muster/core'
import type { RaciName, ServedWorld } from '@muster/testkit'
import { cellsOf, eachDatabase, served } from '@muster/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

interface Inbox {
  readonly tasks: readonly { readonly kind: string; readonly subject: string }[]
  readonly notices: readonly { readonly subject: string; readonly activity: string }[]
}

eachDatabase((open) => {
  const matrices: [RaciName, number][] = [
    ['source-5x8', 40],
    ['full-team', 200],
  ]
  // The larger one once: which database it runs on makes no difference to who may do what.
  describe.each(open.kind === 'pglite' ? matrices : matrices.slice(0, 1))(
    'every cell of %s is executed',
    (matrix, atLeast) => {
      let here: ServedWorld
      beforeAll(async () => {
        here = await served(await open(), matrix)
      })
      afterAll(() => here.stop())

      const cells = cellsOf(matrix)
      const activities = [...new Set(cells.map((c) => c.activity))]
      /** People in roles that hold a letter, as the pack has it. */
      const people = (activity: string, ...letters: string[]): Set<string> =>
        new Set(
          cells
            .filter((c) => c.activity === activity && letters.includes(c.stake))
            .flatMap((c) => (c.role === 'ml-engineer' ? ['ml-engineer', 'second-ml-engineer'] : [c.role]))
            .map((name) => here.who(name)),
        )
      const inbox = async (person: string): Promise<Inbox> => (await here.send(person, '/api/v1/inbox')).body as Inbox
      const inboxes = async (): Promise<[string, Inbox][]> =>
        Promise.all(
          [...new Set(Object.values(here.people))].map(async (person): Promise<[string, Inbox]> => [
            person,
            await inbox(person),
          ]),
        )
      const holding = (all: readonly [string, Inbox][], holds: (inbox: Inbox) => boolean): Set<string> =>
        new Set(all.filter(([, box]) => holds(box)).map(([person]) => person))

      test('the pack has all its cells', () => expect(cells.length).toBeGreaterThanOrEqual(atLeast))

      test.each(activities)(
        '%s: R and A do, C is asked and waited for, A alone decides, I is told',
        async (activity) => {
          const everybody = [...new Set(Object.values(here.people)), here.administrator, here.auditor, here.outsider]
          const able = people(activity, 'R', 'A')
          const work = { activity, title: `About ${activity}`, summary: 'Done as agreed.' }
          for (const person of everybody) {
            if (able.has(person)) continue
            await here.as(person).act('handover.submit', work).refused('not-entitled')
          }
          for (const person of people(activity, 'A')) {
            const own = await here.as(person).act('handover.submit', work)
            await here.as(person).act('handover.accept', { handover: own.subject }).refused('own-work')
          }
          const [submitter = ''] = people(activity, 'R')
          const handed = await here.as(submitter).act('handover.submit', work)
          const handover = handed.subject
          const asked = new Set([...people(activity, 'C')].filter((person) => person !== submitter))
          const consultation = handed.entries.find((e) => e.type === 'ConsultationOpened')?.subject
          expect(consultation === undefined).toBe(asked.size === 0)
          const waiting = await inboxes()
          if (consultation !== undefined) {
            const record = await here.read(consultationNoun, consultation)
            expect(new Set(record.asked.flatMap((a) => a.people))).toEqual(asked)
            expect(
              holding(waiting, (i) => i.tasks.some((t) => t.kind === 'consultation' && t.subject === consultation)),
            ).toEqual(asked)
          }
          const deciding = people(activity, 'A')
          expect(holding(waiting, (i) => i.tasks.some((t) => t.kind === 'handover' && t.subject === handover))).toEqual(
            deciding,
          )
          for (const person of everybody)
            if (!deciding.has(person))
              await here.as(person).act('handover.accept', { handover }).refused('not-entitled')
          const [decider = ''] = deciding
          if (consultation !== undefined) {
            await here.as(decider).act('handover.accept', { handover }).refused('consultation-open')
            const answer = { consultation, verdict: 'objection', answer: 'Not before the audit.' }
            for (const person of everybody)
              if (!asked.has(person)) await here.as(person).act('consultation.answer', answer).refused('not-asked')
            for (const person of asked) await here.as(person).act('consultation.answer', answer)
          }
          await here.as(decider).act('handover.accept', { handover })
          const informed = new Set([...people(activity, 'I')].filter((person) => person !== decider))
          expect(
            holding(await inboxes(), (i) => i.notices.some((n) => n.subject === handover && n.activity === activity)),
          ).toEqual(informed)
        },
      )
    },
  )
})
