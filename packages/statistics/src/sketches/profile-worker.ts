// Profiles one file on a thread of its own; see profileFiles.
import { parentPort, workerData } from 'node:worker_threads'
import { ScanError } from '../scan/scan-error.ts'
import { profileBytes } from './profile-bytes.ts'
import { profileFile } from './profile-file.ts'
import type { ProfileAnswer, ProfileTask } from './profile-files.ts'

const task = workerData as ProfileTask
const answer = (message: ProfileAnswer): void => parentPort?.postMessage(message, [])
try {
  const { source, columns } = await profileFile(task.path, {
    columns: task.columns,
    onProgress: ({ phase, share }) => (phase === 'measure' ? answer({ kind: 'progress', share }) : undefined),
  })
  answer({ kind: 'done', source, profiles: profileBytes(columns) })
} catch (error) {
  if (error instanceof ScanError) {
    answer({ kind: 'refused', code: error.code, message: error.message, hint: error.hint })
  } else answer({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
}
