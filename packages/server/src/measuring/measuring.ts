import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { getCompileCacheDir } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Measurement, Progress, Report, ScanErrorCode } from '@muster/statistics'
import type { Answer, FileDescription, Order, Work } from './messages.ts'
import { places } from './places.ts'

/** Why a measurement gave no report. */
export type Unmeasured =
  | {
      readonly why: 'scan-error'
      readonly code: ScanErrorCode
      readonly message: string
      readonly hint: string
      /** Which of several files. */
      readonly role?: string
    }
  /** It would have taken more than is allowed here. */
  | { readonly why: 'too-long'; readonly minutes: number }
  | { readonly why: 'too-large'; readonly memoryMb: number }
  /** The program that reads files ended by a fault of its own, as a damaged file can make it. */
  | { readonly why: 'crashed'; readonly signal: string }
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

interface Asked {
  readonly signal: AbortSignal
  readonly onProgress?: ((progress: MeasuringProgress) => void) | undefined
}
export type Ask = Asked & { readonly measurement: Measurement }
type AskAnything = Asked & Work
type Done = Extract<Answer, { kind: 'report' | 'described' }>

/** Makes measurements beside the server, few at a time. */
export interface Measuring {
  /** Throws MeasurementEnded when there is no report. */
  measure(ask: Ask): Promise<Report>
  /** Says what is in a file; throws MeasurementEnded for one that cannot be measured. */
  describe(ask: Asked & { readonly describe: string }): Promise<FileDescription>
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

/** A process that has nothing to do ends after this long: starting one takes a second, keeping one takes memory. */
const IDLE_MS = 60_000

/** Measures in processes of their own: each can be ended, whatever it is doing. One that ended well is used again. */
export function measuring(bounds: Bounds): Measuring {
  const line = places(bounds.atOnce, bounds.waiting, {
    busy: (waiting) => new MeasurementEnded({ why: 'busy', waiting }),
    left: () => new MeasurementEnded({ why: 'stopped' }),
  })
  const { alive, take, keep } = processes(bounds.memoryMb)

  const done = async (ask: AskAnything): Promise<Done> => {
    const free = await line.take(ask.signal, (ahead) => ask.onProgress?.({ phase: 'waiting', ahead }))
    const child = take()
    try {
      const answer = await answered(child, ask, bounds)
      keep(child)
      return answer
    } catch (error) {
      // After an error in a file the process is as good as before.
      if (error instanceof MeasurementEnded && error.because.why === 'scan-error') keep(child)
      else child.kill('SIGKILL')
      throw error
    } finally {
      free()
    }
  }
  return {
    measure: async (ask) => {
      const answer = await done(ask)
      if (answer.kind !== 'report') throw new Error('a measurement was answered by something else')
      return answer.report
    },
    describe: async (ask) => {
      const answer = await done(ask)
      if (answer.kind !== 'described') throw new Error('a description was answered by something else')
      return answer.file
    },
    stop: async () => {
      line.close()
      await Promise.all(
        [...alive].map(
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

/** The processes that measure: those that are alive, and of these the ones that have nothing to do. */
function processes(memoryMb: number) {
  const alive = new Set<ChildProcess>()
  const idle = new Map<ChildProcess, NodeJS.Timeout>()

  const start = (): ChildProcess => {
    const child = measuringProcess(memoryMb)
    alive.add(child)
    child.once('exit', () => {
      alive.delete(child)
      clearTimeout(idle.get(child))
      idle.delete(child)
    })
    // It may fail to start; whoever waits for its answer is told then.
    child.on('error', () => undefined)
    return child
  }
  const take = (): ChildProcess => {
    const [next] = idle
    if (next === undefined) return start()
    clearTimeout(next[1])
    idle.delete(next[0])
    return next[0]
  }
  const keep = (child: ChildProcess): void => {
    if (!alive.has(child)) return
    const timer = setTimeout(() => child.kill('SIGKILL'), IDLE_MS)
    timer.unref()
    idle.set(child, timer)
  }
  return { alive, take, keep }
}

function measuringProcess(memoryMb: number): ChildProcess {
  const cache = getCompileCacheDir()
  return fork(join(import.meta.dirname, 'measure-process.ts'), [], {
    // Not the environment of the server: it holds the address and the password of the database.
    env: {
      TMPDIR: tmpdir(),
      TEMP: tmpdir(),
      TMP: tmpdir(),
      ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }),
    },
    execArgv: [`--max-old-space-size=${memoryMb}`],
    serialization: 'json',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
}

/** How the system ends a program that went wrong. */
const CRASHES: ReadonlySet<string> = new Set(['SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP', 'SIGSYS'])

/** Gives an order to a process and waits for its answer; rejects when the time is up, or when the process ends. */
function answered(child: ChildProcess, { signal, onProgress, ...work }: AskAnything, bounds: Bounds): Promise<Done> {
  const { memoryMb, minutes } = bounds
  return new Promise((resolve, reject) => {
    let complaint = ''
    const over = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      child.stderr?.off('data', hear)
      child.off('message', take).off('error', fail).off('exit', ended)
    }
    const fail = (error: Error): void => {
      over()
      reject(error)
    }
    const end = (because: Unmeasured): void => fail(new MeasurementEnded(because))
    const stop = (): void => end({ why: 'stopped' })
    const timer = setTimeout(() => end({ why: 'too-long', minutes }), minutes * 60_000)
    const hear = (text: string): void => {
      complaint = (complaint + text).slice(-4_000)
    }
    const take = (answer: Answer): void => {
      switch (answer.kind) {
        case 'progress':
          onProgress?.(answer.progress)
          return
        case 'report':
        case 'described':
          over()
          resolve(answer)
          return
        case 'scan-error':
          {
            const { kind: why, ...rest } = answer
            end({ why, ...rest })
          }
          return
        case 'too-large':
          end({ why: 'too-large', memoryMb })
          return
        case 'fault':
          fail(new Error(`a measurement failed: ${answer.text}`))
          return
        default:
          answer satisfies never
      }
    }
    const ended = (code: number | null, killedBy: NodeJS.Signals | null): void => {
      // V8 ends the process when its heap is full, the system when the machine is. Stopping the server kills it too.
      const isMemory = /heap out of memory|Allocation failed/i.test(complaint) || killedBy === 'SIGABRT'
      if (isMemory) end({ why: 'too-large', memoryMb })
      else if (killedBy === 'SIGKILL') stop()
      else if (killedBy !== null && CRASHES.has(killedBy)) end({ why: 'crashed', signal: killedBy })
      else fail(new Error(`a measuring process ended with ${code ?? killedBy ?? 'nothing'}: ${complaint}`))
    }
    signal.addEventListener('abort', stop, { once: true })
    child.stderr?.setEncoding('utf8').on('data', hear)
    child.on('message', take).once('error', fail).once('exit', ended)
    const order: Order = { ...work, memoryMb }
    child.send(order, (error) => {
      if (error !== null) fail(error)
    })
  })
}
