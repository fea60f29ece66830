import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CAST, Stage } from '../../examples/breast-cancer/cast.ts'
import type { Who } from '../../examples/breast-cancer/cast.ts'
import type { Candidate } from '../../examples/breast-cancer/gate-story.ts'
import {
  addEvidence,
  answerConsultations,
  buildCandidates,
  submitTooEarly,
} from '../../examples/breast-cancer/gate-story.ts'
import { foundProject } from '../../examples/breast-cancer/project-story.ts'
import type { Served, Visitor } from './browser.ts'
import { accessibilityFaults, isTooWide, open, picture, serveApp, comeIn, visit } from './browser.ts'
import { CHROMIUM } from './chromium.ts'

const PASSWORD = 'five words that nobody guesses'
const quiet = { step: () => undefined }
const WIDTHS = [360, 768, 1440] as const

let served: Served
let stage: Stage
let story: Candidate
let gate: string
const visitors: Visitor[] = []

/** Somebody of the cast at a browser of their own, signed in. */
async function at(who: Who, look: Parameters<typeof visit>[1] = {}): Promise<Visitor> {
  const visitor = await visit(served, look)
  visitors.push(visitor)
  await comeIn(visitor, CAST.find((m) => m.key === who)?.email ?? '', PASSWORD)
  return visitor
}

const dialogOf = ({ page }: Visitor) => page.getByRole('dialog')
const duty = ({ page }: Visitor, name: string) => page.locator(`[data-duty="${name}"]`)

