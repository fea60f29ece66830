import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Served } from './browser.ts'
import { accessibilityFaults, isTooWide, open, picture, serveApp, signIn, visit } from './browser.ts'
import { CHROMIUM } from './chromium.ts'

let served: Served

describe.skipIf(CHROMIUM === undefined)('the first start in the browser', () => {
  beforeAll(async () => {
    served = await serveApp()
  })
  afterAll(() => served.stop())

  test('the one-time link makes the administrator, who invites somebody, who comes in', async () => {
    const mara = await visit(served)
    await mara.page.goto(served.running.setupLink ?? '')
    await mara.page.getByLabel('Your name').fill('Mara Lindqvist')
    await mara.page.getByLabel('Your e-mail address').fill('mara@example.org')
    await mara.page.locator('input[name="password"]').fill('short')
    expect(await accessibilityFaults(mara)).toEqual([])
    await mara.page.getByRole('button', { name: 'Create the first administrator' }).click()
    await mara.page
      .getByRole('alert')
      .getByText(/at least 12/i)
      .first()
      .waitFor()
    await picture(mara, 'setup')
    await mara.page.locator('input[name="password"]').fill('five words that nobody guesses')
    await mara.page.getByRole('button', { name: 'Create the first administrator' }).click()
    await mara.page.getByRole('heading', { level: 1, name: 'Set up your workspace' }).waitFor()

    await mara.page.getByRole('button', { name: 'Register a person' }).click()
    const dialog = mara.page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Ada Okafor')
    await dialog.getByLabel('Email').fill('not an address')
    await dialog.getByRole('button', { name: 'Register a person' }).click()
    await dialog.locator('[class*="error"]').first().waitFor()
    await dialog.getByLabel('Email').fill('ada@example.org')
    await dialog.getByRole('button', { name: 'Register a person' }).click()
    const link = dialog.getByLabel('One-time link')
    await link.waitFor()
    const address = await link.inputValue()
    expect(address).toContain('/welcome?code=')
    await picture(mara, 'start-link')

    const ada = await visit(served, { width: 360 })
    await ada.page.goto(address)
    await ada.page.locator('input[name="password"]').fill('another five words for the door')
    await picture(ada, 'welcome')
    expect(await isTooWide(ada)).toBe(false)
    expect(await accessibilityFaults(ada)).toEqual([])
    await ada.page.getByRole('button', { name: 'Set the password' }).click()
    await ada.page.getByRole('link', { name: 'Go to sign-in' }).click()
    await ada.page.getByLabel('E-mail address').fill('ada@example.org')
    await ada.page.locator('input[name="password"]').fill('another five words for the door')
    await ada.page.getByRole('button', { name: 'Sign in' }).click()
    await ada.page.getByText('Nothing waits for you').first().waitFor()
    await open(ada, '/projects')
    await ada.page.getByText('No projects yet').waitFor()
    await picture(ada, 'projects-empty')
    expect(await accessibilityFaults(ada)).toEqual([])

    await ada.page.goto(address)
    await ada.page.locator('input[name="password"]').fill('another five words for the door')
    await ada.page.getByRole('button', { name: 'Set the password' }).click()
    await ada.page.getByRole('alert').getByText('This link is used up, wrong or expired.').waitFor()
    expect([...mara.strays, ...ada.strays, ...mara.faults, ...ada.faults]).toEqual([])
  })

  test('the people of a list are registered; lines that name nobody say why, and all links are kept as a table', async () => {
    const mara = await visit(served)
    await signIn(mara, 'mara@example.org', 'five words that nobody guesses')
    await open(mara, '/start')
    await mara.page.getByRole('heading', { level: 2, name: 'Bring what you have' }).waitFor()
    expect(await accessibilityFaults(mara)).toEqual([])
    await mara.page.getByRole('button', { name: 'Register people from a list' }).click()
    const dialog = mara.page.getByRole('dialog')
    await dialog
      .getByLabel('People', { exact: true })
      .fill('Name, E-mail\nYusuf Demir <yusuf@example.org>\nAda, ada@example.org\nNobody\nMei; mei@example.org')
    await dialog.getByText('Left out: is registered already').waitFor()
    await dialog.getByText('Left out: no e-mail address').waitFor()
    expect(await accessibilityFaults(mara)).toEqual([])
    await picture(mara, 'people-list')
    await dialog.getByRole('button', { name: 'Register 2 people' }).click()
    await dialog.getByText('2 people are registered. The links are shown only now.').waitFor()
    const download = mara.page.waitForEvent('download')
    await dialog.getByRole('link', { name: 'Download all links' }).click()
    const table = await readFile(await (await download).path(), 'utf8')
    expect(table.split('\r\n').map((line) => line.split(',')[1])).toEqual([
      'email',
      '"yusuf@example.org"',
      '"mei@example.org"',
    ])
    const link = /"([^"]*welcome[^"]*)"/.exec(table)?.[1] ?? ''
    await picture(mara, 'people-list-done')
    const mei = await visit(served, { width: 360 })
    await mei.page.goto(link)
    await mei.page.getByRole('heading', { name: 'Choose your password' }).waitFor()
    expect([...mara.strays, ...mara.faults, ...mei.strays, ...mei.faults]).toEqual([])
  })

  test('pages are sent compressed, assets for ever, and allow nothing from elsewhere', async () => {
    const { url } = served.running
    const page = await fetch(`${url}/projects/anything`, { headers: { accept: 'text/html' } })
    expect(page.status).toBe(200)
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("connect-src 'self'")
    const html = await page.text()
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/)
    const asset = /\/assets\/[^"]+\.js/.exec(html)?.[0] ?? ''
    const script = await fetch(`${url}${asset}`, { headers: { 'accept-encoding': 'br' } })
    expect(script.headers.get('content-encoding')).toBe('br')
    expect(script.headers.get('cache-control')).toContain('immutable')
    const again = await fetch(`${url}/projects`, {
      headers: { accept: 'text/html', 'if-none-match': page.headers.get('etag') ?? '' },
    })
    expect(again.status).toBe(304)
    for (const path of ['/assets/none.js', '/api/v1/none', '/assets/../package.json']) {
      const missing = await fetch(`${url}${path}`, { headers: { accept: 'text/html' } })
      expect([path, missing.status, missing.headers.get('content-type')]).toEqual([
        path,
        path.includes('package.json') ? 200 : 404,
        path.includes('package.json') ? 'text/html; charset=utf-8' : 'application/problem+json; charset=utf-8',
      ])
    }
    expect((await fetch(`${url}/nowhere`, { headers: { accept: 'application/json' } })).status).toBe(404)
  })
})
