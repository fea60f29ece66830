import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { loadExample } from '../../examples/breast-cancer/load.ts'
import type { Loaded } from '../../examples/breast-cancer/load.ts'
import { CHROMIUM } from './chromium.ts'
import type { Served, Visitor } from './browser.ts'
import { accessibilityFaults, isTooWide, open, picture, serveApp, settled, comeIn, visit } from './browser.ts'

const WIDTHS = [360, 768, 1440] as const

let served: Served
let example: Loaded
const visitors: Visitor[] = []

/** Somebody of the example at a browser of their own, signed in. */
async function at(who: string, look: Parameters<typeof visit>[1] = {}): Promise<Visitor> {
  const visitor = await visit(served, look)
  visitors.push(visitor)
  await comeIn(visitor, `${who}@example.org`, example.password)
  return visitor
}

const dialogOf = ({ page }: Visitor) => page.getByRole('dialog')

describe.skipIf(CHROMIUM === undefined)('team, record and administration in the browser', () => {
  beforeAll(async () => {
    served = await serveApp()
    example = await loadExample(served.running, { step: () => undefined })
  })
  afterAll(() => served.stop())
  afterEach(async () => {
    const seen = visitors.splice(0)
    await Promise.all(seen.map(({ context }) => context.close()))
    expect(seen.flatMap(({ faults, strays }) => [...faults, ...strays])).toEqual([])
  })

  test('a matrix is edited in place: lint as it is typed, who gains and loses, then the amendment', async () => {
    const ada = await at('ada')
    const { page } = ada
    await open(ada, `/projects/${example.project}/team/raci`)
    const train = page.getByRole('button', { name: /^Train the model, Machine Learning Engineer: / })
    await train.focus()
    await page.keyboard.press('Delete')
    await page.getByText('"Train the model" has no A: nobody answers for it.').waitFor()
    await page.keyboard.press('a')
    expect(await page.getByText('has no A').count()).toBe(0)
    // A domain expert who was R becomes I: no longer may they propose experiments.
    const expert = page.getByRole('button', { name: /^Train the model, Domain Expert: / })
    await expert.focus()
    await page.keyboard.press('i')
    const meaning = page.getByRole('region', { name: 'What the change means' })
    await meaning.getByText('Elena Rossi').waitFor()
    await meaning.getByText('loses R').waitFor()
    await meaning.getByText('Propose an experiment').first().waitFor()
    await page.getByRole('button', { name: 'Amend 1 cell' }).click()
    await dialogOf(ada).getByLabel('Reason').fill('Elena judges, and trains no more.')
    await dialogOf(ada).getByRole('button', { name: 'Amend 1 cell' }).click()
    await page.getByRole('button', { name: /^Train the model, Domain Expert: Informed$/ }).waitFor()
  })

  test('whoever may not amend the matrix sees why, and changes no cell', async () => {
    const milo = await at('milo')
    await open(milo, `/projects/${example.project}/team/raci`)
    await milo.page.getByText(/needs A for "Plan and staff the project"/).waitFor()
    const cell = milo.page.getByRole('button', { name: /^Train the model, Machine Learning Engineer: Accountable$/ })
    await cell.click()
    await cell.waitFor()
  })

  test('the ledger is searched, and an entry is verified by this browser with a key one trusts', async () => {
    const mara = await at('mara')
    const { page } = mara
    await open(mara, '/ledger')
    await page.getByLabel('Event').fill('ModelPromoted')
    await page.waitForURL(/type=ModelPromoted/)
    await page
      .getByRole('link', { name: /^#\d+$/ })
      .first()
      .click()
    await page.getByRole('heading', { level: 1, name: /^Entry \d+$/ }).waitFor()
    await page.getByRole('button', { name: 'Verify in this browser' }).click()
    await page.getByText(/^Proved: these very bytes are number/).waitFor()
    await picture(mara, 'entry-proved')
    const key = page.getByLabel('Verifier key you trust')
    const good = await key.inputValue()
    await key.fill(good.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')))
    await page.getByRole('button', { name: 'Verify in this browser' }).click()
    await page.getByText('Not proved').waitFor()
  })

  test('a number of a scorecard leads to the entries behind it in one click', async () => {
    const ada = await at('ada')
    const { page } = ada
    await open(ada, `/projects/${example.project}/scorecard`)
    await page.getByRole('link', { name: /^Compliance sign-offs: 100/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Compliance sign-offs' }).waitFor()
    const entries = page.getByRole('region', { name: 'The entries behind it' }).first()
    await entries
      .getByRole('link', { name: /^#\d+$/ })
      .first()
      .click()
    await page.getByRole('heading', { level: 1, name: /^Entry \d+$/ }).waitFor()
  })

  test('an item is added to a register by the form of its pack, which refuses in words', async () => {
    const ada = await at('ada')
    const { page } = ada
    await open(ada, `/projects/${example.project}/registers/risks`)
    await page.getByRole('button', { name: 'Add risk' }).first().click()
    const dialog = dialogOf(ada)
    await dialog.getByLabel('Title').fill('The scanner is replaced')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByRole('alert').waitFor()
    await dialog.getByRole('textbox', { name: 'Likelihood', exact: true }).fill('4')
    await dialog.getByRole('textbox', { name: 'Impact', exact: true }).fill('5')
    await dialog.getByLabel(/^Kind/).click()
    await page.getByRole('option').first().click()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('link', { name: /The scanner is replaced/ }).click()
    // Likelihood times impact, as the pack computes it.
    await dialogOf(ada).getByText('20', { exact: true }).waitFor()
    await picture(ada, 'register-item')
  })

  test('a ceremony is scheduled, its agenda asks the record, and the meeting has minutes', async () => {
    const ada = await at('ada')
    const { page } = ada
    await open(ada, '/projects')
    // The example meets already: a project of its own does not.
    const project = await page.evaluate(async () => {
      const me = (await (await fetch('/api/v1/me')).json()) as { person: { id: string } }
      const body = JSON.stringify({ name: 'Follow-up', lead: me.person.id, workstream: 'experimentation' })
      const headers = { 'content-type': 'application/json' }
      const made = await fetch('/api/v1/acts/project.create', { method: 'POST', headers, body })
      return ((await made.json()) as { subject: string }).subject
    })
    await open(ada, `/projects/${project}/team/ceremonies`)
    await page.getByRole('button', { name: 'Schedule a ceremony' }).first().click()
    // What the packs offer is chosen by its name.
    await dialogOf(ada).getByLabel('Kind').first().click()
    await page.getByRole('option', { name: 'Daily stand-up' }).click()
    const soon = new Date(Date.now() + 3_600_000)
    const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' }).format(soon)
    await dialogOf(ada).getByLabel('Zone').fill('UTC')
    await dialogOf(ada).getByLabel('Time').fill(time)
    await dialogOf(ada).getByLabel('Rule').fill('FREQ=DAILY')
    await dialogOf(ada).getByRole('button', { name: 'Schedule a ceremony' }).click()
    await page.getByRole('link', { name: 'Stand-up' }).first().click()
    await page.getByRole('button', { name: 'Start the meeting' }).click()
    await page.getByRole('button', { name: 'Add to the minutes' }).click()
    await dialogOf(ada).getByLabel('Text').fill('Otto watches the first week.')
    await dialogOf(ada).getByRole('button', { name: 'Add to the minutes' }).click()
    await page.getByText('Otto watches the first week.').waitFor()
    await picture(ada, 'agenda')
  })

  test('a person is registered and their link is shown once; others see each change as it happens', async () => {
    const [mara, other] = [await at('mara'), await at('mara')]
    await open(mara, '/people')
    await open(other, '/people')
    await mara.page.getByRole('button', { name: 'Register a person' }).click()
    await dialogOf(mara).getByLabel('Name').fill('Nina Novak')
    await dialogOf(mara).getByLabel('Email').fill('nina@example.org')
    await dialogOf(mara).getByRole('button', { name: 'Register a person' }).click()
    const link = dialogOf(mara).getByLabel('One-time link')
    await link.waitFor()
    expect(await link.inputValue()).toContain('/welcome?code=')
    await other.page.getByText('Nina Novak').waitFor()
  })

  test('a pack is compared before it is applied, and what is wrong with it stands by line and column', async () => {
    const mara = await at('mara')
    const { page } = mara
    await open(mara, '/packs')
    const text = page.getByLabel('The pack (YAML)')
    await text.fill('pack: kpis\nid: ours\ntitel: Ours\n')
    await page.getByText('line 3, column 1').waitFor()
    const { items } = (await (await page.request.get('/api/v1/packs?limit=200')).json()) as {
      items: { id: string; kind: string }[]
    }
    const gate = items.find((p) => p.kind === 'gate')?.id ?? ''
    const { content } = (await (await page.request.get(`/api/v1/packs/${encodeURIComponent(gate)}`)).json()) as {
      content: object
    }
    await text.fill(JSON.stringify({ ...content, version: '77.0.0', title: 'Our gate' }))
    await page.getByText('2 changes against').waitFor()
    await picture(mara, 'pack-compared')
    await page.getByRole('button', { name: 'Apply this pack' }).click()
    await page.getByRole('cell', { name: '77.0.0' }).waitFor()
  })

  test('the whole ledger is verified from the page of health', async () => {
    const mara = await at('mara')
    await open(mara, '/health')
    await mara.page.getByRole('button', { name: 'Verify now' }).click()
    await mara.page
      .getByRole('alert')
      .getByText(/^in order, all \d+ entries$/)
      .waitFor()
  })

  const pages = (): readonly (readonly [string, string])[] => [
    ['team', `/projects/${example.project}/team`],
    ['raci', `/projects/${example.project}/team/raci`],
    ['staffing', `/projects/${example.project}/team/staffing`],
    ['ceremonies', `/projects/${example.project}/team/ceremonies`],
    ['scorecard', `/projects/${example.project}/scorecard`],
    ['portfolio', '/scorecard'],
    ['kpi', `/kpis/compliance-sign-offs?project=${example.project}`],
    ['registers', `/projects/${example.project}/registers`],
    ['risks', `/projects/${example.project}/registers/risks`],
    ['ledger', '/ledger'],
    ['entry', '/ledger/40'],
    ['people', '/people'],
    ['access', '/tokens'],
    ['packs', '/packs'],
    ['health', '/health'],
  ]

  test.each(WIDTHS)('every page fits into %s pixels and passes axe, in the light and in the dark', async (width) => {
    const found: string[] = []
    const scheme = width === 768 ? ('dark' as const) : ('light' as const)
    const mara = await at('mara', { width, scheme })
    for (const [name, address] of pages()) {
      await open(mara, address)
      await settled(mara.page)
      await picture(mara, name)
      if (await isTooWide(mara)) found.push(`${name} is wider than ${width}`)
      found.push(...(await accessibilityFaults(mara)).map((fault) => `${name} ${width}: ${fault}`))
    }
    expect(found).toEqual([])
  })
})