describe.skipIf(CHROMIUM === undefined)('the worked example in the browser, as different people', () => {
  beforeAll(async () => {
    served = await serveApp()
    stage = new Stage(served.running.url)
    const code = new URL(served.running.setupLink ?? '').searchParams.get('code') ?? ''
    const [administrator, ...others] = CAST
    await stage.open(administrator.key, code, administrator, PASSWORD)
    for (const member of others) await stage.enter(administrator.key, member.key, member, PASSWORD)
    const project = await foundProject(stage, quiet)
    story = await buildCandidates(stage, project, quiet)
    await submitTooEarly(stage, story, quiet)
    gate = `/projects/${project}/gate/${story.version}`
  })
  afterAll(() => served.stop())

  test('a wrong password is refused in words, and an address that is asked for is reached after signing in', async () => {
    const visitor = await visit(served)
    visitors.push(visitor)
    const { page } = visitor
    await page.goto(gate)
    await page.getByLabel('E-mail address').fill('sana@example.org')
    await page.locator('input[name="password"]').fill('not the right one')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').getByText('The address or the password is wrong.').waitFor()
    await page.locator('input[name="password"]').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { level: 1, name: 'tumour-order version 2' }).waitFor()
    expect(page.url()).toContain(gate)
  })

  test('the gate says what is missing and who must do it, and a button that is refused says why', async () => {
    const milo = await at('milo')
    await open(milo, gate)
    await expect(milo.page.locator('[data-verdict="blocked"]').innerText()).resolves.toMatch(
      /Not ready to be promoted: (?:one thing|\d+ things) to do next/,
    )
    const approve = duty(milo, 'technical_lead').getByRole('button', { name: 'Approve' })
    await approve.waitFor()
    await expect.poll(() => approve.getAttribute('aria-disabled')).toBe('true')
    await expect(approve.getAttribute('aria-description')).resolves.toMatch(/author|own work|judged/i)
    await approve.focus()
    await milo.page.getByText('Not possible now').first().waitFor()
    // A person can press it all the same: it opens nothing.
    await approve.click({ force: true })
    await expect(dialogOf(milo).count()).resolves.toBe(0)
  })

  test('changed evidence asks for a new submission, which the one who may makes from what needs them', async () => {
    await addEvidence(stage, story.version)
    const sana = await at('sana')
    await sana.page.getByRole('link', { name: /Submit tumour-order version 2 again/ }).click()
    await sana.page.getByText('What is judged has changed since the submission').waitFor()
    await sana.page.getByRole('button', { name: 'Submit again' }).click()
    await dialogOf(sana).getByLabel('Note').fill('Complete now.')
    await dialogOf(sana).getByRole('button', { name: 'Submit again' }).click()
    await dialogOf(sana).waitFor({ state: 'detached' })
    await sana.page.getByText('5 of 5 pass').waitFor()
    await sana.page
      .getByText(/Round 2/)
      .first()
      .waitFor()
  })

  test('a reviewer decides on the basis that the dialog shows; an empty comment is refused at its field', async () => {
    const ines = await at('ines')
    await ines.page
      .getByRole('link', { name: /Look at it and review/ })
      .first()
      .click()
    const review = duty(ines, 'technical').getByRole('button', { name: 'Review' })
    await review.click()
    const dialog = dialogOf(ines)
    await dialog.getByText('You decide on exactly this.').waitFor()
    await dialog.getByLabel('Verdict').click()
    await ines.page.getByRole('option', { name: 'approve' }).click()
    await dialog.getByRole('button', { name: 'Review' }).click()
    await dialog.locator('[class*="error"]').first().waitFor()
    await dialog.getByLabel('What you looked at and what you found').fill('Recomputed from the predictions.')
    await picture(ines, 'review-dialog')
    expect(await accessibilityFaults(ines)).toEqual([])
    await dialog.getByRole('button', { name: 'Review' }).click()
    await dialog.waitFor({ state: 'detached' })
    await duty(ines, 'technical').getByText('given', { exact: true }).waitFor()
  })

  test('what one approves, another sees at once, without doing anything', async () => {
    const [{ round, basis }] = [await statusNow()]
    for (const [who, name] of [
      ['yusuf', 'ethics'],
      ['elena', 'business'],
    ] as const)
      await stage.act(who, 'review.give', {
        round,
        basis,
        duty: name,
        verdict: 'approve',
        comment: 'Looked at all of it.',
      })
    await answerConsultations(stage, story)
    const [otto, ada] = [await at('otto'), await at('ada')]
    await Promise.all([open(otto, gate), open(ada, gate)])
    await duty(otto, 'technical_lead').getByRole('button', { name: 'Approve' }).click()
    await dialogOf(otto).getByText('You decide on exactly this.').waitFor()
    await picture(otto, 'approve-dialog')
    await dialogOf(otto).getByRole('button', { name: 'Approve this basis' }).click()
    await ada.page.locator('[data-duty="technical_lead"][data-state="given"]').waitFor()
    await duty(ada, 'product_owner').getByRole('button', { name: 'Approve' }).click()
    await dialogOf(ada).getByRole('button', { name: 'Approve this basis' }).click()
    await otto.page.locator('[data-duty="product_owner"][data-state="given"]').waitFor()
    await stage.act('lena', 'approval.give', { round, basis, duty: 'security', comment: 'No personal data.' })
    await otto.page.locator('[data-verdict="passed"]').waitFor()
    await otto.page.getByRole('button', { name: 'Promote' }).click()
    await dialogOf(otto).getByRole('button', { name: 'Promote' }).click()
    await ada.page.getByRole('heading', { name: 'This version is live' }).waitFor()
    await otto.page.getByRole('link', { name: 'Proof' }).waitFor()
  })

  test('windows of one browser share a stream; when the one that reads it is closed, the next takes over', async () => {
    const elena = await at('elena')
    const streams: string[] = []
    elena.context.on('request', (request) => {
      if (request.url().endsWith('/api/v1/live')) streams.push(request.url())
    })
    await open(elena, `/projects/${story.project}`)
    const second = await elena.context.newPage()
    await second.goto(`/projects/${story.project}`)
    await second.getByRole('heading', { level: 1, name: 'Tumour reading order' }).waitFor()
    const milestone = (title: string) =>
      stage.act('ada', 'milestone.set', { project: story.project, title, due: '2099-01-01' })
    await milestone('Read at night')
    await elena.page.getByText('Read at night').waitFor()
    await second.getByText('Read at night').waitFor()
    expect(streams).toHaveLength(1)
    await elena.page.close()
    await expect.poll(() => streams.length).toBe(2)
    await milestone('Read on Sundays')
    await second.getByText('Read on Sundays').waitFor()
  })

  test('a check is waived by who may, for some days and a reason, and the waiver is taken back at once', async () => {
    const { model } = (await stage.get('lena', `/versions/${story.version}`)) as { model: string }
    const { items } = (await stage.get('lena', `/models/${model}/versions`)) as { items: { id: string }[] }
    const other = items.find((v) => v.id !== story.version)?.id ?? ''
    const lena = await at('lena')
    await open(lena, `/projects/${story.project}/gate/${other}`)
    const cost = lena.page.locator('[data-check="cost"]')
    await cost.getByRole('button', { name: 'Waive' }).click()
    await dialogOf(lena).getByLabel('Days').fill('400')
    await dialogOf(lena).getByLabel('Reason').fill('The pilot pays for itself.')
    // The longest that the gate allows is said before anything is sent.
    await dialogOf(lena)
      .getByText(/30 days/)
      .first()
      .waitFor()
    await dialogOf(lena).getByLabel('Days').fill('7')
    await expect.poll(() => dialogOf(lena).getByText('Not possible now').count()).toBe(0)
    await dialogOf(lena).getByRole('button', { name: 'Waive' }).click()
    await cost.getByText('waived').first().waitFor()
    await picture(lena, 'waived')
    await lena.page.getByRole('button', { name: 'Take it back' }).click()
    await cost.getByText('missing').first().waitFor()
  })

  test('a live version is rolled back with a reason, and everybody who looks sees it', async () => {
    const [otto, sana] = [await at('otto'), await at('sana')]
    await Promise.all([open(otto, gate), open(sana, gate)])
    await otto.page.getByRole('button', { name: 'Roll back' }).click()
    await dialogOf(otto).getByRole('button', { name: 'Roll back' }).click()
    await expect(dialogOf(otto).getByLabel('Reason').getAttribute('aria-invalid')).resolves.toBe('true')
    await dialogOf(otto).getByLabel('Reason').fill('The scores of one hospital are wrong.')
    await dialogOf(otto).getByRole('button', { name: 'Roll back' }).click()
    await sana.page.getByText('rolled back').first().waitFor()
    await sana.page.getByText('The scores of one hospital are wrong.').first().waitFor()
    await picture(sana, 'rolled-back')
  })

  test('a gate is printed without what only a screen needs', async () => {
    const ada = await at('ada')
    await open(ada, gate)
    await ada.page.emulateMedia({ media: 'print' })
    await expect(ada.page.getByRole('button', { name: 'Print' }).isVisible()).resolves.toBe(false)
    await expect(ada.page.locator('.mantine-AppShell-navbar').isVisible()).resolves.toBe(false)
    await expect(ada.page.getByRole('heading', { name: 'Checks' }).isVisible()).resolves.toBe(true)
    await picture(ada, 'print')
  })

  test('the keyboard finds pages and opens the form of any act', async () => {
    const ada = await at('ada')
    await ada.page.keyboard.press('Control+k')
    await ada.page.getByRole('combobox', { name: 'Go to, or do' }).fill('tumour reading')
    await ada.page.keyboard.press('Enter')
    await ada.page.getByRole('heading', { level: 1, name: 'Tumour reading order' }).waitFor()
    await ada.page.keyboard.press('g')
    await ada.page.keyboard.press('e')
    await ada.page.getByRole('heading', { level: 1, name: 'Experiments' }).waitFor()
    await ada.page.keyboard.press('Control+k')
    await ada.page.getByRole('combobox', { name: 'Go to, or do' }).fill('set a milestone')
    await ada.page.getByRole('option', { name: /Set a milestone/ }).waitFor()
    await picture(ada, 'palette')
    await ada.page.keyboard.press('Enter')
    await dialogOf(ada).getByLabel('Title').fill('Read at night, too')
    expect(await accessibilityFaults(ada)).toEqual([])
  })

  test.each(WIDTHS)(
    'every page is accessible and fits a window of %d pixels; in the middle one it is dark',
    async (width) => {
      const visitor = await at('ada', { width, scheme: width === 768 ? 'dark' : 'light' })
      for (const [name, address] of await everyPlace()) {
        await open(visitor, address)
        await picture(visitor, name)
        expect([name, await isTooWide(visitor)]).toEqual([name, false])
        expect([name, await accessibilityFaults(visitor)]).toEqual([name, []])
      }
    },
    // Axe looks at a dozen pages: seconds each, on a busy machine.
    600_000,
  )

  test('no page asked any other host or had a fault of its own', () => {
    expect(visitors.length).toBeGreaterThan(5)
    expect(visitors.flatMap((v) => v.strays)).toEqual([])
    expect(visitors.flatMap((v) => v.faults)).toEqual([])
  })
})

