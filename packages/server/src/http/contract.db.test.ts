import { ANALYSES, ACT_ROUTES, QUERIES, actPath, openapi, records } from '@muster/contract'
import { REFUSALS } from '@muster/core'
import type { LiveCandidate, ServedWorld } from '@muster/testkit'
import { eachDatabase, liveStream, served } from '@muster/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

type Json = Record<string, unknown>

/** Every object in a JSON value, with the place where it stands. */
function* objects(value: unknown, at = '#'): Generator<[string, Json]> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield [at, value as Json]
  for (const [key, item] of Object.entries(value)) yield* objects(item, `${at}/${key}`)
}

/** What the queries that take a body are asked with. */
const BODIES: Readonly<Record<string, Json>> = {
  'inbox.read': { upTo: 0 },
  'matrix.preview': { changes: [] },
  'pack.compare': { text: 'pack: gate' },
}

describe('the OpenAPI document', () => {
  const document = openapi('0.0.0') as { paths: Record<string, Record<string, Json>>; openapi: string }
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  )

  test('names every act and query once, by its own name', () => {
    expect(document.openapi).toMatch(/^3\.1\./)
    const ids = operations.map(({ operation }) => String(operation['operationId']))
    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(ids)).toEqual(new Set([...ACT_ROUTES.keys(), ...QUERIES.map((q) => q.name)]))
  })

  test('declares every parameter of a path, and none that is not in it', () => {
    for (const { path, operation } of operations) {
      const declared = (operation['parameters'] as Json[]).filter((p) => p['in'] === 'path').map((p) => p['name'])
      const named = [...path.matchAll(/\{([a-z]+)\}/gi)].map((m) => m[1])
      expect(new Set(declared), path).toEqual(new Set(named))
      expect(path).not.toContain(':')
    }
  })

  test('has no reference that leads nowhere, and an answer and a problem for every operation', () => {
    for (const [at, object] of objects(document)) {
      const ref = object['$ref']
      if (typeof ref !== 'string') continue
      let target: unknown = document
      for (const key of ref.replace(/^#\//, '').split('/')) target = (target as Json | undefined)?.[key]
      expect(target, `${at} → ${ref}`).toBeDefined()
    }
    for (const { operation, path } of operations) {
      const responses = operation['responses'] as Json
      expect(Object.keys(responses), path).toEqual(expect.arrayContaining(['200', 'default']))
    }
  })
})

