import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sha256 } from '../../../../../fixtures/ledger/node-crypto.ts'
import { concatBytes, encodeHex, encodeUtf8 } from './encoding.ts'
import { assembleProof, consistencyPlan, inclusionPlan, verifyConsistency, verifyInclusion } from './merkle-proof.ts'
import {
  type Frontier,
  type TreeNode,
  appendLeaf,
  emptyFrontier,
  leafHash,
  nodeHash,
  peakPlaces,
  rootOf,
} from './tree.ts'

type Vectors = {
  published: { emptyRoot: string; leaves: string[]; roots: string[] }
  generated: { size: number; root: string; inclusion: string[][]; consistencyFrom: string[][] }[]
}
const file = new URL('../../../../../fixtures/ledger/tree.json', import.meta.url)
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors
const fromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))

// RFC 9162 §2.1 word for word: recursive, without stored nodes. The yardstick of everything below.
const split = (n: number): number => 2 ** Math.ceil(Math.log2(n) - 1)
const mth = (d: Uint8Array[]): Uint8Array => {
  const [only] = d
  if (only === undefined) return sha256(new Uint8Array(0))
  if (d.length === 1) return only
  const k = split(d.length)
  return sha256(concatBytes(Uint8Array.of(1), mth(d.slice(0, k)), mth(d.slice(k))))
}
const path = (m: number, d: Uint8Array[]): Uint8Array[] => {
  if (d.length === 1) return []
  const k = split(d.length)
  return m < k ? [...path(m, d.slice(0, k)), mth(d.slice(k))] : [...path(m - k, d.slice(k)), mth(d.slice(0, k))]
}
const subproof = (m: number, d: Uint8Array[], b: boolean): Uint8Array[] => {
  if (m === d.length) return b ? [] : [mth(d)]
  const k = split(d.length)
  if (m <= k) return [...subproof(m, d.slice(0, k), b), mth(d.slice(k))]
  return [...subproof(m - k, d.slice(k), false), mth(d.slice(0, k))]
}

const most = 130
const leaves = Array.from({ length: most }, (_, i) => leafHash(sha256, encodeUtf8(`leaf ${i}`)))
const stored = new Map<string, Uint8Array>()
const frontiers: Frontier[] = [emptyFrontier]
const written: TreeNode[][] = []
for (const leaf of leaves) {
  const { frontier, nodes } = appendLeaf(sha256, frontiers.at(-1)!, leaf)
  for (const { level, index, hash } of nodes) stored.set(`${level}/${index}`, hash)
  frontiers.push(frontier)
  written.push(nodes)
}
const read = ({ level, index }: { level: number; index: number }): Uint8Array | undefined =>
  stored.get(`${level}/${index}`)
const roots = Array.from({ length: most + 1 }, (_, n) => mth(leaves.slice(0, n)))
const hex = (hashes: readonly Uint8Array[]): string[] => hashes.map(encodeHex)

describe('the tree', () => {
  test('has the published roots of RFC 6962 implementations', () => {
    let frontier = emptyFrontier
    expect(encodeHex(rootOf(sha256, frontier))).toBe(vectors.published.emptyRoot)
    for (const [i, data] of vectors.published.leaves.entries()) {
      frontier = appendLeaf(sha256, frontier, leafHash(sha256, fromHex(data))).frontier
      expect(encodeHex(rootOf(sha256, frontier))).toBe(vectors.published.roots[i])
    }
  })

  test('has the root of the definition at every size, also when its peaks are read from the store', () => {
    for (let n = 0; n <= most; n++) {
      expect(encodeHex(rootOf(sha256, frontiers[n]!))).toBe(encodeHex(roots[n]!))
      const peaks = peakPlaces(n).map((place) => read(place)!)
      expect(encodeHex(rootOf(sha256, { size: n, peaks }))).toBe(encodeHex(roots[n]!))
    }
  })

  test('stores each complete subtree once: fewer than two nodes per entry', () => {
    expect(written.flat().length).toBe(stored.size)
    expect(stored.size).toBeLessThan(2 * most)
    expect(written[7]!.map(({ level, index }) => [level, index])).toEqual([
      [0, 7],
      [1, 3],
      [2, 1],
      [3, 0],
    ])
  })

  test('refuses hashes of another length and a frontier that lacks peaks', () => {
    expect(() => nodeHash(sha256, leaves[0]!, new Uint8Array(31))).toThrow(RangeError)
    expect(() => appendLeaf(sha256, { size: 3, peaks: [] }, leaves[0]!)).toThrow(/needs more peaks/)
  })

  test('finds the peaks of sizes beyond 2^31', () => {
    expect(peakPlaces(2 ** 40 + 1)).toEqual([
      { level: 40, index: 0 },
      { level: 0, index: 2 ** 40 },
    ])
    expect(inclusionPlan(2 ** 40, 2 ** 40 + 1)).toEqual([[{ level: 40, index: 0 }]])
  })
})

