import type { Candidate } from '@muster/testkit'
import { digestOf, given, recorded, staffed, submitted } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import type { AnyAct } from '../../acts/act.ts'
import { event } from '../../acts/event.ts'
import { rejectRound, submitCandidate, withdrawRound } from '../../judging/gates/acts.ts'
import { registerVersion } from '../registry/registry.ts'
import {
  EXPERIMENT_STATUSES,
  abandonExperiment,
  concludeExperiment,
  experimentConcluded,
  experimentMoved,
  experimentNoun,
  experimentProposed,
  noteExperiment,
  proposeExperiment,
  startExperiment,
} from './experiment.ts'

const hypothesis = 'Boosted trees miss fewer churners than the rules of today.'
function proposed(more: object = {}) {
  const team = staffed('full-team')
  const { world, project, who } = team
  const outcome = given(world).when(
    proposeExperiment,
    { project, kind: 'prototype', title: 'Boosted trees', hypothesis, ...more },
    { as: who('data-scientist') },
  )
  const experiment = () => world.all(experimentNoun).at(-1)!
  return { ...team, outcome, experiment }
}

describe('an experiment is proposed', () => {
  test('C.W1.1: it gets an id of its own', () => {
    const { world, experiment, project, who } = proposed()
    const first = experiment().id
    expect(first).toMatch(/^exp_[0-9A-Z]{26}$/)
    world.does(who('data-scientist'), proposeExperiment, { project, kind: 'tuning', title: 'T', hypothesis })
    expect(experiment().id).not.toBe(first)
  })
  test('C.W1.2: the hypothesis is stored, and there is none without one', () => {
    expect(proposed().experiment().hypothesis).toBe(hypothesis)
    const { project } = staffed()
    const input = { project, kind: 'prototype', title: 'T', hypothesis: '  ' }
    expect(proposeExperiment.input.safeParse(input).success).toBe(false)
  })
  test('C.W1.3: the owner is stored: the proposer unless another is named, who must be R or A for training', () => {
    const { world, project, who, experiment } = proposed()
    expect(experiment().owner).toBe(who('data-scientist'))
    const own = (owner: string) =>
      given(world).when(
        proposeExperiment,
        { project, kind: 'prototype', title: 'T', hypothesis, owner },
        { as: who('data-scientist') },
      )
    own(who('ml-engineer')).thenEvents('ExperimentProposed')
    expect(experiment().owner).toBe(who('ml-engineer'))
    expect(own(who('ux-designer')).thenRefused('person-unknown').help).toContain(who('ml-engineer'))
  })
  test('C.W1.4: its status is proposed', () => {
    expect(proposed().experiment().status).toBe('proposed')
  })
  test.each([
    ['C.W1.5', 'technical'],
    ['C.W1.6', 'ethics'],
    ['C.W1.7', 'business'],
  ])('%s: a %s review is required', (_id, review) => {
    expect(proposed().experiment().requiredReviews).toContain(review)
  })
  test('C.W1.8: its list of metrics starts empty, and grows with what runs showed', () => {
    const { world, who, experiment } = proposed()
    expect(experiment().metrics).toEqual([])
    const note = (metrics: { name: string; value: number }[], run?: string) =>
      world.does(who('ai-engineer'), noteExperiment, {
        experiment: experiment().id,
        text: 'Looks good.',
        metrics,
        ...(run === undefined ? {} : { run }),
      })
    note([{ name: 'recall', value: 0.8 }], 'run 1')
    note([{ name: 'recall', value: 0.9 }])
    expect(experiment().metrics.map((m) => m.value)).toEqual([0.8, 0.9])
    expect(experiment().notes[0]).toMatchObject({ text: 'Looks good.', run: 'run 1', by: who('ai-engineer') })
    expect(experiment().notes[1]).not.toHaveProperty('run')
  })
  test('C.W1.9: its timeline is forecast and stored as it was when proposed, with its explanation (T7)', () => {
    expect(proposed().experiment().forecast).toEqual({
      p50Days: 15,
      p85Days: 30,
      basis: 'prior',
      n: 0,
      explanation: expect.stringContaining('prior') as unknown,
    })
  })
  test('of a kind that the pack knows, by who is R for training', () => {
    const refused = proposed({ kind: 'alchemy' }).outcome.thenRefused('input-invalid')
    expect(refused.subject).toBe('/kind')
    expect(refused.help).toContain('prototype')
    const { world, project, who } = staffed()
    given(world)
      .when(proposeExperiment, { project, kind: 'tuning', title: 'T', hypothesis }, { as: who('product-manager') })
      .thenRefused('not-entitled')
  })
})

