import { expect, test } from 'vitest'
import { attempts } from './attempts.ts'

const second = (n: number): string => new Date(Date.UTC(2026, 2, 1) + n * 1_000).toISOString()

test('so many are allowed in any minute, each key for itself', () => {
  const counted = attempts()
  const allowed = (key: string, at: number): boolean => counted.allow(key, second(at), 3)
  expect([0, 20, 40, 50, 59].map((at) => allowed('a', at))).toEqual([true, true, true, false, false])
  expect(allowed('b', 59)).toBe(true)
  // The first is over; what was refused did not count.
  expect([60, 61, 80].map((at) => allowed('a', at))).toEqual([true, false, true])
})

test('ever new keys do not fill the memory: the one not seen for longest is forgotten', () => {
  const counted = attempts()
  const stranger = (i: number): boolean => counted.allow(`stranger ${i}`, second(0), 1)
  expect([1, 2].map((at) => counted.allow('a', second(at), 1))).toEqual([true, false])
  for (let i = 0; i < 9_999; i += 1) stranger(i)
  // Tried again meanwhile, so it is remembered when one more comes.
  expect(counted.allow('a', second(3), 1)).toBe(false)
  stranger(9_999)
  expect([counted.allow('a', second(4), 1), stranger(0), stranger(9_999)]).toEqual([false, true, false])
})
