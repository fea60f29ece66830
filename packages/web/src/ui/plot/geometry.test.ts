import { describe, expect, test } from 'vitest'
import { fitted, linePath, reachRange, stepPath, thinned, within } from './geometry.ts'
import { scale } from './scale.ts'

const reach = (value: number | null, low: number | null = null, high: number | null = null) => ({ value, low, high })

describe('the axis of values with intervals', () => {
  test('holds every value, the band and the line', () => {
    const [from, until] = reachRange([reach(0.4, 0.3, 0.5)], { band: { low: 0.8, high: 1.25 }, line: { at: 1 } })
    expect(from).toBeLessThanOrEqual(0.3)
    expect(until).toBeGreaterThanOrEqual(1.25)
  })
  test('keeps the ends that were asked for', () => {
    expect(reachRange([reach(0.4, 0.3, 0.5)], { least: 0, most: 1 })).toEqual([0, 1])
  })
  test('is not stretched by an interval that ends far away', () => {
    const [, until] = reachRange([reach(1, 0.9, 1.1), reach(1.2, 0.5, 900)], { least: 0 })
    expect(until).toBeLessThan(10)
  })
  test('holds whole intervals, however near to each other the values are', () => {
    const [from, until] = reachRange([reach(49.6, 49.4, 50.1), reach(49.7, 49.3, 49.9)], {})
    expect(from).toBeLessThan(49.3)
    expect(until).toBeGreaterThan(50.1)
  })
  test('exists without any value', () => {
    expect(reachRange([reach(null)], {})).toEqual([0, 1])
    const [from, until] = reachRange([reach(3)], {})
    expect(until).toBeGreaterThan(from)
  })
})

describe('paths', () => {
  const x = scale(0, 1, 0, 100)
  const y = scale(0, 1, 50, 0)
  test('of lines go from point to point', () => {
    expect(
      linePath(
        [
          [0, 0],
          [0.5, 1],
        ],
        x,
        y,
      ),
    ).toBe('M0 50L50 0')
  })
  test('of histograms step over the bins and close at the ground', () => {
    expect(stepPath([0, 0.5, 1], [1, 0.5], x, y)).toBe('M0 50V0H50V25H100V50')
    expect(stepPath([], [], x, y)).toBe('')
  })
})

describe('a line of many points', () => {
  const many = Array.from({ length: 10_000 }, (_, i): readonly [number, number] => [i, i === 7_777 ? 99 : i % 2])
  test('is thinned to what can be seen, its ends and its peak kept', () => {
    const some = thinned(many, 100)
    expect(some.length).toBeLessThan(420)
    expect([some[0], some.at(-1)]).toEqual([many[0], many.at(-1)])
    expect(some.some(([, v]) => v === 99)).toBe(true)
    expect(some.map(([at]) => at)).toEqual(some.map(([at]) => at).toSorted((a, b) => a - b))
  })
  test('is left as it is when there are few', () => {
    expect(thinned(many.slice(0, 50), 100)).toHaveLength(50)
  })
})

test('names are cut to the room that there is', () => {
  expect(fitted('short', 200)).toBe('short')
  expect(fitted('a name that is far too long for this', 80)).toMatch(/^a name.*…$/)
  expect(within(5, [0, 1])).toBe(1)
})
