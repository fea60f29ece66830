import { connect } from 'node:net'
import { ACT_ROUTES, QUERIES } from '@muster/contract'
import type { HttpAnswer, ServedWorld } from '@muster/testkit'
import { eachDatabase, served } from '@muster/testkit'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const JSON_TYPE = { 'content-type': 'application/json' }
const codeOf = (answer: HttpAnswer): string => (answer.body as { code?: string } | undefined)?.code ?? answer.text

eachDatabase((open) => {
  let here: ServedWorld
  beforeAll(async () => {
    here = await served(await open(), 'source-5x8', { uploadLimitMb: 1 })
    // The first request of somebody issues their token, which is an entry.
    await here.send('ml-engineer', '/api/v1/me')
  })
  afterAll(() => here.stop())

  const note = '/api/v1/acts/experiment.propose'
  const size = async () => (await here.entries()).length
  const idea = { title: 'Trees', hypothesis: 'They do.' }
  const project = () => ({ project: here.project, ...idea })

  test.each<[string, string | Uint8Array<ArrayBuffer>, number, string]>([
    ['malformed JSON', '{"title": ', 400, 'body-malformed'],
    ['an empty body', '', 400, 'body-malformed'],
    ['spaces alone', '   ', 400, 'body-malformed'],
    ['invalid UTF-8', Uint8Array.from([0x22, 0xff, 0xfe, 0x22]), 400, 'body-malformed'],
    ['an overlong UTF-8 slash', Uint8Array.from([0x22, 0xc0, 0xaf, 0x22]), 400, 'body-malformed'],
    ['a number instead of an object', '42', 422, 'input-invalid'],
    ['null', 'null', 422, 'input-invalid'],
    ['a list', '[]', 422, 'input-invalid'],
    ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 422, 'input-invalid'],
    ['deep nesting that never ends', '{"a":'.repeat(50_000), 400, 'body-malformed'],
    ['a key named __proto__', '{"__proto__": {"project": "x"}}', 422, 'input-invalid'],
    ['a key named constructor', '{"constructor": {"prototype": {"title": "x"}}}', 422, 'input-invalid'],
    ['a body that is too large', `"${'x'.repeat(1_100_000)}"`, 413, 'body-too-large'],
  ])('%s is refused with a clear problem', async (_what, raw, status, code) => {
    const before = await size()
    const answer = await here.send('ml-engineer', note, { method: 'POST', raw, headers: JSON_TYPE })
    expect([answer.status, codeOf(answer)], answer.text.slice(0, 300)).toEqual([status, code])
    expect(answer.text.length).toBeLessThan(20_000)
    expect(await size()).toBe(before)
  })

  test.each(['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'application/jsonp'])(
    'a body of type %s is refused by every kind of route',
    async (type) => {
      const answer = await here.send('ml-engineer', note, { raw: '{}', headers: { 'content-type': type } })
      expect([answer.status, codeOf(answer)]).toEqual([415, 'media-type-unsupported'])
    },
  )

  test('a form or a stream is no input of an act', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'application/octet-stream']) {
      const answer = await here.send('ml-engineer', note, { raw: 'title=x', headers: { 'content-type': type } })
      expect([400, 415, 422]).toContain(answer.status)
    }
  })

  test('a wrong method says which is right, and an unknown address says so', async () => {
    for (const [method, path, allowed] of [
      ['GET', note, 'POST'],
      ['DELETE', note, 'POST'],
      ['PUT', '/api/v1/projects', 'GET'],
      ['POST', '/api/v1/me', 'GET'],
    ] as const) {
      const answer = await here.send('ml-engineer', path, { method, ...(method === 'GET' ? {} : { json: {} }) })
      expect([answer.status, codeOf(answer)]).toEqual([405, 'method-not-allowed'])
      expect(answer.headers.get('allow')).toContain(allowed)
    }
    for (const path of [
      '/api/v1/nothing',
      '/api/v1/acts/no.such-act',
      '/api/v2/me',
      '/api/v1/projects/%ff',
      '/..%2f..%2fetc/passwd',
    ]) {
      const answer = await here.send('ml-engineer', path)
      expect([path, [400, 404, 422].includes(answer.status)]).toEqual([path, true])
      expect(answer.headers.get('content-type')).toContain('problem+json')
    }
  })

  test.each([
    ['markup', '<script>alert(1)</script>'],
    ['SQL', `Robert'); drop table ledger_entry; --`],
    ['a format', '%s%n ${7*7} {{7*7}}'],
    ['a path', '../../etc/passwd'],
    ['emoji and scripts', '👩‍💻 مرحبا Ω≈ç√ ﷽'],
    ['quotes', `"'\`\\`],
  ])('a name that holds %s is stored and shown as it is', async (_what, title) => {
    const answer = await here.post('ml-engineer', 'experiment.propose', { ...project(), title })
    expect(answer.status, answer.text).toBe(200)
    const { subject } = answer.body as { subject: string }
    const shown = await here.send('ml-engineer', `/api/v1/experiments/${subject}`)
    expect((shown.body as { title: string }).title).toBe(title)
  })

  test.each([
    ['NUL', 'a\u0000b'],
    ['a control character', 'a\u0007b'],
    ['a line break', 'a\nb'],
    ['a lone surrogate', 'a\ud800b'],
    ['a reversal of the writing direction', 'a\u202eb'],
    ['nothing but spaces', '   '],
    ['too many characters', 'x'.repeat(5_000)],
  ])('a name that holds %s is refused', async (_what, title) => {
    const answer = await here.post('ml-engineer', 'experiment.propose', { ...project(), title })
    expect([answer.status, codeOf(answer)]).toEqual([422, 'input-invalid'])
  })

  test('a string of any kind in a field of any act is refused or stored, never a fault', async () => {
    const hostile = ["' or 1=1 --", '\u0000', '\ud800', '__proto__', '9'.repeat(400), '-1', 'null', '💥'.repeat(50)]
    for (const act of ACT_ROUTES.values()) {
      const input: unknown = act.input
      const shape = (input as { shape?: Record<string, unknown> }).shape ?? {}
      for (const [i, word] of hostile.entries()) {
        const filled = Object.fromEntries(Object.keys(shape).map((key) => [key, word]))
        const answer = await here.post(i % 2 === 0 ? 'administrator' : 'ml-engineer', String(act.name), filled)
        expect([String(act.name), word.slice(0, 20), answer.status >= 500], answer.text).toEqual([
          String(act.name),
          word.slice(0, 20),
          false,
        ])
      }
    }
  })

  test('a string of any kind in a path or a query is refused, never a fault', async () => {
    const hostile = [
      '%00',
      "'%20or%201=1",
      '%ed%a0%80',
      '%ff',
      '..%2f..',
      'x'.repeat(190),
      'x'.repeat(5_000),
      '%F0%9F%92%A5',
    ]
    for (const route of QUERIES) {
      if (route.method !== 'GET' || route.media !== undefined) continue
      for (const word of hostile) {
        const path = route.path.includes(':')
          ? route.path.replaceAll(/:[a-z]+/gi, word)
          : `${route.path}?cursor=${word}&older=${word}`
        const answer = await here.send('administrator', path)
        expect([route.name, word.slice(0, 20), answer.status >= 500], answer.text).toEqual([
          route.name,
          word.slice(0, 20),
          false,
        ])
      }
    }
  })

  test('no input of any act, however strange, makes a fault or hangs', async () => {
    const odd = fc.oneof(
      fc.constantFrom(null, true, 0, -0, 1e308, -1e308, 1e-320, 2 ** 53, '', ' ', '\u0000', '\ud800', [], {}),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('sha256:' + '0'.repeat(64), '2026-02-30', 'per_00000000000000000000000001', 'test', '>='),
      fc.jsonValue({ maxDepth: 3 }),
    )
    const acts = [...ACT_ROUTES.values()]
    const anyAct = fc.nat({ max: acts.length - 1 }).chain((i) => {
      const act = acts[i]
      const shape = (act?.input as { shape?: Record<string, unknown> } | undefined)?.shape ?? {}
      const ids = fc.constantFrom(
        here.project,
        here.who('ml-engineer'),
        here.assignments['ml-engineer'],
        here.criterion,
      )
      const fields = Object.keys(shape).map(
        (key) =>
          [
            key,
            fc.option(fc.oneof({ weight: 1, arbitrary: ids }, { weight: 2, arbitrary: odd }), { nil: undefined }),
          ] as const,
      )
      return fc.record({
        act: fc.constant(String(act?.name)),
        who: fc.constantFrom('product-manager', 'ml-engineer', 'mlops-engineer', 'outsider', 'service'),
        input: fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>),
      })
    })
    const property = fc.asyncProperty(anyAct, async ({ act, who, input }) => {
      const answer = await here.send(who, `/api/v1/acts/${act}`, { json: input, signal: AbortSignal.timeout(20_000) })
      expect(answer.status, `${act} ${JSON.stringify(input)} → ${answer.text}`).toBeLessThan(500)
    })
    await fc.assert(property, { numRuns: 400 })
    expect((await here.send('administrator', '/api/v1/ledger/verify')).body).toMatchObject({ ok: true })
    expect((await here.send('administrator', '/api/v1/ledger/replay')).body).toMatchObject({ ok: true })
  })

  describe('files', () => {
    const upload = (name: string, raw: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>) =>
      here.send('ml-engineer', `/api/v1/files?name=${encodeURIComponent(name)}`, {
        raw,
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
      })
    let version = ''
    beforeAll(async () => {
      version = (await here.candidate()).version
    })

    test.each<[string, string, string | Uint8Array<ArrayBuffer>]>([
      ['a CSV without the column', 'a.csv', 'x,y\n1,2\n'],
      ['a CSV with an open quote', 'b.csv', 'label,prediction\n"yes,no\n1,2\n'],
      ['a CSV of bytes that are no text', 'c.csv', Uint8Array.from([0xff, 0xfe, 0x00, 0x80, 0x0a, 0xc3, 0x28])],
      ['a CSV with a heading alone', 'd.csv', 'label,prediction\n'],
      ['a Parquet file that is none', 'e.parquet', 'PAR1 but not really PAR1'],
      ['a Parquet file cut short', 'f.parquet', Uint8Array.from([0x50, 0x41, 0x52, 0x31, 0x15, 0x04])],
      ['broken JSON lines', 'g.jsonl', '{"label": "a", "prediction": \n'],
      ['a gzip that is none', 'h.csv.gz', 'label,prediction\na,b\n'],
      ['a name of no known format', 'i.exe', 'MZ'],
    ])('%s cannot be measured, and nothing is sealed', async (_what, name, raw) => {
      const stored = await upload(name, raw)
      expect(stored.status, stored.text).toBe(200)
      const before = await size()
      const { digest } = stored.body as { digest: string }
      const answer = await here.send('ml-engineer', '/api/v1/evidence/evaluate', {
        json: { version, file: digest, label: 'label', prediction: 'prediction' },
      })
      expect([answer.status, codeOf(answer)], answer.text).toEqual([422, 'measurement-failed'])
      expect((answer.body as { refusals: { help?: string }[] }).refusals[0]?.help).toBeTruthy()
      expect(await size()).toBe(before)
    })

    test('an empty file and one that is too large are refused', async () => {
      expect((await upload('empty.csv', '')).status).toBeGreaterThanOrEqual(400)
      const large = await upload('large.csv', 'x'.repeat(1_100_000))
      expect([large.status, codeOf(large)]).toEqual([413, 'body-too-large'])
    })

    test('an upload that breaks off half-way leaves nothing behind', async () => {
      const files = async () =>
        Number((await here.database.query<{ n: number }>('select count(*)::int as n from file'))[0]?.n)
      const before = await files()
      const token = await here.token('ml-engineer')
      const { hostname, port } = new URL(here.running.url)
      await new Promise<void>((resolve) => {
        const socket = connect(Number(port), hostname, () => {
          socket.write(
            `POST /api/v1/files?name=half.csv HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${token}\r\ncontent-type: application/octet-stream\r\ncontent-length: 100000\r\n\r\nlabel,pred`,
          )
          setTimeout(() => socket.destroy(), 100)
        })
        socket.on('close', () => resolve())
      })
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(await files()).toBe(before)
      expect((await here.send(undefined, '/readyz')).status).toBe(200)
    })
  })
})
