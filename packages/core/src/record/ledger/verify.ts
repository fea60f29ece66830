import { type Checkpoint, isFork, openCheckpoint } from './checkpoint.ts'
import { type Sha256, type VerifySignature, sameBytes, utf8Reuser } from './encoding.ts'
import { type Finding, findingList } from './findings.ts'
import type { VerifierKey } from './note.ts'
import { readEntry } from './read-entry.ts'
import { instantLength, scanEntry } from './scan-entry.ts'
import { watchSequence } from './sequence.ts'
import { type TreeNode, pushLeaf, rootOf } from './tree.ts'

/** What the verifier is given. `checkpoints` are signed notes known beforehand, in any order. */
export type LedgerVerifierOptions = {
  readonly sha256: Sha256
  readonly verify: VerifySignature
  readonly origin: string
  readonly keys: readonly VerifierKey[]
  readonly checkpoints?: readonly string[] | undefined
  /** Whether every entry must be covered by a checkpoint, as in an export. A running log may be ahead of its last one. */
  readonly complete?: boolean | undefined
  /** How many findings are kept; the others are counted. 100 unless told. */
  readonly mostFindings?: number | undefined
  /** A native decoder of strict UTF-8, where the caller has a faster one. */
  readonly decodeUtf8?: ((bytes: Uint8Array) => string | undefined) | undefined
}

/** What a store keeps beside an entry, to be compared: its leaf hash, and the tree nodes written with it (leaf first). */
export type StoredWithEntry = {
  readonly leaf?: Uint8Array | undefined
  readonly nodes?: readonly TreeNode[] | undefined
}

/** The outcome. `covered` counts the entries that a valid checkpoint vouches for; `root` is of all entries seen. */
export type LedgerVerdict = {
  readonly ok: boolean
  readonly entries: number
  readonly covered: number
  readonly root: Uint8Array
  readonly findings: readonly Finding[]
  readonly omitted: number
}

/** Verifies a ledger entry by entry. Memory does not grow with the log. */
export type LedgerVerifier = {
  /** Takes the next entry as it is stored: its text or bytes, without a newline. `line` is repeated in findings. */
  entry: (text: string | Uint8Array, stored?: StoredWithEntry, line?: number) => void
  /** Takes a signed checkpoint. One of size n must come before entry n, to be compared. */
  checkpoint: (note: string, line?: number) => void
  /** Says what was found. Call once, at the end. */
  finish: () => LedgerVerdict
}

type Known = { readonly checkpoint: Checkpoint; readonly line?: number | undefined; matches?: boolean }

/**
 * Checks of each entry that it is canonical JSON of the right shape, that `seq` runs from 0 without gaps, that `at`
 * does not go backwards and that it has its stored leaf hash; and of the whole that its root hashes are those of the
 * signed checkpoints, which must not contradict each other.
 *
 * Example:
 * ```ts
 * const verifier = verifyLedger({ sha256, verify, origin: 'example.org/log', keys: [key], checkpoints: [note] })
 * for (const line of lines) verifier.entry(line)
 * const { ok, findings } = verifier.finish()
 * ```
 */
export const verifyLedger = (options: LedgerVerifierOptions): LedgerVerifier => {
  const { sha256 } = options
  const findings = findingList(options.mostFindings ?? 100)
  const sequence = watchSequence()
  const heads = watchHeads(options, findings.add)
  const encode = utf8Reuser(1)
  const peaks: Uint8Array[] = []
  let count = 0
  let previousAt = ''

  const inOrder = (seq: number, at: string, line: number | undefined): void => {
    // Behind a break in the order, an earlier time is explained by the break.
    if (sequence.next(seq) && at < previousAt) {
      const message = `entry ${seq} is of ${at}, but the entry before it is of ${previousAt}`
      findings.add({ code: 'entry-back-dated', seq, line, message })
    }
    previousAt = at
  }
  const check = (bytes: Uint8Array, raw: string | Uint8Array, line: number | undefined): void => {
    const scanned = scanEntry(bytes, 1)
    if (scanned !== undefined) return inOrder(scanned.seq, asciiLike(previousAt, bytes, scanned.at), line)
    const read = readEntry(raw, options.decodeUtf8)
    if (typeof read === 'string') {
      const seq = sequence.expected()
      sequence.next(seq)
      findings.add({ code: 'entry-malformed', seq, line, message: `entry ${seq} ${read}` })
      return
    }
    const { seq, at, canonical } = read
    if (!canonical) {
      const message = `entry ${seq} is not in canonical JSON (RFC 8785)`
      findings.add({ code: 'entry-not-canonical', seq, line, message })
    }
    inOrder(seq, at, line)
  }

  heads.reached(0, peaks)
  return {
    entry: (raw, stored, line) => {
      const bytes = encode(raw)
      check(bytes, raw, line)
      const leaf = sha256(bytes)
      const nodes = pushLeaf(sha256, count, peaks, leaf)
      if (stored !== undefined) compareStored(stored, nodes, line, findings.add)
      count++
      heads.reached(count, peaks)
    },
    checkpoint: (note, line) => heads.add(note, count, peaks, line),
    finish: () => {
      for (const finding of sequence.findings()) findings.add(finding)
      const covered = heads.finish(count, sequence.end())
      const ok = findings.all.length === 0
      const root = rootOf(sha256, { size: count, peaks })
      return { ok, entries: count, covered, root, findings: findings.all, omitted: findings.omitted }
    },
  }
}

