import type { StakeholderUpdate } from '@muster/core'
import type { ServedWorld } from '@muster/testkit'
import { eachDatabase, served } from '@muster/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

describe('a stakeholder update', () => {
  eachDatabase((open) => {
    let here: ServedWorld
    beforeAll(async () => {
      here = await served(await open(), 'full-team')
      const ml = here.as('ml-engineer')
      const { subject: experiment } = await ml.act('experiment.propose', {
        title: 'Deeper',
        hypothesis: 'Depth helps.',
      })
      await ml.act('experiment.abandon', { experiment, reason: 'No gain.', learning: 'Depth does not help.' })
      const candidate = await here.candidate()
      await candidate.submit()
      await here.as('data-engineer').act('assistance.request', { need: 'A key to the billing export.' })
    })
    afterAll(() => here.stop())

    test('K27 B.R1.W3 D.R9.6: an update is drafted from the record, edited, published, and told to everybody who is I', async () => {
      const lead = here.as('product-manager')
      const { subject: update } = await lead.act('update.draft')
      await lead.act('update.draft').refused('already-so')
      const show = async () =>
        (await here.send('product-manager', `/api/v1/updates/${update}`)).body as StakeholderUpdate & {
          sections: { section: string; lines: { line: string; text: string; entries: number[] }[] }[]
        }
      const linesOf = async (section: string) => (await show()).sections.find((s) => s.section === section)?.lines ?? []
      const [line] = (await linesOf('changed')).filter((l) => l.text.includes('"Deeper"'))
      expect(line?.entries).toHaveLength(1)
      expect((await linesOf('risks')).length).toBeGreaterThan(0)
      await lead.act('update.edit', {
        update,
        line: line?.line,
        text: 'We <b>stopped</b> [what](javascript:x) does not help.',
      })
      const [struck] = await linesOf('risks')
      await lead.act('update.strike', { update, line: struck?.line })
      await lead.act('update.add', { update, section: 'asks', text: 'A day of the billing team.' })
      here.clock.advance({ hours: 1 })
      await here.as('ml-engineer').act('experiment.propose', { title: 'Later', hypothesis: 'x' })
      await lead.act('update.refresh', { update })
      const fresh = (await show()).sections.flatMap((s) => s.lines.map((l) => l.text))
      expect(fresh).toContain('We <b>stopped</b> [what](javascript:x) does not help.')
      expect(fresh).toContain('A day of the billing team.')
      expect(fresh).not.toContain(struck?.text)
      expect(fresh.some((t) => t.includes('"Later"'))).toBe(true)
      await here.as('outsider').act('update.publish', { update }).refused('not-entitled')
      await lead.act('update.publish', { update, title: 'Churn in July' })
      await lead.act('update.add', { update, section: 'asks', text: 'x' }).refused('update-closed')
      const page = await here.send('ux-designer', `/api/v1/updates/${update}/page`)
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(page.text).toContain('We &lt;b&gt;stopped&lt;/b&gt; [what](javascript:x) does not help.')
      expect(page.text).not.toContain('<script')
      const markdown = (await here.send('ux-designer', `/api/v1/updates/${update}/markdown`)).text
      expect(markdown).toContain('We \\<b\\>stopped\\</b\\> \\[what\\](javascript:x) does not help.')
      const { recipients } = await show()
      expect(recipients.length).toBeGreaterThan(0)
      const [informed = ''] = recipients
      const inbox = (await here.send(informed, '/api/v1/inbox')).body as {
        notices: { text: string; subject: string }[]
      }
      expect(inbox.notices).toContainEqual(
        expect.objectContaining({ text: 'A stakeholder update was published: Churn in July', subject: update }),
      )
      // The next one begins where this one ended.
      const { until } = await show()
      here.clock.advance({ days: 7 })
      const { subject: next } = await lead.act('update.draft')
      expect(((await here.send('product-manager', `/api/v1/updates/${next}`)).body as StakeholderUpdate).from).toBe(
        until,
      )
    })

    test('names the open risks of the register, and evidence that ceremonies ask for and nobody sealed', async () => {
      const lead = here.as('product-manager')
      const fields = { kind: 'model', likelihood: 4, impact: 5 }
      await lead.act('item.add', { project: here.project, register: 'risks', title: 'Small tumours', fields })
      const drafts = (await here.send('product-manager', `/api/v1/projects/${here.project}/updates`)).body as {
        items: { id: string; state: string }[]
      }
      const update = drafts.items.find((u) => u.state === 'draft')?.id ?? ''
      await lead.act('update.refresh', { update })
      const { lines } = (await here.send('product-manager', `/api/v1/updates/${update}`)).body as StakeholderUpdate
      const risks = lines.filter((l) => l.section === 'risks').map((l) => l.text)
      expect(risks).toContainEqual(expect.stringMatching(/^RISK-1 "Small tumours", owned by .+: open, size 20\.$/))
      expect(risks).toContainEqual(expect.stringContaining('There is no evidence "Fairness audit" about'))
    })

    test('nobody who may not read the project sees one, and one that is not there is called by its name', async () => {
      const { items } = (await here.send('ux-designer', `/api/v1/projects/${here.project}/updates`)).body as {
        items: { id: string }[]
      }
      const hidden = await here.send('outsider', `/api/v1/updates/${items[0]?.id ?? ''}`)
      expect(hidden.status).toBe(404)
      const refused = await here
        .as('product-manager')
        .act('update.refresh', { update: 'upd_01ARZ3NDEKTSV4RRFFQ69G5FAV' })
        .refused('not-found')
      expect(refused.message).toBe('There is no update upd_01ARZ3NDEKTSV4RRFFQ69G5FAV.')
    })

    test('a draft with nothing in it is not published, and can be discarded', async () => {
      const lead = here.as('product-manager')
      const shown = (await here.send('product-manager', `/api/v1/projects/${here.project}/updates`)).body as {
        items: { id: string; state: string }[]
      }
      const update = shown.items.find((u) => u.state === 'draft')?.id ?? ''
      const { lines } = (await here.send('product-manager', `/api/v1/updates/${update}`)).body as StakeholderUpdate
      for (const { line } of lines) await lead.act('update.strike', { update, line })
      await lead.act('update.publish', { update }).refused('update-empty')
      await lead.act('update.publish', { update, recipients: [here.outsider] }).refused('person-unknown')
      await lead.act('update.discard', { update, reason: 'Nothing happened.' })
      await lead.act('update.refresh', { update }).refused('update-closed')
    })

    test('D.R9.6: whoever answers for it is reminded when the last one is older than the pack allows', async () => {
      const lead = here.as('product-manager')
      const owed = async (who: string): Promise<readonly { readonly act: string; readonly subject: string }[]> => {
        const { tasks } = (await here.send(who, '/api/v1/inbox')).body as {
          tasks: { act: string; subject: string }[]
        }
        return tasks.filter((t) => t.act === 'update.draft' || t.act === 'update.publish')
      }
      for (const { id } of await here.database.query<{ id: string }>(
        `select id from stakeholder_update where doc->>'state' = 'draft'`,
      ))
        await lead.act('update.discard', { update: id, reason: 'Begin anew.' })
      const { subject: first } = await lead.act('update.draft')
      await lead.act('update.add', { update: first, section: 'next', text: 'More.' })
      await lead.act('update.publish', { update: first })
      here.clock.advance({ days: 6 })
      expect(await owed('product-manager')).toEqual([])
      here.clock.advance({ days: 1, minutes: 1 })
      expect(await owed('product-manager')).toMatchObject([
        { kind: 'reminder', act: 'update.draft', subject: here.project, since: expect.stringMatching(/Z$/) },
      ])
      expect(await owed('ml-engineer')).toEqual([])
      const { subject: second } = await lead.act('update.draft')
      expect(await owed('product-manager')).toMatchObject([{ act: 'update.publish', subject: second }])
      await lead.act('update.add', { update: second, section: 'next', text: 'Still more.' })
      await lead.act('update.publish', { update: second })
      expect(await owed('product-manager')).toEqual([])
    })
  })
})
