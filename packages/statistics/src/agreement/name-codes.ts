/**
 * Gives each different name a code, 0, 1, 2, … in the order of appearance. Names are told apart by a 64-bit hash, so the
 * text itself is read only once for each; with a million names, two of them are taken for one with a chance of 1 in
 * 40 million.
 */
export class NameCodes {
  readonly names: string[] = []
  private readonly pieces: Int32Array[] = []
  private keys = new Uint32Array(2 * 1024)
  private slots = new Int32Array(1024).fill(-1)

  /** Codes the next rows. `hashes` has two numbers of 32 bits a row; `textOf` reads the name of a row. */
  add(hashes: Uint32Array, size: number, textOf: (row: number) => string): void {
    const codes = new Int32Array(size)
    for (let row = 0; row < size; row++) {
      const low = hashes[2 * row] ?? 0
      const high = hashes[2 * row + 1] ?? 0
      let slot = this.slotOf(low, high)
      if ((this.slots[slot] ?? -1) < 0) {
        if (this.names.length * 2 >= this.slots.length) {
          this.grow()
          slot = this.slotOf(low, high)
        }
        this.keys[2 * slot] = low
        this.keys[2 * slot + 1] = high
        this.slots[slot] = this.names.length
        this.names.push(textOf(row))
      }
      codes[row] = this.slots[slot] ?? 0
    }
    this.pieces.push(codes)
  }

  /** The codes of all rows. */
  codes(rows: number): Int32Array {
    return joinedCodes(this.pieces, rows)
  }

  /** Where a hash is, or the free place where it belongs. */
  private slotOf(low: number, high: number): number {
    const { keys, slots } = this
    const mask = slots.length - 1
    let slot = (low ^ Math.imul(high, 0x9e3779b1)) & mask
    while ((slots[slot] ?? -1) >= 0 && (keys[2 * slot] !== low || keys[2 * slot + 1] !== high)) slot = (slot + 1) & mask
    return slot
  }

  private grow(): void {
    const { keys, slots } = this
    this.keys = new Uint32Array(keys.length * 4)
    this.slots = new Int32Array(slots.length * 4).fill(-1)
    for (let slot = 0; slot < slots.length; slot++) {
      const code = slots[slot] ?? -1
      if (code < 0) continue
      const low = keys[2 * slot] ?? 0
      const high = keys[2 * slot + 1] ?? 0
      const to = this.slotOf(low, high)
      this.keys[2 * to] = low
      this.keys[2 * to + 1] = high
      this.slots[to] = code
    }
  }
}

/** Pieces of codes as one. */
export function joinedCodes(pieces: readonly Int32Array[], rows: number): Int32Array {
  const all = new Int32Array(rows)
  let filled = 0
  for (const piece of pieces) {
    all.set(piece, filled)
    filled += piece.length
  }
  return all
}
