// A process of its own that measures and does nothing else: it can be stopped at any moment, and what it does to its
// memory or its event loop is no harm to the server.
import { ScanError, describeFile, measure } from '@muster/statistics'
import type { Progress } from '@muster/statistics'
import type { Answer, Order } from './messages.ts'

const HEARTBEAT_MS = 250

/** Writes an answer; resolves once it is on its way. */
function send(answer: Answer): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve()
    else process.send(answer, () => resolve())
  })
}

async function work(order: Order): Promise<void> {
  const watch = setInterval(() => {
    if (process.memoryUsage.rss() <= order.memoryMb * 1024 * 1024) return
    clearInterval(watch)
    void send({ kind: 'too-large' }).then(() => process.exit(1))
  }, HEARTBEAT_MS)
  let told = 0
  try {
    const onProgress = (progress: Progress): void => {
      const now = performance.now()
      if (now - told < HEARTBEAT_MS) return
      told = now
      void send({ kind: 'progress', progress })
    }
    if ('describe' in order) await send({ kind: 'described', file: await describeFile(order.describe, { onProgress }) })
    else await send({ kind: 'report', report: await measure(order.measurement, { onProgress }) })
  } catch (error) {
    if (error instanceof ScanError) {
      const { code, message, hint, role } = error
      await send({ kind: 'scan-error', code, message, hint, ...(role === undefined ? {} : { role }) })
    } else await send({ kind: 'fault', text: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  } finally {
    clearInterval(watch)
  }
}

process.on('message', (order: Order) => void work(order))
// Without a server there is nobody to measure for.
process.once('disconnect', () => process.exit(0))
