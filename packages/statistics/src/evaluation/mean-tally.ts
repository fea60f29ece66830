/**
 * A running weighted mean and variance in one pass (Welford 1962, with weights as in West 1979).
 *
 * Weights are numbers of equal observations. The order of the calls decides the last bits of the result.
 *
 * @example
 * const tally = new MeanTally()
 * tally.add(0.25, 3)
 * tally.mean // 0.25
 */
export class MeanTally {
  weight = 0
  mean = 0
  private squares = 0

  /** Adds `weight` observations of the same value. */
  add(value: number, weight: number): void {
    this.weight += weight
    const distance = value - this.mean
    this.mean += (distance * weight) / this.weight
    this.squares += weight * distance * (value - this.mean)
  }

  /** The sample variance (divisor n − 1), or null with fewer than two observations. */
  variance(): number | null {
    return this.weight < 2 ? null : Math.max(0, this.squares / (this.weight - 1))
  }
}
