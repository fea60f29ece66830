/** A numeric feature cut into at most 63 bins; code 0 is a missing value. */
export type BinnedFeature = Uint8Array

/** `classes`: targets 0 and 1, predictions are log-odds. `numbers`: any targets, squared error. */
export type TreeObjective = 'classes' | 'numbers'

/** A model of boosted trees: what it predicts is `start` and the leaves of all trees. */
export type BoostedTrees = { readonly start: number; readonly trees: readonly Tree[] }

/** Splits by node in breadth-first order: code ≤ `codes[node]` of `features[node]` goes left; −1 ends here. */
type Tree = { readonly features: Int16Array; readonly codes: Uint8Array; readonly leaves: Float64Array }

const BINS = 64
const SETTINGS = { rounds: 40, depth: 3, rate: 0.15, penalty: 1, leastRows: 20 }

/** The places to cut a feature: quantiles of its values, each once. */
export function cutsOf(values: ArrayLike<number>): Float64Array {
  const known = Float64Array.from(Array.from(values).filter((value) => !Number.isNaN(value))).sort()
  const cuts: number[] = []
  for (let bin = 1; bin < BINS - 1; bin++) {
    const cut = known[Math.floor((bin * known.length) / (BINS - 1))]
    if (cut !== undefined && cut !== cuts.at(-1)) cuts.push(cut)
  }
  return Float64Array.from(cuts)
}

/** The code of each value: 0 for NaN, else 1 and the number of cuts below or at the value. */
export function binned(values: ArrayLike<number>, cuts: Float64Array): BinnedFeature {
  return Uint8Array.from({ length: values.length }, (_, index) => {
    const value = values[index] ?? Number.NaN
    if (Number.isNaN(value)) return 0
    let [low, high] = [0, cuts.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((cuts[middle] ?? 0) <= value) low = middle + 1
      else high = middle
    }
    return low + 1
  })
}

/**
 * Gradient boosting of shallow regression trees (Friedman 2001) with second-order leaves and histograms, as in XGBoost and
 * LightGBM. Deterministic: no rows or features are drawn. `rows` are the rows to learn from.
 */
export function fitBoostedTrees(
  features: readonly BinnedFeature[],
  target: ArrayLike<number>,
  rows: Int32Array,
  objective: TreeObjective,
): BoostedTrees {
  let mean = 0
  for (const row of rows) mean += (target[row] ?? 0) / rows.length
  const inside = Math.min(1 - 1e-6, Math.max(1e-6, mean))
  const start = objective === 'classes' ? Math.log(inside / (1 - inside)) : mean
  const predicted = new Float64Array(rows.length).fill(start)
  const gradient = new Float64Array(rows.length)
  const curvature = new Float64Array(rows.length)
  const trees: Tree[] = []
  for (let round = 0; round < SETTINGS.rounds; round++) {
    for (const [index, row] of rows.entries()) {
      const wanted = target[row] ?? 0
      const now = predicted[index] ?? 0
      const chance = objective === 'classes' ? 1 / (1 + Math.exp(-now)) : now
      gradient[index] = wanted - chance
      curvature[index] = objective === 'classes' ? Math.max(1e-6, chance * (1 - chance)) : 1
    }
    const tree = growTree(features, rows, gradient, curvature)
    trees.push(tree)
    for (const [index, row] of rows.entries()) predicted[index] = (predicted[index] ?? 0) + leafOf(tree, features, row)
  }
  return { start, trees }
}

/** What the model predicts for a row: log-odds or a number. */
export function predictTrees({ start, trees }: BoostedTrees, features: readonly BinnedFeature[], row: number): number {
  let sum = start
  for (const tree of trees) sum += leafOf(tree, features, row)
  return sum
}

function leafOf(tree: Tree, features: readonly BinnedFeature[], row: number): number {
  let node = 0
  for (;;) {
    const feature = tree.features[node] ?? -1
    if (feature < 0) return tree.leaves[node] ?? 0
    node = 2 * node + ((features[feature]?.[row] ?? 0) <= (tree.codes[node] ?? 0) ? 1 : 2)
  }
}

