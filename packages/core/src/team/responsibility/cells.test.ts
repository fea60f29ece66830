import type { RaciName } from '@muster/testkit'
import { cellsOf, given, projectFacts, staffed } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { stakesHeld } from '../../acts/matrix.ts'
import { answerConsultation, consultationNoun } from './consultations.ts'
import { acceptWork, handOver, returnWork } from './handovers.ts'
import { notices } from './notices.ts'

/**
 * One cell executed: the holder of the role tries to hand over, answer and accept a result of the activity, which
 * somebody who is R handed over before and somebody who is A accepts at last; the notices of that are looked at.
 */
function execute(raci: RaciName, activity: string, role: string) {
  const { world, project, who } = staffed(raci)
  const as = who(role)
  const rolesBy = (stake: string) =>
    cellsOf(raci)
      .filter((c) => c.activity === activity && c.stake === stake)
      .map((c) => c.role)
  const doer = rolesBy('R').find((r) => r !== role) ?? rolesBy('R')[0] ?? ''
  const judge = rolesBy('A')[0] ?? ''
  const work = { project, activity, title: 'Result', summary: 'It is done.' }
  const ofDoer = world.does(who(doer), handOver, work).subject
  const consultation = world.all(consultationNoun).find((c) => c.about === ofDoer)
  const asked = consultation?.asked.some((a) => a.role === role && a.people.includes(as)) ?? false
  const submits = world.attempt(handOver, work, { as })
  const own = submits.ok ? (submits.events[0]?.subject ?? '') : undefined
  const answers =
    consultation === undefined
      ? undefined
      : world.attempt(
          answerConsultation,
          { consultation: consultation.id, verdict: 'advice', answer: 'A word.' },
          { as },
        )
  world.clock.pass({ days: 7 })
  const returns = world.attempt(returnWork, { handover: ofDoer, reason: 'Look again.' }, { as })
  const again = world.does(who(doer), handOver, work).subject
  world.clock.pass({ days: 7 })
  const accepts = world.attempt(acceptWork, { handover: again }, { as })
  const accepted = accepts.ok ? accepts.events[0] : world.does(who(judge), acceptWork, { handover: again })
  const told = notices(accepted!, projectFacts(world, project), world.clock.now()).map((n) => n.person)
  return { world, as, asked, submits, own, answers, accepts, returns, told }
}

const code = (outcome: { ok: boolean; refusals?: readonly { code: string }[] } | undefined): string =>
  outcome === undefined ? 'nobody is asked' : outcome.ok ? 'done' : (outcome.refusals?.[0]?.code ?? '')

/** What each letter allows (B.RACI.L1–L4): handing over, accepting and returning, being asked and answering, being told. */
const EXPECTED = {
  A: { submits: 'done', accepts: 'done', returns: 'done', asked: false, answers: 'not-asked', told: false },
  R: {
    submits: 'done',
    accepts: 'not-entitled',
    returns: 'not-entitled',
    asked: false,
    answers: 'not-asked',
    told: false,
  },
  C: {
    submits: 'not-entitled',
    accepts: 'not-entitled',
    returns: 'not-entitled',
    asked: true,
    answers: 'done',
    told: false,
  },
  I: {
    submits: 'not-entitled',
    accepts: 'not-entitled',
    returns: 'not-entitled',
    asked: false,
    answers: 'not-asked',
    told: true,
  },
} as const

describe.each(['source-5x8', 'full-team'] as const)('every cell of %s is executed', (raci) => {
  test.each(cellsOf(raci))('$source: $role is $stake for $activity', ({ activity, role, stake }) => {
    const seen = execute(raci, activity, role)
    const expected = EXPECTED[stake]
    expect({
      submits: code(seen.submits),
      accepts: code(seen.accepts),
      returns: code(seen.returns),
      asked: seen.asked,
      told: seen.told.includes(seen.as),
    }).toEqual({
      submits: expected.submits,
      accepts: expected.accepts,
      returns: expected.returns,
      asked: expected.asked,
      told: expected.told,
    })
    // Where nobody else is C there is no consultation at all.
    if (seen.answers !== undefined) expect(code(seen.answers)).toBe(expected.answers)
    else expect(stake).not.toBe('C')
    // A does what R may, but not the judging of it.
    if (seen.own !== undefined && stake === 'A')
      given(seen.world).when(acceptWork, { handover: seen.own }, { as: seen.as }).thenRefused('own-work')
  })
})

describe('the source matrix', () => {
  const cells = cellsOf('source-5x8')
  test('has the forty cells of B.RACI.T1–T5, each with its own id', () => {
    expect(cells).toHaveLength(40)
    expect(new Set(cells.map((c) => c.source)).size).toBe(40)
    expect(cells.every((c) => /^B\.RACI\.T[1-5]\.(PM|DE|MLE|MLOps|SWE|UX|SME|Legal)$/.test(c.source))).toBe(true)
  })
  test('reads letter by letter as the source does', () => {
    const order = ['PM', 'DE', 'MLE', 'MLOps', 'SWE', 'UX', 'SME', 'Legal']
    const row = (task: number): string =>
      order.map((role) => cells.find((c) => c.source === `B.RACI.T${task}.${role}`)?.stake).join('')
    expect([1, 2, 3, 4, 5].map(row)).toEqual(['ACCCCRII', 'IACCIIRI', 'ICACICRI', 'ICCARIIC', 'ICRAIIIC'])
  })
  test('gives each holder exactly the stake of their cell, and somebody from outside none', () => {
    const { world, project, who, administrator } = staffed('source-5x8')
    const facts = projectFacts(world, project)
    for (const { activity, role, stake } of cells)
      expect(stakesHeld(facts, who(role), activity, world.clock.now())).toEqual([{ stake, role }])
    expect(stakesHeld(facts, administrator, 'train-model', world.clock.now())).toEqual([])
  })
})
