import { readEvidently } from '../imports/evidently.ts'
import { readJUnit } from '../imports/junit.ts'
import { readBytes } from '../scan/read-bytes.ts'
import { ScanError } from '../scan/scan-error.ts'
import type { Analysis } from './analysis.ts'
import { pathOf } from './analysis.ts'
import { evidentlyParts } from './evidently-parts.ts'
import { testParts } from './test-parts.ts'

export type ImportOptions = {
  readonly format: 'evidently' | 'junit'
  readonly tool?: string | undefined
  readonly toolVersion?: string | undefined
}

const MOST_BYTES = 64 * 1024 * 1024

/** The report of another program: its numbers and tests are taken over, and nothing is computed. */
export const importAnalysis: Analysis<ImportOptions> = {
  name: 'import',
  title: 'Report of another program',
  files: ['file'],
  run: async ({ files, options: { format, tool, toolVersion }, signal, onProgress }) => {
    const { name, bytes, digest } = await readBytes(pathOf(files, 'file'), MOST_BYTES, 'a report to import')
    signal?.throwIfAborted()
    onProgress?.({ phase: 'read', share: 1 })
    const text = textOf(bytes)
    const sources = [{ role: 'file', name, digest, bytes: bytes.length }]
    if (format === 'junit') {
      const tests = readJUnit(text)
      return {
        ...testParts(tests),
        title: 'Tests of another program',
        sources,
        result: { tests },
        tool: { name: tool ?? 'JUnit XML', version: toolVersion ?? 'unknown' },
      }
    }
    const result = readEvidently(text)
    return {
      ...evidentlyParts(result),
      title: 'Report of Evidently',
      sources,
      result,
      tool: { name: tool ?? 'Evidently', version: toolVersion ?? result.version ?? 'unknown' },
    }
  },
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ScanError('encoding_invalid', 'the text is not UTF-8', 'save the report as UTF-8')
  }
}