/** The round that is open, as somebody sees it. */
async function statusNow(): Promise<{ readonly round: string; readonly basis: string }> {
  const { round, basis } = (await stage.get('otto', `/versions/${story.version}/gate`)) as {
    round: { id: string }
    basis: string
  }
  return { round: round.id, basis }
}

/** The address of every page of this project. */
async function everyPlace(): Promise<readonly (readonly [string, string])[]> {
  const { project, experiment, version } = story
  const { model } = (await stage.get('ada', `/versions/${version}`)) as { model: string }
  const { items } = (await stage.get('ada', `/versions/${version}/evidence`)) as {
    items: { id: string; kind: string }[]
  }
  return [
    ['inbox', '/'],
    ['start', '/start'],
    ['projects', '/projects'],
    ['project', `/projects/${project}`],
    ['candidates', `/projects/${project}/gate`],
    ['gate', gate],
    ['experiments', `/projects/${project}/experiments`],
    ['experiment-list', `/projects/${project}/experiments?view=list`],
    ['experiment', `/projects/${project}/experiments/${experiment}`],
    ['models', `/projects/${project}/models`],
    ['model', `/projects/${project}/models/${model}`],
    ['version', `/projects/${project}/versions/${version}`],
    ['add-evidence', `/projects/${project}/versions/${version}?seal=any`],
    ['evidence', `/projects/${project}/evidence/${items.find((e) => e.kind === 'evaluation')?.id ?? ''}`],
    ['evidence-facts', `/projects/${project}/evidence/${items.find((e) => e.kind === 'safety')?.id ?? ''}`],
    ['not-found', '/nowhere'],
  ]
}
