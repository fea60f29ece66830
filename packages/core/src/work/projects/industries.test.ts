import { given, industryPack, projectFacts, staffed } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { lintStructure } from '../../team/responsibility/lint.ts'
import { adoptIndustry, dropIndustry } from './industries.ts'

describe('an industry (K30)', () => {
  test.each(['healthcare', 'finance', 'marketing'])(
    '%s brings its activities to the matrix, which stays sound',
    (industry) => {
      const { world, project, who } = staffed()
      const before = projectFacts(world, project).matrix
      const command = { project, industry, reason: 'patients' }
      world.does(who('product-manager'), adoptIndustry, command)
      const { matrix, state } = projectFacts(world, project)
      const added = (industryPack(industry).activities ?? []).map((a) => a.id)
      expect(matrix.activities.map((a) => a.id)).toEqual([...before.activities.map((a) => a.id), ...added])
      expect(lintStructure(matrix)).toEqual([])
      expect(state.industries).toMatchObject([{ id: industry, activities: added }])
      given(world)
        .when(adoptIndustry, command, { as: who('product-manager') })
        .thenRefused('already-so')
      world.does(who('product-manager'), dropIndustry, { ...command, reason: 'no patients after all' })
      expect(projectFacts(world, project).matrix).toEqual(before)
      given(world)
        .when(dropIndustry, command, { as: who('product-manager') })
        .thenRefused('already-so')
    },
  )

  test('is adopted by who is accountable for planning alone', () => {
    const { world, project, who } = staffed()
    const command = { project, industry: 'finance', reason: 'x' }
    given(world)
      .when(adoptIndustry, command, { as: who('finance-specialist') })
      .thenRefused('not-entitled')
    given(world)
      .when(adoptIndustry, command, { as: who('product-manager'), facts: { industry: undefined } })
      .thenRefused('pack-unknown')
  })

  test('two industries stand side by side; dropping one leaves the other', () => {
    const { world, project, who } = staffed()
    const by = who('product-manager')
    world.does(by, adoptIndustry, { project, industry: 'finance', reason: 'x' })
    world.does(by, adoptIndustry, { project, industry: 'marketing', reason: 'x' })
    world.does(by, dropIndustry, { project, industry: 'finance', reason: 'x' })
    const { matrix, state } = projectFacts(world, project)
    expect(state.industries?.map((i) => i.id)).toEqual(['marketing'])
    expect(matrix.activities.some((a) => a.id === 'obtain-consent')).toBe(true)
    expect(matrix.activities.some((a) => a.id === 'control-trading')).toBe(false)
  })
})
