import { ANALYSES } from '@muster/contract'
import type { Evidence } from '@muster/core'
import type { HttpAnswer, ServedWorld } from '@muster/testkit'
import { eachDatabase, served } from '@muster/testkit'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'

const codeOf = (answer: HttpAnswer): unknown => (answer.body as { code?: string }).code
const rows = (count: number, shift: number): string =>
  Array.from({ length: count }, (_, i) => {
    const score = ((i * 37) % 101) / 101
    const yes = (i * 13) % 7 < 3
    return `${i % 2 === 0 ? 'F' : 'M'},${(i % 50) + shift},${yes ? 'yes' : 'no'},${score > 0.5 ? 'yes' : 'no'},${score.toFixed(3)}`
  }).join('\n')
const table = (count: number, shift = 0): string => `sex,age,paid,granted,score\n${rows(count, shift)}\n`
const LABELS = `item,who,label\n${Array.from({ length: 90 }, (_, i) => `i${i % 30},${['ann', 'bob', 'cleo'][Math.floor(i / 30)]},${(i * 7) % 3 === 0 ? 'a' : 'b'}`).join('\n')}\n`
const JUNIT = `<testsuite name="pytest"><testcase classname="m" name="works" time="0.1"/><testcase classname="m" name="fails"><failure message="no"/></testcase></testsuite>`
const EVIDENTLY = JSON.stringify({
  metrics: [
    { metric_name: 'DriftedColumnsCount', config: { drift_share: 0.5 }, value: { count: 1, share: 0.5 } },
    { metric_name: 'ValueDrift', config: { column: 'age', method: 'psi', threshold: 0.1 }, value: 0.4 },
  ],
  tests: [],
})

