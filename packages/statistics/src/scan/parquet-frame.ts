import { open } from 'node:fs/promises'
import { ScanError } from './scan-error.ts'

/** Parquet begins and ends with its magic bytes; a copy that stopped early lacks the end. */
export async function checkParquetFrame(path: string, bytes: number): Promise<void> {
  const file = await open(path)
  try {
    const frame = Buffer.alloc(8)
    await file.read(frame, 0, 4, 0)
    await file.read(frame, 4, 4, Math.max(0, bytes - 4))
    const text = frame.toString('latin1')
    if (text === 'PAR1PAR1' && bytes >= 12) return
    if (text.endsWith('PARE')) {
      throw new ScanError('file_unreadable', 'the Parquet file is encrypted', 'write it without encryption')
    }
    const what = text.startsWith('PAR1')
      ? 'the Parquet file is cut off: its end is missing'
      : 'this is not a Parquet file'
    throw new ScanError('parquet_broken', what, 'write or copy it again')
  } finally {
    await file.close()
  }
}
