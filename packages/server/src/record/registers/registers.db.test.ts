import type { Item } from '@muster/core'
import type { ServedWorld } from '@muster/testkit'
import { eachDatabase, registerPackNamed, served } from '@muster/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { replay } from '../../store/replay.ts'
import { readTable, writeTable } from './table.ts'

const risk = (title: string, likelihood: number, impact: number) => ({
  register: 'risks',
  title,
  fields: { kind: 'data', likelihood, impact },
})

eachDatabase((open) => {
  describe('registers over HTTP', () => {
    let here: ServedWorld
    beforeAll(async () => {
      here = await served(await open(), 'full-team')
    })
    afterAll(() => here.stop())
    const get = async (path: string, who = 'product-manager') => {
      const answer = await here.send(who, `/api/v1${path}`)
      return { ...answer, items: (answer.body as { items?: Record<string, unknown>[] }).items ?? [] }
    }
    const project = () => here.project

    test('a project sees its registers and how many items each has; none of an industry it does not follow', async () => {
      const { items } = await get(`/registers?project=${project()}`)
      const names = items.map((r) => r['id'])
      expect(names).toEqual(expect.arrayContaining(['risks', 'opportunities', 'sources', 'indexes', 'endpoints']))
      expect(names).not.toContain('adverse-events')
      expect(items.find((r) => r['id'] === 'risks')).toMatchObject({ count: 0, scope: 'project' })
    })

    test('items come in the order of the register, with what is computed, a page at a time', async () => {
      const { project: id } = here
      for (const [title, l, i] of [
        ['small', 1, 2],
        ['large', 5, 5],
        ['middle', 3, 3],
      ] as const)
        await here.as('product-manager').act('item.add', { ...risk(title, l, i), project: id })
      const first = await get(`/registers/risks/items?project=${id}&limit=2`)
      expect(first.items.map((i) => [i['key'], i['title'], i['computed']])).toMatchObject([
        ['RISK-2', 'large', { size: { value: 25 } }],
        ['RISK-3', 'middle', { size: { value: 9 } }],
      ])
      const { next } = first.body as { next: string }
      const second = await get(`/registers/risks/items?project=${id}&limit=2&cursor=${next}`)
      expect(second.items.map((i) => i['title'])).toEqual(['small'])
      expect((await get(`/registers/risks/items?project=${id}&cursor=zzzz`)).status).toBe(400)
      expect((await get(`/registers/risks/items?project=${id}&state=closed`)).items).toEqual([])
    })

    test('who may not read the project sees nothing of it, and asks for the project where one is needed', async () => {
      expect((await get(`/registers/risks/items?project=${project()}`, 'outsider')).status).toBe(404)
      expect((await get(`/registers/risks/items`)).body).toMatchObject({ code: 'input-invalid' })
      expect((await get('/registers/nonsense/items')).body).toMatchObject({ code: 'register-unknown' })
      const [row] = await here.database.query<{ id: string }>('select id from item limit 1')
      expect((await get(`/items/${row?.id ?? ''}`, 'outsider')).status).toBe(404)
      expect((await get(`/items/${row?.id ?? ''}`)).body).toMatchObject({ registerTitle: 'Risk register' })
    })

    test('what is exported is imported again without a change, and with one it changes that', async () => {
      const { project: id } = here
      const { text } = await here.send('product-manager', `/api/v1/registers/risks/export?project=${id}`)
      expect(text.split('\r\n')[0]).toContain('number,title,owner,state,kind,likelihood,impact')
      const by = here.as('product-manager')
      await by.act('item.import', { register: 'risks', project: id, csv: text }).refused('already-so')
      await by.act('item.import', { register: 'risks', project: id, csv: text.replace('middle', 'medium') })
      const { items } = await get(`/registers/risks/items?project=${id}`)
      expect(items.map((i) => i['title'])).toEqual(['large', 'medium', 'small'])
      await by
        .act('item.import', { register: 'risks', project: id, csv: 'number,title\n1,"unclosed' })
        .refused('import-invalid')
      expect((await replay(here.database)).findings).toEqual([])
    })

    test('an import is looked at before it is done: what it would change, item by item, and nothing is kept', async () => {
      const { project: id } = here
      const before = await get(`/registers/risks/items?project=${id}`)
      const csv = 'number,title,kind,likelihood,impact\r\n1,small,data,1,4\r\n,sudden,data,2,2\r\n'
      const look = (how: string, body: unknown) =>
        here.send('product-manager', `/api/v1/acts/item.import?rehearse=${how}`, { json: body })
      const seen = (await look('events', { register: 'risks', project: id, csv })).body
      expect(seen).toMatchObject({
        allowed: true,
        refusals: [],
        events: [
          { type: 'ItemChanged', data: { fields: { impact: 4 } } },
          { type: 'ItemAdded', data: { title: 'sudden', number: 4 } },
        ],
      })
      const wrong = await look('events', { register: 'risks', project: id, csv: 'number,title\r\n99,nobody\r\n' })
      expect(wrong.body).toMatchObject({ allowed: false, events: [] })
      expect((await look('true', { register: 'risks', project: id, csv })).body).not.toHaveProperty('events')
      expect((await look('perhaps', { register: 'risks', project: id, csv })).body).toMatchObject({
        code: 'input-invalid',
      })
      expect((await get(`/registers/risks/items?project=${id}`)).items).toEqual(before.items)
    })

    test('a register of the workspace takes no project, is kept by its keepers, and read by everybody', async () => {
      const decision = {
        register: 'tool-decisions',
        title: 'Vector store',
        fields: { area: 'database', need: 'RAG', options: ['a', 'b'] },
      }
      const add = async (who: string, more: object = {}) =>
        (await here.post(who, 'item.add', { ...decision, ...more })).body as { code?: string; subject?: string }
      expect((await add('mlops-engineer')).subject).toMatch(/^itm_/)
      expect((await add('labeling-lead')).code).toBe('not-entitled')
      expect((await add('mlops-engineer', { project: here.project })).code).toBe('input-invalid')
      expect((await get('/registers/tool-decisions/items', 'outsider')).items).toHaveLength(1)
      const measures = await get('/registers/tool-decisions/measures')
      expect(measures.items).toMatchObject([{ id: 'decided', value: 0 }])
    })

    test('what a register measures stands beside the KPI that it contributes to', async () => {
      const { project: id } = here
      const by = here.as('product-manager')
      await by.act('project.adopt-industry', { project: id, industry: 'finance', reason: 'Claims' })
      const saving = {
        process: 'Letters',
        hoursBefore: 30,
        hoursAfter: 10,
        rate: 50,
        confirmedBy: here.who('product-manager'),
      }
      const { subject: item } = await by.act('item.add', {
        register: 'automation-savings',
        project: id,
        title: 'Letters write themselves',
        fields: saving,
      })
      const said = async (address: string) =>
        (await here.send('product-manager', `/api/v1/${address}`)).body as {
          contributions?: unknown[]
          kpis?: { id: string; contributions?: unknown[] }[]
        }
      const none = { register: 'automation-savings', id: 'saved', n: 0 }
      expect((await said(`kpis/cost-savings?project=${id}`)).contributions).toMatchObject([none])
      await by.act('item.move', { item, to: 'confirmed', reason: 'Counted for a month' })
      const confirmed = [{ register: 'automation-savings', id: 'saved', value: 1000, n: 1, items: [item] }]
      expect((await said(`kpis/cost-savings?project=${id}`)).contributions).toMatchObject(confirmed)
      const { kpis = [] } = await said(`scorecard?project=${id}`)
      expect(kpis.filter((k) => k.contributions !== undefined).map((k) => k.id)).toEqual(['cost-savings'])
      expect((await said('scorecard')).kpis?.find((k) => k.id === 'cost-savings')?.contributions).toMatchObject(
        confirmed,
      )
      await by.act('project.drop-industry', { project: id, industry: 'finance', reason: 'Only a try' })
    })

    test('the owner of a row is an id, an address or a name of one person; the ledger holds the id', async () => {
      const by = here.as('product-manager')
      const owner = here.who('ml-engineer')
      const table = (who: string) => `title,owner,kind,likelihood,impact\nOwned,${who},data,1,1\n`
      const put = (who: string) => by.act('item.import', { register: 'risks', project: here.project, csv: table(who) })
      await here.database.query(
        `update person_profile set name = 'Ida One', email = 'ida@one.example' where person = $1`,
        [owner],
      )
      for (const who of ['ida@one.example', 'Ida One', owner]) await put(who)
      const owned = (await get(`/registers/risks/items?project=${here.project}`)).items.filter(
        (i) => i['title'] === 'Owned',
      )
      expect(owned.map((i) => i['owner'])).toEqual([owner, owner, owner])
      const { text } = await here.send('product-manager', `/api/v1/registers/risks/export?project=${here.project}`)
      expect(text).toContain('Owned,Ida One,')
      await put('nobody@one.example').refused('person-unknown')
      const other = here.who('data-engineer')
      await here.database.query(`update person_profile set name = 'Ida One' where person = $1`, [other])
      await put('Ida One').refused('import-invalid')
    })

    test('a field named __proto__ is refused as unknown, not dropped', async () => {
      const fields = '{"kind": "data", "likelihood": 1, "impact": 1, "__proto__": "x"}'
      const raw = `{"register": "risks", "project": "${here.project}", "title": "x", "fields": ${fields}}`
      const headers = { 'content-type': 'application/json' }
      const answer = await here.send('product-manager', '/api/v1/acts/item.add', { method: 'POST', raw, headers })
      expect(answer.status).toBe(422)
      expect(answer.body).toMatchObject({ code: 'input-invalid', refusals: [{ subject: '/fields/__proto__' }] })
    })

    test('the owner is reminded in the inbox, from the day on, until the item is over', async () => {
      const by = here.as('product-manager')
      const today = here.clock.now().slice(0, 10)
      const { subject: item } = await by.act('item.add', {
        ...risk('look again', 2, 2),
        project: here.project,
        fields: { kind: 'model', likelihood: 2, impact: 2, reviewOn: today },
      })
      const reminders = async () =>
        (
          (await here.send('product-manager', '/api/v1/inbox')).body as { tasks: { kind: string; subject: string }[] }
        ).tasks
          .filter((t) => t.kind === 'reminder')
          .map((t) => t.subject)
      expect(await reminders()).toEqual([item])
      await by.act('item.move', { item, to: 'closed', reason: 'gone' })
      expect(await reminders()).toEqual([])
    })

    test('an industry brings roles, checks, stage rules and registers, and takes them away again (K30)', async () => {
      const { project: id } = here
      const candidate = await here.candidate()
      const checks = async () => (await candidate.status()).checks.map((c) => c.id)
      const by = here.as('product-manager')
      await by
        .act('project.adopt-industry', { project: id, industry: 'astrology', reason: 'x' })
        .refused('pack-unknown')
      await by.act('project.adopt-industry', { project: id, industry: 'healthcare', reason: 'patients' })
      expect(await checks()).toEqual(expect.arrayContaining(['performance', 'clinical-validation', 'patient-privacy']))
      expect((await candidate.status()).reviews.map((r) => r.duty)).toContain('clinical')
      const clinician = await here.join('clinician')
      const seal = {
        version: candidate.version,
        kind: 'clinical-validation',
        facts: { sound: true, sites: 2, patients: 300, prospective: false, subgroups: ['sex'], limits: ['adults'] },
        source: { name: 'report.pdf', digest: `sha256:${'a'.repeat(64)}` },
        tool: { name: 'clinical panel', version: '1' },
      }
      await here.as('healthcare-specialist').act('evidence.seal', seal).refused('duty-not-held')
      await here.as(clinician).act('evidence.seal', seal)
      expect((await candidate.status()).checks.find((c) => c.id === 'clinical-validation')?.state).toBe('satisfied')
      const stage = await get(`/projects/${id}/stages/scoped`)
      expect(stage.items.map((c) => c['id'])).toContain('scoped-clinician')
      expect((await get(`/registers?project=${id}`)).items.map((r) => r['id'])).toContain('adverse-events')
      await by.act('project.drop-industry', { project: id, industry: 'healthcare', reason: 'none after all' })
      expect(await checks()).not.toContain('clinical-validation')
      expect((await replay(here.database)).findings).toEqual([])
    })
  })
})

