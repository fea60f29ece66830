import type { Sha256 } from './encoding.ts'

/**
 * The Merkle tree of RFC 6962 / RFC 9162 §2 over stored subtree hashes. Only complete subtrees are stored: the node
 * (level, index) covers the leaves from index·2^level up to (index + 1)·2^level. Such a node never changes once
 * written, and writing them costs one leaf and, on average, one more node per entry.
 *
 * Sizes and indexes are safe integers; arithmetic avoids bit operators, which stop at 2^31.
 */
export type NodePlace = { readonly level: number; readonly index: number }

/** A complete subtree and its hash, as stored. */
export type TreeNode = NodePlace & { readonly hash: Uint8Array }

/** A tree as an appender needs it: its size and the hashes of its complete subtrees, the largest (leftmost) first. */
export type Frontier = { readonly size: number; readonly peaks: readonly Uint8Array[] }

/** The frontier of the tree without entries. */
export const emptyFrontier: Frontier = { size: 0, peaks: [] }

/** SHA-256(0x00 ‖ entry bytes). Example: `leafHash(sha256, encodeUtf8(text))`. */
export const leafHash = (sha256: Sha256, entry: Uint8Array): Uint8Array => {
  const input = new Uint8Array(1 + entry.length)
  input.set(entry, 1)
  return sha256(input)
}

// One buffer for all inner nodes: allocating 65 bytes costs as much as hashing them. No caller can see it, because a
// hash function neither keeps its argument nor calls back.
const nodeInput = new Uint8Array(65).fill(1, 0, 1)

/** SHA-256(0x01 ‖ left ‖ right). Example: `nodeHash(sha256, leafA, leafB)` is the root of a tree of two. */
export const nodeHash = (sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array => {
  if (left.length !== 32 || right.length !== 32) throw new RangeError('a tree is made of hashes of 32 bytes')
  nodeInput.set(left, 1)
  nodeInput.set(right, 33)
  return sha256(nodeInput)
}

/**
 * Places of the complete subtrees that make up a tree of `size`, leftmost (largest) first: read these from the store
 * to get a {@link Frontier}. Example: `peakPlaces(5)` is `[{ level: 2, index: 0 }, { level: 0, index: 4 }]`.
 */
export const peakPlaces = (size: number): NodePlace[] => rangePlaces(0, size)

/** Complete subtrees covering the leaves from `start` to `end`, where `start` is a multiple of a power of two ≥ the length. */
export const rangePlaces = (start: number, end: number): NodePlace[] => {
  const places: NodePlace[] = []
  let at = start
  let width = largestPowerOfTwoUpTo(Math.max(1, end - start))
  for (let level = Math.log2(width); at < end; level--, width /= 2) {
    if (at + width > end) continue
    places.push({ level, index: at / width })
    at += width
  }
  return places
}

/** The largest power of two that is not larger than `n` (n ≥ 1). Example: `largestPowerOfTwoUpTo(6)` is 4. */
export const largestPowerOfTwoUpTo = (n: number): number => {
  let power = 1
  while (power * 2 <= n) power *= 2
  return power
}

/**
 * Appends one leaf hash: the new frontier, and the nodes that are now complete and must be stored (the leaf first,
 * then its ancestors upwards).
 *
 * Example: `const { frontier, nodes } = appendLeaf(sha256, emptyFrontier, leaf)`; `nodes` is `[{ level: 0, index: 0, hash }]`.
 */
export const appendLeaf = (
  sha256: Sha256,
  frontier: Frontier,
  leaf: Uint8Array,
): { frontier: Frontier; nodes: TreeNode[] } => {
  const peaks = [...frontier.peaks]
  const nodes = pushLeaf(sha256, frontier.size, peaks, leaf)
  return { frontier: { size: frontier.size + 1, peaks }, nodes }
}

/** {@link appendLeaf} in place, for long runs: changes `peaks`, the peaks of a tree of `size`, into those of `size + 1`. */
export const pushLeaf = (sha256: Sha256, size: number, peaks: Uint8Array[], leaf: Uint8Array): TreeNode[] => {
  const nodes: TreeNode[] = [{ level: 0, index: size, hash: leaf }]
  let hash = leaf
  let index = size
  for (let level = 1; index % 2 === 1; level++) {
    const left = peaks.pop()
    if (left === undefined) throw new RangeError(`a tree of ${size} entries needs more peaks than were given`)
    hash = nodeHash(sha256, left, hash)
    index = (index - 1) / 2
    nodes.push({ level, index, hash })
  }
  peaks.push(hash)
  return nodes
}

/** The root hash of a tree; SHA-256 of nothing where it is empty. Example: `rootOf(sha256, frontier)`. */
export const rootOf = (sha256: Sha256, frontier: Frontier): Uint8Array => foldPeaks(sha256, frontier.peaks)

/** Joins the hashes of adjacent complete subtrees, leftmost (largest) first, into the hash of the whole range. */
export const foldPeaks = (sha256: Sha256, peaks: readonly Uint8Array[]): Uint8Array => {
  let hash: Uint8Array | undefined
  for (const peak of peaks.toReversed()) hash = hash === undefined ? peak : nodeHash(sha256, peak, hash)
  return hash ?? sha256(new Uint8Array(0))
}
