import type { Evidence } from '@muster/core'
import { recordScores } from '@muster/statistics'
import type { Scorer } from '@muster/statistics'
import type { HttpAnswer, ServedWorld } from '@muster/testkit'
import { eachDatabase, served } from '@muster/testkit'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const codeOf = (answer: HttpAnswer): unknown => (answer.body as { code?: string }).code
const ROWS = Array.from(
  { length: 900 },
  (_, i) => `${i % 2 === 0 ? 'F' : 'M'},${i % 50},${(i * 13) % 7 < 3 ? 'yes' : 'no'}`,
)
const TABLE = `sex,age,paid\n${ROWS.join('\n')}\n`

eachDatabase((open) => {
  let here: ServedWorld
  let version: string
  let may: string

  const upload = async (name: string, raw: string): Promise<string> => {
    const headers = { 'content-type': 'application/octet-stream' }
    const answer = await here.send('ml-engineer', `/api/v1/files?name=${name}`, { raw, headers })
    expect(answer.status, answer.text).toBe(200)
    return (answer.body as { digest: string }).digest
  }
  beforeAll(async () => {
    here = await served(await open(), 'full-team')
    ;({ version } = await here.candidate())
    may = await upload('may.csv', TABLE)
  })
  afterAll(() => here.stop())

  const measure = (analysis: string, body: Record<string, unknown>): Promise<HttpAnswer> =>
    here.send('ml-engineer', `/api/v1/evidence/${analysis}`, { json: { version, ...body } })
  const sealed = async (): Promise<number> =>
    (await here.entries()).filter((entry) => entry.type === 'EvidenceSealed').length
  const evidenceOf = async (answer: HttpAnswer): Promise<Evidence> => {
    expect(answer.status, answer.text).toBe(200)
    const { subject } = answer.body as { subject: string }
    return (await here.send('ml-engineer', `/api/v1/evidence/${subject}`)).body as Evidence
  }

  test('versions in two files are compared by key, and both files are sources', async () => {
    const lines = Array.from({ length: 200 }, (_, i) => [i, i % 2 === 0 ? 'a' : 'b', (i * 7) % 5 === 0 ? 'b' : 'a'])
    const old = await upload('old.csv', `id,y,p\n${lines.map((line) => line.join(',')).join('\n')}\n`)
    const fresh = await upload('new.csv', `p,id\n${lines.map(([id, y]) => `${y ?? ''},${id ?? ''}`).join('\n')}\n`)
    const body = {
      file: old,
      other: fresh,
      key: ['id'],
      label: 'y',
      first: 'p',
      second: 'p',
      positive: 'a',
      draws: 100,
    }
    const evidence = await evidenceOf(await measure('compare', body))
    expect(evidence).toMatchObject({
      kind: 'comparison',
      facts: { verdict: 'better', measure: 'accuracy', rows: 200 },
      source: { name: 'old.csv' },
      otherSources: [{ role: 'other', name: 'new.csv', digest: fresh }],
    })
    const fewer = await upload('fewer.csv', `p,id\na,1\n`)
    const refused = await measure('compare', { ...body, other: fewer })
    expect(codeOf(refused)).toBe('measurement-failed')
    expect(refused.text).toContain('old.csv (file): 199 of 200 rows have a key that the other file lacks')
  })

  test('a model is explained from recorded answers; nothing in a request makes the server ask one', async () => {
    const options = { label: 'paid', feature: ['age'], loss: 'brier' as const, positive: 'yes', rows: 100, curves: 1 }
    const folder = await mkdtemp(join(tmpdir(), 'explain-'))
    await writeFile(join(folder, 'may.csv'), TABLE)
    const model: Scorer = ({ rows: asked }) => Promise.resolve(asked.map(([age]) => Number(age) / 100))
    const path = join(folder, 'answers.jsonl')
    await recordScores({ files: { file: join(folder, 'may.csv') }, options }, model, path)
    const scores = await upload('answers.jsonl', await readFile(path, 'utf8'))
    await rm(folder, { recursive: true })
    const body = { file: may, scores, ...options }
    const evidence = await evidenceOf(await measure('explain', body))
    expect(evidence).toMatchObject({
      kind: 'explanation',
      source: { name: 'may.csv' },
      otherSources: [{ role: 'scores', name: 'answers.jsonl', digest: scores }],
      facts: { method: 'permutation', features: 1, sampled: 100, rows: 900 },
    })
    const before = await sealed()
    const { scores: _scores, ...without } = body
    for (const more of [{}, { command: 'touch' }, { endpoint: 'http://127.0.0.1:9/' }]) {
      expect(codeOf(await measure('explain', { ...without, ...more }))).toBe('input-invalid')
      expect(codeOf(await measure('explain', { ...body, seed: 2, ...more }))).toBe(
        Object.keys(more).length === 0 ? 'measurement-failed' : 'input-invalid',
      )
    }
    expect(await sealed()).toBe(before)
  })

  test('tests of hypotheses are sealed with what was shown after correction', async () => {
    const body = { file: may, group: 'sex', value: ['age', 'paid'] }
    const evidence = await evidenceOf(await measure('test', body))
    expect(evidence).toMatchObject({
      kind: 'hypotheses',
      split: 'experiment',
      facts: { tests: 2, groups: 2, rows: 900 },
    })
    expect(evidence.measures).toContainEqual(expect.objectContaining({ name: 'p_value_holm', slice: 'column=age' }))
  })

  test('a rerun is sealed with whether it gave the same, and without values of the data', async () => {
    const first = await upload('outputs.csv', 'id,score\na,0.5\nb,0.25\n')
    const again = await upload('again.csv', 'id,score\nb,0.25\na,0.7321\n')
    const body = { file: first, other: again, key: ['id'] }
    const differs = await evidenceOf(await measure('rerun', body))
    expect(differs).toMatchObject({ kind: 'rerun', facts: { verdict: 'differs', reproduced: false, rowsWithin: 1 } })
    expect(JSON.stringify(differs)).not.toContain('0.7321')
    const near = await evidenceOf(await measure('rerun', { ...body, absolute: 0.25 }))
    expect(near.facts).toMatchObject({ verdict: 'reproduced', reproduced: true, rowsSame: 1 })
  })

  test('SHAP values are sealed with whether they add up', async () => {
    const lines = Array.from({ length: 50 }, (_, i) => `${i / 10},${-i / 20},1,${1 + i / 20}`)
    const shap = await upload('shap.csv', `shap_age,shap_income,base,margin\n${lines.join('\n')}\n`)
    const body = { file: shap, answer: 'margin', draws: 100 }
    expect(await evidenceOf(await measure('shap', { ...body, base: 'base' }))).toMatchObject({
      kind: 'explanation',
      facts: { method: 'shap', additive: true, topFeature: 'age', features: 2 },
    })
    expect((await evidenceOf(await measure('shap', { ...body, baseValue: 3 }))).facts['additive']).toBe(false)
  })
})
