import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ScanError } from '../scan/scan-error.ts'
import { driftOfFiles } from './drift-file.ts'
import type { DriftQuestion } from './drift-report.ts'
import { DriftThread } from './drift-thread.ts'

// Large files are compared on two threads; a pattern that only one file fits is compared on one.

let folder: string
beforeAll(async () => {
  DriftThread.leastBytes = 1 << 20
  folder = await mkdtemp(join(tmpdir(), 'drift-thread-test-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const ROWS = 200_000

async function write(name: string, header: string, line: (row: number) => string, rows = ROWS): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, `${header}\n${Array.from({ length: rows }, (_, row) => line(row)).join('\n')}\n`)
  return path
}

const onOneThread = (path: string): string => path.replace(/(.)\.csv$/, '[$1].csv')
const noise = (row: number, salt: number): number => (Math.imul(row + salt, 2654435761) >>> 0) / 2 ** 32
const line = (salt: number, shift: number) => (row: number) =>
  `${(noise(row, salt) + shift).toFixed(6)},${row % 7 === 0 ? '' : Math.floor(100 * noise(row, salt + 1))},${'xyz'[row % 3]}w,${noise(row, salt + 2)}`

/** The report without what differs by the way it was made: the names of the sources, and the last digits of sums. */
async function told(question: DriftQuestion): Promise<unknown> {
  try {
    const report = await driftOfFiles(question)
    const rows = [report.reference.rows, report.current.rows]
    const plain = { ...report, reference: null, current: null, finding: null, findings: null, rows }
    const rounded = (one: unknown): unknown =>
      typeof one === 'number' && !Number.isInteger(one) ? Number(one.toPrecision(9)) : one
    return JSON.parse(JSON.stringify(plain, (_, one: unknown) => rounded(one)))
  } catch (error) {
    if (!(error instanceof ScanError)) throw error
    const { code, message, hint, role } = error
    return { code, message, hint, role }
  }
}

async function sameOnBoth(reference: string, current: string, more: Partial<DriftQuestion> = {}): Promise<unknown> {
  const both = await told({ reference, current, ...more })
  const one = await told({ reference: onOneThread(reference), current: onOneThread(current), ...more })
  expect(both).toEqual(one)
  return both
}

describe('two threads say what one says', () => {
  let reference: string
  beforeAll(async () => {
    reference = await write('reference.csv', 'a,b,c,d', line(1, 0))
  })

  test.each(['recommended', 'evidently', 'nannyml'] as const)('in the mode %s', async (mode) => {
    const current = await write('current.csv', 'a,b,c,d', line(9, 0.2))
    const said = await sameOnBoth(reference, current, { mode, prediction: 'd', label: 'b' })
    expect(said).toMatchObject({
      rows: [ROWS, ROWS],
      columns: [{ name: 'a', verdict: 'drift' }, {}, {}, { role: 'prediction' }],
    })
  })

  test('of columns in another order, more of them and fewer', async () => {
    const current = await write(
      'other.csv',
      'd,e,b,a',
      (row) => `${noise(row, 5)},${row}.25,${row % 50},${noise(row, 6)}`,
    )
    expect(await sameOnBoth(reference, current)).toMatchObject({ onlyReference: ['c'], onlyCurrent: ['e'] })
  })

  test('of columns that are named', async () => {
    const current = await write('named.csv', 'a,b,c,d', line(3, 0))
    await sameOnBoth(reference, current, { columns: [{ name: 'b', kind: 'categorical' }, 'd'] })
  })

  test('of a column that is something else in the current file', async () => {
    const current = await write(
      'words.csv',
      'a,b,c,d',
      (row) => `${noise(row, 5)},word ${row % 5},${row % 9},0.123456789`,
    )
    expect(await sameOnBoth(reference, current)).toMatchObject({ code: 'column_type', role: 'current' })
  })

  test('of no column in common, and of a column that is missing', async () => {
    const current = await write('none.csv', 'p,q', (row) => `${noise(row, 5)},${noise(row, 6)}`)
    expect(await sameOnBoth(reference, current)).toMatchObject({ code: 'column_missing' })
    expect(await sameOnBoth(reference, current, { columns: ['a'] })).toMatchObject({
      code: 'column_missing',
      role: 'current',
    })
  })

  test('of a file that is broken far down', async () => {
    const current = await write('ragged.csv', 'a,b,c,d', (row) => (row === 150_000 ? '1,2' : line(4, 0)(row)))
    expect(await sameOnBoth(reference, current)).toMatchObject({ code: 'csv_broken', role: 'current' })
    expect(await sameOnBoth(current, reference)).toMatchObject({ code: 'csv_broken', role: 'reference' })
  })

  test('which is stopped by a signal, and leaves no folder behind', async () => {
    const current = await write('stopped.csv', 'a,b,c,d', line(9, 0.2))
    const before = process.env['TMPDIR']
    process.env['TMPDIR'] = await mkdtemp(join(folder, 'temporary-'))
    for (const phase of ['read', 'measure']) {
      const stop = new AbortController()
      const question: DriftQuestion = {
        reference,
        current,
        signal: stop.signal,
        onProgress: (progress) => (progress.phase === phase ? stop.abort(new Error(`enough of ${phase}`)) : undefined),
      }
      await expect(driftOfFiles(question)).rejects.toThrow(`enough of ${phase}`)
    }
    expect(await readdir(tmpdir())).toEqual([])
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  })

  test('whose progress goes on, never back', async () => {
    const current = await write('progress.csv', 'a,b,c,d', line(9, 0.2))
    const shares: number[] = []
    const onProgress: DriftQuestion['onProgress'] = ({ phase, share }) =>
      phase === 'read' ? shares.push(share) : undefined
    await driftOfFiles({ reference, current, onProgress })
    expect(shares.length).toBeGreaterThan(4)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
  })
})
