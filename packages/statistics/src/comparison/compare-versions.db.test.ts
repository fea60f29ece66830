import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Random } from '../evaluation/random.ts'
import { compareVersionsFile } from './compare-versions.ts'
import type { Comparison, ComparisonQuestion } from './comparison.ts'
import { verdictOf } from './verdict.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compare-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** Rows on which the first version is right with one chance, and the second with another; scores say it more softly. */
function rowsOf(count: number, firstRight: number, secondRight: number): string[] {
  const random = new Random(4, 'rows')
  return Array.from({ length: count }, (_, row) => {
    const label = random.uniform() < 0.4 ? 1 : 0
    const of = (right: number): number => (random.uniform() < right ? label : 1 - label)
    const [a, b] = [of(firstRight), of(secondRight)]
    const soft = (prediction: number): string => (0.2 + 0.6 * prediction + 0.19 * random.uniform()).toFixed(4)
    return [label, a, b, soft(a), soft(b), row % 2 === 0 ? 'n' : 's'].join(',')
  })
}

async function compare(rows: readonly string[], more: Partial<ComparisonQuestion> = {}): Promise<Comparison> {
  const path = join(folder, 'both.csv')
  await writeFile(path, `y,a,b,pa,pb,site\n${rows.join('\n')}\n`)
  const question = { path, label: 'y', first: { prediction: 'a' }, second: { prediction: 'b' }, draws: 500 }
  return compareVersionsFile({ ...question, ...more })
}
const scored = { first: { prediction: 'a', score: 'pa' }, second: { prediction: 'b', score: 'pb' } }

describe('two versions on the same rows', () => {
  test('are judged by the interval of the difference, and McNemar and DeLong agree', async () => {
    const found = await compare(rowsOf(800, 0.8, 0.9), { ...scored, slices: ['site'] })
    expect(found.verdict).toBe('better')
    expect(found.tests.map(({ test }) => test)).toEqual(['mcnemar', 'delong'])
    for (const { pValue } of found.tests) expect(pValue!).toBeLessThan(0.001)
    expect(found.findings[0]?.title).toBe('b is better than a in accuracy')
    const area = found.comparisons.find(({ name }) => name === 'roc_auc')!
    expect(area.difference.value).toBeCloseTo(area.second! - area.first!, 12)
    expect(found.measures.find(({ name }) => name === 'accuracy.difference')).toMatchObject({
      method: 'paired bootstrap-bca',
    })
    expect(JSON.parse(JSON.stringify(found))).toEqual(found)
  })

  test('that are the same are not told apart, and are not worse by a margin that so many rows can tell', async () => {
    const rows = rowsOf(300, 0.8, 0.8).map((row) => {
      const [y, a, , pa, , site] = row.split(',')
      return [y, a, a, pa, pa, site].join(',')
    })
    const same = await compare(rows, scored)
    expect(same.comparisons.filter(({ difference }) => (difference.value ?? 0) !== 0)).toEqual([])
    expect(same.verdict).toBe('unclear')
    // On 300 rows that agree everywhere, the second version can still be wrong in one of a hundred others.
    expect(same.comparisons.find(({ name }) => name === 'accuracy')).toMatchObject({
      difference: { value: 0, low: expect.closeTo(-0.0092, 4) as number, high: expect.closeTo(0.0092, 4) as number },
      method: 'bonett-price',
    })
    expect(same.comparisons.find(({ name }) => name === 'mcc')?.difference).toEqual({ value: 0, low: null, high: null })
    expect((await compare(rows, { margin: 0.001 })).verdict).toBe('unclear')
    expect((await compare(rows, { margin: 0.02 })).verdict).toBe('not-worse')
  })

  test('in turned order have the opposite difference and the opposite verdict', async () => {
    const rows = rowsOf(800, 0.8, 0.9)
    const there = await compare(rows, scored)
    const back = await compare(rows, { first: scored.second, second: scored.first })
    expect(back.verdict).toBe('worse')
    for (const { name, difference } of there.comparisons) {
      const other = back.comparisons.find((one) => one.name === name)!
      expect(other.difference.value, name).toBeCloseTo(-difference.value!, 12)
    }
  })

  test('do not depend on the order of the rows', async () => {
    const rows = rowsOf(200, 0.7, 0.8)
    const { source: before, ...first } = await compare(rows, { ...scored, slices: ['site'] })
    const { source: after, ...second } = await compare(rows.toReversed(), { ...scored, slices: ['site'] })
    expect(after.digest).not.toBe(before.digest)
    expect(second).toEqual(first)
  })

  test('may predict numbers: nearer predictions are better', async () => {
    const random = new Random(2, 'numbers')
    const rows = Array.from({ length: 400 }, () => {
      const y = 100 * random.uniform()
      return [y, y + 10 * (random.uniform() - 0.5), y + 5 * (random.uniform() - 0.5), 0, 0, 'n'].join(',')
    })
    const found = await compare(rows, { task: 'numbers' })
    expect(found.verdict).toBe('better')
    expect(found.comparisons.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['mae', 'better'],
      ['rmse', 'better'],
      ['wape', 'better'],
      ['r2', 'better'],
    ])
  })

  test('are refused with a measure that does not exist, one score column, or a margin below 0', async () => {
    const rows = rowsOf(50, 0.8, 0.8)
    await expect(compare(rows, { measure: 'acuracy' })).rejects.toMatchObject({
      code: 'option_invalid',
      hint: 'did you mean "accuracy"?',
    })
    await expect(compare(rows, { first: scored.first })).rejects.toMatchObject({ code: 'option_invalid' })
    await expect(compare(rows, { margin: -1 })).rejects.toMatchObject({ code: 'option_invalid' })
    await expect(compare([...rows, ',1,1,0.5,0.5,n'])).rejects.toMatchObject({ code: 'value_missing' })
  })
})

