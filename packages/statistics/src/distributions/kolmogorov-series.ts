/**
 * P(Dₙ < d) by Durbin's matrix as Marsaglia, Tsang and Wang (2003) raise it to the n-th power. Work grows with (n d)³ log n.
 */
export function durbinMatrix(n: number, d: number): number {
  const k = Math.floor(n * d) + 1
  const h = k - n * d
  const size = 2 * k - 1
  const matrix = new Float64Array(size * size)
  const inverse = factorialReciprocals(size + 1)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) if (i - j + 1 >= 0) matrix[i * size + j] = inverse[i - j + 1] ?? 0
  }
  for (let i = 0; i < size; i++) {
    const lost = h ** (i + 1) * (inverse[i + 1] ?? 0)
    matrix[i * size] = (matrix[i * size] ?? 0) - lost
    const mirrored = (size - 1) * size + (size - 1 - i)
    matrix[mirrored] = (matrix[mirrored] ?? 0) - lost
  }
  const corner = (size - 1) * size
  matrix[corner] = (matrix[corner] ?? 0) + Math.max(0, 2 * h - 1) ** size * (inverse[size] ?? 0)
  const { values, log } = power(matrix, size, n)
  let result = Math.log(values[(k - 1) * size + (k - 1)] ?? 0) + log
  for (let i = 1; i <= n; i++) result += Math.log(i / n)
  return Math.exp(result)
}

function factorialReciprocals(upTo: number): Float64Array {
  const values = new Float64Array(upTo + 1)
  let value = 1
  for (let i = 0; i <= upTo; i++) {
    values[i] = value
    value /= i + 1
  }
  return values
}

/** A power of a matrix, its size kept near 1 and told as a logarithm. */
function power(matrix: Float64Array, size: number, exponent: number): { values: Float64Array; log: number } {
  let base = { values: matrix, log: 0 }
  let result: typeof base | undefined
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = result === undefined ? base : product(result, base, size)
    if (left > 1) base = product(base, base, size)
  }
  return result ?? base
}

function product(
  a: { values: Float64Array; log: number },
  b: { values: Float64Array; log: number },
  size: number,
): { values: Float64Array; log: number } {
  const values = new Float64Array(size * size)
  let largest = 0
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const factor = a.values[i * size + k] ?? 0
      if (factor === 0) continue
      for (let j = 0; j < size; j++) {
        values[i * size + j] = (values[i * size + j] ?? 0) + factor * (b.values[k * size + j] ?? 0)
      }
    }
  }
  for (const value of values) largest = Math.max(largest, Math.abs(value))
  for (let index = 0; index < values.length; index++) values[index] = (values[index] ?? 0) / largest
  return { values, log: a.log + b.log + Math.log(largest) }
}

/** P(Dₙ ≤ d) by the expansion of Pelz and Good (1976) in powers of 1/√n, up to n^(−3/2). */
export function pelzGood(n: number, d: number): number {
  const z = Math.sqrt(n) * d
  const pi2 = Math.PI ** 2
  const z2 = z * z
  const sums = [0, 0, 0, 0]
  const add = (index: number, value: number): void => void (sums[index] = (sums[index] ?? 0) + value)
  for (let k = Math.ceil((16 * z) / Math.PI) + 2; k >= 1; k--) {
    const half2 = (k - 0.5) ** 2 * pi2
    const weight = Math.exp(-half2 / (2 * z2))
    add(0, weight)
    add(1, weight * (half2 - z2))
    add(2, weight * (6 * z2 ** 3 + 2 * z2 ** 2 + half2 * (2 * z2 ** 2 - 5 * z2) + half2 ** 2 * (1 - 2 * z2)))
    add(
      3,
      weight *
        (-30 * z2 ** 3 -
          90 * z2 ** 4 +
          half2 * (135 * z2 ** 2 - 96 * z2 ** 3) +
          half2 ** 2 * (212 * z2 ** 2 - 60 * z2) +
          half2 ** 3 * (5 - 30 * z2)),
    )
  }
  const root = Math.sqrt(2 * Math.PI)
  let second = 0
  let third = 0
  for (let k = Math.ceil((16 * z) / Math.PI) + 2; k >= 1; k--) {
    const whole2 = k * k * pi2
    const weight = Math.exp(-whole2 / (2 * z2))
    second += whole2 * weight
    third += whole2 * (3 * z2 - whole2) * weight
  }
  const [k0 = 0, k1 = 0, k2 = 0, k3 = 0] = sums
  const value =
    (k0 * root) / z +
    (k1 * root) / (6 * z2 ** 2) / Math.sqrt(n) +
    ((k2 * root) / (72 * z ** 7) - (second * root) / (36 * z ** 3)) / n +
    ((k3 * root) / (6480 * z ** 10) + (third * root) / (216 * z2 ** 3)) / n ** 1.5
  return Math.min(1, Math.max(0, value))
}
