import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Running } from '@muster/server'
import { readConfig, start } from '@muster/server'
import { APP_BUILDER } from '@muster/web'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { expect } from 'vitest'
import { CHROMIUM } from './chromium.ts'

/** A folder for pictures of the pages, when somebody wants to look at them. */
const PICTURES = process.env['MUSTER_SCREENSHOTS']

/** A server with its pages, and a browser that looks at them. */
export interface Served {
  readonly running: Running
  readonly browser: Browser
  readonly stop: () => Promise<void>
}

/** Builds the app if needed, starts Muster on a new data folder, and a browser. */
export async function serveApp(): Promise<Served> {
  // As it is shipped: the runner of the tests calls itself `test`, for which React would be built with all its warnings.
  const env = { ...process.env, NODE_ENV: 'production' }
  const built = spawnSync(process.execPath, [APP_BUILDER, '--if-needed'], { encoding: 'utf8', env })
  if (built.status !== 0) throw new Error(`The web app could not be built: ${built.stderr}`)
  const folder = mkdtempSync(join(tmpdir(), 'muster-web-'))
  const running = await start(readConfig({}, { data: folder, port: 0, logLevel: 'silent' }))
  const browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] })
  return {
    running,
    browser,
    stop: async () => {
      await browser.close()
      await running.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Somebody at their browser. */
export interface Visitor {
  readonly page: Page
  readonly context: BrowserContext
  /** Requests to any other host, and errors in the pages: both stay empty. */
  readonly strays: readonly string[]
  readonly faults: readonly string[]
}

/** Opens a browser window of its own: its own session, nothing remembered. */
export async function visit(
  { browser, running }: Served,
  look: { readonly width?: number; readonly scheme?: 'light' | 'dark' } = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: running.url,
    viewport: { width: look.width ?? 1440, height: 900 },
    colorScheme: look.scheme ?? 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  })
  const page = await context.newPage()
  const strays: string[] = []
  const faults: string[] = []
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.origin !== running.url) strays.push(request.url())
  })
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) faults.push(message.text())
  })
  page.setDefaultTimeout(Number(process.env['MUSTER_PATIENCE_MS'] ?? 30_000))
  return { page, context, strays, faults }
}

/** Signs in by the form, as a person does. */
export async function signIn({ page }: Visitor, email: string, password: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail address').fill(email)
  await page.locator('input[name="password"]').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { level: 1, name: 'What needs me' }).waitFor()
}

const sessions = new Map<string, Awaited<ReturnType<BrowserContext['cookies']>>>()

/**
 * Somebody comes in: by the form the first time, with the same session in each further browser. Whoever signs in again and
 * again is told to wait.
 */
export async function comeIn(visitor: Visitor, email: string, password: string): Promise<void> {
  const who = `${email} ${password}`
  const session = sessions.get(who)
  if (session === undefined) {
    await signIn(visitor, email, password)
    sessions.set(who, await visitor.context.cookies())
    return
  }
  await visitor.context.addCookies(session)
  await visitor.page.goto('/')
  await visitor.page.getByRole('heading', { level: 1, name: 'What needs me' }).waitFor()
}

/** Opens a page and waits until all that it shows is there. */
export async function open({ page }: Visitor, address: string): Promise<void> {
  await page.goto(address)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await settled(page)
}

/** Waits until nothing on the page is an outline any more. */
export async function settled(page: Page): Promise<void> {
  // Asked from outside: the pages forbid what is evaluated inside them.
  await expect.poll(() => page.locator('.mantine-Skeleton-root').count(), { timeout: 30_000 }).toBe(0)
}

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What axe finds against WCAG 2.2 AA, a line for each. */
export async function accessibilityFaults({ page }: Visitor): Promise<readonly string[]> {
  // Pages have no frames: without looking for them, axe takes half the time.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(TAGS).analyze()
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 200)} ${n.failureSummary ?? ''}`))
}

/** Whether the page is wider than the window, so that one has to scroll sideways. */
export const isTooWide = ({ page }: Visitor): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')

/** Keeps a picture, if somebody wants pictures. */
export async function picture({ page }: Visitor, name: string): Promise<void> {
  if (PICTURES === undefined) return
  mkdirSync(PICTURES, { recursive: true })
  const width = page.viewportSize()?.width ?? 0
  await page.screenshot({ path: join(PICTURES, `${name}-${width}.png`), fullPage: true })
}
