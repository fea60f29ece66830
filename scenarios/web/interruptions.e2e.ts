import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CAST, Stage } from '../../examples/breast-cancer/cast.ts'
import type { Who } from '../../examples/breast-cancer/cast.ts'
import { buildCandidates, submitTooEarly } from '../../examples/breast-cancer/gate-story.ts'
import { foundProject } from '../../examples/breast-cancer/project-story.ts'
import type { Served, Visitor } from './browser.ts'
import { comeIn, open, serveApp, visit } from './browser.ts'
import { CHROMIUM } from './chromium.ts'

const PASSWORD = 'five words that nobody guesses'
const quiet = { step: () => undefined }

let served: Served
let stage: Stage
let project: string
const visitors: Visitor[] = []

async function at(who: Who): Promise<Visitor> {
  const visitor = await visit(served)
  visitors.push(visitor)
  await comeIn(visitor, CAST.find((m) => m.key === who)?.email ?? '', PASSWORD)
  return visitor
}

describe.skipIf(CHROMIUM === undefined)('what comes between', () => {
  beforeAll(async () => {
    served = await serveApp()
    stage = new Stage(served.running.url)
    const code = new URL(served.running.setupLink ?? '').searchParams.get('code') ?? ''
    const [administrator, ...others] = CAST
    await stage.open(administrator.key, code, administrator, PASSWORD)
    for (const member of others) await stage.enter(administrator.key, member.key, member, PASSWORD)
    project = await foundProject(stage, quiet)
    await submitTooEarly(stage, await buildCandidates(stage, project, quiet), quiet)
  })
  afterAll(() => served.stop())

  const entries = async (): Promise<number> =>
    Number((await served.running.context.database.query<{ n: number }>('select size as n from ledger_head'))[0]?.n)

  test('j and k choose, Enter opens, and nothing breaks', async () => {
    const { page, faults } = await at('sana')
    const chosen = page.locator('[aria-current="true"]')
    await page.keyboard.press('j')
    await chosen.waitFor()
    await page.keyboard.press('k')
    await page.keyboard.press('j')
    await chosen.waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/projects/)
    await open({ page, faults } as unknown as Visitor, '/ledger')
    for (const key of ['j', 'j', 'k']) await page.keyboard.press(key)
    await chosen.waitFor()
    expect(faults).toEqual([])
    expect(await page.getByText('This could not be shown').count()).toBe(0)
  })

  test('an act without a connection fails at once, and is not done later', async () => {
    const { page, context } = await at('ada')
    await open({ page } as Visitor, `/projects/${project}`)
    await page.getByRole('button', { name: 'Describe' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').first().waitFor()
    // The first field has the focus, not the cross that closes.
    expect(await dialog.locator(':focus').evaluate((node) => node.tagName)).toMatch(/INPUT|TEXTAREA/)
    await dialog.getByRole('textbox').first().fill('Another name of it')
    const before = await entries()
    await context.setOffline(true)
    await dialog.getByRole('button', { name: 'Describe' }).click()
    await dialog.getByRole('alert').getByText('The server cannot be reached').waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'detached' })
    await context.setOffline(false)
    await page.waitForTimeout(2_000)
    expect(await entries()).toBe(before)
  })

  test('a page whose code cannot be had is told inside the app, and comes when there is a connection again', async () => {
    const { page, context } = await at('ada')
    await open({ page } as Visitor, '/projects')
    await context.setOffline(true)
    await page.getByRole('link', { name: 'Ledger' }).click()
    await page.getByText('This could not be shown').waitFor()
    expect(await page.getByRole('link', { name: 'Projects' }).count()).toBeGreaterThan(0)
    await context.setOffline(false)
    await page.waitForTimeout(300)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { level: 1, name: 'Ledger' }).waitFor()
  })

  test('the palette does not lie over an open form, and gives the focus back', async () => {
    const { page } = await at('ada')
    await open({ page } as Visitor, `/projects/${project}`)
    const describe = page.getByRole('button', { name: 'Describe' })
    await describe.click()
    await page.getByRole('dialog').getByRole('textbox').first().waitFor()
    await page.keyboard.press('Control+k')
    expect(await page.getByRole('dialog').count()).toBe(1)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await describe.focus()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Go to, or do' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => describe.evaluate((node) => node === node.ownerDocument.activeElement)).toBe(true)
  })

  test('whoever is signed out in another window is sent to sign in, and comes back to where they were', async () => {
    const visitor = await visit(served)
    visitors.push(visitor)
    const { page, context } = visitor
    await page.goto('/sign-in')
    await page.getByLabel('E-mail address').fill('otto@example.org')
    await page.locator('input[name="password"]').fill('not the right one')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').waitFor()
    expect(await page.locator(':focus').getAttribute('name')).toBe('password')
    await page.locator('input[name="password"]').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { level: 1, name: 'What needs me' }).waitFor()
    await open(visitor, `/projects/${project}`)
    expect((await context.request.post('/api/auth/sign-out', { data: {} })).ok()).toBe(true)
    await page.getByRole('link', { name: 'Scorecard', exact: true }).click()
    await page.waitForURL(/\/sign-in\?then=/)
    await page.getByLabel('E-mail address').fill('otto@example.org')
    await page.locator('input[name="password"]').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(/scorecard/)
  })

  test('no page asked any other host or had a fault of its own', () => {
    expect(visitors.flatMap(({ strays, faults }) => [...strays, ...faults])).toEqual([])
  })
})
