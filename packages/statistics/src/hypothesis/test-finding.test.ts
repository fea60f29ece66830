import { expect, test } from 'vitest'
import { brief, chance, counted, percent } from '../findings/finding.ts'
import { chiSquareTest } from './chi-square-test.ts'
import { mannWhitney } from './mann-whitney.ts'
import { tTest } from './t-test.ts'
import { testFinding } from './test-finding.ts'

test('the numbers of a finding are those of the result', () => {
  const result = tTest([1, 2, 3, 4, 5, 6], [4, 5, 6, 7, 8, 9])
  const finding = testFinding(result, { subject: 'height' })
  expect(finding.title).toBe('height: a difference was shown')
  for (const number of [
    chance(result.pValue!),
    brief(result.effect.value!),
    brief(result.effect.low!),
    brief(result.effect.high!),
  ]) {
    expect(finding.sentence).toContain(number)
  }
  expect(finding.sentence).toContain('95 % interval')
  expect(finding.caveats).toEqual(result.caveats)
})

test('a large p-value never says that there is no difference', () => {
  const finding = testFinding(mannWhitney([1, 3, 5, 7], [2, 4, 6, 8]), { subject: 'time' })
  expect(finding.title).toBe('time: no difference was shown')
  expect(finding.next).toContain('collect more rows')
})

test('a difference that is sure and small is said to be small', () => {
  const finding = testFinding(
    chiSquareTest([
      [50_000, 50_000],
      [50_700, 49_300],
    ]),
    { subject: 'colour' },
  )
  expect(finding.title).toBe('colour: a difference was shown')
  expect(finding.caveats.join(' ')).toContain('sure but small')
})

test('without an answer the reason is told', () => {
  const finding = testFinding(tTest([1], []), { subject: 'weight' })
  expect(finding).toMatchObject({ title: 'weight: nothing could be tested' })
  expect(finding.sentence).toContain('too few values')
})

test('numbers are brief and never rounded to nothing', () => {
  expect([percent(0), percent(0.1234), percent(0.0004), percent(1)]).toEqual([
    '0 %',
    '12.3 %',
    'less than 0.1 %',
    '100 %',
  ])
  expect([chance(0), chance(0.00004), chance(0.012345)]).toEqual(['less than 0.0001', 'less than 0.0001', '0.01235'])
  expect([counted(1, 'row'), counted(1500, 'row')]).toEqual(['1 row', '1,500 rows'])
})
