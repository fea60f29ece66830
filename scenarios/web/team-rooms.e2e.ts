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
const inProject = (path: string): string => `/projects/${example.project}${path}`
const idOf = async ({ page }: Visitor): Promise<string> =>
  ((await (await page.request.get('/api/v1/me')).json()) as { person: { id: string } }).person.id

/** Chooses an option of a field in the dialog. */
async function choose(visitor: Visitor, field: RegExp, option: string | RegExp): Promise<void> {
  await dialogOf(visitor).getByLabel(field).first().click()
  await visitor.page.getByRole('option', { name: option }).first().click()
}

/** Says that there is no objection to whatever this person is asked about the project. */
async function answerConsultations({ page }: Visitor): Promise<void> {
  await page.evaluate(async (project) => {
    const headers = { 'content-type': 'application/json' }
    const { items } = (await (await fetch(`/api/v1/projects/${project}/consultations?limit=200`)).json()) as {
      items: { id: string; states: { state: string }[] }[]
    }
    for (const { id } of items.filter((c) => c.states.some((s) => s.state === 'open'))) {
      const body = JSON.stringify({ consultation: id, verdict: 'no-objection', answer: 'Seen.' })
      await fetch('/api/v1/acts/consultation.answer', { method: 'POST', headers, body })
    }
  }, example.project)
}

