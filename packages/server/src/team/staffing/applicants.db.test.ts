import type { ServedWorld } from '@muster/testkit'
import { eachDatabase, served } from '@muster/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

interface Listed {
  readonly items: readonly { readonly id: string; readonly name?: string | null; readonly contact?: string | null }[]
}

eachDatabase((open) => {
  let here: ServedWorld
  let requisition: string
  let applicant: string
  beforeAll(async () => {
    here = await served(await open())
    const lead = here.as('product-manager')
    const wanted = { role: 'data-engineer', reason: 'Too much data for one.' }
    requisition = (await lead.act('requisition.open', wanted)).subject
    const named = { requisition, name: 'Kim Example', contact: 'kim@example.org', channel: 'referral' }
    const added = await here.post('product-manager', 'applicant.add', named)
    applicant = (added.body as { subject: string }).subject
  })
  afterAll(() => here.stop())

  const listed = async (who: string) => {
    const answer = await here.send(who, `/api/v1/requisitions/${requisition}/applicants`)
    return { status: answer.status, first: (answer.body as Listed).items?.[0] }
  }

  test('those who hire see the name of an applicant; others of the project and administrators see the step alone', async () => {
    expect((await listed('product-manager')).first).toMatchObject({ name: 'Kim Example', contact: 'kim@example.org' })
    for (const who of ['software-engineer', 'administrator', 'auditor']) {
      const { status, first } = await listed(who)
      expect([who, status]).toEqual([who, 200])
      expect(first).toMatchObject({ id: applicant, step: 'sourced' })
      expect(first).not.toHaveProperty('name')
      expect(first).not.toHaveProperty('contact')
    }
    expect((await listed('outsider')).status).toBe(404)
  })

  test('no entry of the ledger holds the name', async () => {
    expect(JSON.stringify(await here.entries())).not.toMatch(/Kim Example|kim@example\.org/)
  })

  test('an erased name is gone for good, and the step stays', async () => {
    expect((await here.post('product-manager', 'applicant.erase', { applicant })).status).toBe(200)
    const rows = await here.database.query('select 1 from applicant_profile where applicant = $1', [applicant])
    expect(rows).toEqual([])
    expect((await listed('product-manager')).first).toMatchObject({ id: applicant, step: 'sourced', name: null })
  })
})
