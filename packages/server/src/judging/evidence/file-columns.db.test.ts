import { gzipSync } from 'node:zlib'
import type { ServedWorld } from '@muster/testkit'
import { eachDatabase, served } from '@muster/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

interface Problem {
  readonly code: string
  readonly refusals: readonly { readonly message: string; readonly subject?: string; readonly help?: string }[]
}

eachDatabase((open) => {
  let here: ServedWorld
  beforeAll(async () => {
    here = await served(await open())
  })
  afterAll(() => here.stop())

  const upload = async (name: string, content: string | Uint8Array<ArrayBuffer>): Promise<string> => {
    const answer = await here.send('ml-engineer', `/api/v1/files?name=${encodeURIComponent(name)}`, {
      raw: content,
      headers: { 'content-type': 'application/octet-stream' },
    })
    expect(answer.status, answer.text).toBe(200)
    return (answer.body as { digest: string }).digest
  }
  const columns = (digest: string, who = 'ml-engineer') => here.send(who, `/api/v1/files/${digest}/columns`)

  test('the columns of a file are told with its rows, packed or not', async () => {
    const text = 'id;"a; b";score\n1;x;0.5\n2;y;0.25\n'
    for (const digest of [await upload('t.csv', text), await upload('t.csv.gz', new Uint8Array(gzipSync(text)))]) {
      const answer = await columns(digest)
      expect(answer.status, answer.text).toBe(200)
      expect(answer.body).toMatchObject({
        digest,
        rows: 2,
        columns: [{ name: 'id' }, { name: 'a; b' }, { name: 'score' }],
      })
    }
    const lines = await upload('t.jsonl', '{"a": 1}\n{"a": 2, "b": "x"}\n')
    expect((await columns(lines)).body).toMatchObject({ rows: 2, columns: [{ name: 'a' }, { name: 'b' }] })
  })

  test('a file that cannot be measured is refused in words, with what would help', async () => {
    for (const [name, content, code] of [
      ['notes.txt', 'just words\n', 'format_unknown'],
      ['torn.parquet', 'PAR1 and then nothing', 'parquet_broken'],
      ['broken.jsonl', 'not json\n', 'json_broken'],
    ] as const) {
      const answer = await columns(await upload(name, content))
      const problem = answer.body as Problem
      expect([name, answer.status, problem.code]).toEqual([name, 422, 'measurement-failed'])
      expect(problem.refusals[0]).toMatchObject({ subject: code, help: expect.stringMatching(/\.$/) as string })
      expect(problem.refusals[0]?.message).toContain(name)
    }
  })

  test('the columns of somebody else’s file are told to nobody', async () => {
    const digest = await upload('mine.csv', 'secret\n1\n')
    expect((await columns(digest, 'outsider')).status).toBe(404)
    expect((await columns(`sha256:${'0'.repeat(64)}`)).status).toBe(404)
  })

  test('every analysis is told with its files, and its options as a schema that marks columns', async () => {
    const { body } = await here.send('outsider', '/api/v1/analyses')
    const { items } = body as { items: { name: string; files: unknown[]; options: { properties: object } }[] }
    const evaluate = items.find(({ name }) => name === 'evaluate')
    expect(evaluate).toMatchObject({
      about: 'file',
      kind: 'evaluation',
      files: [{ role: 'file', optional: false }],
      options: {
        required: ['label'],
        properties: {
          label: { type: 'string', 'x-column': 'name' },
          slice: { type: 'array', default: [], 'x-column': 'name' },
          scoreOf: { 'x-column': 'pair' },
        },
      },
    })
    expect(evaluate?.options.properties).toHaveProperty('positive')
    expect(JSON.stringify((evaluate?.options.properties as { positive: object }).positive)).not.toContain('x-column')
  })
})
