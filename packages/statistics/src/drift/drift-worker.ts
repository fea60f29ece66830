// Reads the current file of a drift report on a thread of its own, and measures some of its columns; see DriftThread.
import { parentPort, workerData } from 'node:worker_threads'
import type { Progress } from '../scan/source.ts'
import { receivedSide, sentSide } from './drift-thread.ts'
import type { DriftAnswer, DriftOrder, DriftTask } from './drift-thread.ts'
import { measureColumns } from './measure-columns.ts'
import { readReference } from './read-files.ts'
import { Spool } from './spool.ts'

const { path, asked, settings, folder } = workerData as DriftTask
const answer = (message: DriftAnswer): void => parentPort?.postMessage(message, [])
const spool = new Spool(folder)
try {
  const onProgress = ({ phase, share }: Progress): void => {
    // A reference is half of a report.
    if (phase === 'read') answer({ kind: 'progress', share: Math.min(1, 2 * share) })
  }
  const question = { reference: path, current: path, onProgress }
  const { result, source } = await readReference(question, asked, spool, settings)
  answer({ kind: 'read', result: { ...result, side: sentSide(result.side) }, source })
  parentPort?.on('message', ({ part, reference, ...roles }: DriftOrder) => {
    const sides = { reference: receivedSide(reference, spool), current: result.side }
    measureColumns(part, sides, asked, roles, settings)
      .then((columns) => answer({ kind: 'measured', columns }))
      .catch(() => answer({ kind: 'refused' }))
  })
} catch {
  // The first thread does it again, and says what is wrong.
  answer({ kind: 'refused' })
}
