import { type Sha256, sameBytes } from './encoding.ts'
import { type NodePlace, foldPeaks, largestPowerOfTwoUpTo, nodeHash, rangePlaces } from './tree.ts'

/** Finds a stored node, or says that it is not there. */
export type NodeReader = (place: NodePlace) => Uint8Array | undefined

/**
 * What a proof is made of: one element per hash of the proof, each the places of the stored nodes that fold into it
 * (one place, except where the proof needs the incomplete right edge of the tree).
 */
export type ProofPlan = readonly (readonly NodePlace[])[]

/**
 * The plan of an inclusion proof (RFC 9162 §2.1.3.1): from the leaf's sibling up to the root's child.
 * Fetch the places of `plan.flat()`, then {@link assembleProof}. Throws RangeError unless 0 ≤ index < size.
 *
 * Example: `inclusionPlan(0, 3)` is `[[{ level: 0, index: 1 }], [{ level: 0, index: 2 }]]`.
 */
export const inclusionPlan = (index: number, size: number): ProofPlan => {
  if (!isSize(index) || !isSize(size) || index >= size) {
    throw new RangeError(`there is no entry ${index} in a tree of ${size} entries`)
  }
  const plan: NodePlace[][] = []
  let start = 0
  let end = size
  while (end - start > 1) {
    const middle = start + splitOf(end - start)
    if (index < middle) {
      plan.push(rangePlaces(middle, end))
      end = middle
    } else {
      plan.push(rangePlaces(start, middle))
      start = middle
    }
  }
  return plan.toReversed()
}

/**
 * The plan of a consistency proof (RFC 9162 §2.1.4.1) between two sizes of one log. Empty where the sizes are equal or
 * the older is 0. Throws RangeError unless 0 ≤ older ≤ newer.
 *
 * Example: `consistencyPlan(2, 3)` is `[[{ level: 0, index: 2 }]]`.
 */
export const consistencyPlan = (older: number, newer: number): ProofPlan => {
  if (!isSize(older) || !isSize(newer) || older > newer) {
    throw new RangeError(`a tree of ${older} entries is not older than one of ${newer}`)
  }
  if (older === 0 || older === newer) return []
  const plan: NodePlace[][] = []
  let start = 0
  let end = newer
  while (end !== older) {
    const middle = start + splitOf(end - start)
    if (older <= middle) {
      plan.push(rangePlaces(middle, end))
      end = middle
    } else {
      plan.push(rangePlaces(start, middle))
      start = middle
    }
  }
  // The older tree's own root is known to the verifier: only a part of it must be told.
  if (start !== 0) plan.push(rangePlaces(start, end))
  return plan.toReversed()
}

/** The largest power of two smaller than `n` (n ≥ 2). */
const splitOf = (n: number): number => largestPowerOfTwoUpTo(n - 1)

const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0

/**
 * The hashes of a proof, from its plan and the stored nodes. Throws RangeError naming the place where a node is missing.
 *
 * Example: `assembleProof(sha256, inclusionPlan(3, 7), ({ level, index }) => stored.get(`${level}/${index}`))`.
 */
export const assembleProof = (sha256: Sha256, plan: ProofPlan, read: NodeReader): Uint8Array[] =>
  plan.map((places) =>
    foldPeaks(
      sha256,
      places.map((place) => {
        const hash = read(place)
        if (hash === undefined)
          throw new RangeError(`no tree node is stored at level ${place.level}, index ${place.index}`)
        return hash
      }),
    ),
  )

/** What {@link verifyInclusion} is asked. */
export type InclusionClaim = {
  readonly leaf: Uint8Array
  readonly index: number
  readonly size: number
  readonly proof: readonly Uint8Array[]
  readonly root: Uint8Array
}

/**
 * Whether the proof shows that `leaf` is the entry `index` of the tree of `size` with this root (RFC 9162 §2.1.3.2).
 *
 * Example: `verifyInclusion(sha256, { leaf, index: 0, size: 1, proof: [], root: leaf })` is true.
 */
export const verifyInclusion = (sha256: Sha256, claim: InclusionClaim): boolean => {
  if (!isSize(claim.index) || !isSize(claim.size) || claim.index >= claim.size) return false
  if (claim.leaf.length !== 32) return false
  let fn = claim.index
  let sn = claim.size - 1
  let hash = claim.leaf
  for (const step of claim.proof) {
    if (sn === 0 || step.length !== 32) return false
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(sha256, step, hash)
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2)
        sn = Math.floor(sn / 2)
      }
    } else {
      hash = nodeHash(sha256, hash, step)
    }
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  return sn === 0 && sameBytes(hash, claim.root)
}

/** What {@link verifyConsistency} is asked. */
export type ConsistencyClaim = {
  readonly olderSize: number
  readonly olderRoot: Uint8Array
  readonly newerSize: number
  readonly newerRoot: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/**
 * Whether the proof shows that the newer tree begins with all entries of the older one, unchanged (RFC 9162 §2.1.4.2).
 * Any tree begins with the empty one.
 *
 * Example: `verifyConsistency(sha256, { olderSize: 4, olderRoot, newerSize: 9, newerRoot, proof })`.
 */
export const verifyConsistency = (sha256: Sha256, claim: ConsistencyClaim): boolean => {
  const { olderSize, newerSize, olderRoot, newerRoot, proof } = claim
  if (!isSize(olderSize) || !isSize(newerSize) || olderSize > newerSize) return false
  if (olderSize === newerSize) return proof.length === 0 && sameBytes(olderRoot, newerRoot)
  if (olderSize === 0) return proof.length === 0 && sameBytes(olderRoot, sha256(new Uint8Array(0)))
  if (olderRoot.length !== 32) return false
  const isPowerOfTwo = largestPowerOfTwoUpTo(olderSize) === olderSize
  const steps = isPowerOfTwo ? [olderRoot, ...proof] : [...proof]
  let fn = olderSize - 1
  let sn = newerSize - 1
  while (fn % 2 === 1) {
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  const first = steps.shift()
  if (first === undefined || first.length !== 32) return false
  let older = first
  let newer = first
  for (const step of steps) {
    if (sn === 0 || step.length !== 32) return false
    if (fn % 2 === 1 || fn === sn) {
      older = nodeHash(sha256, step, older)
      newer = nodeHash(sha256, step, newer)
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2)
        sn = Math.floor(sn / 2)
      }
    } else {
      newer = nodeHash(sha256, newer, step)
    }
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  return sn === 0 && sameBytes(older, olderRoot) && sameBytes(newer, newerRoot)
}