describe.skipIf(CHROMIUM === undefined)('the rooms of a team in the browser', () => {
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

  test('an update is drafted from the record, worded, published, and does not change any more', async () => {
    const [ada, milo] = [await at('ada'), await at('milo')]
    const { page } = ada
    await open(ada, inProject('/updates'))
    await page.getByText('No update yet').waitFor()
    await page.getByRole('button', { name: 'Draft an update' }).first().click()
    await dialogOf(ada).getByLabel('Title').fill('The reading order goes live')
    await dialogOf(ada).getByRole('button', { name: 'Draft an update' }).click()
    await page.getByRole('heading', { level: 1, name: 'The reading order goes live' }).waitFor()
    await settled(page)
    const address = new URL(page.url()).pathname
    const struck = page.getByRole('button', { name: 'Strike: Ada Okafor took the project from idea to scoped.' })
    await struck.click()
    await struck.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Edit: Ada Okafor took the project from scoped to staffed.' }).click()
    await dialogOf(ada).getByLabel('Text').fill('The team is complete.')
    await dialogOf(ada).getByRole('button', { name: 'Word the line' }).click()
    const changed = page.getByRole('region', { name: 'What changed' })
    await changed.getByText('The team is complete.').waitFor()
    await page.getByRole('button', { name: 'Add a line to “What we ask for”' }).click()
    await dialogOf(ada).getByLabel('Entries it rests on').fill('47, 66')
    await dialogOf(ada).getByLabel('Text').fill('Two hours of a pathologist each week.')
    await dialogOf(ada).getByRole('button', { name: 'Add a line' }).click()
    const asks = page.getByRole('region', { name: 'What we ask for' })
    await asks.getByText('Two hours of a pathologist each week.').waitFor()
    await asks.getByRole('link', { name: '#66' }).waitFor()

    // Milo is Informed, and no more: he reads the draft and is told why he changes nothing.
    await open(milo, address)
    await milo.page.getByText('You can read this draft, not change it.').waitFor()
    expect(await milo.page.getByRole('button', { name: /^(Edit|Strike):/ }).count()).toBe(0)

    const sent = page.getByRole('link', { name: 'As it is sent, opens in a tab of its own' })
    const html = await (await page.request.get((await sent.getAttribute('href')) ?? '')).text()
    expect(html).toContain('<li>The team is complete.')
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await dialogOf(ada).getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByRole('region', { name: 'Who was told' }).getByText('Milo Hartmann').waitFor()
    expect(await page.getByRole('button', { name: /^(Edit|Strike):/ }).count()).toBe(0)
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Markdown' }).click(),
    ])
    expect(saved.suggestedFilename()).toMatch(/^update-\d{4}-\d\d-\d\d\.md$/)
    await asks.getByRole('link', { name: '#66' }).click()
    await page.getByRole('heading', { level: 1, name: 'Entry 66' }).waitFor()
  })

  test('the pattern is chosen and a question answered where they stand', async () => {
    const ada = await at('ada')
    const { page } = ada
    await open(ada, inProject('/team/staffing'))
    await page.getByRole('button', { name: 'Answer: Does a vendor have to be replaced soon' }).click()
    await choose(ada, /^Answer/, 'no')
    await dialogOf(ada).getByLabel('What the answer rests on').fill('All is run by the hospital.')
    await dialogOf(ada).getByRole('button', { name: 'Answer' }).click()
    await page.getByText('All is run by the hospital.').waitFor()
    await page.getByRole('button', { name: 'Choose the pattern' }).click()
    await choose(ada, /^Pattern/, /^Small pilot/)
    await dialogOf(ada).getByLabel('Why').fill('The first month is a pilot.')
    await dialogOf(ada).getByRole('button', { name: 'Choose the pattern' }).click()
    await page.getByRole('heading', { name: 'Against the pattern: Small pilot' }).waitFor()
  })

  test('an applicant goes through the funnel step by step, and hiring closes the requisition', async () => {
    const ada = await at('ada')
    const { page } = ada
    await open(ada, inProject('/team/staffing'))
    await page.getByRole('button', { name: 'Add an applicant' }).click()
    await dialogOf(ada).getByLabel('Name').fill('Tomas Berg')
    await dialogOf(ada).getByLabel('Contact').fill('tomas@example.org')
    await dialogOf(ada).getByRole('button', { name: 'Add an applicant' }).click()
    await page.getByRole('button', { name: 'To interview: Tomas Berg' }).click()
    await page.getByRole('button', { name: 'To offer: Tomas Berg' }).click()
    await page.getByRole('button', { name: 'Hired: Tomas Berg' }).click()
    await dialogOf(ada).getByText('Hiring closes the requisition.').waitFor()
    await dialogOf(ada).getByRole('button', { name: 'Hired' }).click()
    const requisitions = page.getByRole('region', { name: 'Requisitions' })
    await requisitions.getByText('1 requisition that is closed').click()
    await requisitions.getByText('closed as hired').waitFor()
    await requisitions.getByRole('list', { name: /by the step they reached$/ }).waitFor()
    // The name is for those who hire: another member of the team sees that there was somebody.
    const milo = await at('milo')
    await open(milo, inProject('/team/staffing'))
    await milo.page.getByText('1 requisition that is closed').click()
    await milo.page.getByText(/^Applicant …/).waitFor()
    expect(await milo.page.getByText('Tomas Berg').count()).toBe(0)
  })

  test('the roles that a vendor leaves are planned, and those that nobody holds are warned of', async () => {
    const ada = await at('ada')
    const { page } = ada
    const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
    await open(ada, inProject('/team/staffing'))
    await page.getByRole('button', { name: 'Plan a transition' }).click()
    await choose(ada, /^Role/, 'Data Architect')
    await dialogOf(ada).getByLabel('By', { exact: true }).fill(day(40))
    await dialogOf(ada).getByLabel('Vendor').fill('Northwind Labs')
    await dialogOf(ada).getByLabel('Does').fill('Keeps the store of images')
    await dialogOf(ada).getByLabel('Sunset').fill(day(50))
    await dialogOf(ada).getByRole('button', { name: 'Plan a transition' }).click()
    const vendors = page.getByRole('region', { name: 'From vendors to people of your own' })
    await vendors.getByText('Northwind Labs', { exact: true }).waitFor()
    await vendors.getByText('day is near').waitFor()
    await page.getByText('Should have been opened by').first().waitFor()
    // Amending begins with the roles as they are: one is changed for another, and a second one is added.
    await vendors.getByRole('button', { name: 'Amend: Northwind Labs' }).click()
    expect(await dialogOf(ada).getByLabel('Role', { exact: true }).inputValue()).toBe('Data Architect')
    await choose(ada, /^Role/, 'Data Engineer')
    await dialogOf(ada).getByRole('button', { name: 'Add a role' }).click()
    await dialogOf(ada).getByLabel('Role', { exact: true }).nth(1).click()
    await page.getByRole('option', { name: 'MLOps / Platform Engineer' }).first().click()
    await dialogOf(ada).getByLabel('Reason').fill('The store moves to our own data engineers.')
    await dialogOf(ada).getByRole('button', { name: 'Amend' }).click()
    // The second role has no day yet: the server says so, and nothing is lost.
    await dialogOf(ada).getByText(/roles/i).first().waitFor()
    await dialogOf(ada).getByLabel('By', { exact: true }).nth(1).fill(day(45))
    await dialogOf(ada).getByRole('button', { name: 'Amend' }).click()
    await dialogOf(ada).waitFor({ state: 'detached' })
    const roles = vendors.getByRole('list', { name: 'Roles that become your own' })
    await roles.getByText('Data Engineer', { exact: true }).waitFor()
    await roles.getByText('MLOps / Platform Engineer', { exact: true }).waitFor()
    expect(await roles.getByText('Data Architect', { exact: true }).count()).toBe(0)
  })

  test('somebody records what they learnt on their page, and the coverage of the team follows', async () => {
    const milo = await at('milo')
    const { page } = milo
    await open(milo, inProject('/team/learning'))
    const coverage = page.getByRole('region', { name: 'Coverage' })
    await coverage.getByText('3 of 12').waitFor()
    await open(milo, inProject('/team'))
    await page.getByRole('link', { name: 'Milo Hartmann' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Milo Hartmann' }).waitFor()
    await page.getByRole('button', { name: 'Record: AI literacy' }).click()
    const dialog = dialogOf(milo)
    await dialog.getByLabel('Provider').fill('The hospital’s academy')
    await dialog.getByLabel(/^On/).fill('2026-11-02')
    await dialog.getByRole('button', { name: 'Record' }).click()
    // What shows it is missing: the server says so, and the form stays.
    await dialog.getByText(/^Say what shows it/).waitFor()
    await dialog.getByLabel('Link').fill('https://example.org/academy/ai-literacy')
    await dialog.getByLabel('Cost').fill('120')
    await dialog.getByLabel('Currency').fill('EUR')
    await dialog.getByRole('button', { name: 'Record' }).click()
    const records = page.getByRole('region', { name: 'Records' })
    await records.getByText('€120.00').waitFor()
    await records.getByText('1 Nov 2028').waitFor()
    await open(milo, inProject('/team/learning'))
    await coverage.getByText('4 of 12').waitFor()
  })

  test('a responsibility is given to somebody by name, and returned to its roles', async () => {
    const [ada, ines] = [await at('ada'), await at('ines')]
    const { page } = ada
    await open(ada, `/people/${await idOf(ines)}`)
    await page.getByRole('button', { name: 'Give a responsibility' }).click()
    await choose(ada, /^Responsibility/, 'Decide which features come first')
    await dialogOf(ada).getByLabel('Why').fill('Ada is away in December.')
    await dialogOf(ada).getByRole('button', { name: 'Give a responsibility' }).click()
    await page.getByText('given by name').waitFor({ state: 'attached' })
    for (const group of await page.locator('details:not([open]) > summary').all()) await group.click()
    await page.getByRole('button', { name: 'Return to its roles: Decide which features come first' }).click()
    await dialogOf(ada).getByLabel('Why').fill('She is back.')
    await dialogOf(ada).getByRole('button', { name: 'Return the responsibility to its roles' }).click()
    await page.getByText('given by name').waitFor({ state: 'detached' })
  })

  test('a deliverable is handed over, waits for those who are Consulted, and is accepted by another', async () => {
    const [milo, ines] = [await at('milo'), await at('ines')]
    await open(milo, inProject('/team'))
    await milo.page.getByRole('button', { name: 'Hand over: Trained models and notebooks' }).click()
    await dialogOf(milo).getByLabel('Summary').fill('Two models with the notebooks that made them.')
    await dialogOf(milo).getByRole('button', { name: 'Hand over' }).click()
    // Nobody accepts their own work.
    const own = milo.page.getByRole('button', { name: 'Accept: Trained models and notebooks' })
    await own.hover()
    await milo.page.getByText('Nobody accepts what they handed over themselves.').first().waitFor()
    await open(ines, inProject('/team'))
    const accept = ines.page.getByRole('button', { name: 'Accept: Trained models and notebooks' })
    await accept.hover()
    await ines.page
      .getByText(/^The decision waits for/)
      .first()
      .waitFor()
    for (const who of ['deniz', 'otto']) {
      const asked = await at(who)
      await answerConsultations(asked)
    }
    await open(ines, inProject('/team'))
    await accept.click()
    await dialogOf(ines).getByLabel('Comment').fill('The notebooks run.')
    await dialogOf(ines).getByRole('button', { name: 'Accept' }).click()
    await ines.page.getByText(/^Ines Ferreira accepted it on/).waitFor()
  })

  test('an import shows what it would change before it does, and an item tells its history', async () => {
    const ada = await at('ada')
    const { page } = ada
    await open(ada, inProject('/registers/risks'))
    await page.getByRole('button', { name: 'Import a CSV' }).click()
    const give = (text: string) =>
      page.locator('input[type="file"]').setInputFiles({
        name: 'risks.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(text),
      })
    await give('number,title\r\n99,Nobody\r\n')
    await dialogOf(ada).getByText('Line 2: There is no item 99.').waitFor()
    await give(
      'number,title,kind,likelihood,impact\r\n1,A slipped decimal point puts a sick patient last,data,3,5\r\n,The archive moves,data,2,2\r\n',
    )
    await dialogOf(ada).getByText('This would add 1 item and change 1 item:').waitFor()
    await dialogOf(ada).getByText('Likelihood: 2 → 3').waitFor()
    await picture(ada, 'register-import')
    await dialogOf(ada).getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByRole('link', { name: /The archive moves/ }).waitFor()
    await page.getByRole('link', { name: /A slipped decimal point/ }).click()
    const history = dialogOf(ada).getByRole('region', { name: 'History' })
    await history.getByText('changed an item of a register').waitFor()
    await history.getByText('Likelihood: 3').waitFor()
    await picture(ada, 'register-item-history')
  })

  test('a project sets a target of its own for a KPI, and goes back to the pack', async () => {
    const ada = await at('ada')
    const { page } = ada
    await open(ada, `/kpis/compliance-sign-offs?project=${example.project}`)
    await page.getByRole('button', { name: 'Set target, baseline or window' }).click()
    await dialogOf(ada).getByRole('textbox', { name: 'Target' }).fill('0.8')
    await dialogOf(ada).getByLabel('Reason').fill('Two of ten are signed a day later.')
    await dialogOf(ada).getByRole('button', { name: 'Set target, baseline or window' }).click()
    await page.getByText('Two of ten are signed a day later.').waitFor()
    await page.getByText('80 %', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Follow the pack again' }).click()
    await dialogOf(ada).getByLabel('Reason').fill('The second signature is quick now.')
    await dialogOf(ada).getByRole('button', { name: 'Follow the pack again' }).click()
    await page.getByText('The second signature is quick now.').waitFor()
  })

  test.each(WIDTHS)('every page fits into %s pixels and passes axe, in the light and in the dark', async (width) => {
    const found: string[] = []
    const scheme = width === 768 ? ('dark' as const) : ('light' as const)
    const ada = await at('ada', { width, scheme })
    const { items } = (await (await ada.page.request.get(`/api/v1${inProject('/updates')}`)).json()) as {
      items: { id: string }[]
    }
    const pages = [
      ['updates', inProject('/updates')],
      ['update', inProject(`/updates/${items[0]?.id ?? ''}`)],
      ['staffing', inProject('/team/staffing')],
      ['team', inProject('/team')],
      ['team-learning', inProject('/team/learning')],
      ['learning', '/learning'],
      ['me', `/people/${await idOf(ada)}`],
      ['kpi', `/kpis/compliance-sign-offs?project=${example.project}`],
      ['register', inProject('/registers/risks')],
    ] as const
    const check = async (visitor: Visitor, name: string): Promise<void> => {
      await settled(visitor.page)
      await picture(visitor, name)
      if (await isTooWide(visitor)) found.push(`${name} is wider than ${width}`)
      found.push(...(await accessibilityFaults(visitor)).map((fault) => `${name} ${width}: ${fault}`))
    }
    for (const [name, address] of pages) {
      await open(ada, address)
      await check(ada, name)
    }
    const mara = await at('mara', { width, scheme })
    for (const [name, address] of [
      ['person', `/people/${await idOf(ada)}`],
      ['learning-of-all', '/learning'],
    ] as const) {
      await open(mara, address)
      await check(mara, name)
    }
    expect(found).toEqual([])
  })
})
