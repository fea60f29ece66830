import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CAST, Stage } from '../../examples/breast-cancer/cast.ts'
import type { Who } from '../../examples/breast-cancer/cast.ts'
import type { Candidate } from '../../examples/breast-cancer/gate-story.ts'
import { addEvidence, buildCandidates, submitTooEarly } from '../../examples/breast-cancer/gate-story.ts'
import { foundProject } from '../../examples/breast-cancer/project-story.ts'
import type { Served, Visitor } from './browser.ts'
import { accessibilityFaults, comeIn, open, picture, serveApp, visit } from './browser.ts'
import { CHROMIUM } from './chromium.ts'

const PASSWORD = 'five words that nobody guesses'
const quiet = { step: () => undefined }

let served: Served
let stage: Stage
let story: Candidate
let gate: string
const visitors: Visitor[] = []

/** Somebody of the cast at a browser of their own, signed in. */
async function at(who: Who): Promise<Visitor> {
  const visitor = await visit(served)
  visitors.push(visitor)
  await comeIn(visitor, CAST.find((m) => m.key === who)?.email ?? '', PASSWORD)
  return visitor
}

const dialogOf = ({ page }: Visitor) => page.getByRole('dialog')
const duty = ({ page }: Visitor, name: string) => page.locator(`[data-duty="${name}"]`)
const submitAgain = () =>
  stage.act('sana', 'gate.submit', { experiment: story.experiment, version: story.version, note: '' })

async function basisNow(): Promise<string> {
  const { basis } = (await stage.get('otto', `/versions/${story.version}/gate`)) as { basis: string }
  return basis.slice('sha256:'.length, 'sha256:'.length + 16)
}

