import type { Finding } from './findings.ts'

/** Consecutive sequence numbers as they stand in the log: from `first` to `last`, each one more than the one before. */
type Run = { readonly first: number; last: number }

/** Watches the sequence numbers of a log go by and says what is wrong with their order. */
export type SequenceWatch = {
  /** Takes the next sequence number; answers whether it follows directly on the one before. */
  next: (seq: number) => boolean
  /** The number that an intact log would show next. */
  expected: () => number
  /** One more than the largest number seen; 0 before the first. */
  end: () => number
  /** The findings about dropped, doubled and swapped entries. */
  findings: () => Finding[]
}

/** Above this many breaks the order is not explained any more, only refused. */
const mostRuns = 1000

/**
 * Watches that sequence numbers run 0, 1, 2, … An intact log is one run. Every tampering adds a few runs, so memory
 * stays flat, and the runs together tell a dropped entry from a doubled one and from two that changed places.
 *
 * Example: after `next(0)`, `next(2)`, `next(1)`, `next(3)` the findings are one `entry-swapped`.
 */
export const watchSequence = (): SequenceWatch => {
  const runs: Run[] = []
  let current: Run | undefined
  let end = 0
  let breaks = 0
  return {
    next: (seq) => {
      end = Math.max(end, seq + 1)
      if (current !== undefined && seq === current.last + 1) {
        current.last = seq
        return true
      }
      const isStart = current === undefined && seq === 0
      current = { first: seq, last: seq }
      if (runs.length < mostRuns) runs.push(current)
      else breaks++
      return isStart
    },
    expected: () => (current === undefined ? 0 : current.last + 1),
    end: () => end,
    findings: () => {
      if (breaks === 0) return explain(runs)
      const message = `the order of the entries is broken in more than ${mostRuns} places; this is not a copy of the log`
      return [{ code: 'entry-swapped', message }]
    },
  }
}

const explain = (runs: readonly Run[]): Finding[] => {
  const findings: Finding[] = []
  const byFirst = runs.toSorted((a, b) => a.first - b.first || a.last - b.last)
  let covered = 0
  for (const run of byFirst) {
    if (run.first > covered) {
      const what = numbers(covered, run.first - 1)
      findings.push({ code: 'entry-dropped', seq: covered, message: `${what} missing` })
    }
    if (run.first < covered) {
      const what = numbers(run.first, Math.min(run.last, covered - 1))
      findings.push({ code: 'entry-doubled', seq: run.first, message: `${what} there more than once` })
    }
    covered = Math.max(covered, run.last + 1)
  }
  for (const run of displaced(runs)) {
    findings.push({ code: 'entry-swapped', seq: run.first, message: `${numbers(run.first, run.last)} out of place` })
  }
  return findings
}

const numbers = (first: number, last: number): string =>
  first === last ? `entry ${first} is` : `entries ${first} to ${last} are`

/**
 * The runs that must move for the rest to be in order: those outside the heaviest chain of ascending runs. A run that
 * repeats another one's numbers is doubled, not displaced.
 */
const displaced = (runs: readonly Run[]): Run[] => {
  const chains: { weight: number; before: number }[] = []
  let best = -1
  for (const [i, run] of runs.entries()) {
    let weight = 0
    let before = -1
    for (let j = 0; j < i; j++) {
      const earlier = runs[j]
      const chain = chains[j]
      if (earlier === undefined || chain === undefined || earlier.last >= run.first || chain.weight <= weight) continue
      weight = chain.weight
      before = j
    }
    chains.push({ weight: weight + run.last - run.first + 1, before })
    if (best < 0 || (chains[i]?.weight ?? 0) > (chains[best]?.weight ?? 0)) best = i
  }
  const kept = new Set<Run>()
  for (let i = best; i >= 0; i = chains[i]?.before ?? -1) {
    const run = runs[i]
    if (run !== undefined) kept.add(run)
  }
  const overlaps = (a: Run, b: Run): boolean => a.first <= b.last && b.first <= a.last
  return runs.filter((run) => !kept.has(run) && !runs.some((other) => other !== run && overlaps(run, other)))
}
