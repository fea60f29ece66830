import { given, shippedLearning, staffed } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { registerPerson } from '../people/acts.ts'
import type { Adoption, Training } from './adoption.ts'
import { adoptionNoun, recordAdoption, recordTraining, trainingNoun } from './adoption.ts'
import { learningStates } from './gaps.ts'
import type { Learning } from './records.ts'
import { enterLearning, learningNoun, recordLearning, withdrawLearning } from './records.ts'
import { adoptionTrend } from './trend.ts'

const PACK = shippedLearning()
const NOW = '2026-03-02T09:00:00.000Z'

function people() {
  const s = staffed('source-5x8')
  const { world, who, administrator } = s
  const person = who('ml-engineer')
  const wish = {
    person,
    title: 'Day one',
    kind: 'literacy',
    requirement: 'ai-literacy',
    provider: 'In-house',
    on: '2026-03-01',
    link: 'https://example.org/agenda',
  } as const
  const record = (more: object = {}, as = person) => given(world).when(recordLearning, { ...wish, ...more }, { as })
  const enter = (more: object = {}, as = administrator) =>
    given(world).when(enterLearning, { ...wish, ...more }, { as })
  return { ...s, person, record, enter }
}

describe('a record of learning (A.C1, A.U1, D.X14)', () => {
  test('is one’s own, or entered by an administrator', () => {
    const { record, enter, who, world, person } = people()
    record().thenEvents('LearningRecorded')
    record({}, who('ux-designer')).thenRefused('not-yours')
    enter({}, who('ux-designer')).thenRefused('not-administrator')
    enter().thenEvents('LearningRecorded')
    expect(world.all(learningNoun)).toMatchObject([{ person, requirement: 'ai-literacy' }, { person }])
  })
  test('needs something that shows it, a past day, and a requirement of its kind', () => {
    const { record } = people()
    record({ link: undefined }).thenRefused('input-invalid')
    record({ link: undefined, digest: `sha256:${'a'.repeat(64)}` }).thenEvents('LearningRecorded')
    record({ on: '2026-03-03' }).thenRefused('date-order')
    record({ until: '2026-02-01' }).thenRefused('date-order')
    record({ requirement: 'juggling' }).thenRefused('requirement-unknown')
    record({ kind: 'certification' }).thenRefused('input-invalid')
    record({ cost: 10 }).thenRefused('input-invalid')
    record({ cost: 10, currency: 'EUR' }).thenEvents('LearningRecorded')
  })
  test('is withdrawn by who recorded it', () => {
    const { record, world, person, administrator } = people()
    const [made] = record().thenEvents('LearningRecorded')
    const withdraw = (as: string) =>
      given(world).when(withdrawLearning, { learning: made!.subject, reason: 'mistake' }, { as })
    withdraw(administrator).thenRefused('not-yours')
    withdraw(person).thenEvents('LearningWithdrawn')
    withdraw(person).thenRefused('already-so')
  })
})

describe('who lacks what', () => {
  const learner = { person: 'per_1', roles: ['ml-engineer'] }
  const held = (more: Partial<Learning> = {}): Learning => ({
    id: 'lrn_1',
    person: 'per_1',
    title: 'x',
    kind: 'literacy',
    requirement: 'ai-literacy',
    provider: 'y',
    on: '2026-01-01',
    recordedBy: 'per_1',
    recordedAt: NOW,
    ...more,
  })
  const literacy = (records: readonly Learning[], now = NOW) =>
    learningStates(PACK, [learner], records, now).find((s) => s.requirement === 'ai-literacy')

  test('AI literacy is for everybody, more by role, and what the law asks for comes first', () => {
    const mine = learningStates(PACK, [learner, { person: 'per_2', roles: [] }], [], NOW)
    expect(mine.filter((s) => s.person === 'per_2').map((s) => s.requirement)).toEqual(['ai-literacy'])
    expect(new Set(mine.filter((s) => s.person === 'per_1').map((s) => s.requirement))).toEqual(
      new Set(['ai-literacy', 'responsible-ai', 'staying-current']),
    )
    expect(mine.map((s) => s.asked)).toEqual(['law', 'law', 'policy', 'advice'])
  })
  test('a record counts for as long as the requirement says, unless it names its own end', () => {
    expect(literacy([held()])).toMatchObject({ state: 'held', until: '2028-01-01' })
    expect(literacy([held({ until: '2026-03-01' })])).toMatchObject({ state: 'expired' })
    expect(literacy([held({ until: '2026-03-02' })])).toMatchObject({ state: 'expiring' })
    expect(literacy([held({ until: '2026-05-01' })])).toMatchObject({ state: 'expiring' })
    expect(literacy([held({ until: '2026-05-02' })])).toMatchObject({ state: 'held' })
  })
  test('the longest record counts, a withdrawn one does not', () => {
    expect(literacy([held({ until: '2026-01-02' }), held({ id: 'lrn_2' })])).toMatchObject({
      learning: 'lrn_2',
      state: 'held',
    })
    expect(literacy([held({ withdrawnAt: NOW })])?.state).toBe('missing')
  })
  test('a certificate without an end does not end', () => {
    const certificate = held({ kind: 'certification', requirement: 'certificate-platform' })
    const found = learningStates(PACK, [{ person: 'per_1', roles: ['mlops-engineer'] }], [certificate], NOW)
    expect(found.find((s) => s.requirement === 'certificate-platform')).toMatchObject({ state: 'held' })
    expect(found.find((s) => s.requirement === 'certificate-platform')?.until).toBeUndefined()
  })
})