describe('the status of an experiment (T6)', () => {
  const commands: readonly (readonly [string, AnyAct, (c: Candidate) => object, string])[] = [
    ['start', startExperiment, ({ experiment }) => ({ experiment }), 'x······'],
    ['note', noteExperiment, ({ experiment }) => ({ experiment, text: 'Hm.' }), 'xxx····'],
    [
      'conclude',
      concludeExperiment,
      ({ experiment }) => ({ experiment, outcome: 'refuted', summary: 'S', learning: 'L' }),
      '·x·····',
    ],
    ['abandon', abandonExperiment, ({ experiment }) => ({ experiment, reason: 'R', learning: 'L' }), 'xx·····'],
    [
      'version.register',
      registerVersion,
      ({ experiment, model }) => ({
        model,
        experiment,
        digest: digestOf('another'),
        dataDigest: digestOf('train.parquet'),
        commit: 'abcdef1',
        description: 'D',
      }),
      'xxxx··x',
    ],
  ]
  /** Columns: proposed, running, in-review, accepted, rejected, abandoned, promoted. */
  test.each(commands)('%s is possible exactly where the table says', (_name, act, command, row) => {
    const c = submitted()
    const seen = EXPERIMENT_STATUSES.map((status) => {
      const experiment = { ...c.world.get(experimentNoun, c.experiment), status }
      const outcome = c.world.attempt(act, command(c) as never, {
        as: c.who('data-scientist'),
        facts: { experiment, sameDigest: undefined },
      })
      if (!outcome.ok) expect(outcome.refusals[0]?.code).toBe('experiment-status')
      return outcome.ok ? 'x' : '·'
    })
    expect(seen.join('')).toBe(row)
  })
  test('gate.submit takes running, in-review and accepted ones; a proposed one must be started first', () => {
    const c = submitted()
    // Another version each time, for the same basis is not submitted twice.
    const versions = EXPERIMENT_STATUSES.map((status) => c.another(status).version)
    const seen = EXPERIMENT_STATUSES.map((status, i) => {
      c.world.happened(
        event(experimentMoved, c.experiment, { to: status, because: 'x' }, c.project),
        c.who('ml-engineer'),
      )
      const outcome = c.world.attempt(
        submitCandidate,
        { experiment: c.experiment, version: versions[i] ?? '' },
        { as: c.who('software-engineer') },
      )
      return outcome.ok ? 'x' : outcome.refusals[0]?.code === 'experiment-status' ? '·' : '?'
    })
    expect(seen.join('')).toBe('·xxx···')
  })

  const moved = (c: { world: Candidate['world']; experiment: string }) =>
    c.world.get(experimentNoun, c.experiment).status
  test('proposed → running → in-review → accepted → promoted, and back to running when withdrawn', () => {
    const c = submitted()
    expect(moved(c)).toBe('in-review')
    c.world.does(c.who('software-engineer'), withdrawRound, { round: c.round(), reason: 'A typo.' })
    expect(moved(c)).toBe('running')
    c.submit()
    c.reviewAll()
    expect(moved(c)).toBe('accepted')
    c.answerAll()
    c.approveAll()
    c.promote()
    expect(moved(c)).toBe('promoted')
    expect(c.world.get(experimentNoun, c.experiment).endedAt).toBe(c.world.clock.now())
  })
  test('a review that asks for changes takes acceptance back', () => {
    const c = submitted()
    c.reviewAll()
    c.review('ethics', c.who('ethics-officer'), 'request-changes')
    expect(moved(c)).toBe('in-review')
    c.review('ethics', c.who('ethics-officer'))
    expect(moved(c)).toBe('accepted')
  })
  test('an outcome is recorded once, at the latest while the candidate is at the gate', () => {
    const c = submitted()
    const conclude = { experiment: c.experiment, outcome: 'confirmed', summary: 'S', learning: 'L' } as const
    const by = { as: c.who('ml-engineer') }
    given(c.world).when(concludeExperiment, conclude, by).thenEvents('ExperimentConcluded')
    given(c.world).when(concludeExperiment, conclude, by).thenRefused('already-so')
  })
  test('a rejected candidate ends its experiment', () => {
    const c = submitted()
    c.world.does(c.who('mlops-engineer'), rejectRound, { round: c.round(), reason: 'Too risky.' })
    expect(c.world.get(experimentNoun, c.experiment)).toMatchObject({
      status: 'rejected',
      endedAt: c.world.clock.now(),
    })
  })
  test.each(['withdrawn', 'rejected'] as const)(
    'a second candidate that is %s leaves an experiment promoted by the first',
    (how) => {
      const first = submitted()
      const second = first.another('second')
      second.sealAll()
      second.submit()
      first.reviewAll()
      first.answerAll()
      first.approveAll()
      first.promote()
      const command = { round: second.round(), reason: 'The first is live.' }
      if (how === 'withdrawn') first.world.does(first.who('software-engineer'), withdrawRound, command)
      else first.world.does(first.who('mlops-engineer'), rejectRound, command)
      expect(moved(first)).toBe('promoted')
    },
  )
  test('a candidate cannot go live once another ended their experiment as rejected', () => {
    const first = submitted()
    const second = first.another('second')
    second.sealAll()
    second.submit()
    second.reviewAll()
    second.answerAll()
    second.approveAll()
    first.world.does(first.who('mlops-engineer'), rejectRound, { round: first.round(), reason: 'Unsafe idea.' })
    expect(() => second.promote()).toThrow('experiment-status')
  })
})

