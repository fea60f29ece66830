import { given, rolesPack, shippedStaffing, staffed } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import type { Assignment } from '../../acts/matrix.ts'
import { recordSkill, skillNoun, withdrawSkill } from '../people/skills.ts'
import type { Benched } from './bench.ts'
import { couldTake, whoCouldTake } from './bench.ts'
import type { Placed } from './check.ts'
import { checkLines } from './check.ts'
import { loads } from './load.ts'
import { answerHiringQuestion, answerNoun, choosePattern, staffingNoun } from './plan.ts'
import { riskCover } from './risks.ts'
import { skillsMatrix } from './skills-matrix.ts'

const PACK = shippedStaffing()
const ROLES = rolesPack().roles
const rolesOf = (discipline: string) => ROLES.filter((r) => r.discipline === discipline).map((r) => r.id)
const linesOf = (id: string) => PACK.patterns.find((p) => p.id === id)?.lines ?? []
const place = (role: string, more: Partial<Placed> = {}): Placed => ({
  person: `per_${role}`,
  role,
  allocation: 100,
  engagement: 'embedded',
  ...more,
})
const check = (id: string, placed: readonly Placed[]) =>
  checkLines(linesOf(id), { placed, rolesOf, couldTake: () => [] })
const unmet = (id: string, placed: readonly Placed[]) =>
  check(id, placed)
    .filter((l) => l.state === 'unmet')
    .flatMap((l) => l.source)
const PILOT = ['product-manager', 'data-engineer', 'ml-engineer', 'domain-expert'].map((r) => place(r))

describe('team patterns', () => {
  test('B.SZ4.1: product manager, data engineer, ML engineer and subject matter expert are the minimum viable cast', () => {
    expect(unmet('minimum-viable-cast', PILOT)).toEqual([])
    for (const one of PILOT)
      expect(
        unmet(
          'minimum-viable-cast',
          PILOT.filter((p) => p !== one),
        ),
        one.role,
      ).toEqual(['B.SZ4.1'])
  })

  test('B.SZ4.2: planning to ship adds operations, software and design', () => {
    expect(unmet('planning-to-ship', PILOT)).toEqual(['B.SZ4.2', 'B.SZ4.2', 'B.SZ4.2'])
  })

  test('B.SZ1.2, B.SZ1.5, B.SZ1.6: in a small pilot part-time data engineering and bought-in design and operations are enough', () => {
    const lean = [
      ...PILOT.filter((p) => p.role !== 'data-engineer'),
      place('data-engineer', { engagement: 'part-time', allocation: 40 }),
      place('ux-designer', { engagement: 'outsourced', allocation: 10 }),
      place('mlops-engineer', { engagement: 'outsourced', allocation: 20 }),
    ]
    expect(unmet('small-pilot', lean)).toEqual([])
  })

  test('B.SZ1.3: an outsourced ML engineer does not count in a small pilot, and it says so', () => {
    const [line] = check('small-pilot', [place('ml-engineer', { engagement: 'outsourced' })]).filter(
      (l) => l.line === 'ml-engineer',
    )
    expect(line).toMatchObject({ state: 'unmet', have: 0, missing: 1 })
    expect(line?.sentence).toContain('per_ml-engineer is outsourced')
  })

  test('B.SZ1.4: exactly one subject matter expert: a second one is over', () => {
    const two = [place('domain-expert'), place('domain-expert', { person: 'per_other' })]
    const experts = (placed: readonly Placed[]) => check('small-pilot', placed).find((l) => l.line === 'domain-expert')
    expect(experts(two.slice(0, 1))).toMatchObject({ state: 'met', have: 1 })
    expect(experts(two)).toMatchObject({ state: 'over', have: 2 })
  })

  test('B.SZ2.1 to B.SZ2.9: a production team needs more than one for data and models, and a whole pod', () => {
    expect(new Set(unmet('production', []))).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `B.SZ2.${n}`)))
    const full = [
      ...PILOT,
      ...['mlops-engineer', 'software-engineer', 'ux-designer', 'security-privacy-legal', 'monitoring-specialist'].map(
        (r) => place(r),
      ),
    ]
    expect(unmet('production', full)).toEqual(['B.SZ2.2', 'B.SZ2.3'])
    const more = [...full, place('data-engineer', { person: 'per_d' }), place('ml-engineer', { person: 'per_m' })]
    expect(unmet('production', more)).toEqual([])
    expect(check('production', more).find((l) => l.line === 'ml-engineering')).toMatchObject({ allocation: 200 })
  })

  test('A.E1 to A.E5: the essential roles are missed one by one', () => {
    expect(unmet('essential-roles', [])).toEqual(['A.E1', 'A.E2', 'A.E3', 'A.E4', 'A.E5'])
    expect(unmet('essential-roles', [place('data-architect')])).toEqual(['A.E1', 'A.E3', 'A.E4', 'A.E5'])
  })

  test('A.O8: a project without engineers, or without somebody who knows the subject, is told from day one', () => {
    const composed = (placed: readonly Placed[]) =>
      checkLines(PACK.composition, { placed, rolesOf, couldTake: () => [] }).map((l) => [l.line, l.state])
    expect(composed([place('product-manager')])).toEqual([
      ['engineering', 'unmet'],
      ['domain', 'unmet'],
    ])
    expect(composed([place('ml-engineer'), place('finance-specialist')])).toEqual([
      ['engineering', 'met'],
      ['domain', 'met'],
    ])
  })

  test('somebody twice in one role counts once', () => {
    const twice = [place('data-engineer'), place('data-architect', { person: 'per_data-engineer' })]
    expect(check('production', twice).find((l) => l.line === 'data-engineering')).toMatchObject({ have: 1, missing: 1 })
  })
})

