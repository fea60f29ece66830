import type { RaciName } from '@muster/testkit'
import { given, projectFacts, shippedDeliverables, staffed } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { STAGES } from '../../work/projects/project.ts'
import { answersFor } from './at-risk.ts'
import { deliverableStates, deliverers } from './deliverable-states.ts'
import { acceptWork, handOver, handoverNoun, returnWork } from './handovers.ts'

const DELIVERABLES = shippedDeliverables()

function team(raci: RaciName = 'full-team') {
  const s = staffed(raci)
  const { world, project, who } = s
  const hand = (as: string, activity: string, deliverable?: string) =>
    given(world).when(
      handOver,
      { project, activity, title: 'Done', summary: 'All of it', ...(deliverable === undefined ? {} : { deliverable }) },
      { as: who(as) },
    )
  const states = (stage = 'idea') =>
    deliverableStates(
      projectFacts(world, project),
      DELIVERABLES,
      world.all(handoverNoun),
      stage,
      STAGES,
      world.clock.now(),
    )
  const state = (id: string, stage?: string) => states(stage).find((d) => d.deliverable === id)!
  return { ...s, hand, states, state }
}

describe('the ten deliverables', () => {
  test.each(['source-5x8', 'full-team'] as const)('have a place in the matrix %s, and somebody who accepts', (raci) => {
    const { states } = team(raci)
    expect(states()).toHaveLength(10)
    for (const d of states()) {
      expect(d.activity, d.deliverable).toBeDefined()
      expect(d.accountable.length, d.deliverable).toBeGreaterThan(0)
    }
  })

  test('are due at the stage before the one that asks for them, and overdue in it', () => {
    const { state } = team()
    expect(state('B.R2.DEL', 'scoped').state).toBe('not-due')
    expect(state('B.R2.DEL', 'staffed').state).toBe('due')
    expect(state('B.R2.DEL', 'building').state).toBe('overdue')
    expect(state('B.R2.DEL', 'retired').state).toBe('not-due')
  })

  test('are handed over, returned, handed over again and accepted by the A of their activity', () => {
    const { hand, state, who, world } = team()
    const handed = ['WorkHandedOver', 'ConsultationOpened']
    const [first] = hand('monitoring-specialist', 'monitor-and-alert', 'B.R10.DEL').thenEvents(...handed)
    expect(state('B.R10.DEL')).toMatchObject({ state: 'handed-over', by: who('monitoring-specialist') })
    const judge = who('mlops-engineer')
    expect(state('B.R10.DEL').accountable).toEqual([judge])
    const no = { handover: first!.subject, reason: 'No drift on it' }
    given(world).when(returnWork, no, { as: judge }).thenEvents('WorkReturned')
    expect(state('B.R10.DEL')).toMatchObject({ state: 'returned' })
    expect(state('B.R10.DEL').sentence).toContain('No drift on it')
    const [again] = hand('monitoring-specialist', 'monitor-and-alert', 'B.R10.DEL').thenEvents(...handed)
    world.clock.pass({ days: 7 })
    given(world).when(acceptWork, { handover: again!.subject }, { as: judge }).thenEvents('WorkAccepted')
    expect(state('B.R10.DEL')).toMatchObject({ state: 'accepted', decidedBy: judge })
  })

  test('are handed over by whoever delivers them, so that somebody else accepts; by others who are R where nobody can', () => {
    const { states, project, world, who, state } = team()
    const of = projectFacts(world, project)
    const now = world.clock.now()
    for (const stage of STAGES)
      for (const d of states(stage)) {
        const able = deliverers(of, d, now)
        for (const person of able)
          expect(
            d.accountable.some((a) => a !== person),
            d.deliverable,
          ).toBe(true)
        if (d.state === 'not-due') expect(able).toEqual([])
      }
    // Who is A for the monitoring is another than who delivers it.
    expect(deliverers(of, state('B.R10.DEL', 'live'), now)).toEqual([who('monitoring-specialist')])
    // Who delivers the pipeline is its only A.
    const alone = state('B.R2.DEL', 'staffed')
    expect(alone.holders).toEqual(alone.accountable)
    expect(deliverers(of, alone, now)).not.toContain(alone.accountable[0])
  })

  test('say when the one who would accept is the one who would hand over', () => {
    expect(team().state('B.R2.DEL', 'staffed').sentence).toContain('somebody else who is R hands it over')
    expect(team().state('B.R10.DEL', 'live').sentence).not.toContain('somebody else')
  })

  test('are not handed over in another activity, and not when the catalogue has none of that id', () => {
    const { hand } = team()
    expect(hand('ml-engineer', 'train-model', 'B.R2.DEL').thenRefused('deliverable-unknown').help).toContain(
      'build-data-pipeline',
    )
    expect(hand('ml-engineer', 'train-model', 'B.R99.DEL').thenRefused('deliverable-unknown').help).toContain(
      'B.R1.DEL',
    )
  })

  test('a handover that names none is of none', () => {
    const { hand, state } = team()
    hand('data-engineer', 'build-data-pipeline').thenEvents('WorkHandedOver', 'ConsultationOpened')
    expect(state('B.R2.DEL').handover).toBeUndefined()
  })
})

describe('who will be blamed (B.RT1)', () => {
  const matter = {
    kind: 'check',
    what: 'Cost is missing. No cost evidence is sealed.',
    about: 'Cost within budget',
    activity: 'deploy-to-production',
    failing: true,
    act: 'evidence.seal',
  } as const

  test('is the A of the activity, by name and role', () => {
    const { world, project, who } = team()
    const [blame] = answersFor(projectFacts(world, project), [matter], world.clock.now())
    expect(blame).toMatchObject({ role: 'mlops-engineer', accountable: [who('mlops-engineer')] })
    expect(blame?.what).toContain('No cost evidence is sealed.')
    const [titled] = answersFor(projectFacts(world, project), [matter], world.clock.now(), () => 'MLOps Engineer')
    expect(titled?.sentence).toMatch(/will be asked about "Cost within budget", as MLOps Engineer, who is A for "/)
  })

  test('is who answers for staffing where nobody holds the A', () => {
    const { world, project, who } = staffed('full-team', ['mlops-engineer'])
    const [blame] = answersFor(projectFacts(world, project), [matter], world.clock.now())
    expect(blame).toMatchObject({ role: 'mlops-engineer', accountable: [who('product-manager')] })
    expect(blame?.sentence).toContain('not staffing it')
  })

  test('what fails comes first, then what is due next', () => {
    const { world, project } = team()
    const all = [
      { ...matter, failing: false, due: '2026-04-02' },
      { ...matter, failing: false, due: '2026-04-01' },
      { ...matter, failing: true, due: '2026-12-01' },
    ]
    const due = answersFor(projectFacts(world, project), all, world.clock.now()).map((b) => b.due)
    expect(due).toEqual(['2026-12-01', '2026-04-01', '2026-04-02'])
  })
})
