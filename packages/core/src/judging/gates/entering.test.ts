import { ready, submitted } from '@muster/testkit'
import { given } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import type { StageCheck } from '../../work/projects/stages.ts'
import { promote } from '../../running/deployments/promotion.ts'
import { submitCandidate } from './acts.ts'

const check = (mode: StageCheck['mode']): StageCheck => ({ id: 'q', mode, met: false, message: 'Nobody watches it.' })

describe('what a stage asks holds for the stages that the gate enters (K05)', () => {
  test('a promotion is refused while somebody is missing whom the stage "live" cannot do without', () => {
    const c = ready()
    const facts = (mode: StageCheck['mode']) => ({ liveChecks: [check(mode)] })
    const act = { round: c.round(), basis: c.status().basis }
    const by = { as: c.who('mlops-engineer') }
    given(c.world)
      .when(promote, act, { ...by, facts: facts('prevent') })
      .thenRefused('stage-blocked')
    const events = given(c.world)
      .when(promote, act, { ...by, facts: facts('warn') })
      .thenEvents('ModelPromoted', 'RoundPassed', 'AliasMoved', 'ExperimentMoved', 'StageEntered')
    expect(events.at(-1)?.data).toMatchObject({ to: 'live', warnings: ['Nobody watches it.'] })
  })

  test('a submission is refused by the checks of "in review", and from a stage before building', () => {
    const c = submitted()
    const other = c.another('second')
    const act = { experiment: other.experiment, version: other.version }
    const by = { as: c.who('software-engineer') }
    given(c.world)
      .when(submitCandidate, act, { ...by, facts: { inReviewChecks: [check('prevent')] } })
      .thenRefused('stage-blocked')
    given(c.world).when(submitCandidate, act, by).thenEvents('RoundOpened', 'ConsultationOpened')
  })
})
