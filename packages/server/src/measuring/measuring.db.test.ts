import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MeasuringProgress } from './measuring.ts'
import { MeasurementEnded, measuring } from './measuring.ts'

let folder: string
let small: string
let large: string
const program = { name: 'test', version: '1' }
const asks = (path: string, more: object = {}) => ({
  measurement: {
    analysis: 'profile',
    files: { file: path },
    options: { column: [] },
    program,
    ...more,
  },
  signal: new AbortController().signal,
})
const because = (error: unknown): unknown => (error instanceof MeasurementEnded ? error.because : error)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-measuring-'))
  small = join(folder, 'small.csv')
  writeFileSync(small, `a,b\n${Array.from({ length: 50 }, (_, i) => `${i},${i % 3}`).join('\n')}\n`)
  large = join(folder, 'large.csv')
  const lines = Array.from({ length: 400_000 }, (_, i) => `${i},${(i * 7919) % 100_003},text ${i}`)
  writeFileSync(large, `a,b,c\n${lines.join('\n')}\n`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const bounds = { atOnce: 1, waiting: 2, minutes: 5, memoryMb: 4_096 }

test('a measurement is made in another process, while this one goes on, and the process is used again', async () => {
  const apart = measuring(bounds)
  let turns = 0
  const timer = setInterval(() => (turns += 1), 5)
  const told: MeasuringProgress[] = []
  const report = await apart.measure({ ...asks(large), onProgress: (progress) => told.push(progress) })
  clearInterval(timer)
  expect(report.facts).toMatchObject({ rows: 400_000, columns: 3 })
  expect(turns).toBeGreaterThan(5)
  expect(told.length).toBeGreaterThan(0)
  expect((await apart.measure(asks(small))).facts).toMatchObject({ rows: 50 })
  await apart.stop()
})

test('what is wrong with a file is told as it is, and the next measurement goes on', async () => {
  const apart = measuring(bounds)
  const wrong = asks(small, { options: { column: ['aa'] } })
  expect(because(await apart.measure(wrong).catch((error: unknown) => error))).toEqual({
    why: 'scan-error',
    code: 'column_missing',
    message: 'the file has no column "aa"',
    hint: 'did you mean "a"?',
  })
  expect((await apart.measure(asks(small))).facts).toMatchObject({ rows: 50 })
  await apart.stop()
})

test('a measurement ends when its caller goes away, when its time is up, and when it needs too much memory', async () => {
  const apart = measuring(bounds)
  const gone = new AbortController()
  const left = apart.measure({ ...asks(large), signal: gone.signal }).catch(because)
  setTimeout(() => gone.abort(), 150)
  expect(await left).toEqual({ why: 'stopped' })
  await apart.stop()
  const hasty = measuring({ ...bounds, minutes: 0.001 })
  expect(await hasty.measure(asks(large)).catch(because)).toEqual({ why: 'too-long', minutes: 0.001 })
  await hasty.stop()
  const narrow = measuring({ ...bounds, memoryMb: 64 })
  expect(await narrow.measure(asks(large)).catch(because)).toEqual({ why: 'too-large', memoryMb: 64 })
  await narrow.stop()
})

test('a reader that crashes is told as that, and the next measurement goes on', async () => {
  const children = `/proc/${process.pid}/task/${process.pid}/children`
  if (!existsSync(children)) return
  const before = new Set(readFileSync(children, 'utf8').split(' '))
  const apart = measuring(bounds)
  const crashed = apart.measure(asks(large)).catch(because)
  await new Promise((resolve) => setTimeout(resolve, 100))
  const reader = readFileSync(children, 'utf8')
    .split(' ')
    .find((pid) => pid !== '' && !before.has(pid))
  process.kill(Number(reader), 'SIGSEGV')
  expect(await crashed).toEqual({ why: 'crashed', signal: 'SIGSEGV' })
  expect((await apart.measure(asks(small))).facts).toMatchObject({ rows: 50 })
  await apart.stop()
})

test('stopping ends what runs and what waits, and nobody is taken after it', async () => {
  const apart = measuring(bounds)
  const both = [apart.measure(asks(large)).catch(because), apart.measure(asks(large)).catch(because)]
  await new Promise((resolve) => setTimeout(resolve, 100))
  await apart.stop()
  expect(await Promise.all(both)).toEqual([{ why: 'stopped' }, { why: 'stopped' }])
  expect(await apart.measure(asks(small)).catch(because)).toEqual({ why: 'stopped' })
})

test('too many at once are refused', async () => {
  const apart = measuring({ ...bounds, waiting: 1 })
  const [first, second] = [apart.measure(asks(small)), apart.measure(asks(small))]
  expect(await apart.measure(asks(small)).catch(because)).toEqual({ why: 'busy', waiting: 1 })
  await Promise.all([first, second])
  await apart.stop()
})
