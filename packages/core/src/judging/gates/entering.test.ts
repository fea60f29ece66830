import { candidate, digest, gateFacts, given, ready, submitted } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import type { StageCheck } from '../../work/projects/stages.ts'
import { promote } from '../../running/deployments/promotion.ts'
import { submitCandidate } from './acts.ts'
import { gateStatus } from './status.ts'

const check = (mode: StageCheck['mode']): StageCheck => ({ id: 'q', mode, met: false, message: 'Nobody watches it.' })

describe('what a stage asks holds for the stages that the gate enters (K05)', () => {
  test('a promotion is refused while somebody is missing whom the stage "live" cannot do without', () => {
    const c = ready()
    const gate = (mode: StageCheck['mode']) => ({ ...gateFacts(c.world, c.version), liveChecks: [check(mode)] })
    const act = { round: c.round(), basis: c.status().basis }
    const by = { as: c.who('mlops-engineer') }
    given(c.world)
      .when(promote, act, { ...by, facts: { gate: gate('prevent') } })
      .thenRefused('stage-blocked')
    const events = given(c.world)
      .when(promote, act, { ...by, facts: { gate: gate('warn') } })
      .thenEvents('ModelPromoted', 'RoundPassed', 'AliasMoved', 'ExperimentMoved', 'StageEntered')
    expect(events.at(-1)?.data).toMatchObject({ to: 'live', warnings: ['Nobody watches it.'] })
  })

  test('the status says so before: what prevents blocks and names who can mend it, what advises is a warning', () => {
    const c = ready()
    const status = (mode: StageCheck['mode']) =>
      gateStatus({ ...gateFacts(c.world, c.version), liveChecks: [check(mode)] }, c.world.clock.now(), digest)
    expect(status('prevent')).toMatchObject({ passed: false, blockers: ['Nobody watches it.'], warnings: [] })
    expect(status('prevent').next).toEqual([
      {
        who: expect.arrayContaining([c.who('product-manager')]),
        what: 'Before going live: Nobody watches it.',
        act: 'assignment.assign',
      },
    ])
    expect(status('warn')).toMatchObject({ passed: true, warnings: ['Nobody watches it.'] })
    expect(status('off')).toMatchObject({ passed: true, warnings: [] })
  })

  test('an experiment that another candidate ended blocks, and the way out is named', () => {
    const c = ready()
    const facts = gateFacts(c.world, c.version)
    const over = { ...facts, experiment: { ...facts.experiment, status: 'rejected' as const } }
    const status = gateStatus(over, c.world.clock.now(), digest)
    expect(status.passed).toBe(false)
    expect(status.blockers).toEqual(['The experiment is rejected; nothing of it can go live.'])
    expect(status.next.map((n) => n.act)).toEqual(['gate.withdraw'])
    given(c.world)
      .when(promote, { round: c.round(), basis: status.basis }, { as: c.who('mlops-engineer'), facts: { gate: over } })
      .thenRefused('experiment-status')
  })

  test('before a submission the status names what would refuse it: the stage, an experiment that has not begun', () => {
    const c = candidate()
    c.sealAll()
    const facts = gateFacts(c.world, c.version)
    const early = {
      ...facts,
      experiment: { ...facts.experiment, status: 'proposed' as const },
      project: { ...facts.project, state: { ...facts.project.state, stage: 'staffed' as const } },
    }
    const status = gateStatus(early, c.world.clock.now(), digest)
    expect(status.blockers.slice(0, 3)).toEqual([
      'The candidate has not been submitted.',
      'The project is in stage "staffed"; a candidate can be submitted once it is building.',
      'The experiment is proposed; only a running one can be submitted.',
    ])
    expect(status.next.map((n) => n.act)).toEqual(['project.advance', 'experiment.start', 'gate.submit'])
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
