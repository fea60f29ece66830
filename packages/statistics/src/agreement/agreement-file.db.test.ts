import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AgreementQuestion, FileAgreement } from './agreement.ts'
import { measureFileAgreement } from './agreement-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'agreement-test-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function measure(text: string, more: Partial<AgreementQuestion> = {}): Promise<FileAgreement> {
  const path = join(folder, 'labels.csv')
  await writeFile(path, text)
  return measureFileAgreement({ path, item: 'item', rater: 'rater', label: 'label', draws: 100, ...more })
}
const fixture = (name: string): Promise<string> =>
  readFile(new URL(`../../../../fixtures/statistics/agreement/${name}`, import.meta.url), 'utf8')
const alphaOf = ({ coefficients }: FileAgreement): number | null => coefficients[0]!.value

describe('a file of labels', () => {
  test('gives the alpha of its rows, in any order to the last bit', async () => {
    const text = await fixture('krippendorff-2011.csv')
    const first = await measure(text, { level: 'ordinal' })
    expect(alphaOf(first)).toBeCloseTo(0.8153875037548814, 12)
    const [header = '', ...lines] = text.trim().split('\n')
    const second = await measure([header, ...lines.toReversed()].join('\n'), { level: 'ordinal' })
    expect({ ...second, source: undefined }).toEqual({ ...first, source: undefined })
  })

  test('with more rows than fit into a chunk keeps items, raters and labels apart', async () => {
    const rows = Array.from({ length: 9000 }, (_, row) => `u${row >> 1},r${row % 2},${(row >> 1) % 3}`)
    const answer = await measure(`item,rater,label\n${rows.join('\n')}\n`)
    expect(answer).toMatchObject({ items: 4500, raters: 2, categories: 3, labels: 9000, pairableItems: 4500 })
    expect(alphaOf(answer)).toBe(1)
  })

  test('leaves empty labels out, reads gold labels and lead times', async () => {
    const text = 'item,rater,label,truth,seconds\nu,a,x,x,10\nu,b,y,x,20\nv,a,,,\nv,b,y,,30\nw,a,y,,\nw,b,y,,40\n'
    const answer = await measure(text, { gold: 'truth', leadTime: 'seconds', rates: { a: 36, b: 72 } })
    expect(answer).toMatchObject({ items: 3, labels: 5, categories: 2 })
    expect(answer.gold?.map(({ rater, labels, right }) => [rater, labels, right])).toEqual([
      ['a', 1, 1],
      ['b', 1, 0],
    ])
    expect(answer.cost).toMatchObject({ untimed: 1, labels: 5 })
    expect(answer.cost?.cost).toBeCloseTo((20 / 3600) * 36 + (90 / 3600) * 72, 12)
  })

  test('orders words as it is told', async () => {
    const rows = ['u,a,low', 'u,b,high', 'v,a,medium', 'v,b,medium', 'w,a,low', 'w,b,low', 'x,a,high', 'x,b,high']
    const text = `item,rater,label\n${rows.join('\n')}\n`
    const told = await measure(text, { level: 'ordinal', order: ['low', 'medium', 'high'] })
    const untold = await measure(text, { level: 'ordinal' })
    expect(alphaOf(told)).not.toBeCloseTo(alphaOf(untold)!, 3)
    await expect(measure(text, { order: ['low'] })).rejects.toMatchObject({ code: 'option_invalid' })
  })

  test.each([
    ['no rows', 'item,rater,label\n', {}, 'file_empty'],
    ['a row without a rater', 'item,rater,label\nu,a,1\nu,,1\n', {}, 'value_missing'],
    ['a column that is not there', 'item,rater,lable\nu,a,1\n', {}, 'column_missing'],
    ['two labels of one rater for one item', 'item,rater,label\nu,a,1\nu,a,2\n', {}, 'labels_differ'],
    ['text at the interval level', 'item,rater,label\nu,a,1\nu,b,two\n', { level: 'interval' }, 'column_type'],
    ['two true labels', 'item,rater,label,g\nu,a,1,1\nu,b,1,2\n', { gold: 'g' }, 'labels_differ'],
    ['too few draws', 'item,rater,label\nu,a,1\n', { draws: 7 }, 'option_invalid'],
  ] as const)('with %s is refused', async (_, text, more, code) => {
    await expect(measure(text, more)).rejects.toMatchObject({ code })
  })

  test('stops when it is told to', async () => {
    const text = await fixture('perfect.csv')
    await expect(measure(text, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
    const stop = new AbortController()
    const onProgress: AgreementQuestion['onProgress'] = ({ phase }) => {
      if (phase === 'measure') stop.abort(new Error('enough'))
    }
    const rows = Array.from({ length: 4000 }, (_, row) => `u${row >> 1},r${row % 2},${Math.sin(row)}`)
    const long = `item,rater,label\n${rows.join('\n')}\n`
    await expect(measure(long, { level: 'interval', draws: 20_000, signal: stop.signal, onProgress })).rejects.toThrow(
      'enough',
    )
  })
})
