import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { ScanOptions, Source } from '../scan/source.ts'
import type { ColumnDrift } from './column-drift.ts'
import type { Compared } from './column-kinds.ts'
import type { Side } from './compare-columns.ts'
import type { DriftColumn, DriftQuestion } from './drift-report.ts'
import type { DriftSettings } from './measure-columns.ts'
import type { SampleSummary, StoredBlocks } from './numeric-sample.ts'
import { sampleOf } from './numeric-sample.ts'
import type { ReadSide } from './read-files.ts'
import type { Spool } from './spool.ts'

/** A side as it goes from thread to thread: samples by their summary and the place of their values. */
export type SentSide = Omit<Side, 'numbers'> & {
  readonly numbers: readonly (readonly [string, SampleSummary, StoredBlocks])[]
}

export type DriftTask = {
  readonly path: string
  readonly asked: readonly DriftColumn[]
  readonly settings: DriftSettings
  readonly folder: string
}

type Part = { readonly compared: readonly Compared[]; readonly from: number; readonly to: number }

export type DriftOrder = {
  readonly part: Part
  readonly reference: SentSide
  readonly prediction: string | undefined
  readonly label: string | undefined
}

export type DriftAnswer =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'read'; readonly result: Omit<ReadSide, 'side'> & { side: SentSide }; readonly source: Source }
  | { readonly kind: 'measured'; readonly columns: readonly ColumnDrift[] }
  | { readonly kind: 'refused' }

/**
 * A second thread that reads the current file while the first one reads the reference, and then measures half of the columns.
 * It does not know what the reference holds, so it reads the file as it would a reference; where that differs from what is
 * wanted, or anything goes wrong, its work is dropped and done again on the first thread. So it never changes an answer.
 */
export class DriftThread {
  /** With smaller files a thread costs more than it saves. */
  static leastBytes = 32 << 20
  isUseful = false
  private readonly worker: Worker
  private readonly question: DriftQuestion
  private readonly spool: Spool
  private readonly failed: Promise<undefined>
  private readonly reading: Promise<Extract<DriftAnswer, { kind: 'read' }> | undefined>
  private onShare: (share: number) => void = () => undefined

  private constructor(question: DriftQuestion, task: DriftTask, spool: Spool) {
    this.question = question
    this.spool = spool
    this.worker = new Worker(new URL('./drift-worker.ts', import.meta.url), { workerData: task })
    this.failed = new Promise((resolve) => {
      this.worker.on('error', () => resolve(undefined))
      this.worker.on('exit', () => resolve(undefined))
      this.worker.on('message', (answer: DriftAnswer) => {
        if (answer.kind === 'refused') resolve(undefined)
        if (answer.kind === 'progress') this.onShare(answer.share)
      })
    })
    this.reading = this.answer('read')
  }

  /** A thread, where both files are so large that it pays and the machine has two processors. */
  static async start(
    question: DriftQuestion,
    asked: readonly DriftColumn[],
    spool: Spool,
    settings: DriftSettings,
  ): Promise<DriftThread | undefined> {
    if (settings.samples.together || availableParallelism() < 2) return undefined
    for (const path of [question.reference, question.current]) {
      const found = await stat(path).catch(() => undefined)
      if (found === undefined || !found.isFile() || found.size < DriftThread.leastBytes) return undefined
    }
    question.signal?.throwIfAborted()
    return new DriftThread(question, { path: question.current, asked, settings, folder: spool.place() }, spool)
  }

  /** What the thread read, or undefined where it did not read the same columns in the same way as the reference was. */
  async read(
    compared: readonly Compared[],
    { onProgress }: ScanOptions,
  ): Promise<{ result: ReadSide; source: Source } | undefined> {
    this.onShare = (share) => onProgress?.({ phase: 'read', share })
    const found = await this.unlessAborted(this.reading)
    this.onShare = () => undefined
    if (found === undefined) return undefined
    const { columns, compared: own, side } = found.result
    const both = compared.filter(({ name }) => columns.some((column) => column.name === name))
    if (both.some(({ name, kind }) => !own.some((other) => other.name === name && other.kind === kind)))
      return undefined
    this.isUseful = both.length > 1
    return { result: { side: receivedSide(side, this.spool), compared: both, columns }, source: found.source }
  }

  /** Measures some of the columns, see measureColumns; undefined where that failed. */
  async measure(part: Part, reference: Side): Promise<readonly ColumnDrift[] | undefined> {
    const { prediction, label } = this.question
    const wanted = new Set(part.compared.slice(part.from, part.to).map(({ name }) => name))
    const order: DriftOrder = { part, reference: sentSide(reference, wanted), prediction, label }
    const measured = this.answer('measured')
    this.worker.postMessage(order, [])
    return (await this.unlessAborted(measured))?.columns
  }

  async stop(): Promise<void> {
    await this.worker.terminate()
  }

  private answer<Kind extends DriftAnswer['kind']>(
    kind: Kind,
  ): Promise<Extract<DriftAnswer, { kind: Kind }> | undefined> {
    const told = new Promise<Extract<DriftAnswer, { kind: Kind }>>((resolve) => {
      const listen = (answer: DriftAnswer): void => {
        if (answer.kind !== kind) return
        this.worker.off('message', listen)
        resolve(answer as Extract<DriftAnswer, { kind: Kind }>)
      }
      this.worker.on('message', listen)
    })
    return Promise.race([told, this.failed])
  }

  private async unlessAborted<Value>(work: Promise<Value>): Promise<Value> {
    const { signal } = this.question
    if (signal === undefined) return work
    signal.throwIfAborted()
    let stop = (): void => undefined
    const aborted = new Promise<never>((_, reject) => {
      stop = () => reject(signal.reason as Error)
      signal.addEventListener('abort', stop, { once: true })
    })
    try {
      return await Promise.race([work, aborted])
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }
}

/** A side, or some of its columns, for another thread. */
export function sentSide(side: Side, wanted?: ReadonlySet<string>): SentSide {
  const some = <Value>(of: ReadonlyMap<string, Value>): Map<string, Value> =>
    new Map([...of].filter(([key]) => wanted?.has(key.split('\u0000')[0] ?? '') ?? true))
  return {
    rows: side.rows,
    sample: side.sample,
    tallies: some(side.tallies),
    texts: some(side.texts),
    vectors: some(side.vectors),
    numbers: [...some(side.numbers)].map(
      ([name, { blocks: _b, sorted: _s, moments: _m, tally: _t, stored, ...summary }]) => [name, summary, stored()],
    ),
  }
}

/** A side from another thread, whose values are read from where they are. */
export function receivedSide({ numbers, ...rest }: SentSide, spool: Spool): Side {
  return {
    ...rest,
    numbers: new Map(numbers.map(([name, summary, stored]) => [name, sampleOf(summary, spool.columnOf(stored))])),
  }
}
