import { Random } from '../evaluation/random.ts'
import { sortNumbers } from './sort-numbers.ts'

/** Values a level holds before it is halved. */
const LEVEL_CAPACITY = 2048
/** Weighted points kept after merging before they are thinned. */
const MOST_POINTS = 16_384
/** Up to so many values every one is looked at; beyond, one of each two, of each four … in a block stands for its block. */
const EXACT_UNTIL = 1 << 17

/** Values with weights in ascending order: how a sketch sees its data. */
export type WeightedPoints = { readonly values: Float64Array; readonly weights: Float64Array }

/** `runs`: how many halves in ascending order, one after the other, the values are; NaN where they came one by one. */
type Level = { values: Float64Array; size: number; runs: number; keepOdd: boolean; isSecond: boolean }

/**
 * Quantiles and ranks of a stream of numbers in memory that hardly grows with it.
 *
 * Values are collected, sorted, and halved by keeping every other one at twice the weight, level by level (Agarwal and
 * others 2012, "Mergeable summaries"; with equal levels and antithetic offsets, where each second halving of a level keeps
 * what the one before dropped). Beyond 2¹⁷ values one value of each block, chosen by chance, stands for its block, as at
 * the lowest level of KLL (Karnin, Lang and Liberty 2016). Each halving errs on a rank by at most its weight, without
 * bias; the sketch adds up the variance of all of them, also over merges, so it can state its own error.
 *
 * Only finite numbers may be added. The same values in the same order give the same sketch.
 */
export class QuantileSketch {
  count = 0
  least = Infinity
  most = -Infinity
  /** Of the error of a rank, in squared numbers of values. */
  variance = 0
  private readonly levels: Level[] = []
  private settled: WeightedPoints = { values: new Float64Array(0), weights: new Float64Array(0) }
  private readonly random = new Random(1, 'quantiles')
  private blockWeight = 1
  private chosenAt = 0
  private seenInBlock = 0
  private nextGrowth = EXACT_UNTIL

  /** Adds one value. */
  add(value: number): void {
    this.addAll([value], 1)
  }

  /** Adds the first `size` values of an array. */
  addAll(values: ArrayLike<number>, size: number = values.length): void {
    let least = this.least
    let most = this.most
    for (let at = 0; at < size; at++) {
      const value = values[at] as number
      if (value < least) least = value
      if (value > most) most = value
    }
    this.least = least
    this.most = most
    let at = 0
    while (at < size) {
      const room = Math.min(size - at, this.nextGrowth - this.count)
      if (this.blockWeight === 1) this.pushAll(values, at, at + room)
      else this.pushChosen(values, at, at + room)
      this.count += room
      at += room
      if (this.count === this.nextGrowth) this.growBlocks()
    }
  }

  /** Takes over the points of another sketch, which stays as it is. */
  merge(other: QuantileSketch): void {
    const joined = mergePoints(this.points(), other.points())
    const { count, variance } = this
    this.count = count + other.count
    this.variance = variance + other.variance
    this.least = Math.min(this.least, other.least)
    this.most = Math.max(this.most, other.most)
    this.settle(joined)
  }

  /** A sketch that holds these points; `variance` is what is known of their error. */
  static of(
    points: WeightedPoints,
    about: { count: number; least: number; most: number; variance: number },
  ): QuantileSketch {
    const sketch = new QuantileSketch()
    sketch.count = about.count
    sketch.least = about.least
    sketch.most = about.most
    sketch.variance = about.variance
    sketch.settle(points)
    return sketch
  }

  /** All points in ascending order; the weights add up to the count. */
  points(): WeightedPoints {
    const lists: WeightedPoints[] = [this.settled]
    for (const [level, { values, size }] of this.levels.entries()) {
      if (size === 0) continue
      const weight = 2 ** level
      lists.push({ values: values.slice(0, size).sort(), weights: new Float64Array(size).fill(weight) })
    }
    return pairwiseMerged(lists, this.pending())
  }

