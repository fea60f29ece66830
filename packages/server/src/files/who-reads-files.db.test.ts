import { createHash } from 'node:crypto'
import type { HttpAnswer, LiveCandidate, ServedWorld } from '@muster/testkit'
import { eachDatabase, served, sealing } from '@muster/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

interface Shown {
  readonly name: string
  readonly uploads: readonly { readonly person: string; readonly name: string }[]
  readonly uses: readonly { readonly usedAs: string; readonly record: string }[]
}

eachDatabase((open) => {
  let here: ServedWorld
  let candidate: LiveCandidate
  let rows = 0
  beforeAll(async () => {
    here = await served(await open())
    candidate = await here.candidate()
  })
  afterAll(() => here.stop())

  /** A file of predictions that nobody has uploaded yet. */
  const fresh = (): string => {
    rows += 1
    return `label,prediction\n${Array.from({ length: 40 + rows }, (_, i) => `${i % 2},${i % 5 === 0 ? 1 : i % 2}`).join('\n')}\n`
  }
  const upload = async (who: string, content: string, name = 'p.csv'): Promise<string> => {
    const raw = { raw: content, headers: { 'content-type': 'application/octet-stream' } }
    const answer = await here.send(who, `/api/v1/files?name=${encodeURIComponent(name)}`, raw)
    expect(answer.status, answer.text).toBe(200)
    return (answer.body as { digest: string }).digest
  }
  const evaluate = (who: string, file: string): Promise<HttpAnswer> =>
    here.send(who, '/api/v1/evidence/evaluate', {
      json: { version: candidate.version, file, label: 'label', prediction: 'prediction', positive: '1', draws: 100 },
    })
  const show = async (who: string, digest: string): Promise<Shown> =>
    (await here.send(who, `/api/v1/files/${digest}`)).body as Shown
  const PEOPLE = ['ml-engineer', 'domain-expert', 'outsider', 'auditor', 'administrator', 'service']
  /** Who of them may read the file, by each of the ways to read it. */
  async function readers(digest: string): Promise<string[]> {
    const found: string[] = []
    for (const who of PEOPLE) {
      const [shown, content] = [
        (await here.send(who, `/api/v1/files/${digest}`)).status,
        (await here.send(who, `/api/v1/files/${digest}/content`)).status,
      ]
      const list = (await here.send(who, '/api/v1/files?limit=200')).body as { items: { digest: string }[] }
      const listed = list.items.some((item) => item.digest === digest)
      expect([who, shown, content]).toEqual([who, listed ? 200 : 404, listed ? 200 : 404])
      if (listed) found.push(who)
    }
    return found
  }

  test('a file that is used nowhere is read by who uploaded it and by auditors, and by no administrator', async () => {
    expect(await readers(await upload('ml-engineer', fresh()))).toEqual(['ml-engineer', 'auditor'])
    expect(await readers(await upload('outsider', fresh()))).toEqual(['outsider', 'auditor'])
    // The administrator answers for the service account.
    expect(await readers(await upload('service', fresh()))).toEqual(['auditor', 'administrator', 'service'])
  })

  test('once it is measured in a project, it and the report are read by whoever may read the project', async () => {
    const digest = await upload('ml-engineer', fresh())
    const answer = await evaluate('ml-engineer', digest)
    expect(answer.status, answer.text).toBe(200)
    const { subject } = answer.body as { subject: string }
    const evidence = (await here.send('ml-engineer', `/api/v1/evidence/${subject}`)).body as { report: string }
    for (const file of [digest, evidence.report])
      expect(await readers(file)).toEqual(['ml-engineer', 'domain-expert', 'auditor', 'administrator'])
    expect(await show('domain-expert', digest)).toMatchObject({
      uploads: [{ person: here.who('ml-engineer'), name: 'p.csv' }],
      uses: [{ usedAs: 'source', record: subject }],
    })
  })

  test('naming the digest of somebody else’s file opens it to nobody', async () => {
    const digest = await upload('outsider', fresh())
    const seal = (who: string, more: object) =>
      here.as(who).act('evidence.seal', { ...sealing(candidate.version, 'documentation'), ...more })
    await seal('ml-engineer', { source: { name: 'x.json', digest } })
    await seal('ml-engineer', { report: digest })
    const refused = await evaluate('ml-engineer', digest)
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([404, 'not-found'])
    expect(await readers(digest)).toEqual(['outsider', 'auditor'])
  })

  test('naming one’s own file opens it to the project', async () => {
    const digest = await upload('ml-engineer', '{"red-team": "passed"}', 'safety.json')
    await here
      .as('ml-engineer')
      .act('evidence.seal', { ...sealing(candidate.version, 'documentation'), source: { name: 'safety.json', digest } })
    expect(await readers(digest)).toEqual(['ml-engineer', 'domain-expert', 'auditor', 'administrator'])
  })

  test('two who have the same file each call it as they like, and learn nothing of each other', async () => {
    const content = fresh()
    const digest = await upload('ml-engineer', content, 'mine.csv')
    expect(await upload('outsider', content, 'theirs.exe')).toBe(digest)
    expect(await show('ml-engineer', digest)).toMatchObject({ name: 'mine.csv', uploads: [{ name: 'mine.csv' }] })
    const theirs = await show('outsider', digest)
    expect([theirs.name, theirs.uploads.length, theirs.uses]).toEqual(['theirs.exe', 1, []])
    // What others call it does not change how it is read.
    expect((await evaluate('ml-engineer', digest)).status).toBe(200)
    expect((await show('outsider', digest)).uses).toEqual([])
    expect((await show('auditor', digest)).uploads.length).toBe(2)
  })

  test('a download is the file to the byte, and no page of ours', async () => {
    const content = fresh()
    const digest = await upload('ml-engineer', content, 'a "strange" näme.html')
    const answer = await here.send('ml-engineer', `/api/v1/files/${digest}/content`)
    expect(answer.text).toBe(content)
    expect(`sha256:${createHash('sha256').update(answer.text).digest('hex')}`).toBe(digest)
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename*=UTF-8''a%20%22strange%22%20n%C3%A4me.html`,
    )
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
    for (const wrong of ['sha256:x', '..%2f..%2fetc%2fpasswd', `sha256:${'0'.repeat(64)}`])
      expect([404, 422]).toContain((await here.send('ml-engineer', `/api/v1/files/${wrong}/content`)).status)
  })

  test('the list is walked page by page, each file once', async () => {
    const seen: string[] = []
    let cursor = ''
    do {
      const answer = await here.send('auditor', `/api/v1/files?limit=2${cursor}`)
      const page = answer.body as { items: { digest: string }[]; next?: string }
      seen.push(...page.items.map((item) => item.digest))
      cursor = page.next === undefined ? '' : `&cursor=${page.next}`
    } while (cursor !== '')
    const [stored] = await here.database.query<{ n: number }>('select count(*)::int as n from file')
    expect([seen.length, new Set(seen).size]).toEqual([stored?.n, stored?.n])
  })
})
