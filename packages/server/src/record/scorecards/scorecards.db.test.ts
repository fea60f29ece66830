import { COMPUTED_FORMULAS } from '@muster/core'
import { eachDatabase, world } from '@muster/testkit'
import { expect, test } from 'vitest'
import { kpisOf } from './queries.ts'
import { measure, questionOf, partsNow } from './scorecard.ts'
import { observationsOf } from './measure.ts'

eachDatabase((open) => {
  test('smoke', async () => {
    const { database } = await open()
    const here = await world(database)
    const kpis = await kpisOf(database)
    expect(Object.keys(COMPUTED_FORMULAS).length).toBe(20)
    const c = await here.candidate()
    await c.completeEvidence()
    await c.submit()
    await c.allReviews()
    await c.answerConsultations()
    await c.allApprovals()
    here.clock.advance({ days: 2 })
    await c.promote()
    const all = await measure(database, kpis, [here.project], here.clock.now())
    console.log(all.map((k) => `${k.id} ${k.value} n=${k.n} ${k.noData ?? ''}`).join('\n'))
    for (const kpi of kpis) {
      await partsNow(database, kpi, [here.project], here.clock.now())
      const q = questionOf(kpi, [here.project], here.clock.now(), 1)
      if (q !== undefined)
        console.log(kpi.id, JSON.stringify(await observationsOf(database, q, { after: null, limit: 5 })))
    }
  })
})