describe('how an experiment ends', () => {
  const born = experimentNoun.evolve(
    undefined,
    recorded(experimentProposed, 'exp_1', {
      kind: 'tuning',
      title: 'T',
      hypothesis,
      owner: 'per_1',
      requiredReviews: [],
      forecast: { p50Days: 1, p85Days: 2, basis: 'prior', n: 0, explanation: 'x' },
    }),
  )
  const concluded = (outcome: 'confirmed' | 'refuted' | 'inconclusive') =>
    experimentNoun.evolve(
      { ...born!, status: 'running' },
      recorded(experimentConcluded, 'exp_1', { outcome, summary: 'S', learning: 'L' }),
    )
  test('a confirmed hypothesis keeps it running towards the gate', () => {
    expect(concluded('confirmed')).toMatchObject({ status: 'running', outcome: 'confirmed', learning: 'L' })
    expect(concluded('confirmed')).not.toHaveProperty('endedAt')
  })
  test.each(['refuted', 'inconclusive'] as const)('a %s one ends it', (outcome) => {
    expect(concluded(outcome)).toMatchObject({ status: 'rejected', outcome, endedAt: '2026-03-02T09:00:00.000Z' })
  })
  test('abandoning early keeps the reason and what was learnt (A.C3)', () => {
    const { world, who, experiment } = proposed()
    world.does(who('data-scientist'), abandonExperiment, {
      experiment: experiment().id,
      reason: 'No signal.',
      learning: 'Ask for clicks.',
    })
    expect(experiment()).toMatchObject({ status: 'abandoned', reason: 'No signal.', learning: 'Ask for clicks.' })
  })
})
