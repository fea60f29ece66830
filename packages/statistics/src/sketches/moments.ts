/**
 * Count, mean and variance of numbers in one pass, with merging (Chan, Golub and LeVeque 1979). Batches are summed around
 * their own mean, so that large means do not drown the variance.
 */
export class Moments {
  count = 0
  mean = 0
  /** The sum of squared distances from the mean. */
  squares = 0

  /** Adds the first `size` values of an array of finite numbers. */
  addAll(values: ArrayLike<number>, size: number = values.length): void {
    if (size === 0) return
    // Around the first value, not around 0: a batch of large equal numbers then has no variance at all.
    const centre = values[0] as number
    let sum = 0
    let squares = 0
    for (let at = 0; at < size; at++) {
      const distance = (values[at] as number) - centre
      sum += distance
      squares += distance * distance
    }
    const shift = sum / size
    this.join(size, centre + shift, Math.max(0, squares - sum * shift))
  }

  /** Takes over what another has seen, which stays as it is. */
  merge({ count, mean, squares }: Pick<Moments, 'count' | 'mean' | 'squares'>): void {
    if (count > 0) this.join(count, mean, squares)
  }

  /** The sample variance (divisor n − 1), or null with fewer than two values. */
  variance(): number | null {
    return this.count < 2 ? null : this.squares / (this.count - 1)
  }

  private join(count: number, mean: number, squares: number): void {
    const total = this.count + count
    const distance = mean - this.mean
    this.squares += squares + (distance * distance * this.count * count) / total
    this.mean += (distance * count) / total
    this.count = total
  }
}
