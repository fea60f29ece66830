import { checkPackSet, readPack } from '@muster/contract'
import { expect, test } from 'vitest'
import { problemLine } from './check-packs.ts'
import { FIRST_GATE } from './init.ts'

test('the pack that "muster init" writes has nothing wrong with it', () => {
  expect(readPack(FIRST_GATE, 'gate.yaml')).toHaveProperty('pack')
})

test('a problem is said as file:line:column severity message', () => {
  const [problem] = checkPackSet([
    { file: 'packs/gate.yaml', text: FIRST_GATE.replace('title: Our gate', 'titel: Our gate') },
  ])
  expect(problemLine(problem!, false)).toMatch(/^packs\/gate\.yaml:\d+:\d+ error .+\((field-\w+)\)$/)
})
