import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scanFile } from '../scan/scan-file.ts'
import { scanPlain } from '../scan/scan-plain.ts'
import { columnKinds } from './column-kinds.ts'
import { driftOfFiles } from './drift-file.ts'
import type { DriftQuestion } from './drift-report.ts'
import { readPlainSide } from './read-plain.ts'
import { Spool } from './spool.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plain-drift-test-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** A pattern that only one file fits is read by the engine. */
const byEngine = (path: string): string => path.replace(/(.)\.csv$/, '[$1].csv')

const pools = [
  ['1', '2.5', '-3', '1e3', '0.30000000000000004', '12345678901', ''],
  ['1', '2', 'NA', 'nan', 'NULL', ''],
  ['red', 'green', 'blue', ''],
  ['n', 'i', 'e', 't', 'f', 'Nothing', 'item 3', 'e5', 'x'],
  ['true', 'false', 'TRUE', ''],
  ['2026-01-01', '2026-02-03 10:00:00', ''],
  ['inf', 'infinity', 'epoch', 'now', 'today', '1'],
  ['', 'NA', 'none'],
  ['a', '2026-01-01', '1'],
  ['1', '2', 'x'],
  ['N\u0130L', 'n\u0131l', 'K', 'zz', 'Ünder'],
  ['12:00', '12:30:01', '1.5.2026', '5/6/2020', '20260101', '1-2'],
]

const column = fc
  .constantFrom(...pools)
  .chain((pool) => fc.subarray(pool, { minLength: 1 }))
  .map((pool) => (pool.length === 0 ? [''] : pool))

const table = fc.tuple(column, column, fc.integer({ min: 1, max: 130 }), fc.integer()).map(([a, b, rows, seed]) => {
  const pick = (pool: readonly string[], at: number): string =>
    pool[Math.abs(Math.imul(at + 7, 2654435761) ^ seed) % pool.length]!
  return `a,b\n${Array.from({ length: rows }, (_, at) => `${pick(a, at)},${pick(b, 3 * at)}`).join('\n')}\n`
})

const words = fc.array(fc.stringMatching(/^[a-z ]{9,14}$/), { minLength: 40, maxLength: 130 })
const texts = words.map((rows) => `a,b\n${rows.map((row, at) => `${row},${at % 60}`).join('\n')}\n`)

test('a column that is read plainly has the kind that the engine finds', async () => {
  const path = join(folder, 'kinds.csv')
  let accepted = 0
  await fc.assert(
    fc.asyncProperty(fc.oneof({ weight: 4, arbitrary: table }, texts), async (content) => {
      await writeFile(path, content)
      const spool = new Spool()
      try {
        const found = await scanPlain(path, {}, async (csv) => {
          const { compared, rows } = await readPlainSide(csv, [{ name: 'a' }, { name: 'b' }], spool)
          return { result: compared, rows }
        })
        if (found === undefined) return
        accepted += 1
        const { result: kinds } = await scanFile(byEngine(path), {}, async (scan) => {
          return { result: await columnKinds(scan, scan.columns), rows: 0 }
        })
        for (const { name, kind } of found.result) expect([name, kind]).toEqual([name, kinds.get(name)])
      } finally {
        spool.close()
      }
    }),
    { numRuns: 150 },
  )
  expect(accepted).toBeGreaterThan(20)
})

const told = async (question: DriftQuestion): Promise<unknown> => {
  try {
    const report = await driftOfFiles(question)
    const rows = [report.reference.rows, report.current.rows]
    return rounded({ ...report, reference: null, current: null, finding: null, findings: report.findings.length, rows })
  } catch (error) {
    const { code, message, hint, role } = error as Error & { code?: string; hint?: string; role?: string }
    if (code === undefined) throw error
    return { code, message, hint, role }
  }
}

/** Sums depend on the order of the rows in their last digits, which the engine does not keep. */
const rounded = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, one: unknown) =>
      typeof one === 'number' && !Number.isInteger(one) ? Number(one.toPrecision(9)) : one,
    ),
  )

test('a report of plain files says what that of the engine says, errors included', async () => {
  const [reference, current] = [join(folder, 'reference.csv'), join(folder, 'current.csv')]
  const asked = fc.constantFrom<DriftQuestion['columns'][]>(
    undefined,
    [{ name: 'a', kind: 'categorical' }],
    [{ name: 'b', kind: 'numeric' }],
    ['b'],
    ['c'],
  )
  await fc.assert(
    fc.asyncProperty(
      table,
      table,
      asked,
      fc.constantFrom('evidently', 'recommended', 'nannyml'),
      async (one, other, columns, mode) => {
        await writeFile(reference, one)
        await writeFile(current, other)
        const question = { mode, ...(columns === undefined ? {} : { columns }) }
        const plain = await told({ reference, current, ...question })
        expect(plain).toEqual(await told({ reference: byEngine(reference), current: byEngine(current), ...question }))
      },
    ),
    { numRuns: 120 },
  )
})

test('numbers that end after the first rows are an error with the row, as by the engine', async () => {
  const [reference, current] = [join(folder, 'late.csv'), join(folder, 'early.csv')]
  const lines = Array.from({ length: 30_000 }, (_, row) => `${row},${row % 9}`)
  lines[25_000] = 'oops,1'
  await writeFile(reference, `a,b\n${lines.join('\n')}\n`)
  await writeFile(current, 'a,b\n1,2\n')
  const plain = await told({ reference, current })
  expect(plain).toMatchObject({ code: 'column_type', role: 'reference', message: expect.stringContaining('row 25001') })
  expect(plain).toEqual(await told({ reference: byEngine(reference), current }))
})

test('a column that begins only after the first rows is left to the engine', async () => {
  const path = join(folder, 'begins-late.csv')
  const lines = Array.from({ length: 22_000 }, (_, row) => `${row < 21_000 ? '' : row},${row % 9}`)
  await writeFile(path, `a,b\n${lines.join('\n')}\n`)
  const plain = (await told({ reference: path, current: path })) as { columns: { kind: string }[] }
  expect(plain).toEqual(await told({ reference: byEngine(path), current: byEngine(path) }))
})
