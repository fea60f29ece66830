import { expect, test } from 'vitest'
import { titleOf } from './document-title.ts'

const product = 'Muster'
test.each([
  [{ name: 'Reading order', page: 'Project', project: 'Reading order' }, 'Reading order · Muster'],
  [
    { name: 'tumour-order version 2', page: 'Gate', project: 'Reading order' },
    'tumour-order version 2 · Gate · Muster',
  ],
  [{ name: 'Experiments', page: 'Experiments', project: 'Reading order' }, 'Experiments · Reading order · Muster'],
  [{ name: undefined, page: 'Experiments', project: undefined }, 'Experiments · Muster'],
  [{ name: 'Ada Okafor', page: 'Person', project: undefined }, 'Ada Okafor · Person · Muster'],
  [{ name: undefined, page: undefined, project: undefined }, 'Muster'],
])('%j is "%s"', (of, title) => {
  expect(titleOf({ ...of, product })).toBe(title)
})
