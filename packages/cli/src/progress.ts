import { bytesText } from './terminal.ts'

/** Something long that is under way. */
export interface Progress {
  add(bytes: number): void
  stop(): void
}

const SILENT: Progress = { add: () => {}, stop: () => {} }
/** Nothing moves for what is done in less than this. */
const PATIENCE_MS = 500

/** A bar on standard error for bytes that go by; nothing without a terminal, and nothing for what is quick. */
export async function progressOf(title: string, total: number | undefined): Promise<Progress> {
  if (!process.stderr.isTTY) return SILENT
  const { SingleBar } = await import('cli-progress')
  const started = Date.now()
  let done = 0
  let bar: InstanceType<typeof SingleBar> | undefined
  const show = (): void => {
    if (total === undefined) {
      process.stderr.write(`\r${title} ${bytesText(done)}   `)
    } else if (bar === undefined) {
      const format = `${title} {bar} {percentage}% of ${bytesText(total)}`
      bar = new SingleBar({ format, stream: process.stderr, hideCursor: true, clearOnComplete: true })
      bar.start(total, Math.min(done, total))
    } else bar.update(Math.min(done, total))
  }
  return {
    add: (bytes) => {
      done += bytes
      if (Date.now() - started > PATIENCE_MS) show()
    },
    stop: () => {
      bar?.stop()
      if (total === undefined && Date.now() - started > PATIENCE_MS) process.stderr.write('\r\u001B[K')
    },
  }
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

/** Runs something with a spinner on standard error, once it takes longer than half a second. */
export async function spinning<T>(title: string, work: () => Promise<T>): Promise<T> {
  if (!process.stderr.isTTY) return work()
  let frame = 0
  const tick = (): void => {
    process.stderr.write(`\r${FRAMES[frame % FRAMES.length] ?? ''} ${title}`)
    frame += 1
  }
  let timer: NodeJS.Timeout | undefined
  const delay = setTimeout(() => (timer = setInterval(tick, 80)), PATIENCE_MS)
  try {
    return await work()
  } finally {
    clearTimeout(delay)
    clearInterval(timer)
    if (frame > 0) process.stderr.write('\r\u001B[K')
  }
}

/** How far something is, in phases that each go from 0 to 1. */
export interface ShareProgress {
  readonly tell: (progress: unknown) => void
  stop(): void
}

const PHASES: Readonly<Record<string, string>> = {
  waiting: 'waiting for a place',
  digest: 'reading',
  read: 'counting',
  measure: 'computing',
  verify: 'reading once more',
}

/** A bar on standard error for a measurement; nothing without a terminal, and nothing for what is quick. */
export async function shareProgress(title: string): Promise<ShareProgress> {
  if (!process.stderr.isTTY) return { tell: () => {}, stop: () => {} }
  const { SingleBar } = await import('cli-progress')
  const started = Date.now()
  let bar: InstanceType<typeof SingleBar> | undefined
  return {
    tell: (progress) => {
      const { phase = '', share = 0 } = (progress ?? {}) as { phase?: string; share?: number }
      if (Date.now() - started < PATIENCE_MS) return
      if (bar === undefined) {
        const format = `${title} {bar} {percentage}% {phase}`
        bar = new SingleBar({ format, stream: process.stderr, hideCursor: true, clearOnComplete: true })
        bar.start(100, 0, { phase: '' })
      }
      bar.update(Math.round(100 * share), { phase: PHASES[phase] ?? phase })
    },
    stop: () => bar?.stop(),
  }
}
