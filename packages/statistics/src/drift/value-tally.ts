/** Distinct values in ascending order, and how often each occurs. */
export type ValueTally = { readonly values: Float64Array; readonly counts: Float64Array }

/** Above so many distinct values there is no tally. */
export const MOST_TALLIED = 1 << 14

const SLOTS = 4 * MOST_TALLIED

/**
 * Counts each distinct value of finite numbers in blocks, or gives undefined when there are more than 16,384. The memory is
 * the same for any number of values.
 *
 * @example
 * valueTally([Float64Array.of(2, 1, 2)]) // { values: [1, 2], counts: [1, 2] }
 */
export function valueTally(blocks: Iterable<Float64Array>): ValueTally | undefined {
  const keys = new Float64Array(SLOTS)
  const times = new Float64Array(SLOTS)
  let distinct = 0
  for (const block of blocks) {
    const words = new Uint32Array(block.buffer, block.byteOffset, 2 * block.length)
    for (let at = 0; at < block.length; at++) {
      const value = block[at] as number
      const mixed = Math.imul(
        (words[2 * at] as number) ^ Math.imul(words[2 * at + 1] as number, 0x85ebca6b),
        0x9e3779b1,
      )
      let slot = (mixed ^ (mixed >>> 15)) & (SLOTS - 1)
      while ((times[slot] as number) > 0 && keys[slot] !== value) slot = (slot + 1) & (SLOTS - 1)
      if (times[slot] === 0) {
        distinct += 1
        if (distinct > MOST_TALLIED) return undefined
        keys[slot] = value
      }
      times[slot] = (times[slot] as number) + 1
    }
  }
  const order = [...times.keys()].filter((slot) => (times[slot] ?? 0) > 0)
  order.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0))
  return {
    values: Float64Array.from(order, (slot) => keys[slot] ?? 0),
    counts: Float64Array.from(order, (slot) => times[slot] ?? 0),
  }
}
