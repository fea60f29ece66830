/** A terminal sends its signal to the program and to who started it, who passes it on: what comes so soon is the same. */
const SAME_MS = 1_000

/**
 * Does something that can be stopped by Ctrl+C (or SIGTERM) in order, so that no temporary file stays behind; the program
 * then ends by that signal. Asked again a second later, it ends at once.
 */
export async function stoppable<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stop = new AbortController()
  let first: { readonly signal: NodeJS.Signals; readonly at: number } | undefined
  const end = (signal: NodeJS.Signals): void => {
    for (const one of SIGNALS) process.off(one, hear)
    process.kill(process.pid, signal)
  }
  const hear = (signal: NodeJS.Signals): void => {
    if (first !== undefined && Date.now() - first.at > SAME_MS) return end(signal)
    first ??= { signal, at: Date.now() }
    stop.abort()
  }
  for (const one of SIGNALS) process.on(one, hear)
  try {
    return await work(stop.signal)
  } catch (error) {
    if (first === undefined) throw error
    end(first.signal)
    // The signal is on its way; nothing else shall be said.
    return await new Promise<never>(() => undefined)
  } finally {
    for (const one of SIGNALS) process.off(one, hear)
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const
