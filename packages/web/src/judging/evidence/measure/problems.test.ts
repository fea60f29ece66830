import { ANALYSES, shownAnalysis } from '@muster/contract'
import { expect, test } from 'vitest'
import type { Analysis } from '../asked.ts'
import { problemsOf } from './problems.ts'

test('refusals stand at their fields, and above the form where they are about none of it', () => {
  const quality = shownAnalysis(ANALYSES.quality) as unknown as Analysis
  const problems = problemsOf(
    [
      { code: 'not-found', message: 'No such file.', subject: '/contract', help: 'Upload it first.' },
      { code: 'input-invalid', message: 'split: too short.', subject: '/split' },
      { code: 'not-entitled', message: 'You may not.', subject: '/elsewhere' },
    ],
    quality,
    {},
  )
  expect([...problems.at]).toEqual([
    ['contract', 'No such file. Upload it first.'],
    ['split', 'split: too short.'],
  ])
  expect(problems.above.map((r) => r.code)).toEqual(['not-entitled'])
})
