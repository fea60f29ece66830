import { ACT_ROUTES, QUERIES } from '@muster/contract'
import { expect, test } from 'vitest'
import { NOUNS } from './nouns.ts'

test('every group of commands is described in more than its own name', () => {
  const nouns = new Set([...ACT_ROUTES.keys(), ...QUERIES.map((q) => q.name)].map((name) => name.split('.')[0] ?? ''))
  // These are commands of one word, described where they are made.
  for (const own of ['me', 'inbox', 'backup', 'password']) nouns.delete(own)
  expect([...nouns].filter((noun) => (NOUNS[noun] ?? noun) === noun)).toEqual([])
})
