import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { loadExample } from '../../examples/breast-cancer/load.ts'
import type { Loaded } from '../../examples/breast-cancer/load.ts'
import { CHROMIUM } from './chromium.ts'
import type { Served, Visitor } from './browser.ts'
import { accessibilityFaults, isTooWide, open, picture, serveApp, comeIn, visit } from './browser.ts'

const WIDTHS = [360, 768, 1440] as const

interface Pack {
  readonly id: string
  readonly kind: string
  readonly name: string
}

let served: Served
let example: Loaded
const visitors: Visitor[] = []

async function at(who: string, look: Parameters<typeof visit>[1] = {}): Promise<Visitor> {
  const visitor = await visit(served, look)
  visitors.push(visitor)
  await comeIn(visitor, `${who}@example.org`, example.password)
  return visitor
}

const packsOf = async ({ page }: Visitor): Promise<readonly Pack[]> =>
  ((await (await page.request.get('/api/v1/packs?limit=200')).json()) as { items: Pack[] }).items

describe.skipIf(CHROMIUM === undefined)('packs in the browser, and tables where there is little room', () => {
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

  test('a pack is opened from the list: what it holds, where it comes from, and which project follows it', async () => {
    const mara = await at('mara')
    const { page } = mara
    await open(mara, '/packs')
    await page.getByRole('link', { name: 'Gate to production', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Gate to production' }).waitFor()
    const checks = page.getByRole('region', { name: 'Checks (5)' })
    const safety = checks.getByRole('row', { name: /Safety evaluation passed/ })
    await safety.getByText('evidence.safety.passed && size(evidence.safety.unresolved) == 0').waitFor()
    await safety.getByText('C.W2.4').waitFor()
    await page.getByRole('region', { name: 'Approvals (3)' }).getByText('Security, Privacy & Legal').waitFor()
    const use = page.getByRole('region', { name: 'Who uses it' })
    await use.getByText('1 project follows exactly this pack.').waitFor()
    await use.getByRole('link', { name: 'Tumour reading order' }).click()
    const rules = page.getByRole('region', { name: 'Rules it follows' })
    await rules.getByRole('link', { name: /^Gate to production 1/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Gate to production' }).waitFor()
  })

  test('words are found in a pack, and the address leads others to what was found', async () => {
    const ada = await at('ada')
    const { page } = ada
    const roles = (await packsOf(ada)).find((p) => p.kind === 'roles')?.id ?? ''
    await open(ada, `/packs/${roles}`)
    await page.getByRole('heading', { name: 'Roles (24)' }).waitFor()
    await page.getByLabel('Find in this pack').fill('B.R1.W1')
    await page.getByRole('heading', { name: 'Roles (1)' }).waitFor()
    await expect.poll(() => page.url()).toContain('text=B.R1.W1')
    await page.reload()
    await page.getByRole('heading', { name: 'Roles (1)' }).waitFor()
    await page.getByText(/^Responsibilities \(\d+\)$/).click()
    await page.getByText('Turn business goals into measures a model can be judged by').waitFor()
    await page.getByLabel('Find in this pack').fill('no such words')
    await page.getByText('Nothing in this pack has these words.').waitFor()
  })

  test.each(WIDTHS)(
    'a pack of every kind fits into %s pixels and passes axe',
    async (width) => {
      const mara = await at('mara', { width, scheme: width === 768 ? 'dark' : 'light' })
      const kinds = new Map((await packsOf(mara)).toReversed().map((p) => [p.kind, p]))
      expect(kinds.size).toBeGreaterThan(10)
      const found: string[] = []
      for (const { id, kind } of kinds.values()) {
        await open(mara, `/packs/${id}`)
        await picture(mara, `pack-${kind}`)
        if (await isTooWide(mara)) found.push(`${kind} is wider than ${width}`)
        found.push(...(await accessibilityFaults(mara)).map((fault) => `${kind} ${width}: ${fault}`))
      }
      expect(found).toEqual([])
    },
    600_000,
  )

  test('where columns do not fit, each row is a block with the name of its column at each cell, and still a table', async () => {
    const ada = await at('ada', { width: 360 })
    const { page } = ada
    await open(ada, `/projects/${example.project}/team`)
    const team = page.getByRole('table').first()
    await expect.poll(() => team.getAttribute('data-stacked')).toBe('')
    expect(await team.getByRole('columnheader').allInnerTexts()).toContain('Allocation')
    const row = team.getByRole('row', { name: /Milo Hartmann/ })
    const cells = row.getByRole('cell')
    expect(await cells.nth(2).getAttribute('data-name')).toBe('Allocation')
    expect(await cells.nth(2).innerText()).toBe('100 %')
    const [first, second] = [await cells.nth(0).boundingBox(), await cells.nth(1).boundingBox()]
    expect(second?.y).toBeGreaterThan(first?.y ?? Infinity)
    // A row that comes later has its names, too; a wider window lays them side by side.
    await page.setViewportSize({ width: 1440, height: 900 })
    await expect.poll(() => team.getAttribute('data-stacked')).toBeNull()
  })

  test('at 360 pixels no table scrolls sideways but a matrix, whose first column stays', async () => {
    const ada = await at('ada', { width: 360 })
    const { page } = ada
    const { items } = (await (await page.request.get(`/api/v1/versions/${example.version}/evidence`)).json()) as {
      items: { id: string }[]
    }
    const inProject = (path: string) => `/projects/${example.project}${path}`
    const places = [
      '',
      `/gate/${example.version}`,
      '/experiments?view=list',
      '/team',
      '/team/staffing',
      '/registers/risks',
    ]
      .map(inProject)
      .concat(
        ['/ledger', '/packs', '/projects'],
        items.map((e) => inProject(`/evidence/${e.id}`)),
      )
    for (const place of places) {
      await open(ada, place)
      for (const closed of await page.locator('main details:not([open]) > summary').all())
        if (await closed.isVisible()) await closed.click()
      const wide = await page.locator('.stacking').evaluateAll((tables) =>
        tables
          .map(({ parentElement }) => parentElement)
          .filter((frame) => frame !== null && frame.scrollWidth > frame.clientWidth + 1)
          .map((frame) => frame?.getAttribute('aria-label')),
      )
      expect([place, wide]).toEqual([place, []])
    }
    const raci = (await packsOf(ada)).find((p) => p.name === 'full-team')?.id ?? ''
    await open(ada, `/packs/${raci}`)
    const frame = page.getByRole('region', { name: 'Matrix' }).last()
    const activity = frame.getByRole('rowheader', { name: 'Train the model' })
    const before = await activity.boundingBox()
    await frame.evaluate((element) => element.scrollBy(400, 0))
    expect((await activity.boundingBox())?.x).toBe(before?.x)
  })
})