/** What files, secrets or a fresh store are needed for. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  ...Object.keys(ANALYSES).map((name) => `evidence.${name}`),
  'evidence.report',
  'password.change',
  'poll.answer',
  'workspace.load-example',
])

eachDatabase((open) => {
  let here: ServedWorld
  let candidate: LiveCandidate
  let known: Record<string, string>
  beforeAll(async () => {
    here = await served(await open())
    candidate = await here.candidate()
    await candidate.completeEvidence()
    await candidate.submit()
    await candidate.allReviews()
    await candidate.answerConsultations()
    await candidate.allApprovals()
    const promotion = await candidate.promote()
    const handed = { activity: 'train-model', title: 'Features', summary: 'Done.' }
    await here.as('domain-expert').act('handover.submit', handed)
    const wanted = { role: 'data-engineer', reason: 'Too much data for one.' }
    const { subject: requisition } = await here.as('product-manager').act('requisition.open', wanted)
    const risk = { register: 'risks', title: 'Late labels', fields: { kind: 'data', likelihood: 2, impact: 3 } }
    const { subject: item } = await here.as('product-manager').act('item.add', risk)
    const [evidence] = (await candidate.status()).checks.flatMap((c) => c.evidence)
    const stored = await here.send('ml-engineer', '/api/v1/files?name=a.csv', {
      raw: 'a,b\n3,4\n',
      headers: { 'content-type': 'application/octet-stream' },
    })
    const packs = (await here.send('auditor', '/api/v1/packs')).body as { items: { id: string }[] }
    const { project } = here
    known = {
      ...{ project, promotion, evidence: evidence ?? '', person: here.who('ml-engineer'), stage: 'building', seq: '3' },
      ...{ experiment: candidate.experiment, model: candidate.model, version: candidate.version, role: 'ml-engineer' },
      ...{ round: (await candidate.judged()).round, pack: packs.items[0]?.id ?? '', activity: 'train-model' },
      digest: (stored.body as { digest: string }).digest,
      requisition,
      item,
      register: 'opportunities',
      kpi: 'compliance-sign-offs',
      ...(await ceremonies()),
    }
  })
  afterAll(() => here.stop())

  /** A meeting that is being held, a poll, a draft, and a calendar with its secret. */
  const ceremonies = async (): Promise<Record<string, string>> => {
    const lead = here.as('product-manager')
    const hour = new Date(Date.parse(here.clock.now()) + 3_600_000).toISOString().slice(11, 13)
    const daily = { kind: 'stand-up', zone: 'UTC', rule: 'FREQ=DAILY', time: `${hour}:00` }
    const { subject: ceremony } = await lead.act('ceremony.schedule', daily)
    const { subject: meeting } = await lead.act('meeting.start', { ceremony })
    const { subject: poll } = await lead.act('poll.open')
    const { subject: update } = await lead.act('update.draft')
    const { result } = await lead.act('feed.issue')
    const secret = String(result?.['address']).replace(/^.*\//, '')
    return { ceremony, meeting, poll, update, secret }
  }

  const pathOf = (path: string): string =>
    path.replaceAll(/:([a-z]+)/gi, (_, key: string) => encodeURIComponent(known[key] ?? key))
  const QUERY_OF: Readonly<Record<string, string>> = {
    'ledger.consistency': '?older=2',
    'file.upload': '?name=a.csv',
    'experiment.size': '?compare=means&effect=0.5',
  }
  const queryOf = (name: string): string => QUERY_OF[name] ?? ''

  test('every act refuses whoever is not signed in, and says so as a problem', async () => {
    for (const act of ACT_ROUTES.values()) {
      const answer = await here.send(undefined, actPath(act), { json: {} })
      expect([String(act.name), answer.status], answer.text).toEqual([String(act.name), 401])
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
      expect(answer.headers.get('www-authenticate')).toContain('Bearer')
      expect(answer.body).toMatchObject({ status: 401, code: 'not-signed-in', type: '/docs/errors#not-signed-in' })
    }
  })

  test('every act exists and judges its input before anything else', async () => {
    for (const act of ACT_ROUTES.values()) {
      const answer = await here.post('outsider', String(act.name), { no: 'such field' })
      expect([String(act.name), answer.status]).toEqual([String(act.name), 422])
      expect(answer.body).toMatchObject({ code: 'input-invalid' })
      const { refusals, status, title } = answer.body as {
        refusals: { code: keyof typeof REFUSALS }[]
        status: number
        title: string
      }
      expect(title).toBe(REFUSALS['input-invalid'].meaning)
      expect(status).toBe(REFUSALS['input-invalid'].status)
      expect(refusals.length).toBeGreaterThan(0)
    }
  })

  /** A stream does not end by itself: its beginning is its answer. */
  const begun = async (who: string | undefined, path: string) => {
    const headers = who === undefined ? undefined : { authorization: `Bearer ${await here.token(who)}` }
    const stream = await liveStream(`${here.running.url}${path}`, headers ?? {})
    await stream.leave()
    return { status: stream.status, headers: stream.headers, text: '', body: undefined }
  }

  test('every query answers to exactly those whom its permission names, in the shape it declares', async () => {
    for (const route of QUERIES) {
      const path = `${pathOf(route.path)}${queryOf(route.name)}`
      const at = (who: string | undefined) => {
        if (route.name === 'file.upload')
          return here.send(who, path, { raw: 'a,b\n1,2\n', headers: { 'content-type': 'application/octet-stream' } })
        if (route.media === 'text/event-stream') return begun(who, path)
        if (route.method === 'GET') return here.send(who, path)
        return here.send(who, path, { json: BODIES[route.name] ?? {} })
      }
      const status = async (who: string | undefined) => (await at(who)).status
      expect([route.name, await status(undefined)]).toEqual([route.name, route.permission === 'public' ? 200 : 401])
      // What it takes to answer these is tested where they live.
      if (ELSEWHERE.has(route.name)) continue
      const outsider = { public: 200, member: 200, project: 404, file: 404, administrator: 403 }[route.permission]
      // An entry of no project, and one of somebody else's project, are not an outsider's business.
      const hidden = ['ledger.show', 'ledger.proof', 'ledger.prove'].includes(route.name)
      expect([route.name, await status('outsider')]).toEqual([route.name, hidden ? 404 : outsider])
      const ofProject = route.permission === 'project' || route.permission === 'file'
      if (ofProject) expect([route.name, await status('auditor')]).toEqual([route.name, 200])
      if (route.permission === 'administrator')
        expect([route.name, await status('product-manager')]).toEqual([route.name, 403])
      const answer = await at(ofProject ? 'ml-engineer' : 'administrator')
      expect([route.name, answer.status], answer.text).toEqual([route.name, 200])
      expect(answer.headers.get('content-type')).toContain(route.media ?? 'application/json')
      if (route.media === undefined)
        expect(route.answer.safeParse(answer.body).error?.issues, route.name).toBeUndefined()
    }
  })

  test('an act answers in the shape it declares', async () => {
    const answer = await here.post('ml-engineer', 'experiment.note', {
      experiment: (await here.candidate()).experiment,
      text: 'x',
    })
    expect(answer.status, answer.text).toBe(200)
    expect(records.actAnswer.safeParse(answer.body).success).toBe(true)
  })

  test('pages walk everything once, and a cursor that Muster did not give is refused', async () => {
    const lists = QUERIES.filter((route) => route.paged === true)
    expect(lists.length).toBeGreaterThan(10)
    for (const route of lists) {
      const path = pathOf(route.path)
      const all = (await here.send('administrator', `${path}?limit=200`)).body as { items: unknown[] }
      const walked: unknown[] = []
      let cursor: string | undefined
      do {
        const more: string = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`
        const page = (await here.send('administrator', `${path}?limit=2${more}`)).body as {
          items: unknown[]
          next?: string
        }
        expect(page.items.length).toBeLessThanOrEqual(2)
        walked.push(...page.items)
        cursor = page.next
      } while (cursor !== undefined && walked.length < 40)
      expect(walked, route.name).toEqual(all.items.slice(0, walked.length))
      if (cursor === undefined) expect(walked.length).toBe(all.items.length)
      for (const foreign of ['x', 'AAAA', Buffer.from("';--").toString('base64url'), 'A'.repeat(180)]) {
        const answer = await here.send('administrator', `${path}?cursor=${foreign}`)
        expect([route.name, foreign, answer.status]).toEqual([route.name, foreign, 400])
      }
      for (const limit of ['0', '201', '-1', '1.5', 'x', '1e9'])
        expect((await here.send('administrator', `${path}?limit=${limit}`)).status).toBe(422)
    }
  })

  test('the same key acts once, even at the same moment, and shows no secret twice', async () => {
    const person = here.who('ml-engineer')
    const issue = () =>
      here.post('ml-engineer', 'token.issue', { person, label: 'ci', scopes: ['read'] }, { 'idempotency-key': 'key-1' })
    const answers = await Promise.all([issue(), issue(), issue(), issue()])
    expect(answers.map((a) => a.status)).toEqual([200, 200, 200, 200])
    const bodies = answers.map((a) => a.body as { subject: string; result?: { secret: string } })
    expect(new Set(bodies.map((b) => b.subject)).size).toBe(1)
    expect(bodies.filter((b) => b.result?.secret !== undefined).length).toBe(1)
    const other = { person, label: 'other', scopes: ['read'] }
    const conflict = await here.post('ml-engineer', 'token.issue', other, { 'idempotency-key': 'key-1' })
    expect([conflict.status, (conflict.body as { code: string }).code]).toEqual([409, 'idempotency-conflict'])
    const elsewhere = await here.post('ml-engineer', 'experiment.note', other, { 'idempotency-key': 'key-1' })
    expect([409, 422]).toContain(elsewhere.status)
    // Keys are each person's own.
    const mine = { person: here.who('domain-expert'), label: 'ci', scopes: ['read'] }
    expect((await here.post('domain-expert', 'token.issue', mine, { 'idempotency-key': 'key-1' })).status).toBe(200)
    for (const key of [' ', 'x'.repeat(201)])
      expect((await here.post('ml-engineer', 'token.issue', other, { 'idempotency-key': key })).status).toBe(422)
  })
})