describe('two files that are joined by a key', () => {
  const both = rowsOf(400, 0.8, 0.9).map((row, index) => [index, ...row.split(',')])
  const split = async (
    change: { first?: (lines: string[]) => string[]; second?: (lines: string[]) => string[] } = {},
    more: Partial<ComparisonQuestion> = {},
  ): Promise<Comparison> => {
    const { first = (lines) => lines, second = (lines) => lines } = change
    const one = both.map(([id, y, a, , pa, , site]) => [id, y, a, pa, site].join(','))
    // In another order, and with the columns called alike.
    const other = both.map(([id, y, , b, , pb]) => [pb, y, b, `${id}.0`].join(',')).toReversed()
    await writeFile(join(folder, 'old.csv'), `id,y,p,score,site\n${first(one).join('\n')}\n`)
    await writeFile(join(folder, 'new.csv'), `score,y,p,id\n${second(other).join('\n')}\n`)
    const columns = { prediction: 'p', score: 'score' }
    return compareVersionsFile({
      path: join(folder, 'old.csv'),
      otherPath: join(folder, 'new.csv'),
      key: ['id'],
      label: 'y',
      first: columns,
      second: columns,
      slices: ['site'],
      draws: 500,
      ...more,
    })
  }
  const plain = (lines: string[]): string[] => lines.map((line) => line.replace(/\.0$/, ''))

  test('give the same as one file with both predictions', async () => {
    const joined = await split({ second: plain })
    const { source: _source, ...whole } = await compare(
      both.map((row) => row.slice(1).join(',')),
      { ...scored, slices: ['site'] },
    )
    expect(joined.measures).toEqual(whole.measures)
    expect(joined.tests).toEqual(whole.tests)
    expect([joined.first, joined.second, joined.rows]).toEqual(['the first version', 'the second version', 400])
    expect([joined.source.name, joined.otherSource?.name]).toEqual(['old.csv', 'new.csv'])
    expect(joined.comparisons.find(({ name }) => name === 'average_precision')).toMatchObject({
      method: 'paired bootstrap-bca',
      difference: { low: expect.any(Number), high: expect.any(Number) },
    })
    const numbers = await split(
      { second: plain },
      { task: 'numbers', first: { prediction: 'score' }, second: { prediction: 'score' } },
    )
    expect(numbers.deciding).toBe('mae')
  })

  test('are refused with counts where keys are lost, repeated, or in one file only', async () => {
    const drop = (lines: string[]): string[] => plain(lines).filter((_, index) => index !== 3 && index !== 5)
    await expect(split({ second: drop })).rejects.toMatchObject({
      code: 'keys_differ',
      role: 'file',
      message: '2 of 400 rows have a key that the other file lacks, such as "id" = "394"',
    })
    await expect(split({ first: (lines) => lines.slice(1), second: plain })).rejects.toMatchObject({
      code: 'keys_differ',
      role: 'other',
      message: '1 of 400 rows have a key that the first file lacks, such as "id" = "0"',
    })
    const twice = (lines: string[]): string[] => [...plain(lines), ...plain(lines).slice(-2)]
    await expect(split({ second: twice })).rejects.toMatchObject({
      code: 'keys_repeated',
      role: 'other',
      message: '2 keys stand in 4 rows, "id" = "0" in 2',
    })
    const lost = (lines: string[]): string[] =>
      lines.map((line, index) => (index === 6 ? line.replace(/^6,/, ',') : line))
    await expect(split({ first: lost, second: plain })).rejects.toMatchObject({
      code: 'value_missing',
      role: 'file',
      message: '1 row without a value in the key "id", the first is row 7',
    })
    // In text files 1 and 1.0 are two keys: nothing is guessed.
    await expect(split()).rejects.toMatchObject({ code: 'keys_differ', message: expect.stringContaining('400 of 400') })
  })

  test('are refused with other labels, a lost prediction, no key, or a key without a second file', async () => {
    const other = (lines: string[]): string[] =>
      plain(lines).map((line, at) => (at === 0 ? line.replace(/,[01],/, ',maybe,') : line))
    await expect(split({ second: other })).rejects.toMatchObject({
      code: 'labels_differ',
      message: '1 row of both files has another "y" in each, such as "id" = "399"',
    })
    const empty = (lines: string[]): string[] =>
      plain(lines).map((line, at) => (at === 1 ? line.replace(/^[^,]+/, '') : line))
    await expect(split({ second: empty })).rejects.toMatchObject({
      code: 'value_missing',
      role: 'other',
      message: '1 of 400 rows have no value in column "score", the first is row 2',
    })
    await expect(split({ second: plain }, { key: [] })).rejects.toMatchObject({ code: 'option_invalid' })
    await expect(split({ second: plain }, { key: ['idd'] })).rejects.toMatchObject({
      code: 'column_missing',
      role: 'file',
    })
    await expect(compare(rowsOf(50, 0.8, 0.8), { key: ['y'] })).rejects.toMatchObject({ code: 'option_invalid' })
  })
})

test('the verdict follows the ends of the interval, whichever way is up', () => {
  expect(verdictOf({ low: 0.01, high: 0.03 }, 'higher')).toBe('better')
  expect(verdictOf({ low: 0.01, high: 0.03 }, 'lower')).toBe('worse')
  expect(verdictOf({ low: -0.01, high: 0.03 }, 'higher')).toBe('unclear')
  expect(verdictOf({ low: -0.01, high: 0.03 }, 'higher', 0.02)).toBe('not-worse')
  expect(verdictOf({ low: -0.01, high: 0.03 }, 'lower', 0.02)).toBe('unclear')
  expect(verdictOf({ low: -0.03, high: -0.01 }, 'higher', 0.02)).toBe('worse')
  expect(verdictOf({ low: null, high: null }, 'higher', 1)).toBe('unclear')
})
