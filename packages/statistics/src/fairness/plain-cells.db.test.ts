import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { measureFileAgreement } from '../agreement/agreement-file.ts'
import type { AgreementQuestion } from '../agreement/agreement.ts'
import { measureFileFairness } from './fairness-file.ts'
import type { FairnessQuestion } from './fairness.ts'

// Fairness and agreement count a plain CSV file themselves; a pattern that only this file fits is read by the engine.

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plain-cells-test-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const byEngine = (path: string): string => path.replace(/(.)\.csv$/, '[$1].csv')

async function told<Question>(
  measure: (question: Question) => Promise<{ source: { rows: number } }>,
  question: Question,
): Promise<object> {
  try {
    const { source, ...rest } = await measure(question)
    return { ...rest, rows: source.rows }
  } catch (error) {
    const { code, message, hint } = error as Error & { code?: string; hint?: string }
    if (code === undefined) throw error
    return { code, message, hint }
  }
}

const cell = fc.constantFrom('1', '1', '1', '0', '0', '0', 'a', 'B', 'ä', '1.0', '', ' ')
const rowsOf = (width: number): fc.Arbitrary<string[][]> =>
  fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 60 })
const full = fc.array(
  fc.tuple(fc.constantFrom('1', '0'), fc.constantFrom('1', '0'), cell, cell).map((row) => [...row]),
  { minLength: 1, maxLength: 60 },
)

test('fairness of a plain file is that of the engine, errors included', async () => {
  const path = join(folder, 'decisions.csv')
  const question = fc.constantFrom<Partial<FairnessQuestion>>(
    {},
    { positive: '1' },
    { attributes: ['a', 'b'] },
    { control: ['b'] },
    { attributes: ['b', 'a'], positive: 'B' },
    { attributes: ['y'] },
    { attributes: ['none'] },
  )
  let measured = 0
  await fc.assert(
    fc.asyncProperty(fc.oneof(full, rowsOf(4)), question, async (rows, more) => {
      await writeFile(path, `y,p,a,b\n${rows.map((row) => row.join(',')).join('\n')}\n`)
      const asked = { path, label: 'y', prediction: 'p', attributes: ['a'], draws: 100, seed: 1, ...more }
      const plain = await told(measureFileFairness, asked)
      expect(plain).toEqual(await told(measureFileFairness, { ...asked, path: byEngine(path) }))
      if (Object.hasOwn(plain, 'rows')) measured += 1
    }),
    { numRuns: 60 },
  )
  expect(measured).toBeGreaterThan(8)
})

const label = fc.oneof({ weight: 5, arbitrary: fc.constantFrom('1', '2', '3', '2.0') }, fc.constantFrom('', 'x', 'nan'))
const who = fc.oneof({ weight: 30, arbitrary: fc.constantFrom('r1', 'r2', 'ü') }, fc.constant(''))

test('agreement in a plain file is that of the engine, errors included', async () => {
  const path = join(folder, 'labels.csv')
  const rows = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 12 }), who, label), {
    minLength: 1,
    maxLength: 30,
    selector: ([item, rater]) => `${item} ${rater}`,
  })
  const repeated = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), who, label), { minLength: 1, maxLength: 12 })
  const question = fc.constantFrom<Partial<AgreementQuestion>>(
    {},
    { level: 'ordinal' },
    { level: 'interval' },
    { order: ['1', '2', '3'] },
    { rater: 'item' },
    { item: 'none' },
  )
  let measured = 0
  await fc.assert(
    fc.asyncProperty(fc.oneof(rows, repeated), question, async (labels, more) => {
      await writeFile(path, `item,rater,label\n${labels.map((row) => row.join(',')).join('\n')}\n`)
      const asked = { path, item: 'item', rater: 'rater', label: 'label', draws: 100, seed: 1, ...more }
      const plain = await told(measureFileAgreement, asked)
      expect(plain).toEqual(await told(measureFileAgreement, { ...asked, path: byEngine(path) }))
      if (Object.hasOwn(plain, 'rows')) measured += 1
    }),
    { numRuns: 60 },
  )
  expect(measured).toBeGreaterThan(8)
})