describe('who could take a role', () => {
  const bench: Benched[] = [
    { person: 'per_busy', roles: ['mlops-engineer'], skills: [], allocation: 120 },
    { person: 'per_free', roles: [], skills: ['ci/cd', 'infrastructure', 'kubeflow'], allocation: 40 },
    { person: 'per_half', roles: [], skills: ['ci/cd'], allocation: 0 },
  ]
  const skillsOf = (role: string) => ROLES.find((r) => r.id === role)?.skills.map((s) => s.toLowerCase()) ?? []

  test('is who holds it elsewhere or has all its skills, those with free time first', () => {
    const found = couldTake(['mlops-engineer'], bench, skillsOf, new Set())
    expect(found).toEqual([
      { person: 'per_free', role: 'mlops-engineer', because: 'has the skills of the role', free: 60 },
      { person: 'per_busy', role: 'mlops-engineer', because: 'holds it on another project', free: 0 },
    ])
    expect(whoCouldTake(found)).toContain('60 % free')
    expect(whoCouldTake(found)).toMatch(/per_busy \(.*, fully engaged\)/)
  })
  test('is nobody who has it here already', () => {
    expect(couldTake(['mlops-engineer'], bench, skillsOf, new Set(['per_free'])).map((c) => c.person)).toEqual([
      'per_busy',
    ])
  })
  test('where there is nobody, hiring is named', () => {
    expect(whoCouldTake([])).toContain('hire')
  })
})

describe('the load of people', () => {
  const assigned = (person: string, allocation: number, from: string, until?: string): Assignment => ({
    id: `asg_${from}`,
    project: `prj_${from}`,
    person,
    role: 'ml-engineer',
    allocation,
    engagement: 'embedded',
    from,
    ...(until === undefined ? {} : { until }),
  })
  test('adds up over projects and finds the day from which it is too much', () => {
    const [load] = loads(
      [assigned('per_1', 60, '2026-01-01', '2026-06-30'), assigned('per_1', 50, '2026-06-01')],
      '2026-03-02',
    )
    expect(load).toMatchObject({ allocation: 60, peak: 110, peakFrom: '2026-06-01', over: true })
    expect(load?.sentence).toContain('10 % too much')
  })
  test('100 % is not too much, and one assignment after the other does not add up', () => {
    const all = loads(
      [assigned('per_1', 100, '2026-01-01', '2026-05-31'), assigned('per_1', 100, '2026-06-01')],
      '2026-03-02',
    )
    expect(all).toMatchObject([{ peak: 100, over: false }])
  })
  test('what is over counts no more', () => {
    expect(loads([assigned('per_1', 100, '2026-01-01', '2026-02-01')], '2026-03-02')).toEqual([])
  })
})

