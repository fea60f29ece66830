import { describe, expect, test } from 'vitest'
import { idOf } from './resolve.ts'

const id = (prefix: string, end: string): string => `${prefix}_01ARZ3NDEKTSV4RRFFQ69G5FA${end}`
const answers: Record<string, unknown> = {
  '/api/v1/projects?limit=200': { items: [{ id: id('prj', 'A'), name: 'Churn' }], next: 'more' },
  '/api/v1/projects?limit=200&cursor=more': { items: [{ id: id('prj', 'B'), name: 'Fraud' }] },
  '/api/v1/people?limit=200': {
    items: [
      { id: id('per', 'A'), name: 'Ada', email: 'ada@example.org' },
      { id: id('per', 'B'), name: 'Bob' },
      { id: id('per', 'C'), name: 'Bob' },
    ],
  },
  '/api/v1/me': { person: { id: id('per', 'Z') } },
  [`/api/v1/projects/${id('prj', 'A')}/models?limit=200`]: {
    items: [{ id: id('mdl', 'A'), name: 'churn', aliases: { champion: id('ver', 'C') } }],
  },
  [`/api/v1/projects/${id('prj', 'B')}/models?limit=200`]: { items: [] },
  [`/api/v1/models/${id('mdl', 'A')}/versions?limit=200`]: { items: [{ id: id('ver', 'B'), number: 2 }] },
}
const ask = async (path: string): Promise<unknown> => {
  if (!(path in answers)) throw new Error(`nothing at ${path}`)
  return answers[path]
}

describe('instead of an id', () => {
  test.each([
    ['prj', 'fraud', id('prj', 'B')],
    ['per', 'ADA@example.org', id('per', 'A')],
    ['per', 'me', id('per', 'Z')],
    ['ver', 'churn@2', id('ver', 'B')],
    ['ver', 'churn@champion', id('ver', 'C')],
    ['prj', id('prj', 'X'), id('prj', 'X')],
    ['rnd', 'whatever', 'whatever'],
  ])('%s "%s" is found', async (prefix, typed, found) => {
    expect(await idOf(ask, prefix, typed)).toBe(found)
  })

  test.each([
    ['per', 'Bob', 'There are 2 of person "Bob".'],
    ['prj', 'Nope', 'There is no project "Nope", or it is not visible to you.'],
    ['ver', 'churn@9', 'There is no version "churn@9", or it is not visible to you.'],
    ['ver', 'churn@toString', 'The model churn has no alias "toString".'],
    ['ver', 'churn', '"churn" is not a version.'],
  ])('%s "%s" is refused with what is wrong', async (prefix, typed, message) => {
    await expect(idOf(ask, prefix, typed)).rejects.toThrow(message)
  })
})