function growTree(
  features: readonly BinnedFeature[],
  rows: Int32Array,
  gradient: Float64Array,
  curvature: Float64Array,
): Tree {
  const nodes = 2 ** (SETTINGS.depth + 1) - 1
  const tree: Tree = {
    features: new Int16Array(nodes).fill(-1),
    codes: new Uint8Array(nodes),
    leaves: new Float64Array(nodes),
  }
  const at = new Uint8Array(rows.length)
  for (let level = 0; level <= SETTINGS.depth; level++) {
    const first = 2 ** level - 1
    const width = 2 ** level
    const totals = new Float64Array(width * 2)
    for (let index = 0; index < rows.length; index++) {
      const slot = ((at[index] ?? 0) - first) * 2
      if (slot < 0) continue
      totals[slot] = (totals[slot] ?? 0) + (gradient[index] ?? 0)
      totals[slot + 1] = (totals[slot + 1] ?? 0) + (curvature[index] ?? 0)
    }
    for (let node = 0; node < width; node++) {
      const [g = 0, h = 0] = [totals[node * 2], totals[node * 2 + 1]]
      tree.leaves[first + node] = (SETTINGS.rate * g) / (h + SETTINGS.penalty)
    }
    if (level === SETTINGS.depth) break
    chooseSplits(tree, features, rows, at, first, width, gradient, curvature, totals)
    for (let index = 0; index < rows.length; index++) {
      const node = at[index] ?? 0
      const feature = tree.features[node] ?? -1
      if (node < first || feature < 0) continue
      const code = features[feature]?.[rows[index] ?? 0] ?? 0
      at[index] = 2 * node + (code <= (tree.codes[node] ?? 0) ? 1 : 2)
    }
  }
  return tree
}

/** The best split of every node of a level, if any gains something and leaves enough rows on both sides. */
function chooseSplits(
  tree: Tree,
  features: readonly BinnedFeature[],
  rows: Int32Array,
  at: Uint8Array,
  first: number,
  width: number,
  gradient: Float64Array,
  curvature: Float64Array,
  totals: Float64Array,
): void {
  const best = new Float64Array(width).fill(1e-9)
  const sums = new Float64Array(width * BINS * 3)
  for (const [feature, codes] of features.entries()) {
    sums.fill(0)
    for (let index = 0; index < rows.length; index++) {
      const node = (at[index] ?? 0) - first
      if (node < 0) continue
      const slot = (node * BINS + (codes[rows[index] ?? 0] ?? 0)) * 3
      sums[slot] = (sums[slot] ?? 0) + (gradient[index] ?? 0)
      sums[slot + 1] = (sums[slot + 1] ?? 0) + (curvature[index] ?? 0)
      sums[slot + 2] = (sums[slot + 2] ?? 0) + 1
    }
    for (let node = 0; node < width; node++) {
      const [g = 0, h = 0] = [totals[node * 2], totals[node * 2 + 1]]
      let rowsHere = 0
      for (let code = 0; code < BINS; code++) rowsHere += sums[(node * BINS + code) * 3 + 2] ?? 0
      let [left, leftH, leftRows] = [0, 0, 0]
      for (let code = 0; code < BINS - 1; code++) {
        const slot = (node * BINS + code) * 3
        left += sums[slot] ?? 0
        leftH += sums[slot + 1] ?? 0
        leftRows += sums[slot + 2] ?? 0
        if (leftRows < SETTINGS.leastRows) continue
        if (rowsHere - leftRows < SETTINGS.leastRows) break
        const gain = score(left, leftH) + score(g - left, h - leftH) - score(g, h)
        if (gain > (best[node] ?? 0)) {
          best[node] = gain
          tree.features[first + node] = feature
          tree.codes[first + node] = code
        }
      }
    }
  }
}

const score = (gradient: number, curvature: number): number => (gradient * gradient) / (curvature + SETTINGS.penalty)
