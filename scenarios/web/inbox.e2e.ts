import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Loaded } from '../../examples/breast-cancer/load.ts'
import { loadExample } from '../../examples/breast-cancer/load.ts'
import type { Served, Visitor } from './browser.ts'
import { comeIn, open, serveApp, settled, visit } from './browser.ts'
import { CHROMIUM } from './chromium.ts'

let served: Served
let example: Loaded
const visitors: Visitor[] = []

async function at(who: string): Promise<Visitor> {
  const visitor = await visit(served)
  visitors.push(visitor)
  await comeIn(visitor, `${who}@example.org`, example.password)
  return visitor
}

const DELIVERABLE = 'Hand over "Trained models and notebooks"'

describe.skipIf(CHROMIUM === undefined)('what needs me, and how things are found', () => {
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

  test('a deliverable that is due stands among what needs me, leads to the team, and goes when it is handed over', async () => {
    const milo = await at('milo')
    const { page } = milo
    await open(milo, '/')
    const task = page.getByRole('listitem').filter({ hasText: DELIVERABLE })
    await task.getByRole('link', { name: DELIVERABLE }).click()
    await page.waitForURL(`**/projects/${example.project}/team`)
    await page.getByRole('button', { name: /Hand over.*Trained models and notebooks/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Summary').fill('Weights, notebooks and the card.')
    await dialog.getByRole('button', { name: /Hand over/ }).click()
    await dialog.waitFor({ state: 'detached' })
    await open(milo, '/')
    await page
      .getByRole('list', { name: 'Waits for you' })
      .or(page.getByText('Nothing waits for you').first())
      .first()
      .waitFor()
    await settled(page)
    expect(await page.getByText(DELIVERABLE).count()).toBe(0)
  })

  test('the palette finds people, models and experiments from anywhere; the title of the document names what is shown', async () => {
    const milo = await at('milo')
    const { page } = milo
    await open(milo, '/')
    for (const [typed, group, path] of [
      ['elena', 'People', /\/people\/per_/],
      ['tumour-order', 'Models', /\/models\/mdl_/],
    ] as const) {
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: 'Go to, or do' }).fill(typed)
      const option = page
        .getByRole('option')
        .filter({ hasText: new RegExp(typed, 'i') })
        .first()
      await option.waitFor()
      await page.getByText(group, { exact: true }).first().waitFor()
      await option.click()
      await page.waitForURL(path)
      await expect.poll(async () => (await page.title()).toLowerCase()).toMatch(new RegExp(`^${typed}.* · muster$`))
    }
  })

  test('the page of a project shows its risks or what to do about them', async () => {
    const ada = await at('ada')
    const { page } = ada
    await open(ada, `/projects/${example.project}`)
    const risks = page.getByRole('region', { name: 'Risks' })
    await risks.waitFor()
    await risks.getByRole('link', { name: 'Register of risks' }).click()
    await page.waitForURL(`**/projects/${example.project}/registers/risks`)
    await open(ada, '/registers/risks')
    await page.getByText('Each project keeps this register for itself.').waitFor()
  })

  test('a draft of the matrix is not lost without a word', async () => {
    const ada = await at('ada')
    const { page } = ada
    await open(ada, `/projects/${example.project}/team/raci`)
    const cell = page.getByRole('gridcell').first()
    await cell.click()
    await page.getByRole('button', { name: /^Amend \d+ cell/ }).waitFor()
    await page.getByRole('link', { name: 'Staffing' }).click()
    await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Stay here' }).click()
    await page.getByRole('button', { name: /^Amend \d+ cell/ }).waitFor()
    await page.getByRole('link', { name: 'Staffing' }).click()
    await page.getByRole('button', { name: 'Leave and lose it' }).click()
    await page.waitForURL('**/team/staffing')
  })
})
