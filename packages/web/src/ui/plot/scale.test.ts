import { describe, expect, test } from 'vitest'
import { rangeOf, scale, ticks } from './scale.ts'

describe('scales', () => {
  test('map ends to ends and the middle to the middle', () => {
    const x = scale(0.5, 1, 10, 110)
    expect([x(0.5), x(0.75), x(1)]).toEqual([10, 60, 110])
  })
  test('do not divide by nothing when both ends are the same', () => {
    expect(scale(1, 1, 0, 100)(1)).toBe(0)
  })
  test('of shares stay between 0 and 1, and leave room elsewhere', () => {
    expect(rangeOf([0.98, 1])[1]).toBe(1)
    expect(rangeOf([0, 0.5])[0]).toBe(0)
    const [low, high] = rangeOf([20, 50])
    expect(low).toBeLessThan(20)
    expect(high).toBeGreaterThan(50)
  })
  test('have round ticks', () => {
    expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
    expect(ticks(0.93, 1, 4)).toEqual([0.94, 0.96, 0.98, 1])
    expect(ticks(3, 3, 4)).toEqual([3])
  })
})
