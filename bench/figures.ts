import { readFileSync } from 'node:fs'

/** Several measurements of one quantity. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
  readonly runs: number
}

/** One line of the results: a quantity, what it was held against, and what it should be. */
export interface Line {
  readonly what: string
  readonly measured: Spread | number
  readonly unit: string
  /** The yardstick of the same run, in the same unit. */
  readonly yardstick?: { readonly what: string; readonly measured: Spread | number }
  /** Says in words what is wanted, and whether it was reached. */
  readonly target?: { readonly text: string; readonly met: boolean }
  /** Largest resident memory of the process that did the work, in MB. */
  readonly peakMb?: number
}

export interface Section {
  readonly title: string
  readonly notes: readonly string[]
  readonly lines: readonly Line[]
}

/** A benchmark: what is measured, and a function that measures it. `say` tells what is going on. */
export interface Benchmark {
  readonly name: string
  /** Left out unless it is asked for by name. */
  readonly onRequest?: boolean
  readonly run: (say: (text: string) => void) => Promise<Section[]>
}

const byNumber = (a: number, b: number): number => a - b

/** The value below which a share of the sorted values lies (nearest rank). */
export function quantile(values: readonly number[] | Float64Array, share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort(byNumber)
  const middle = sorted.length >> 1
  const median =
    sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
  return { median, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN, runs: sorted.length }
}

export const middleOf = (measured: Spread | number): number =>
  typeof measured === 'number' ? measured : measured.median

/** Does the work several times and gives the times in milliseconds. */
export async function timesOf(runs: number, work: (run: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const from = performance.now()
    await work(run)
    times.push(performance.now() - from)
  }
  return times
}

/** Largest resident memory of a running process in MB, where the system tells it (Linux). */
export function peakMbOf(pid: number): number | undefined {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024)
  } catch {
    return undefined
  }
}

export const peak = (pid: number): { peakMb?: number } => {
  const peakMb = peakMbOf(pid)
  return peakMb === undefined ? {} : { peakMb }
}
