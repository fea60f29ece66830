import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FairnessQuestion, FileFairness } from './fairness.ts'
import { measureFileFairness } from './fairness-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairness-test-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const question = { label: 'y_true', prediction: 'y_pred', attributes: ['group'], draws: 100 }
async function measure(text: string, more: Partial<FairnessQuestion> = {}): Promise<FileFairness> {
  const path = join(folder, 'decisions.csv')
  await writeFile(path, text)
  return measureFileFairness({ path, ...question, ...more })
}
const fixture = (name: string): Promise<string> =>
  readFile(new URL(`../../../../fixtures/statistics/fairness/${name}`, import.meta.url), 'utf8')

describe('a file', () => {
  test('gives the same numbers as its rows: with weights, control features and intersections', async () => {
    const weights = JSON.parse(await fixture('weights.expected.json')) as {
      group: { metricframe: { overall: { tpr: number } } }
    }
    const weighted = await measure(await fixture('weights.csv'), { weight: 'w' })
    const tpr = weighted.groupings[0]!.overall.metrics.find(({ name }) => name === 'tpr')!
    expect(tpr.value).toBeCloseTo(weights.group.metricframe.overall.tpr, 12)
    const controlled = await measure(await fixture('control-feature.csv'), { control: ['region'] })
    expect(controlled.groupings.map(({ control }) => control)).toEqual([{}, { region: 'north' }, { region: 'south' }])
    const crossed = await measure(await fixture('three-groups.csv'), { attributes: ['group', 'sex'] })
    expect(crossed.groupings[2]?.groups.map(({ name }) => name)).toEqual(['A|x', 'A|y', 'B|x', 'B|y', 'C|x', 'C|y'])
    expect(crossed).toMatchObject({ rows: 2000, positive: '1', source: { name: 'decisions.csv', rows: 2000 } })
  })

  test('with its rows in another order gives the same answer to the last bit', async () => {
    const [header = '', ...lines] = (await fixture('three-groups.csv')).trim().split('\n')
    const { source: _first, ...first } = await measure([header, ...lines].join('\n'))
    const { source: _second, ...second } = await measure([header, ...lines.toReversed()].join('\n'))
    expect(second).toEqual(first)
  })

  test('with three classes needs the favourable one named', async () => {
    const text = 'y_true,y_pred,group\na,a,x\nb,c,x\nc,a,y\n'
    await expect(measure(text)).rejects.toMatchObject({ code: 'option_invalid' })
    await expect(measure(text, { positive: 'z' })).rejects.toMatchObject({ code: 'class_unknown' })
    const { groupings, caveats } = await measure(text, { positive: 'a' })
    expect(groupings[0]?.overall.metrics.find(({ name }) => name === 'selection_rate')?.value).toBeCloseTo(2 / 3, 12)
    expect(caveats[0]).toContain('All classes but "a"')
  })

  test.each([
    ['no rows', 'y_true,y_pred,group\n', {}, 'file_empty'],
    ['a row without a label', 'y_true,y_pred,group\n1,1,x\n,1,x\n', {}, 'value_missing'],
    ['a column that is not there', 'y_true,y_pred,grop\n1,1,x\n', {}, 'column_missing'],
    ['no attribute', 'y_true,y_pred,group\n1,1,x\n', { attributes: [] }, 'option_invalid'],
    ['an attribute twice', 'y_true,y_pred,group\n1,1,x\n', { attributes: ['group', 'group'] }, 'option_invalid'],
    ['a weight that is text', 'y_true,y_pred,group,w\n1,1,x,2\n1,1,x,much\n', { weight: 'w' }, 'column_type'],
    ['a negative weight', 'y_true,y_pred,group,w\n1,1,x,2\n1,1,x,-2\n', { weight: 'w' }, 'option_invalid'],
    ['no weight', 'y_true,y_pred,group,w\n1,1,x,2\n1,1,x,\n', { weight: 'w' }, 'value_missing'],
    ['only zero weights', 'y_true,y_pred,group,w\n1,1,x,0\n', { weight: 'w' }, 'option_invalid'],
    ['labels written in another way', 'y_true,y_pred,group\nYes,yes,x\nNo,no,x\n', {}, 'labels_differ'],
  ] as const)('with %s is refused', async (_, text, more, code) => {
    await expect(measure(text, more)).rejects.toMatchObject({ code })
  })

  test('with too many combinations is refused before it fills memory', async () => {
    const lines = Array.from({ length: 6000 }, (_, row) => `1,0,g${row}`)
    await expect(measure(`y_true,y_pred,group\n${lines.join('\n')}\n`)).rejects.toMatchObject({
      code: 'slice_values_too_many',
    })
  })

  test('stops when it is told to, and tells how far it is', async () => {
    const phases = new Set<string>()
    await measure(await fixture('tiny.csv'), { onProgress: ({ phase }) => phases.add(phase) })
    // The digest of a plain file is taken while it is read.
    expect([...phases]).toEqual(['read', 'measure', 'verify'])
    const stop = AbortSignal.abort(new Error('enough'))
    await expect(measure(await fixture('tiny.csv'), { signal: stop })).rejects.toThrow('enough')
  })
})
