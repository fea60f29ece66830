import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Measurement, Progress, Report, ScanErrorCode } from '@muster/statistics'
import type { Answer, Order } from './messages.ts'

/** Why a measurement gave no report. */
export type Unmeasured =
  | { readonly why: 'scan-error'; readonly code: ScanErrorCode; readonly message: string; readonly hint: string }
  /** It would have taken more than is allowed here. */
  | { readonly why: 'too-long'; readonly minutes: number }
  | { readonly why: 'too-large'; readonly memoryMb: number }
  /** Too many wait already. */
  | { readonly why: 'busy'; readonly waiting: number }
  /** The signal was aborted, or the server stops. */
  | { readonly why: 'stopped' }

export class MeasurementEnded extends Error {
  override readonly name = 'MeasurementEnded'
  readonly because: Unmeasured
  constructor(because: Unmeasured) {
    super(because.why)
    this.because = because
  }
}

/** How far a measurement is; `waiting` for a free place first. */
export type MeasuringProgress = { readonly phase: 'waiting'; readonly ahead: number } | Progress

export interface Ask {
  readonly measurement: Measurement
  readonly signal: AbortSignal
  readonly onProgress?: ((progress: MeasuringProgress) => void) | undefined
}

/** Makes measurements beside the server, few at a time. */
export interface Measuring {
  /** Throws MeasurementEnded when there is no report. */
  measure(ask: Ask): Promise<Report>
  /** Ends what is under way and refuses what comes. */
  stop(): Promise<void>
}

export interface Bounds {
  /** Measurements at the same time. */
  readonly atOnce: number
  /** How many may wait for a place. */
  readonly waiting: number
  readonly minutes: number
  /** Of one measurement. */
  readonly memoryMb: number
}

/** Measures in processes of their own: each can be ended, whatever it is doing. */
export function measuring(bounds: Bounds): Measuring {
  const queue: { readonly start: () => void; readonly tell: (ahead: number) => void; readonly refuse: () => void }[] =
    []
  const running = new Set<ChildProcess>()
  let taken = 0
  let stopped = false

  const place = (ask: Ask): Promise<void> =>
    new Promise((resolve, reject) => {
      if (taken < bounds.atOnce) {
        taken += 1
        resolve()
        return
      }
      if (queue.length >= bounds.waiting) {
        reject(new MeasurementEnded({ why: 'busy', waiting: queue.length }))
        return
      }
      const leave = (): void => {
        const at = queue.indexOf(entry)
        if (at >= 0) queue.splice(at, 1)
        reject(new MeasurementEnded({ why: 'stopped' }))
      }
      const entry = {
        start: () => {
          ask.signal.removeEventListener('abort', leave)
          resolve()
        },
        tell: (ahead: number) => ask.onProgress?.({ phase: 'waiting', ahead }),
        refuse: leave,
      }
      ask.signal.addEventListener('abort', leave, { once: true })
      queue.push(entry)
      entry.tell(queue.length)
    })

  const free = (): void => {
    const next = queue.shift()
    if (next === undefined) taken -= 1
    else next.start()
    for (const [index, { tell }] of queue.entries()) tell(index + 1)
  }

  return {
    measure: async (ask) => {
      if (stopped || ask.signal.aborted) throw new MeasurementEnded({ why: 'stopped' })
      await place(ask)
      try {
        return await apart(ask, bounds, running)
      } finally {
        free()
      }
    },
    stop: async () => {
      stopped = true
      for (const { refuse } of [...queue]) refuse()
      await Promise.all(
        [...running].map(
          (child) =>
            new Promise((resolve) => {
              child.once('exit', resolve)
              child.kill('SIGKILL')
            }),
        ),
      )
    },
  }
}

/** One measurement in a process of its own. */
async function apart(ask: Ask, bounds: Bounds, running: Set<ChildProcess>): Promise<Report> {
  if (ask.signal.aborted) throw new MeasurementEnded({ why: 'stopped' })
  const { memoryMb, minutes } = bounds
  const child = fork(join(import.meta.dirname, 'measure-process.ts'), [], {
    // Not the environment of the server: it holds the address and the password of the database.
    env: { TMPDIR: tmpdir(), TEMP: tmpdir(), TMP: tmpdir() },
    execArgv: [`--max-old-space-size=${memoryMb}`],
    serialization: 'json',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  running.add(child)
  try {
    return await answered(child, ask, memoryMb, minutes)
  } finally {
    running.delete(child)
    child.kill('SIGKILL')
  }
}

function answered(
  child: ChildProcess,
  { measurement, signal, onProgress }: Ask,
  memoryMb: number,
  minutes: number,
): Promise<Report> {
  return new Promise((resolve, reject) => {
    let complaint = ''
    const end = (because: Unmeasured): void => reject(new MeasurementEnded(because))
    const stop = (): void => end({ why: 'stopped' })
    const timer = setTimeout(() => end({ why: 'too-long', minutes }), minutes * 60_000)
    signal.addEventListener('abort', stop, { once: true })
    const over = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
    }
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-4_000)
    })
    child.on('message', (answer: Answer) => {
      switch (answer.kind) {
        case 'progress':
          onProgress?.(answer.progress)
          return
        case 'report':
          over()
          resolve(answer.report)
          return
        case 'scan-error': {
          over()
          const { code, message, hint } = answer
          end({ why: 'scan-error', code, message, hint })
          return
        }
        case 'too-large':
          over()
          end({ why: 'too-large', memoryMb })
          return
        case 'fault':
          over()
          reject(new Error(`a measurement failed: ${answer.text}`))
          return
        default:
          answer satisfies never
      }
    })
    child.once('error', (error) => {
      over()
      reject(error)
    })
    child.once('exit', (code, killedBy) => {
      over()
      // V8 ends the process when the heap is full, the system when the machine is.
      if (/heap out of memory|Allocation failed/i.test(complaint) || killedBy === 'SIGKILL' || killedBy === 'SIGABRT')
        end({ why: 'too-large', memoryMb })
      else reject(new Error(`a measuring process ended with ${code ?? killedBy ?? 'nothing'}: ${complaint}`))
    })
    const order: Order = { measurement, memoryMb }
    child.send(order)
  })
}