/** The 24 characters of an instant in some bytes: the string `likely` itself where it is that one, as it often is. */
const asciiLike = (likely: string, bytes: Uint8Array, start: number): string => {
  let same = likely.length === instantLength ? 0 : instantLength + 1
  while (same < instantLength && likely.charCodeAt(same) === bytes[start + same]) same++
  return same === instantLength ? likely : String.fromCharCode(...bytes.subarray(start, start + instantLength))
}

const compareStored = (
  stored: StoredWithEntry,
  nodes: readonly TreeNode[],
  line: number | undefined,
  add: (finding: Finding) => void,
): void => {
  const seq = nodes[0]?.index
  const leaf = stored.leaf ?? stored.nodes?.[0]?.hash
  if (leaf !== undefined && nodes[0] !== undefined && !sameBytes(leaf, nodes[0].hash)) {
    add({ code: 'entry-changed', seq, line, message: `entry ${seq} does not have the leaf hash stored for it` })
    return
  }
  if (stored.nodes === undefined) return
  for (const [i, node] of nodes.entries()) {
    const other = stored.nodes[i]
    if (other?.level === node.level && other.index === node.index && sameBytes(other.hash, node.hash)) continue
    const message = `the stored tree node at level ${node.level}, index ${node.index} is missing or wrong`
    add({ code: 'node-changed', seq, line, message })
  }
}

/** Compares the roots of a growing tree with the checkpoints that are known. */
const watchHeads = (options: LedgerVerifierOptions, add: (finding: Finding) => void) => {
  const known: Known[] = []
  const open = (note: string, line?: number): Known | undefined => {
    const opened = openCheckpoint(note, options.origin, options.keys, options)
    if (opened.ok) return { checkpoint: opened.checkpoint, line }
    add({ code: opened.code, line, message: opened.problem })
    return undefined
  }
  const compare = (head: Known, size: number, peaks: readonly Uint8Array[]): void => {
    if (head.checkpoint.size === size)
      head.matches = sameBytes(head.checkpoint.root, rootOf(options.sha256, { size, peaks }))
  }
  for (const note of options.checkpoints ?? []) {
    const head = open(note)
    if (head !== undefined) known.push(head)
  }
  known.sort((a, b) => a.checkpoint.size - b.checkpoint.size)
  let upcoming = 0
  return {
    reached: (size: number, peaks: readonly Uint8Array[]): void => {
      for (let head = known[upcoming]; head?.checkpoint.size === size; head = known[++upcoming])
        compare(head, size, peaks)
    },
    add: (note: string, size: number, peaks: readonly Uint8Array[], line?: number): void => {
      const head = open(note, line)
      if (head === undefined) return
      compare(head, size, peaks)
      const later = known.findIndex((other) => other.checkpoint.size > head.checkpoint.size)
      const at = later < 0 ? known.length : later
      known.splice(at, 0, head)
      if (head.checkpoint.size <= size) upcoming++
    },
    finish: (count: number, end: number): number => {
      for (const head of known) judgeHead(head, known, count, end, add)
      const largest = known.at(-1)?.checkpoint.size ?? 0
      if (options.complete === true && end > largest && known.length > 0) {
        const message = `entries from ${largest} on are covered by no signed checkpoint`
        add({ code: 'entries-unsigned', seq: largest, message })
      }
      return known.findLast((head) => head.matches === true)?.checkpoint.size ?? 0
    },
  }
}

const judgeHead = (
  head: Known,
  known: readonly Known[],
  count: number,
  end: number,
  add: (finding: Finding) => void,
): void => {
  const { size } = head.checkpoint
  const { line } = head
  if (head.matches === true) return
  if (known.some((other) => isFork(other.checkpoint, head.checkpoint))) {
    add({ code: 'fork', line, message: `the log signed two different trees of ${size} entries` })
    return
  }
  const newer = known.find((other) => other.matches === true && other.checkpoint.size > size)
  if (head.matches === false && newer !== undefined) {
    const message = `the log signed another tree of ${size} entries than the one that its checkpoint of ${newer.checkpoint.size} continues`
    add({ code: 'fork', line, message })
    return
  }
  if (head.matches === false) {
    const from = known.findLast((other) => other.matches === true)?.checkpoint.size ?? 0
    const message = `the root of the first ${size} entries is not the signed one; what differs lies in the entries ${from} to ${size - 1}`
    add({ code: 'root-mismatch', line, seq: from, message })
    return
  }
  if (end < size) {
    add({
      code: 'truncated',
      line,
      seq: end,
      message: `a signed checkpoint counts ${size} entries, but they end after ${end}`,
    })
    return
  }
  // Not reached although its last number was seen: entries are missing before it, and named as dropped.
  if (count < size) return
  add({
    code: 'checkpoint-unchecked',
    line,
    message: `the checkpoint of ${size} entries was not compared: ${count} had gone by`,
  })
}