  /**
   * How far a rank (as a share of the count) may be off: with probability `confidence` none of the ranks between the
   * points is farther off than this. By Hoeffding's inequality over all points, from the variance that was added up.
   */
  rankError(confidence = 0.99): number {
    if (this.count === 0 || this.variance === 0) return 0
    const ranks = 2 * MOST_POINTS
    return Math.min(1, Math.sqrt(2 * this.variance * Math.log((2 * ranks) / (1 - confidence))) / this.count)
  }

  /** Fewer points with the same total weight, for keeping; the error grows by at most half a point's weight. */
  thinned(most: number): { points: WeightedPoints; variance: number } {
    const points = this.points()
    const distinct = joinEqual(points)
    if (distinct.values.length * 2 <= most) return { points: distinct, variance: this.variance }
    if (points.values.length <= most && points.weights.every((weight) => weight === points.weights[0])) {
      return { points, variance: this.variance }
    }
    return { points: thin(points, most, this.offset()), variance: this.variance + (this.count / most) ** 2 / 12 }
  }

  /** Halfway by intention: a fixed offset errs least, and chance is needed only where thinning repeats. */
  private offset(): number {
    return this.settled.values.length === 0 ? 0.5 : this.random.uniform()
  }

  private settle(points: WeightedPoints): void {
    for (const level of this.levels) {
      level.size = 0
      level.runs = 0
    }
    this.seenInBlock = 0
    this.settled = points
    if (points.values.length > MOST_POINTS) {
      const kept = MOST_POINTS / 2
      // Drawn from what the sketch holds, so that a merge does not depend on which side is merged into which.
      const offset = new Random(this.count, `${points.values[points.values.length >> 1]}`).uniform()
      this.settled = thin(points, kept, offset)
      this.variance += (this.count / kept) ** 2 / 4
    }
    while (this.count >= this.nextGrowth) this.growBlocks()
  }

  private growBlocks(): void {
    this.nextGrowth *= 2
    // Blocks that were begun are as good as done: their values are few, and are counted by the weight of the last one.
    this.closeBlock()
    this.blockWeight *= 2
    this.chosenAt = this.random.below(this.blockWeight)
  }

  private pending(): WeightedPoints | undefined {
    return this.seenInBlock === 0
      ? undefined
      : { values: Float64Array.of(this.candidate), weights: Float64Array.of(this.seenInBlock) }
  }

  private candidate = 0

  private closeBlock(): void {
    const pending = this.pending()
    if (pending === undefined) return
    this.settled = mergePoints(this.settled, pending)
    this.seenInBlock = 0
  }

  private pushChosen(values: ArrayLike<number>, from: number, to: number): void {
    const weight = this.blockWeight
    const level = Math.log2(weight)
    for (let at = from; at < to;) {
      const step = Math.min(to - at, weight - this.seenInBlock)
      const wanted = this.chosenAt - this.seenInBlock
      if (this.seenInBlock === 0 || (wanted >= 0 && wanted < step)) {
        this.candidate = values[at + Math.min(step - 1, Math.max(0, wanted))] as number
      }
      this.seenInBlock += step
      at += step
      if (this.seenInBlock < weight) break
      this.seenInBlock = 0
      this.chosenAt = this.random.bits() & (weight - 1)
      this.variance += (weight * weight) / 4
      this.push(level, this.candidate)
    }
  }

  private pushAll(values: ArrayLike<number>, from: number, to: number): void {
    for (let at = from; at < to;) {
      const level = this.level(0)
      const step = Math.min(to - at, LEVEL_CAPACITY - level.size)
      for (let index = 0; index < step; index++) level.values[level.size + index] = values[at + index] as number
      level.size += step
      level.runs = Number.NaN
      at += step
      if (level.size === LEVEL_CAPACITY) this.halve(0)
    }
  }

  private push(at: number, value: number): void {
    const level = this.level(at)
    level.values[level.size++] = value
    level.runs = Number.NaN
    if (level.size === LEVEL_CAPACITY) this.halve(at)
  }