describe.skipIf(CHROMIUM === undefined)('decisions at the gate, and evidence that people enter', () => {
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

  test('an open decision keeps what it was opened on and what was typed, and says that the basis has changed', async () => {
    await addEvidence(stage, story.version)
    await submitAgain()
    const opened = await basisNow()
    const ines = await at('ines')
    await open(ines, gate)
    await duty(ines, 'technical').getByRole('button', { name: 'Review' }).click()
    const dialog = dialogOf(ines)
    await dialog.getByText(`${opened}…`).waitFor()
    const comment = dialog.getByLabel('What you looked at and what you found')
    await comment.fill('Recomputed from the predictions.')
    await dialog.getByLabel('Verdict').click()
    await ines.page.getByRole('option', { name: 'approve' }).click()

    await stage.act('sana', 'evidence.seal', {
      version: story.version,
      kind: 'cost',
      tool: { name: 'A table', version: '2' },
      source: { name: 'cost.csv', digest: `sha256:${'a'.repeat(64)}` },
      facts: { monthly: 20, budget: 500, currency: 'EUR', assumptions: ['one instance'] },
    })
    await dialog.getByText('What is judged has changed since you opened this').waitFor()
    await dialog.getByText(`${opened}…`).waitFor()
    await expect(comment.inputValue()).resolves.toBe('Recomputed from the predictions.')
    await picture(ines, 'basis-changed')
    expect(await accessibilityFaults(ines)).toEqual([])
    const send = dialog.getByRole('button', { name: 'Review' })
    await expect.poll(() => send.getAttribute('aria-disabled')).toBe('true')

    await submitAgain()
    const now = await basisNow()
    expect(now).not.toBe(opened)
    await dialog.getByRole('button', { name: 'Look at the new basis' }).waitFor()
    await dialog.getByText(`${opened}…`).waitFor()
    await dialog.getByRole('button', { name: 'Look at the new basis' }).click()
    await dialog.getByText(`${now}…`).waitFor()
    await expect(comment.inputValue()).resolves.toBe('Recomputed from the predictions.')
    await expect.poll(() => dialog.getByText('What is judged has changed').count()).toBe(0)
    await expect.poll(() => dialog.getByText('Not possible now').count()).toBe(0)
    await dialog.getByRole('button', { name: 'Review' }).click()
    await dialog.waitFor({ state: 'detached' })
    await duty(ines, 'technical').getByText('given', { exact: true }).waitFor()
  })

  test('a round that is over says who gave what in it, and that it does not count any more', async () => {
    const otto = await at('otto')
    await stage.act('sana', 'evidence.seal', {
      version: story.version,
      kind: 'cost',
      tool: { name: 'A table', version: '3' },
      source: { name: 'cost.csv', digest: `sha256:${'b'.repeat(64)}` },
      facts: { monthly: 30, budget: 500, currency: 'EUR', assumptions: ['one instance'] },
    })
    await submitAgain()
    await open(otto, gate)
    const round = otto.page.getByRole('row', { name: /Technical review: .*Ines Ferreira/ })
    await round.getByText('It does not count any more').waitFor()

    const when = round.locator('time').first()
    await expect(when.innerText()).resolves.toMatch(/now|ago|seconds|minute/)
    await otto.page.emulateMedia({ media: 'print' })
    await expect(when.innerText()).resolves.toMatch(/\d{4}/)
    const rows = await otto.page.getByRole('row').allInnerTexts()
    expect(rows.join(' ')).toMatch(/sha256:[0-9a-f]{64}/)
    await picture(otto, 'print-gate')
  })

  test('evidence that people enter has a field for each fact that its kind asks for, and a file that is chosen', async () => {
    const { model } = (await stage.get('sana', `/versions/${story.version}`)) as { model: string }
    const { items } = (await stage.get('sana', `/models/${model}/versions`)) as { items: { id: string }[] }
    const other = items.find((v) => v.id !== story.version)?.id ?? ''
    const sana = await at('sana')
    await open(sana, `/projects/${story.project}/gate/${other}`)
    await sana.page.locator('[data-check="cost"]').getByRole('button', { name: 'Add evidence' }).click()
    const dialog = dialogOf(sana)
    const kind = dialog.getByRole('combobox', { name: 'Kind' })
    await expect.poll(() => kind.inputValue()).toBe('Cost projection')
    expect(sana.page.url()).toMatch(/[?]seal=cost$/)
    await dialog.getByRole('button', { name: 'Seal' }).click()
    await dialog.getByText('This is needed.').first().waitFor()
    await dialog.getByLabel('Monthly (per month)').fill('120')
    await dialog.getByLabel('Budget (per month)').fill('500')
    await dialog.getByLabel('Currency').fill('EUR')
    await dialog.getByLabel('Assumptions').fill('one instance\n1000 requests a day')
    await dialog
      .locator('input[type="file"]')
      .setInputFiles({ name: 'cost.csv', mimeType: 'text/csv', buffer: Buffer.from('month,eur\n1,120\n') })
    await dialog.getByText('cost.csv').waitFor()
    await picture(sana, 'seal-cost')
    expect(await accessibilityFaults(sana)).toEqual([])
    await dialog.getByRole('button', { name: 'Seal' }).click()
    await dialog.waitFor({ state: 'detached' })
    await open(sana, `/projects/${story.project}/gate/${other}`)
    await sana.page.locator('[data-check="cost"]').getByText('satisfied').waitFor()

    // Nobody judges their own work safe: who made the version sees that before anything is typed.
    const milo = await at('milo')
    await open(milo, `/projects/${story.project}/gate/${other}`)
    const add = milo.page.locator('[data-check="safety"]').getByRole('button', { name: 'Add evidence' })
    await expect.poll(() => add.getAttribute('aria-disabled')).toBe('true')
    await picture(milo, 'seal-refused')

    // On the page of the version the ways to evidence are open to those who may seal what they lead to, and to nobody else.
    const version = `/projects/${story.project}/versions/${other}`
    await open(milo, version)
    await milo.page.getByRole('link', { name: 'Measure files' }).waitFor()
    const uma = await at('uma')
    await open(uma, version)
    for (const name of ['Measure files', 'Add evidence']) {
      const way = uma.page.getByRole('button', { name, exact: true })
      await expect.poll(() => way.getAttribute('aria-disabled')).toBe('true')
      await expect(way.getAttribute('aria-description')).resolves.toMatch(/[a-z]{3}/)
    }
    await picture(uma, 'version-refused')
  })

  test('forms offer what the project knows, ask for no ids, and buttons say ahead who may not', async () => {
    const [milo, ada] = [await at('milo'), await at('ada')]
    await open(milo, `/projects/${story.project}`)
    const assign = milo.page.getByRole('button', { name: 'Assign a person' })
    await expect.poll(() => assign.getAttribute('aria-disabled')).toBe('true')
    await open(ada, `/projects/${story.project}`)
    await ada.page.getByRole('button', { name: 'Set a milestone' }).click()
    await dialogOf(ada).getByLabel('Title').waitFor()
    await expect(dialogOf(ada).getByLabel('Milestone', { exact: true }).count()).resolves.toBe(0)
    await open(milo, `/projects/${story.project}/experiments`)
    await milo.page
      .getByRole('button', { name: /^Propose/ })
      .first()
      .click()
    await dialogOf(milo).getByRole('combobox', { name: 'Kind' }).click()
    await milo.page.getByRole('option', { name: 'Prototype of a new model' }).waitFor()
    await picture(milo, 'propose')
  })

  test('no page had a fault of its own', () => {
    expect(visitors.flatMap((v) => v.faults)).toEqual([])
  })
})
