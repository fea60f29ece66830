import { describe, expect, test } from 'vitest'
import { matrixReport } from './matrix-report.ts'
import { listReport } from './record-report.ts'
import { widthOf } from './terminal.ts'
import { whoReport } from './who-report.ts'

const screen = { color: false, width: 80, interactive: true }
const held = (role: string, ...people: string[]) => ({ role, people })
const answer = (more: object = {}) => ({
  activity: 'train-model',
  title: 'Train the model',
  sentence: 'Milo answers for "Train the model" as ml-engineer.',
  stakes: {
    A: [held('ml-engineer', 'per_1', 'per_2')],
    R: [held('domain-expert', 'per_3')],
    C: [held('data-engineer'), held('mlops-engineer', 'per_4')],
    I: [],
    ...more,
  },
  names: { per_1: 'Milo', per_2: 'Ines', per_3: 'Elena', per_4: null },
})

describe('who answers for an activity', () => {
  test('is said for each letter: what it means, who holds it as what, and who is missing', () => {
    const text = whoReport(answer(), screen).join('\n')
    expect(text).toContain('A  Accountable: decides')
    expect(text).toContain('   Milo and Ines (ml-engineer)')
    expect(text).toContain('   nobody: data-engineer')
    // A name that was erased: the id is left.
    expect(text).toContain('   per_4 (mlops-engineer)')
    expect(text).toContain('   no role has this stake')
    expect(text).toContain('! data-engineer is not asked, because nobody holds that role.')
  })

  test('nobody to decide is an error; nobody to do the work is none while somebody decides', () => {
    const noA = whoReport(answer({ A: [held('ml-engineer')] }), screen).join('\n')
    expect(noA).toContain('✗ Nobody can decide on "Train the model": assign somebody as ml-engineer.')
    const noR = whoReport(answer({ R: [held('domain-expert')], C: [] }), screen).join('\n')
    expect(noR).toMatch(/! Nobody holds a role that is R; whoever is A may do it alone/)
    const neither = whoReport(answer({ A: [], R: [] }), screen).join('\n')
    expect(neither.match(/✗/g)).toHaveLength(2)
    expect(whoReport(answer({ C: [] }), screen).join('\n')).toContain('✓ Nothing is missing')
  })
})

describe('the matrix as a grid', () => {
  const activities = Array.from({ length: 30 }, (_, i) => ({ id: `activity-${i + 1}`, title: `Activity ${i + 1}` }))
  const roles = ['ml-engineer', 'product-manager', 'a-role-with-quite-a-long-name']
  const cells = Object.fromEntries(
    activities.map(({ id }) => [id, Object.fromEntries(roles.map((r, i) => [r, 'ARC'[i]]))]),
  )
  const team = {
    matrix: { activities, cells },
    assignments: [{ role: 'ml-engineer' }, { role: 'product-manager', endedAt: '2026-01-01' }],
  }

  test('has every activity once on any screen, goes on below where it is narrow, and never beyond the edge', () => {
    for (const width of [40, 80, 120, Number.POSITIVE_INFINITY]) {
      const lines = matrixReport(team, { ...screen, width })
      expect(lines.filter((line) => widthOf(line) > width)).toEqual([])
      const numbers = lines.filter((line) => /^ {2,}1?\d?[\d ]+$/.test(line)).join(' ')
      for (let n = 1; n <= 30; n += 1) expect(` ${numbers} `).toContain(` ${n} `)
    }
    expect(matrixReport(team, { ...screen, width: Number.POSITIVE_INFINITY })[1]).toMatch(/^ml-engineer +( {2}A){30}$/)
  })

  test('shows the activities and roles that are asked for, and says which roles nobody holds', () => {
    const some = matrixReport(team, screen, { activities: ['activity-3'] }).join('\n')
    expect([some.includes('activity-3: Activity 3'), some.includes('activity-4')]).toEqual([true, false])
    expect(some).toContain('Nobody holds a-role-with-quite-a-long-name, product-manager.')
    expect(matrixReport(team, screen, { isHeldOnly: true }).join('\n')).not.toContain('product-manager')
    expect(() => matrixReport(team, screen, { activities: ['nope'] })).toThrow('no activity "nope"')
  })
})

describe('a list that is too wide', () => {
  const id = 'asg_01ARZ3NDEKTSV4RRFFQ69G5FAV'
  const item = {
    personName: 'Ada Okafor',
    role: 'security-privacy-legal',
    allocation: 20,
    engagement: 'part-time',
    from: '2026-11-24',
    id,
  }

  test('gives its ids lines of their own, so that words can be read', () => {
    const lines = listReport('assignment.list', [item], { screen, names: new Map(), now: 0 })
    expect(lines[1]).toBe('Ada Okafor  security-privacy-legal  20 %   part-time   2026-11-24')
    expect(lines[2]).toBe(`  ${id}`)
    const wide = listReport('assignment.list', [item], { screen: { ...screen, width: 120 }, names: new Map(), now: 0 })
    expect(wide).toHaveLength(2)
  })
})
