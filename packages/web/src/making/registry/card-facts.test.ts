import { expect, test } from 'vitest'
import { cardCaveats, cardFindings } from './card-facts.ts'

const sealed = (id: string, state: 'current' | 'superseded', more: object = {}) => ({
  id,
  kind: 'evaluation',
  split: 'test',
  state,
  facts: {},
  measures: [],
  caveats: ['Few rows.'],
  findings: [{ title: `Title of ${id}`, sentence: 'A sentence.' }],
  ...more,
})

test('a card says what current evidence found, and each caveat once', () => {
  const all = [
    sealed('a', 'current'),
    sealed('b', 'superseded', { caveats: ['Old.'] }),
    sealed('c', 'current', { findings: [] }),
  ]
  expect(cardFindings(all).map((f) => f.title)).toEqual(['Title of a'])
  expect(cardCaveats(all)).toEqual(['Few rows.'])
})