describe('the table of a register', () => {
  const definition = registerPackNamed('features')
  const item = (title: string, fields: Item['fields']): Item =>
    ({ id: 'itm_1', register: 'features', number: 1, title, owner: 'per_1', state: 'proposed', fields }) as Item
  test('keeps formulas of spreadsheets as text, both ways, and numbers as numbers', () => {
    const csv = writeTable(definition, [item('=cmd()', { need: '-1+2', reach: -0 })])
    expect(csv).toContain(`'=cmd()`)
    expect(csv).toContain(`'-1+2`)
    expect(readTable(csv).rows[0]?.cells).toMatchObject({ title: '=cmd()', need: '-1+2' })
  })
  test('holds commas, quotes and line breaks', () => {
    const need = 'a, "b"\nc'
    expect(readTable(writeTable(definition, [item('x', { need })])).rows[0]?.cells['need']).toBe(need)
  })
  test('is read whether commas or semicolons separate it', () => {
    const rows = [{ line: 2, cells: { title: 'Drift, late', size: '2' } }]
    expect(readTable('title;size\nDrift, late;2\n')).toEqual({ rows })
    expect(readTable('\uFEFFtitle,size\r\n"Drift, late",2\r\n')).toEqual({ rows })
  })
  test.each([
    ['', 'is empty'],
    ['\uFEFF \n', 'is empty'],
    ['title,kind, title\na,b,c', 'the column "title" twice'],
    ['a,b\n1,2,3', 'Invalid Record Length'],
    ['a,b\n"1,2', 'Quote Not Closed'],
  ])('%j is told to be unreadable', (csv, words) => {
    expect(readTable(csv).problem).toContain(words)
  })
})
