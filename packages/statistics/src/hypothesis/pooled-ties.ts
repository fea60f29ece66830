/** A sorted copy as doubles; −0 becomes 0, as the two are one value. */
export function sortedCopy(values: ArrayLike<number>): Float64Array {
  const copy = new Float64Array(values.length)
  for (let index = 0; index < copy.length; index++) copy[index] = (values[index] ?? 0) + 0
  return copy.sort()
}

/** Walks two sorted samples together: every distinct value once, with how often each sample has it. */
export function pooledTies(
  first: Float64Array,
  second: Float64Array,
  visit: (value: number, inFirst: number, inSecond: number) => void,
): void {
  let i = 0
  let j = 0
  while (i < first.length || j < second.length) {
    const a = i < first.length ? (first[i] ?? 0) : Infinity
    const b = j < second.length ? (second[j] ?? 0) : Infinity
    const value = i < first.length && (j >= second.length || a <= b) ? a : b
    const fromFirst = i
    const fromSecond = j
    while (i < first.length && first[i] === value) i++
    while (j < second.length && second[j] === value) j++
    visit(value, i - fromFirst, j - fromSecond)
  }
}