describe('an inclusion proof', () => {
  test('is the one of the definition and verifies, for every entry of every size', () => {
    for (let size = 1; size <= most; size++) {
      for (let index = 0; index < size; index += size > 40 ? 7 : 1) {
        const proof = assembleProof(sha256, inclusionPlan(index, size), read)
        expect(hex(proof)).toEqual(hex(path(index, leaves.slice(0, size))))
        expect(verifyInclusion(sha256, { leaf: leaves[index]!, index, size, proof, root: roots[size]! })).toBe(true)
      }
    }
  })

  test('verifies nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: most }), fc.nat(), fc.nat(), (size, a, b) => {
        const index = a % size
        const proof = assembleProof(sha256, inclusionPlan(index, size), read)
        const claim = { leaf: leaves[index]!, index, size, proof, root: roots[size]! }
        const wrong = { ...claim, leaf: leaves[(index + 1) % most]! }
        expect(verifyInclusion(sha256, wrong)).toBe(false)
        expect(verifyInclusion(sha256, { ...claim, root: roots[size - 1]! })).toBe(false)
        expect(verifyInclusion(sha256, { ...claim, proof: [...proof, leaves[0]!] })).toBe(false)
        expect(verifyInclusion(sha256, { ...claim, index: size })).toBe(false)
        expect(verifyInclusion(sha256, { ...claim, index: -1 })).toBe(false)
        expect(verifyInclusion(sha256, { ...claim, leaf: new Uint8Array(3) })).toBe(false)
        if (proof.length === 0) return
        expect(verifyInclusion(sha256, { ...claim, proof: proof.slice(1) })).toBe(false)
        const changed = proof.with(b % proof.length, nodeHash(sha256, proof[b % proof.length]!, leaves[0]!))
        expect(verifyInclusion(sha256, { ...claim, proof: changed })).toBe(false)
        const others = leaves.slice(0, size).map((_, other) => verifyInclusion(sha256, { ...claim, index: other }))
        expect(others.filter(Boolean)).toHaveLength(1)
      }),
    )
  })

  test('names the node that the store lacks', () => {
    expect(() => assembleProof(sha256, inclusionPlan(0, 3), () => undefined)).toThrow('level 0, index 1')
    expect(() => inclusionPlan(3, 3)).toThrow(RangeError)
  })
})

describe('a consistency proof', () => {
  test('is the one of the definition and verifies, between any two sizes', () => {
    for (let newer = 1; newer <= most; newer++) {
      for (let older = 1; older <= newer; older += newer > 40 ? 5 : 1) {
        const proof = assembleProof(sha256, consistencyPlan(older, newer), read)
        expect(hex(proof)).toEqual(hex(subproof(older, leaves.slice(0, newer), true)))
        const claim = { olderSize: older, olderRoot: roots[older]!, newerSize: newer, newerRoot: roots[newer]!, proof }
        expect(verifyConsistency(sha256, claim)).toBe(true)
        expect(verifyConsistency(sha256, { ...claim, olderRoot: leaves[129]! })).toBe(false)
        expect(verifyConsistency(sha256, { ...claim, newerRoot: leaves[129]! })).toBe(false)
        expect(verifyConsistency(sha256, { ...claim, proof: [...proof, leaves[0]!] })).toBe(false)
        const shorter = verifyConsistency(sha256, { ...claim, proof: proof.slice(0, -1) })
        expect(shorter).toBe(proof.length === 0)
      }
    }
  })

  test('any tree continues the empty one, and no tree continues a larger one', () => {
    const claim = { olderSize: 0, olderRoot: roots[0]!, newerSize: 5, newerRoot: roots[5]!, proof: [] }
    expect(verifyConsistency(sha256, claim)).toBe(true)
    expect(verifyConsistency(sha256, { ...claim, olderRoot: roots[1]! })).toBe(false)
    expect(verifyConsistency(sha256, { ...claim, olderSize: 6 })).toBe(false)
    expect(() => consistencyPlan(3, 2)).toThrow(RangeError)
  })

  test('cannot be made for a rewritten log', () => {
    const rewritten = leaves.with(2, leaves[100]!)
    const proof = subproof(5, rewritten.slice(0, 9), true)
    const claim = { olderSize: 5, olderRoot: roots[5]!, newerSize: 9, newerRoot: mth(rewritten.slice(0, 9)), proof }
    expect(verifyConsistency(sha256, claim)).toBe(false)
  })
})

describe('the vectors', () => {
  test.each(vectors.generated)('of a tree of $size hold', ({ size, root, inclusion, consistencyFrom }) => {
    const plain = Array.from({ length: size }, (_, i) => leafHash(sha256, encodeUtf8(`entry ${i}`)))
    expect(encodeHex(mth(plain))).toBe(root)
    for (const [index, proof] of inclusion.entries()) {
      const claim = { leaf: plain[index]!, index, size, proof: proof.map(fromHex), root: fromHex(root) }
      expect(verifyInclusion(sha256, claim)).toBe(true)
    }
    for (const [i, proof] of consistencyFrom.entries()) {
      const olderRoot = mth(plain.slice(0, i + 1))
      const claim = {
        olderSize: i + 1,
        olderRoot,
        newerSize: size,
        newerRoot: fromHex(root),
        proof: proof.map(fromHex),
      }
      expect(verifyConsistency(sha256, claim)).toBe(true)
    }
  })
})
