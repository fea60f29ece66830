import { describe, expect, test } from 'vitest'
import { groupingName, sectionsOfGrouping } from './groups.ts'

describe('the sections of a grouping', () => {
  test('are found by its name, and not those of another whose name ends alike', () => {
    const sections = [
      'Groups of sex against M',
      'tpr by sex',
      'fpr by sex',
      'Groups of age × sex against 30|M',
      'tpr by age × sex',
    ]
    const found = sectionsOfGrouping({ sections: sections.map((title) => ({ title })) }, 'sex')
    expect(found.against?.title).toBe('Groups of sex against M')
    expect([...found.rates.keys()]).toEqual(['tpr', 'fpr'])
  })
  test('are named by attributes and the group they are within', () => {
    expect(groupingName({ attributes: ['sex', 'age'], control: {} })).toBe('sex × age')
    expect(groupingName({ attributes: ['sex'], control: { site: 'north', shift: null } })).toBe(
      'sex, site=north, shift=',
    )
  })
})
