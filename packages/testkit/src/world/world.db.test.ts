import { describe, expect, test } from 'vitest'
import { eachDatabase } from '../databases/each-database.ts'
import { world } from './world.ts'

describe('the ready-made world', () => {
  eachDatabase((open) => {
    test('a candidate goes through the gate by the shortcuts, in both shipped matrices', async () => {
      const { database } = await open()
      const small = await world(database, { matrix: 'source-5x8' })
      for (const here of [small, await small.another('full-team')]) {
        const candidate = await here.candidate()
        await candidate.completeEvidence()
        await candidate.submit()
        await candidate.allReviews()
        await candidate.answerConsultations()
        await candidate.allApprovals()
        expect((await candidate.status()).blockers).toEqual([])
        expect(await candidate.promote()).toMatch(/^prm_/)
      }
    })

    test('an attempt says when the act was allowed, or refused for another reason than the test thinks', async () => {
      const { database } = await open()
      const here = await world(database, { matrix: 'source-5x8' })
      const idea = { title: 'Trees', hypothesis: 'They do.' }
      const refused = here.as('outsider').act('experiment.propose', idea)
      await expect(refused).rejects.toThrow('not-entitled')
      await expect(refused.refused('own-work')).rejects.toThrow('refused otherwise')
      await expect(here.as('ml-engineer').act('experiment.propose', idea).refused('own-work')).rejects.toThrow(
        'allowed',
      )
    })
  })
})
