import { binomial } from './binomial.ts'
import type { Random } from './random.ts'

/**
 * One draw from the multinomial distribution with as many trials as `counts` sum to and probabilities in their
 * proportion, written into `into`: what resampling all the rows behind the counts with replacement gives, at a cost that
 * depends on the number of cells only. Each cell is a binomial draw of what the cells before it left.
 */
export function multinomial(random: Random, counts: ArrayLike<number>, into: { [index: number]: number }): void {
  let weight = 0
  for (let index = 0; index < counts.length; index++) weight += counts[index] ?? 0
  let left = weight
  for (let index = 0; index < counts.length; index++) {
    const count = counts[index] ?? 0
    const drawn = count >= weight ? left : binomial(random, left, count / weight)
    into[index] = drawn
    left -= drawn
    weight -= count
  }
}