  private level(at: number): Level {
    while (this.levels.length <= at) {
      this.levels.push({ values: new Float64Array(LEVEL_CAPACITY), size: 0, runs: 0, keepOdd: false, isSecond: false })
    }
    return this.levels[at] as Level
  }

  private halve(at: number): void {
    const level = this.level(at)
    const sorted = level.runs === 2 ? mergeHalves(level.values) : sortNumbers(level.values.subarray(0, level.size))
    level.keepOdd = level.isSecond ? !level.keepOdd : (this.random.bits() & 1) === 1
    level.isSecond = !level.isSecond
    const above = this.level(at + 1)
    for (let index = level.keepOdd ? 1 : 0; index < sorted.length; index += 2) {
      above.values[above.size++] = sorted[index] as number
    }
    above.runs += 1
    level.size = 0
    level.runs = 0
    this.variance += 4 ** at / 4
    if (above.size === LEVEL_CAPACITY) this.halve(at + 1)
  }
}

const merged = new Float64Array(LEVEL_CAPACITY)

/** Both halves of a full level, each in ascending order, as one. */
function mergeHalves(values: Float64Array): Float64Array {
  const half = LEVEL_CAPACITY / 2
  let one = 0
  let other = half
  for (let at = 0; at < LEVEL_CAPACITY; at++) {
    const takeFirst = other === LEVEL_CAPACITY || (one < half && (values[one] as number) <= (values[other] as number))
    merged[at] = values[takeFirst ? one++ : other++] as number
  }
  return merged
}

function pairwiseMerged(lists: readonly WeightedPoints[], pending: WeightedPoints | undefined): WeightedPoints {
  let queue = pending === undefined ? [...lists] : [...lists, pending]
  while (queue.length > 1) {
    const next: WeightedPoints[] = []
    for (let at = 0; at < queue.length; at += 2) {
      const [one, other] = [queue[at], queue[at + 1]]
      if (one !== undefined) next.push(other === undefined ? one : mergePoints(one, other))
    }
    queue = next
  }
  return queue[0] ?? { values: new Float64Array(0), weights: new Float64Array(0) }
}

/** Two ascending lists as one; of equal values the heavier first, so that the order of the lists does not matter. */
export function mergePoints(one: WeightedPoints, other: WeightedPoints): WeightedPoints {
  const size = one.values.length + other.values.length
  const values = new Float64Array(size)
  const weights = new Float64Array(size)
  let a = 0
  let b = 0
  for (let at = 0; at < size; at++) {
    const [x = Infinity, y = Infinity] = [one.values[a], other.values[b]]
    const takeFirst =
      b >= other.values.length ||
      (a < one.values.length && (x < y || (x === y && (one.weights[a] ?? 0) >= (other.weights[b] ?? 0))))
    values[at] = takeFirst ? x : y
    weights[at] = (takeFirst ? one.weights[a++] : other.weights[b++]) ?? 0
  }
  return { values, weights }
}

/** Equal values as one point. */
export function joinEqual({ values, weights }: WeightedPoints): WeightedPoints {
  const joined = { values: new Float64Array(values.length), weights: new Float64Array(values.length) }
  let size = 0
  for (let at = 0; at < values.length; at++) {
    if (size === 0 || joined.values[size - 1] !== values[at]) joined.values[size++] = values[at] ?? 0
    joined.weights[size - 1] = (joined.weights[size - 1] ?? 0) + (weights[at] ?? 0)
  }
  return { values: joined.values.slice(0, size), weights: joined.weights.slice(0, size) }
}

/** As many points of equal weight, at the ranks (i + offset) · total / most: systematic sampling. */
export function thin({ values, weights }: WeightedPoints, most: number, offset: number): WeightedPoints {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const kept = new Float64Array(most)
  let at = 0
  let reached = weights[0] ?? 0
  for (let point = 0; point < most; point++) {
    const wanted = ((point + offset) * total) / most
    while (reached < wanted && at < values.length - 1) reached += weights[++at] ?? 0
    kept[point] = values[at] ?? 0
  }
  return { values: kept, weights: new Float64Array(most).fill(total / most) }
}
