import { expect, test } from 'vitest'
import { TEAM_COLUMNS } from './team-tables.ts'

test('the funnel tells how long hiring took as people would say it', () => {
  const [, cell] = TEAM_COLUMNS['funnels']!.find(([title]) => title === 'time to hire')!
  expect([0.0009956944444444444, 30.25, null].map((days) => cell({ daysToHire: days }, 0))).toEqual([
    '1.43 minutes',
    '30.3 days',
    '',
  ])
})
