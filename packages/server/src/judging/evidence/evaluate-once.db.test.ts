import type { HttpAnswer, ServedWorld } from '@muster/testkit'
import { eachDatabase, served } from '@muster/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

const codeOf = (answer: HttpAnswer): unknown => (answer.body as { code?: string }).code
const ROWS = Array.from({ length: 60 }, (_, i) => `${i % 2},${i % 7 === 0 ? 1 - (i % 2) : i % 2}`)

eachDatabase((open) => {
  let here: ServedWorld
  let question: Record<string, unknown>
  beforeAll(async () => {
    here = await served(await open())
    const { version } = await here.candidate()
    const stored = await here.send('ml-engineer', '/api/v1/files?name=p.csv', {
      raw: `label,prediction\n${ROWS.join('\n')}\n`,
      headers: { 'content-type': 'application/octet-stream' },
    })
    const { digest } = stored.body as { digest: string }
    question = { version, file: digest, label: 'label', prediction: 'prediction', positive: '1', draws: 100 }
  })
  afterAll(() => here.stop())

  const evaluate = (key: string | undefined, more: Record<string, unknown> = {}, who = 'ml-engineer') =>
    here.send(who, '/api/v1/evidence/evaluate', {
      json: { ...question, ...more },
      ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
    })
  const sealed = async (): Promise<number> =>
    (await here.entries()).filter((entry) => entry.type === 'EvidenceSealed').length

  test('the same request with the same key seals once and answers the same, to the byte', async () => {
    const before = await sealed()
    const first = await evaluate('once')
    expect(first.status, first.text).toBe(200)
    // Written otherwise, it is the same request: what was left out has its default.
    const second = await evaluate('once', { seed: 1, note: '' })
    expect([second.status, second.text]).toEqual([200, first.text])
    expect((first.body as { evaluation: { rows: number } }).evaluation.rows).toBe(60)
    expect(await sealed()).toBe(before + 1)
  })

  test('two at the same moment seal once and answer the same', async () => {
    const before = await sealed()
    const same = await Promise.all([1, 2, 3].map(() => evaluate('at-one-moment')))
    for (const answer of same) expect(answer.text).toBe(same[0]?.text)
    expect(same[0]?.status, same[0]?.text).toBe(200)
    expect(await sealed()).toBe(before + 1)
  })

  test('what is no key is refused before anything is measured', async () => {
    const answer = await evaluate('two words')
    expect([answer.status, codeOf(answer)]).toEqual([422, 'input-invalid'])
  })

  test('the key with another body is a conflict, and seals nothing', async () => {
    await evaluate('mine')
    const before = await sealed()
    for (const more of [{ seed: 2 }, { split: 'validation' }, { note: 'other' }]) {
      const answer = await evaluate('mine', more)
      expect([answer.status, codeOf(answer)], answer.text).toEqual([409, 'idempotency-conflict'])
    }
    expect(await sealed()).toBe(before)
  })

  test('a key that an act used is a conflict, and the other way round', async () => {
    const idea = { project: here.project, title: 'Trees', hypothesis: 'They do.' }
    await here.post('ml-engineer', 'experiment.propose', idea, { 'idempotency-key': 'act' })
    expect(codeOf(await evaluate('act'))).toBe('idempotency-conflict')
    await evaluate('measured')
    const act = await here.post('ml-engineer', 'experiment.propose', idea, { 'idempotency-key': 'measured' })
    expect(codeOf(act)).toBe('idempotency-conflict')
  })

  test('a request that was refused may be sent again with its key; without a key each one seals', async () => {
    expect(codeOf(await evaluate('later', { label: 'nothing' }))).toBe('measurement-failed')
    expect((await evaluate('later')).status).toBe(200)
    const before = await sealed()
    await evaluate(undefined)
    await evaluate(undefined)
    expect(await sealed()).toBe(before + 2)
  })
})
