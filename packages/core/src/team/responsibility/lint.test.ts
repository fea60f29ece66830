import { matrixOf, projectFacts, staffed } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import type { Matrix } from '../../acts/matrix.ts'
import { amend } from './amended.ts'
import { lintStaffing, lintStructure, newFindings } from './lint.ts'
import { whoAnswers } from './who-answers.ts'

const row = (cells: Matrix['cells'][string]): Matrix => ({
  activities: [{ id: 'bake', title: 'Bake', covers: ['train-model'] }],
  cells: { bake: cells },
})
const codes = (findings: readonly { code: string }[]) => findings.map((f) => f.code)

describe('the structure of a matrix', () => {
  test.each([
    ['one A and one R are enough', { baker: 'R', chef: 'A' }, []],
    ['without A nobody answers', { baker: 'R' }, ['no-accountable']],
    ['two A are too many', { baker: 'R', chef: 'A', owner: 'A' }, ['several-accountable']],
    ['without R nobody does it', { chef: 'A', guest: 'C' }, ['no-responsible']],
    ['an empty row lacks both', {}, ['no-accountable', 'no-responsible']],
    ['several R are welcome', { baker: 'R', cook: 'R', chef: 'A' }, []],
  ] as const)('%s', (_claim, cells, expected) => {
    const findings = lintStructure(row(cells))
    expect(codes(findings)).toEqual(expected)
    expect(findings.every((f) => f.severity === 'error' && f.activity === 'bake')).toBe(true)
  })
  test('a row that has no cells at all is as empty as one with an empty list', () => {
    expect(codes(lintStructure({ activities: row({}).activities, cells: {} }))).toEqual([
      'no-accountable',
      'no-responsible',
    ])
  })
  test.each(['source-5x8', 'full-team'] as const)('the shipped matrix %s is sound', (name) => {
    expect(lintStructure(matrixOf(name))).toEqual([])
  })
})

describe('the staffing of a matrix', () => {
  const now = '2026-03-02T09:00:00.000Z'
  test('with a person in every role there is nothing to say', () => {
    const { world, project } = staffed('source-5x8')
    expect(lintStaffing(projectFacts(world, project), ['train-model'], now)).toEqual([])
  })
  test('an A that nobody holds is an error, and so is the only R', () => {
    const { world, project } = staffed('source-5x8', ['mlops-engineer', 'software-engineer'])
    const findings = lintStaffing(projectFacts(world, project), [], now)
    const about = (role: string, activity: string) =>
      findings.find((f) => f.role === role && f.activity === activity)?.severity
    expect(about('mlops-engineer', 'deploy-to-production')).toBe('error')
    expect(about('software-engineer', 'deploy-to-production')).toBe('error')
    expect(about('mlops-engineer', 'train-model')).toBe('warning')
    expect(about('software-engineer', 'train-model')).toBeUndefined()
  })
  test('somebody alone R and A where independence is asked for is warned of, and elsewhere is not', () => {
    const { world, project, who, join } = staffed('source-5x8', ['domain-expert'])
    const facts = () => projectFacts(world, project)
    const ml = who('ml-engineer')
    const both = {
      ...facts(),
      assignments: [
        ...facts().assignments,
        { ...facts().assignments.find((a) => a.person === ml)!, id: 'asg_x', role: 'domain-expert' },
      ],
    }
    expect(codes(lintStaffing(both, ['train-model'], now))).toEqual(['sole-performer-and-judge'])
    expect(codes(lintStaffing(both, ['define-success'], now))).toEqual([])
    join('domain-expert')
    expect(codes(lintStaffing(facts(), ['train-model'], now))).toEqual([])
  })
  test('a change is charged only with the findings that it causes', () => {
    const before = lintStructure(row({ baker: 'R' }))
    const after = lintStructure(row({}))
    expect(codes(newFindings(before, after))).toEqual(['no-responsible'])
    expect(newFindings(after, before)).toEqual([])
  })
})

describe('amending cells', () => {
  const matrix = row({ baker: 'R', chef: 'A', guest: 'I' })
  test('sets, moves and empties cells, and leaves the matrix that it was given', () => {
    const next = amend(matrix, [
      { activity: 'bake', role: 'guest', stake: null },
      { activity: 'bake', role: 'chef', stake: 'R' },
      { activity: 'bake', role: 'owner', stake: 'A' },
      { activity: 'unknown', role: 'owner', stake: 'A' },
    ])
    expect(next.cells).toEqual({ bake: { baker: 'R', chef: 'R', owner: 'A' } })
    expect(matrix.cells['bake']).toEqual({ baker: 'R', chef: 'A', guest: 'I' })
  })
})

describe('who answers for this? (K09, B.RACI.P1)', () => {
  test('names the person who is A, and everybody else by letter', () => {
    const { world, project, who } = staffed('source-5x8')
    const answer = whoAnswers(projectFacts(world, project), 'deploy-to-production', world.clock.now())
    expect(answer?.sentence).toBe(`${who('mlops-engineer')} answers for "Deploy to prod" as mlops-engineer.`)
    expect(answer?.stakes.R).toEqual([{ role: 'software-engineer', people: [who('software-engineer')] }])
    expect(answer?.stakes.C.map((c) => c.role)).toEqual(['data-engineer', 'ml-engineer', 'security-privacy-legal'])
    expect(answer?.stakes.I.map((c) => c.role)).toEqual(['product-manager', 'ux-designer', 'domain-expert'])
  })
  test('is answered for a canonical activity that a broader row covers', () => {
    const { world, project } = staffed('source-5x8')
    expect(whoAnswers(projectFacts(world, project), 'project-cost', world.clock.now())?.activity).toBe(
      'deploy-to-production',
    )
  })
  test('says so when nobody holds the role, when the row has no A, and when there is no such activity', () => {
    const { world, project } = staffed('source-5x8', ['mlops-engineer'])
    const facts = projectFacts(world, project)
    const now = world.clock.now()
    expect(whoAnswers(facts, 'monitor-and-alert', now)?.sentence).toContain('nobody holds that role')
    expect(whoAnswers({ ...facts, matrix: row({ baker: 'R' }) }, 'bake', now)?.sentence).toContain('has no A')
    expect(whoAnswers(facts, 'sleep', now)).toBeUndefined()
  })
})
