import { ACT_ROUTES } from '@muster/contract'
import type { ServedWorld } from '@muster/testkit'
import { APPROVERS, served, stores } from '@muster/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

describe('what is refused to somebody outside a project', () => {
  const open = stores('pglite')
  let here: ServedWorld
  let values: Record<string, unknown>
  beforeAll(async () => {
    here = await served(await open())
    const candidate = await here.candidate()
    await candidate.completeEvidence()
    await candidate.submit()
    const { round, basis } = await candidate.judged()
    const handed = { activity: 'train-model', title: 'Features', summary: 'Done.' }
    const { subject: handover } = await here.as('domain-expert').act('handover.submit', handed)
    const [evidence] = (await candidate.status()).checks.flatMap((c) => c.evidence)
    const [consultation] = await here.database.query<{ id: string }>('select id from consultation limit 1')
    const { version, model, experiment } = candidate
    const text = 'Because it must be.'
    values = {
      ...{ project: here.project, criterion: here.criterion, assignment: here.assignments['ml-engineer'] },
      ...{ version, model, experiment, round, basis, handover, evidence, consultation: consultation?.id },
      ...{ person: here.who('ml-engineer'), role: 'ml-engineer', activity: 'train-model', to: 'in-review' },
      ...{ duty: Object.keys(APPROVERS)[0], verdict: 'approve', check: 'safety', days: 3, alias: 'challenger' },
      ...{ title: 'A title', name: 'a-name', description: text, reason: text, comment: text, summary: text },
      ...{ hypothesis: text, text, learning: text, outcome: 'refuted', objective: text, scope: text, answer: text },
    }
  })
  afterAll(() => here.stop())

  test('names nobody of the team, whatever the act; the team is told whom to ask', async () => {
    const team = Object.values(here.people)
    const refused: string[] = []
    for (const act of ACT_ROUTES.values()) {
      const input: unknown = act.input
      const shape = (input as { shape?: Record<string, unknown> }).shape ?? {}
      const command = Object.fromEntries(Object.keys(shape).map((key) => [key, values[key]]))
      for (const who of ['outsider', 'administrator']) {
        if (who === 'administrator' && act.permission.kind === 'administrator') continue
        const outcome = await here.as(who).act(String(act.name), command).outcome
        if (outcome.ok) continue
        const said = JSON.stringify(outcome.refusals)
        // Whom the command itself names is no secret of the project.
        const named = team.filter((person) => said.includes(person) && command['person'] !== person)
        expect([String(act.name), who, named], said).toEqual([String(act.name), who, []])
        if (/not-entitled|duty-not-held/.test(said)) refused.push(String(act.name))
      }
    }
    expect(new Set(refused).size).toBeGreaterThan(15)
    const { round, basis } = values
    const told = await here.as('data-engineer').act('approval.give', { round, basis, duty: 'security' }).outcome
    expect(JSON.stringify(told)).toContain(here.who(APPROVERS.security))
  })

  test('does not say that a project of that name is there; who may read it is told', async () => {
    const [{ name }] = (await here.database.query<{ name: string }>(
      `select doc->>'name' as name from project where id = $1`,
      [here.project],
    )) as [{ name: string }]
    const create = (who: string) => here.as(who).act('project.create', { name, lead: here.who(who) }).outcome
    const told = await create('ml-engineer')
    expect(told.ok ? [] : told.refusals.map((r) => r.code)).toEqual(['name-unconfirmed'])
    expect((await create('outsider')).ok).toBe(true)
  })
})
