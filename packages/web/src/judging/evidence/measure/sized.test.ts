import { expect, test } from 'vitest'
import { sized } from './sized.ts'

test('the size of a file is told in the largest unit that fits', () => {
  expect(sized(0)).toBe('0 bytes')
  expect(sized(999)).toBe('999 bytes')
  expect(sized(12_340)).toBe('12.3 kB')
  expect(sized(5_200_000_000)).toBe('5.2 GB')
})
