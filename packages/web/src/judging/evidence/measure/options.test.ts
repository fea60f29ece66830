import { ANALYSES, shownAnalysis } from '@muster/contract'
import { describe, expect, test } from 'vitest'
import type { Analysis } from '../asked.ts'
import { defaultsOf, fieldOf, formOf, given, guessed, rolesWithColumns } from './options.ts'

const described = (name: keyof typeof ANALYSES): Analysis => shownAnalysis(ANALYSES[name]) as unknown as Analysis
const names = (of: readonly (readonly [string, unknown])[]): string[] => of.map(([name]) => name)

describe('the form of an analysis', () => {
  test('asks for what must be said and for columns first, and keeps the rest for later', () => {
    const { asked, more } = formOf(described('evaluate'))
    expect(names(asked)[0]).toBe('label')
    expect(names(asked)).toEqual(expect.arrayContaining(['prediction', 'score', 'slice', 'positive']))
    expect(names(more)).toEqual(expect.arrayContaining(['interval', 'draws', 'seed', 'level', 'minimumGroup']))
  })
  test('of every analysis has each option once', () => {
    for (const name of Object.keys(ANALYSES) as (keyof typeof ANALYSES)[]) {
      const { asked, more } = formOf(described(name))
      const all = names([...asked, ...more])
      expect([name, all.toSorted()]).toEqual([name, Object.keys(ANALYSES[name].options.shape).toSorted()])
    }
  })
  test('begins with the defaults that the server tells', () => {
    expect(defaultsOf(described('fairness'))).toMatchObject({ tau: 0.8, minimumGroup: 30, intersection: true })
  })
})

describe('the columns of a file', () => {
  test('are guessed by the names that people use, and left open otherwise', () => {
    const evaluate = described('evaluate')
    expect(guessed({}, evaluate, ['id', 'y_true', 'y_pred', 'proba'])).toEqual({
      label: 'y_true',
      prediction: 'y_pred',
      score: 'proba',
    })
    expect(guessed({}, evaluate, ['a', 'b'])).toEqual({})
  })
  test('do not replace what was typed', () => {
    expect(guessed({ label: 'mine' }, described('evaluate'), ['label'])).toMatchObject({ label: 'mine' })
  })
})

describe('a refusal', () => {
  const values = { label: 'lable', slice: ['region'], column: ['age:numeric'], prediction: 'p' }
  test('stands at the field that it points to', () => {
    expect(fieldOf({ code: 'input-invalid', message: 'x', subject: '/draws' }, values)).toBe('draws')
    expect(fieldOf({ code: 'input-invalid', message: 'x', subject: '/attribute/0' }, values)).toBe('attribute')
  })
  test('stands at the field whose value it quotes', () => {
    const message = (column: string): string => `may.csv: the file has no column "${column}".`
    expect(fieldOf({ code: 'measurement-failed', message: message('lable'), subject: 'column_missing' }, values)).toBe(
      'label',
    )
    expect(fieldOf({ code: 'measurement-failed', message: message('region') }, values)).toBe('slice')
    expect(fieldOf({ code: 'measurement-failed', message: message('age') }, values)).toBe('column')
  })
  test('about the whole stands above the form', () => {
    expect(fieldOf({ code: 'not-entitled', message: 'You may not.' }, values)).toBeUndefined()
  })
})

test('what was left empty is not sent; what is false, zero or an empty list is', () => {
  expect(given({ a: '', b: undefined, c: 0, d: false, e: [], f: null })).toEqual({ c: 0, d: false, e: [] })
})

test('columns are read of data, not of contracts, reports and recorded answers', () => {
  const roles = (name: keyof typeof ANALYSES): string[] => [...rolesWithColumns(described(name))]
  expect(roles('drift')).toEqual(['reference', 'current'])
  expect(roles('explain')).toEqual(['file'])
  expect(roles('quality')).toEqual([])
  expect(roles('import')).toEqual([])
})
