/** A terminal sends its signal to the program and to who started it, who passes it on: what comes so soon is the same. */
const SAME_MS = 1_000

/** What was under way was stopped; the program is to end by the signal. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
  readonly signal: NodeJS.Signals

  constructor(signal: NodeJS.Signals) {
    super(`stopped by ${signal}`)
    this.signal = signal
  }
}

/**
 * Does something that can be stopped by Ctrl+C (or SIGTERM) in order, so that no temporary file stays behind; then throws
 * Interrupted. Asked again a second later, the program ends at once.
 */
export async function stoppable<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stop = new AbortController()
  let first: { readonly signal: NodeJS.Signals; readonly at: number } | undefined
  const leave = (): void => {
    for (const one of SIGNALS) process.off(one, hear)
  }
  const hear = (signal: NodeJS.Signals): void => {
    if (first !== undefined && Date.now() - first.at > SAME_MS) {
      leave()
      process.kill(process.pid, signal)
    }
    first ??= { signal, at: Date.now() }
    stop.abort()
  }
  for (const one of SIGNALS) process.on(one, hear)
  try {
    return await work(stop.signal)
  } catch (error) {
    throw first === undefined ? error : new Interrupted(first.signal)
  } finally {
    leave()
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const