describe('risks (B.RISK1 to B.RISK3)', () => {
  const cover = (...roles: string[]) => riskCover(PACK.risks, (role) => (roles.includes(role) ? [`per_${role}`] : []))
  test('are covered by the roles that reduce them, and the rest is named', () => {
    expect(cover().every((r) => r.state === 'uncovered')).toBe(true)
    expect(cover('data-engineer', 'labeling-lead').find((r) => r.risk === 'data')?.state).toBe('covered')
    const half = cover('data-engineer').find((r) => r.risk === 'data')
    expect(half).toMatchObject({ state: 'partly', missing: [{ roles: ['labeling-lead', 'domain-expert'] }] })
    expect(half?.sentence).toContain('labeling-lead or domain-expert')
  })
})

describe('choosing a pattern and answering questions', () => {
  function team() {
    const { world, project, who } = staffed('source-5x8')
    const choose = (pattern: string, as = who('product-manager')) =>
      given(world).when(choosePattern, { project, pattern, reason: 'because' }, { as })
    const answer = (question: string, said: string, as = who('product-manager')) =>
      given(world).when(answerHiringQuestion, { project, question, answer: said, reason: 'seen' }, { as })
    return { world, project, who, choose, answer }
  }
  test('is kept for the project, and may be chosen anew', () => {
    const { world, project, choose } = team()
    choose('production').thenEvents('TeamPatternChosen')
    choose('small-pilot').thenEvents('TeamPatternChosen')
    expect(world.all(staffingNoun)).toMatchObject([{ id: project, project, pattern: 'small-pilot' }])
  })
  test('is refused for what no pack has, and for who does not plan', () => {
    const { choose, answer, who } = team()
    expect(choose('huge').thenRefused('pattern-unknown').help).toContain('small-pilot')
    choose('production', who('ml-engineer')).thenRefused('not-entitled')
    expect(answer('weather', 'yes').thenRefused('question-unknown').help).toContain('real-time')
    expect(answer('real-time', 'maybe').thenRefused('question-unknown').help).toBe('Answer batch or real-time.')
  })
  test('answers stand with who gave them and why', () => {
    const { world, answer, who } = team()
    answer('real-time', 'batch').thenEvents('HiringQuestionAnswered')
    expect(world.all(answerNoun)).toMatchObject([{ answer: 'batch', reason: 'seen', by: who('product-manager') }])
  })
})

describe('skills', () => {
  test('are recorded by oneself, written as the catalogue writes them, and change instead of doubling', () => {
    const { world, who } = staffed('source-5x8')
    const person = who('ml-engineer')
    const record = (skill: string, level: 'learning' | 'working', as = person) =>
      given(world).when(recordSkill, { person, skill, level }, { as })
    record('KUBEFLOW', 'learning').thenEvents('SkillRecorded')
    record('kubeflow', 'working').thenEvents('SkillRecorded')
    expect(world.all(skillNoun)).toMatchObject([{ person, skill: 'Kubeflow', level: 'working' }])
    record('Kubeflow', 'working', who('ux-designer')).thenRefused('not-yours')
    expect(record('juggling', 'working').thenRefused('skill-unknown').help).toContain('metric design')
    given(world).when(withdrawSkill, { person, skill: 'kubeflow' }, { as: person }).thenEvents('SkillWithdrawn')
    given(world).when(withdrawSkill, { person, skill: 'kubeflow' }, { as: person }).thenRefused('already-so')
  })

  test('the ten of the sources stand in the matrix with their ids, as gaps until somebody has them', () => {
    const held = (role: string) => [`per_${role}`]
    const all = skillsMatrix(ROLES, held, new Set(), [])
    const cited = new Set(all.flatMap((s) => s.source))
    for (let n = 1; n <= 10; n += 1) expect(cited).toContain(`B.R${n}.SK`)
    expect(all.every((s) => s.state === 'gap')).toBe(true)
    const skill = { id: 'skl_1', skill: 'Kubeflow', level: 'working', recordedAt: '' } as const
    const state = (person: string, level: 'working' | 'learning') =>
      skillsMatrix(ROLES, held, new Set(), [{ ...skill, person, level }]).find((s) => s.skill === 'Kubeflow')
    expect(state('per_mlops-engineer', 'working')?.state).toBe('had')
    expect(state('per_mlops-engineer', 'learning')?.state).toBe('learning')
    expect(state('per_other', 'working')).toMatchObject({ state: 'gap', elsewhere: ['per_other'] })
  })

  test('roles that nobody holds stand in it only when the pattern needs them', () => {
    expect(skillsMatrix(ROLES, () => [], new Set(['mlops-engineer']), []).map((s) => s.state)).toEqual([
      'unstaffed',
      'unstaffed',
      'unstaffed',
    ])
  })
})