eachDatabase((open) => {
  let here: ServedWorld
  let version: string
  const digests = new Map<string, string>()

  const upload = async (
    name: string,
    content: string | Uint8Array<ArrayBuffer>,
    who = 'ml-engineer',
  ): Promise<string> => {
    const answer = await here.send(who, `/api/v1/files?name=${encodeURIComponent(name)}`, {
      raw: content,
      headers: { 'content-type': 'application/octet-stream' },
    })
    expect(answer.status, answer.text).toBe(200)
    return (answer.body as { digest: string }).digest
  }
  beforeAll(async () => {
    here = await served(await open(), 'full-team')
    ;({ version } = await here.candidate())
    digests.set('may.csv', await upload('may.csv', table(900)))
    digests.set('june.csv', await upload('june.csv', table(800, 30)))
    digests.set('labels.csv', await upload('labels.csv', LABELS))
  })
  afterAll(() => here.stop())

  const file = (name: string): string => digests.get(name) ?? ''
  const measure = (
    analysis: string,
    body: Record<string, unknown>,
    headers: Record<string, string> = {},
    who = 'ml-engineer',
  ) => here.send(who, `/api/v1/evidence/${analysis}`, { json: { version, ...body }, headers })
  const sealed = async (): Promise<number> =>
    (await here.entries()).filter((entry) => entry.type === 'EvidenceSealed').length
  const evidenceOf = async (answer: HttpAnswer): Promise<Evidence> => {
    expect(answer.status, answer.text).toBe(200)
    const { subject } = answer.body as { subject: string }
    return (await here.send('ml-engineer', `/api/v1/evidence/${subject}`)).body as Evidence
  }

  test('fairness is sealed with a verdict that gates can ask for, figures by group, and findings in words', async () => {
    const body = {
      file: file('may.csv'),
      prediction: 'granted',
      label: 'paid',
      attribute: ['sex'],
      positive: 'yes',
      draws: 100,
    }
    const evidence = await evidenceOf(await measure('fairness', body))
    expect(evidence).toMatchObject({ kind: 'fairness', split: 'test', tool: { name: 'muster-statistics' } })
    expect(evidence.facts).toMatchObject({ tau: 0.8, rows: 900, labelled: true, smallGroups: [] })
    expect(['equal', 'unequal', 'unclear']).toContain(evidence.facts['verdict'])
    expect(evidence.measures).toContainEqual(
      expect.objectContaining({ name: 'selection_rate', slice: 'sex=F', n: 450 }),
    )
    expect(evidence.measures.map((m) => m.slice)).toContain('by=sex')
    expect(evidence.findings?.[0]?.sentence).toMatch(/\.$/)
  })

  test('drift is about the current file and names the reference, which who reads the evidence may read too', async () => {
    const evidence = await evidenceOf(await measure('drift', { reference: file('may.csv'), current: file('june.csv') }))
    expect(evidence.source).toMatchObject({ name: 'june.csv', digest: file('june.csv') })
    expect(evidence.otherSources).toEqual([
      { role: 'reference', name: 'may.csv', digest: file('may.csv'), bytes: expect.any(Number) },
    ])
    expect(evidence.facts).toMatchObject({ verdict: 'drift', mode: 'recommended', driftedColumns: ['age'] })
    const reads = await here.send('ethics-officer', `/api/v1/files/${encodeURIComponent(file('may.csv'))}`)
    expect(reads.status).toBe(200)
  })

  test('estimates, profiles and comparisons of profiles are sealed as their own kinds', async () => {
    const estimate = {
      reference: file('may.csv'),
      current: file('june.csv'),
      label: 'paid',
      score: 'score',
      positive: 'yes',
    }
    expect(await evidenceOf(await measure('estimate', estimate))).toMatchObject({
      kind: 'estimate',
      facts: { estimated: true },
    })
    const profiled = await measure('profile', { file: file('may.csv') })
    expect(await evidenceOf(profiled)).toMatchObject({ kind: 'profile', facts: { rows: 900, columns: 5 } })
    const { report } = profiled.body as { report: { result: { profile: string } } }
    const kept = await upload('may.mspf', Uint8Array.from(Buffer.from(report.result.profile, 'base64')))
    const compared = await measure('compare-profiles', { reference: kept, current: file('june.csv') })
    expect(await evidenceOf(compared)).toMatchObject({ kind: 'drift', facts: { mode: 'profiles', verdict: 'drift' } })
  })

  test('the record of agreement names no rater; the report does', async () => {
    const answer = await measure('agreement', {
      file: file('labels.csv'),
      item: 'item',
      rater: 'who',
      label: 'label',
      draws: 100,
    })
    const evidence = await evidenceOf(answer)
    expect(evidence.facts).toMatchObject({ items: 30, raters: 3, labels: 90 })
    expect(JSON.stringify(evidence)).not.toMatch(/ann|bob|cleo/)
    expect(answer.text).toContain('cleo')
  })

  test('data are checked against their contract; offending values stay out of the record', async () => {
    const contract = `apiVersion: v3.1.0
kind: DataContract
schema: [{ name: loans, properties: [{ name: sex, quality: [{ metric: invalidValues, arguments: { validValues: [F] }, mustBe: 0 }] }] }]
`
    const body = { file: file('may.csv'), contract: await upload('contract.yaml', contract), examples: 3 }
    const answer = await measure('quality', body)
    const evidence = await evidenceOf(answer)
    expect(evidence).toMatchObject({ kind: 'data-tests', facts: { passed: false, failed: 1, columnsTested: 0.2 } })
    expect(evidence.otherSources?.map(({ role, name }) => [role, name])).toEqual([['contract', 'contract.yaml']])
    expect(answer.text).toContain('such as \\"M\\"')
    expect(JSON.stringify(evidence)).not.toContain('such as')
    const wrong = await measure('quality', { ...body, contract: file('may.csv') })
    expect(wrong.text).toContain('may.csv (contract): the object has not the kind DataContract.')
  })

  test('two versions, requests and changes of columns have kinds of their own, with facts for gates', async () => {
    const both = await measure('compare', {
      file: file('may.csv'),
      label: 'paid',
      first: 'granted',
      second: 'paid',
      draws: 100,
    })
    expect(await evidenceOf(both)).toMatchObject({
      kind: 'comparison',
      facts: { verdict: 'better', measure: 'accuracy' },
    })
    const schema = await measure('schema', { reference: file('may.csv'), current: file('labels.csv') })
    expect(await evidenceOf(schema)).toMatchObject({
      kind: 'schema',
      facts: { changed: true, removed: expect.arrayContaining(['age']) },
    })
    const requests = await measure('requests', { file: file('may.csv'), latency: 'age' })
    expect(await evidenceOf(requests)).toMatchObject({ kind: 'requests', facts: { requests: 900 } })
  })

  test('what another program computed is sealed under its name, with the caveat that Muster did not compute it', async () => {
    const junit = await upload('junit.xml', JUNIT)
    const tests = await evidenceOf(
      await measure('import', { file: junit, format: 'junit', tool: 'pytest', toolVersion: '8.3' }),
    )
    expect(tests).toMatchObject({ kind: 'model-tests', tool: { name: 'pytest', version: '8.3' } })
    expect(tests.facts).toEqual({ passed: false, tests: 2, failed: 1, skipped: 0, failedTests: ['m: fails'] })
    expect(tests.caveats[0]).toBe('Computed by pytest 8.3, not by Muster.')
    const evidently = await upload('report.json', EVIDENTLY)
    const drift = await evidenceOf(await measure('import', { file: evidently, format: 'evidently' }))
    expect(drift).toMatchObject({
      kind: 'drift',
      tool: { name: 'Evidently' },
      facts: { verdict: 'drift', driftedColumns: ['age'] },
    })
    const shown = await here.send('ethics-officer', `/api/v1/evidence/${drift.id}/report?format=md`)
    expect(shown.text).toContain('Muster read its report and computed nothing')
    const before = await sealed()
    const posing = await measure('import', { file: junit, format: 'junit', tool: 'Muster-statistics' })
    expect([posing.status, codeOf(posing)]).toEqual([422, 'evidence-invalid'])
    expect(await sealed()).toBe(before)
  })

  test('a report is JSON, Markdown or one page, for whoever may read the evidence and for nobody else', async () => {
    const hostile = await upload(
      '<script>alert(1)</script>.csv',
      table(200).replaceAll('sex', '<img src=x onerror=alert(2)>'),
    )
    const answer = await measure('profile', { file: hostile })
    const { subject } = answer.body as { subject: string }
    const path = `/api/v1/evidence/${subject}/report`
    const page = await here.send('ethics-officer', `${path}?format=html`)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page.text).not.toMatch(/<script|<img|https?:\/\//)
    expect(page.text).toContain('&lt;script&gt;')
    expect(page.text).toContain('Sealed as profile evidence')
    const markdown = await here.send('ethics-officer', `${path}?format=md`)
    expect(markdown.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
    expect(markdown.text).not.toMatch(/(?<!\\)<script/)
    expect((await here.send('ethics-officer', path)).body).toMatchObject({ schema: 'muster-report/1', computed: true })
    const stranger = await here.send('outsider', path)
    expect([stranger.status, codeOf(stranger)]).toEqual([404, 'not-found'])
    expect(codeOf(await here.send('ml-engineer', `${path}?format=pdf`))).toBe('input-invalid')
  })

  test('a digest that somebody only named, or a file that is no report, is not shown as one', async () => {
    const seal = async (digest: string) => {
      const source = { name: 'x', digest: file('may.csv') }
      const tool = { name: 'mine', version: '1' }
      const measures = [{ name: 'recall', value: 1 }]
      const command = { version, kind: 'evaluation', split: 'other', measures, source, tool, report: digest }
      const { subject } = (await here.post('ml-engineer', 'evidence.seal', command)).body as { subject: string }
      return here.send('ml-engineer', `/api/v1/evidence/${subject}/report`)
    }
    expect(codeOf(await seal(`sha256:${'0'.repeat(64)}`))).toBe('report-missing')
    expect(codeOf(await seal(file('may.csv')))).toBe('report-missing')
    expect(codeOf(await seal(await upload('no.json', '{"schema":"muster-report/1","title":1}')))).toBe('report-missing')
  })

  test('with an event stream the caller is told how far it is, then the answer, or the problem', async () => {
    const stream = { accept: 'text/event-stream' }
    const good = await measure('profile', { file: file('may.csv') }, stream)
    expect(good.headers.get('content-type')).toContain('text/event-stream')
    expect(good.text).toMatch(/^event: progress\n/)
    expect(good.text).toContain('event: answer\ndata: {"act":"evidence.seal"')
    const bad = await measure('profile', { file: file('may.csv'), column: ['sexx'] }, stream)
    expect(bad.text).toContain('event: problem')
    expect(bad.text).toContain('Did you mean')
    const early = await measure('profile', { file: `sha256:${'1'.repeat(64)}` }, stream)
    expect([early.status, codeOf(early)]).toEqual([404, 'not-found'])
  })

  test('whoever goes away stops the measurement, and nothing is sealed', async () => {
    const long = await upload('long.csv', table(150_000))
    const before = await sealed()
    const gone = new AbortController()
    const response = await fetch(`${here.running.url}/api/v1/evidence/drift`, {
      method: 'POST',
      headers: {
        accept: 'text/event-stream',
        'content-type': 'application/json',
        authorization: `Bearer ${await here.token('ml-engineer')}`,
      },
      body: JSON.stringify({ version, reference: long, current: long, together: true }),
      signal: gone.signal,
    })
    const reader = response.body?.getReader()
    expect((await reader?.read())?.done).toBe(false)
    gone.abort()
    await expect(reader?.read()).rejects.toThrow()
    // Each of these ends after the one before would have.
    for (let i = 0; i < 4; i++) await evidenceOf(await measure('drift', { reference: long, current: long }))
    expect(await sealed()).toBe(before + 4)
  })

  test('what is wrong with files and options is said with what to do, and nothing is half sealed', async () => {
    const cut = gzipSync(table(500)).subarray(0, 900)
    const broken: [string, string, Record<string, unknown>, string][] = [
      ['profile', 'cut.csv.gz', { file: await upload('cut.csv.gz', Uint8Array.from(cut)) }, 'gzip_broken'],
      ['profile', 'no.parquet', { file: await upload('no.parquet', 'PAR1 and no more') }, 'parquet_broken'],
      ['profile', 'x.xlsx', { file: await upload('x.xlsx', 'PK') }, 'format_unknown'],
      ['profile', 'nul.csv', { file: await upload('nul.csv', 'a,b\n1,\u0000\n') }, 'nul_byte'],
      ['profile', 'mixed.csv', { file: await upload('mixed.csv', 'a,b\n1,2,3\n') }, 'csv_broken'],
      [
        'evaluate',
        'may.csv',
        { file: file('may.csv'), label: 'paid', prediction: 'granted', score: 'age' },
        'score_out_of_range',
      ],
      ['evaluate', 'may.csv', { file: file('may.csv'), label: 'payd', prediction: 'granted' }, 'column_missing'],
      [
        'drift',
        'june.csv (current)',
        { reference: await upload('wide.csv', 'a,sex\n1,F\n'), current: file('june.csv'), column: ['a'] },
        'column_missing',
      ],
      ['regression', 'may.csv', { file: file('may.csv'), label: 'age', prediction: 'granted' }, 'column_type'],
      [
        'import',
        'bomb.xml',
        { file: await upload('bomb.xml', '<!DOCTYPE a [<!ENTITY b "c">]><testsuite/>'), format: 'junit' },
        'report_broken',
      ],
      ['import', 'may.csv', { file: file('may.csv'), format: 'evidently' }, 'report_broken'],
    ]
    const before = await sealed()
    for (const [analysis, where, body, code] of broken) {
      const answer = await measure(analysis, body)
      expect([answer.status, codeOf(answer)], answer.text).toEqual([422, 'measurement-failed'])
      const [first] = (answer.body as { refusals: { subject: string; message: string; help: string }[] }).refusals
      expect(first?.subject, answer.text).toBe(code)
      expect(first?.message.startsWith(`${where}: `), first?.message).toBe(true)
      expect(first?.help).toMatch(/[.?!]$/)
    }
    expect(await sealed()).toBe(before)
  })

  test('who may not seal, and whose file it is not, are told before anything is measured', async () => {
    const own = await upload('own.csv', table(60, 7), 'ethics-officer')
    expect(codeOf(await measure('profile', { file: own }))).toBe('not-found')
    const barred = await measure('drift', { reference: own, current: own }, {}, 'ethics-officer')
    expect([barred.status, codeOf(barred)]).toEqual([403, 'not-entitled'])
  })

  test('every analysis refuses a body without its files, and one with a field too many', async () => {
    for (const analysis of Object.keys(ANALYSES)) {
      const missing = await measure(analysis, {})
      expect([analysis, missing.status, codeOf(missing)]).toEqual([analysis, 422, 'input-invalid'])
      const surplus = await measure(analysis, { surplus: 1 })
      expect(surplus.text).toContain('surplus')
    }
  })
})
