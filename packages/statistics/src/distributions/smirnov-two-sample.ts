import { requireParameter } from './distribution.ts'

/**
 * P(D ≥ d) exactly, for the largest distance D between the empirical distributions of `m` and `n` values without ties.
 *
 * Every order of the pooled values is a lattice path from (0, 0) to (m, n), all equally likely. The share of paths to
 * (i, j) that have left the band |i/m − j/n| < d is a mean of the shares at its two predecessors, weighted i : j, and 1
 * outside the band (Viehmann 2021): only positive terms, so no digits are lost however small the result. m · n steps at
 * most, and memory for the smaller of the two. `steps` is d · lcm(m, n), a whole number.
 *
 * @example
 * smirnovTwoSample(2, 2, 2) // 1/3: the two orders of six that separate the samples
 */
export function smirnovTwoSample(m: number, n: number, steps: number): number {
  const whole = Number.isInteger(m) && Number.isInteger(n) && m > 0 && n > 0
  requireParameter(whole, `there must be whole numbers of values above 0, not ${m} and ${n}`)
  if (steps <= 0) return 1
  const [rows, columns] = m > n ? [m, n] : [n, m]
  const divisor = greatestCommonDivisor(m, n)
  const up = columns / divisor
  const right = rows / divisor
  // Position (i, j) is inside when |i · up − j · right| < steps.
  const outside = new Float64Array(columns + 1).fill(1)
  if (steps > 0) outside[0] = 0
  for (let j = 1; j <= columns; j++) outside[j] = j * right < steps ? 0 : 1
  for (let i = 1; i <= rows; i++) {
    const centre = i * up
    const first = Math.max(0, Math.floor((centre - steps) / right) + 1)
    const last = Math.min(columns, Math.ceil((centre + steps) / right) - 1)
    if (first > 0) outside[first - 1] = 1
    for (let j = first; j <= last; j++) {
      const before = j === 0 ? 0 : (outside[j - 1] ?? 0)
      outside[j] = (i * (outside[j] ?? 0) + j * before) / (i + j)
    }
    if (last < columns) outside[last + 1] = 1
  }
  return outside[columns] ?? Number.NaN
}

export function greatestCommonDivisor(a: number, b: number): number {
  let [large, small] = [a, b]
  while (small > 0) [large, small] = [small, large % small]
  return large
}
