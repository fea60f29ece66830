import { statSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig, start } from '@muster/server'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { CHROMIUM } from '../scenarios/web/chromium.ts'
import { loadExample } from '../examples/breast-cancer/load.ts'
import type { Benchmark, Line } from './figures.ts'
import { spreadOf } from './figures.ts'
import { bench, temporaryFolder } from './world.ts'

const RUNS = 5
const DIST = join(bench('.'), '../packages/web/dist')

/** Chromium’s own timings, collected from the first moment of each page. */
const WATCH = `
  globalThis.seen = { shift: 0, slowest: 0, ready: 0 };
  new PerformanceObserver((l) => { for (const e of l.getEntries()) if (!e.hadRecentInput) seen.shift += e.value }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((l) => { for (const e of l.getEntries()) if (e.interactionId) seen.slowest = Math.max(seen.slowest, e.duration) }).observe({ type: 'event', durationThreshold: 16, buffered: true });
  const look = () => {
    if (document.querySelector('main h1') && !document.querySelector('[aria-busy="true"]')) seen.ready = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
`

interface Load {
  readonly paint: number
  readonly ready: number
  readonly shift: number
  readonly scripts: readonly string[]
}

/** Opens an address with an empty cache. */
async function load(context: BrowserContext, address: string): Promise<Load> {
  const page = await context.newPage()
  const scripts: string[] = []
  page.on('request', (r) => {
    if (r.url().endsWith('.js')) scripts.push(new URL(r.url()).pathname)
  })
  await page.goto(address)
  await page.locator('h1').first().waitFor()
  await page.waitForTimeout(700)
  const seen = (await page.evaluate(
    `({ ...seen, paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0 })`,
  )) as { paint: number; ready: number; shift: number }
  await page.close()
  return { ...seen, scripts }
}

const gzip = (script: string): number => statSync(join(DIST, `${script.slice(1)}.gz`)).size / 1024

/** Clicks through the pages and opens the palette; gives the slowest answer to a click or a key, in ms. */
async function clickThrough(page: Page, project: string): Promise<number> {
  await page.goto(`/projects/${project}`)
  for (const name of ['Gate', 'Experiments', 'Models', 'Overview']) {
    await page.getByRole('link', { name, exact: true }).first().click()
    await page.waitForTimeout(500)
  }
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Go to, or do' }).pressSequentially('propose')
  await page.waitForTimeout(300)
  return (await page.evaluate('seen.slowest')) as number
}

/** Signs in once: whoever signs in again and again is told to wait. */
async function signIn(browser: Browser, url: string, password: string): Promise<Cookies> {
  const context = await browser.newContext({ baseURL: url })
  const answer = await context.request.post('/api/auth/sign-in/email', {
    data: { email: 'otto@example.org', password },
  })
  if (!answer.ok()) throw new Error(`signing in was answered with ${answer.status()}`)
  const cookies = await context.cookies()
  await context.close()
  return cookies
}
type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>

/** A browser with nothing in its cache, signed in. */
async function signedIn(browser: Browser, url: string, cookies: Cookies): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } })
  await context.addInitScript(WATCH)
  await context.addCookies(cookies)
  return context
}

interface Measured {
  readonly loads: Record<string, Load[]>
  readonly bare: number[]
  readonly slowest: number[]
}

async function measure(url: string, password: string, project: string, version: string): Promise<Measured> {
  const pages: Readonly<Record<string, string>> = {
    'what needs me': '/',
    project: `/projects/${project}`,
    gate: `/projects/${project}/gate/${version}`,
    models: `/projects/${project}/models`,
  }
  const loads: Record<string, Load[]> = {}
  const bare: number[] = []
  const slowest: number[] = []
  const browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] })
  const cookies = await signIn(browser, url, password)
  for (let run = 0; run < RUNS; run += 1) {
    for (const [name, address] of Object.entries(pages)) {
      const context = await signedIn(browser, url, cookies)
      ;(loads[name] ??= []).push(await load(context, address))
      await context.close()
    }
    const context = await signedIn(browser, url, cookies)
    bare.push((await load(context, '/docs/errors')).paint)
    slowest.push(await clickThrough(await context.newPage(), project))
    await context.close()
  }
  await browser.close()
  return { loads, bare, slowest }
}

/** What is shown first, when it can be used, how large it is and how fast it answers; in Chromium, the production build. */
export const web: Benchmark = {
  name: 'web',
  run: async (say) => {
    if (CHROMIUM === undefined) throw new Error('There is no Chromium here: apt-get install chromium.')
    const running = await start(readConfig({}, { data: temporaryFolder(), port: 0, logLevel: 'error' }))
    const example = await loadExample(running, { step: () => undefined })
    say('the worked example is loaded')
    const { loads, bare, slowest } = await measure(running.url, example.password, example.project, example.version)
    await running.stop()
    const yardstick = { what: 'a page without script of the same server, first paint', measured: spreadOf(bare) }
    const first = loads['what needs me']?.[0]?.scripts ?? []
    const size = (scripts: readonly string[]): number => [...new Set(scripts)].map(gzip).reduce((a, b) => a + b, 0)
    const lines: Line[] = Object.entries(loads).flatMap(([name, runs]) => {
      const paint = spreadOf(runs.map((r) => r.paint))
      const ready = spreadOf(runs.map((r) => r.ready))
      const more = size((runs[0]?.scripts ?? []).filter((s) => !first.includes(s)))
      return [
        {
          what: `${name}: first contentful paint`,
          measured: paint,
          unit: 'ms',
          yardstick,
          target: { text: '≤ 800 ms', met: paint.median <= 800 },
        },
        {
          what: `${name}: all there and usable`,
          measured: ready,
          unit: 'ms',
          yardstick,
          target: { text: '≤ 1,200 ms', met: ready.median <= 1_200 },
        },
        ...(name === 'what needs me'
          ? []
          : [
              {
                what: `${name}: further JavaScript, gzip`,
                measured: more,
                unit: 'kB',
                target: { text: '≤ 80 kB', met: more <= 80 },
              },
            ]),
      ]
    })
    const whole = size(first)
    const answer = spreadOf(slowest)
    const shift = Math.max(...Object.values(loads).flatMap((runs) => runs.map((r) => r.shift)))
    return [
      {
        title: 'Pages in Chromium',
        notes: [
          'Empty cache each time, a local server, the worked example, window of 1440 by 900. Usable: the heading is there and nothing is an outline any more. Slowest answer: the longest interaction (Event Timing, what INP is made of) of opening four pages and typing into the palette.',
        ],
        lines: [
          {
            what: 'JavaScript of the first page, gzip',
            measured: whole,
            unit: 'kB',
            target: { text: '≤ 250 kB', met: whole <= 250 },
          },
          ...lines,
          {
            what: 'slowest answer to a click or key',
            measured: answer,
            unit: 'ms',
            target: { text: '≤ 100 ms', met: answer.median <= 100 },
          },
          {
            what: 'layout shift, worst page',
            measured: shift,
            unit: '',
            target: { text: 'none (< 0.01)', met: shift < 0.01 },
          },
        ],
      },
    ]
  },
}