describe('adoption by department (A.R9.1 to A.R9.4, A.U3)', () => {
  function team() {
    const { world, project, who, administrator } = staffed('source-5x8')
    const as = who('ux-designer')
    const adoption = {
      project,
      department: 'hr',
      from: '2026-02-01',
      until: '2026-02-28',
      targetUsers: 40,
      activeUsers: 10,
      source: 'access log',
    }
    const measure = (more: object = {}, by = as) =>
      given(world).when(recordAdoption, { ...adoption, ...more }, { as: by })
    const training = {
      project,
      title: 'Using it',
      department: 'hr',
      attendees: 12,
      on: '2026-02-10',
      provider: 'Us',
      link: 'https://example.org',
    }
    const train = (more: object = {}) => given(world).when(recordTraining, { ...training, ...more }, { as })
    const outsider = world.does(administrator, registerPerson, { name: 'Out', email: 'out@example.org' }).subject
    return { world, measure, train, outsider }
  }
  test('is measured with its source by whoever is on the project, for a department of the pack and a period that is over', () => {
    const { measure, outsider, world } = team()
    measure().thenEvents('AdoptionMeasured')
    measure({}, outsider).thenRefused('not-assigned')
    measure({ department: 'space' }).thenRefused('department-unknown')
    measure({ until: '2026-03-03' }).thenRefused('date-order')
    measure({ until: '2026-01-01' }).thenRefused('date-order')
    measure({ activeUsers: 41 }).thenRefused('input-invalid')
    expect(world.all(adoptionNoun)).toHaveLength(1)
  })
  test('trainings say how many came, and are over', () => {
    const { train, world } = team()
    train().thenEvents('TrainingHeld')
    train({ on: '2026-03-03' }).thenRefused('date-order')
    train({ department: 'space' }).thenRefused('department-unknown')
    train({ cost: 5 }).thenRefused('input-invalid')
    expect(world.all(trainingNoun)).toHaveLength(1)
  })

  const at = (until: string, activeUsers: number, more: Partial<Adoption> = {}): Adoption => ({
    id: `adp_${until}`,
    project: 'prj_1',
    department: 'sales',
    from: `${until.slice(0, 8)}01`,
    until,
    targetUsers: 100,
    activeUsers,
    source: 'log',
    recordedBy: 'per_1',
    recordedAt: until,
    ...more,
  })
  const course: Training = {
    id: 'trn_1',
    project: 'prj_1',
    title: 'x',
    department: 'sales',
    attendees: 30,
    on: '2026-02-10',
    provider: 'y',
    link: 'z',
    cost: 600,
    currency: 'EUR',
    recordedBy: 'per_1',
    recordedAt: NOW,
  }
  const sales = (measures: readonly Adoption[], trainings: readonly Training[] = []) =>
    adoptionTrend(PACK.departments, measures, trainings).find((d) => d.department === 'sales')

  test('the trend is told against the training before each period, with its cost for each active user gained', () => {
    const found = sales([at('2026-01-31', 10), at('2026-02-28', 40)], [course])
    expect(found).toMatchObject({ rate: 0.4, gained: 30, costPerGained: { EUR: 20 } })
    expect(found?.changePoints).toBeCloseTo(30)
    expect(found?.periods.map((p) => p.trained)).toEqual([0, 30])
  })
  test('no data is said to be no data', () => {
    expect(sales([])?.sentence).toContain('no data, because nobody recorded its use')
    expect(sales([])?.rate).toBeUndefined()
    expect(sales([at('2026-01-31', 10)])).not.toHaveProperty('changePoints')
  })
  test('of two measurements of one period the later counts; losing users costs nothing each', () => {
    const twice = [at('2026-01-31', 10), at('2026-01-31', 20, { id: 'adp_2', recordedAt: '2026-02-15' })]
    expect(sales(twice)?.periods).toMatchObject([{ activeUsers: 20 }])
    expect(sales([at('2026-01-31', 10), at('2026-02-28', 5)], [course])).not.toHaveProperty('costPerGained')
  })
})
