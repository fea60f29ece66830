import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CAST, Stage } from '../../examples/breast-cancer/cast.ts'
import type { Who } from '../../examples/breast-cancer/cast.ts'
import type { Candidate } from '../../examples/breast-cancer/gate-story.ts'
import { buildCandidates } from '../../examples/breast-cancer/gate-story.ts'
import { foundProject } from '../../examples/breast-cancer/project-story.ts'
import type { Served, Visitor } from './browser.ts'
import { accessibilityFaults, isTooWide, open, picture, serveApp, settled, comeIn, visit } from './browser.ts'
import { CHROMIUM } from './chromium.ts'
import { CONTRACT, JUNIT, amounts, applications, labels, lists, predictions, requests } from './loans.ts'

const PASSWORD = 'five words that nobody guesses'
const quiet = { step: () => undefined }
const WIDTHS = [360, 768, 1440] as const

let served: Served
let story: Candidate
const visitors: Visitor[] = []
/** Pages that look like those of others: they are opened, and not looked at closer. */
const LIKE_OTHERS: ReadonlySet<string> = new Set([
  'drift-before',
  'drift-evidently',
  'compare-profiles',
  'ranking',
  'schema',
])
/** What was sealed, by what it is called in the pictures. */
const sealed = new Map<string, string>()

async function at(who: Who, look: Parameters<typeof visit>[1] = {}): Promise<Visitor> {
  const visitor = await visit(served, look)
  visitors.push(visitor)
  await comeIn(visitor, CAST.find((m) => m.key === who)?.email ?? '', PASSWORD)
  return visitor
}

const versionAddress = (): string => `/projects/${story.project}/versions/${story.version}`
const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
const fileOf = ({ page }: Visitor, role: string) => page.getByRole('group', { name: role, exact: true })

/** A field by its label, required or not. */
const fieldOf = ({ page }: Visitor, label: string) => page.getByLabel(new RegExp(`^${label}(?: \\*)?$`)).first()

/** Opens the form of an analysis, as a person finds it. */
async function choose(visitor: Visitor, title: string): Promise<void> {
  await open(visitor, versionAddress())
  await visitor.page.getByRole('link', { name: 'Measure files' }).first().click()
  await visitor.page.getByRole('link', { name: title, exact: true }).click()
  await visitor.page.getByRole('heading', { level: 1, name: title }).waitFor()
}

async function give(visitor: Visitor, role: string, file: ReturnType<typeof csv>): Promise<void> {
  await fileOf(visitor, role).locator('input[type="file"]').setInputFiles(file)
  await fileOf(visitor, role).getByText(file.name).waitFor()
}

/** Presses the button and waits for the page of what was sealed. */
async function seal({ page }: Visitor, name: string, heading: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Measure and seal' }).click()
  await page.waitForURL(/\/evidence\/evd_/)
  await page.getByRole('heading', { level: 1, name: heading }).waitFor()
  await settled(page)
  sealed.set(name, page.url().split('/').at(-1) ?? '')
}

/** Measures over HTTP with the session of a browser. */
async function measured(
  { context }: Visitor,
  name: string,
  analysis: string,
  files: Readonly<Record<string, readonly [name: string, text: string]>>,
  options: object,
): Promise<void> {
  const digests: Record<string, string> = {}
  for (const [role, [file, text]] of Object.entries(files)) {
    const answer = await context.request.post(`/api/v1/files?name=${encodeURIComponent(file)}`, {
      data: Buffer.from(text),
      headers: { 'content-type': 'application/octet-stream' },
    })
    digests[role] = ((await answer.json()) as { digest: string }).digest
  }
  const answer = await context.request.post(`/api/v1/evidence/${analysis}`, {
    data: { version: story.version, ...digests, ...options },
    timeout: 60_000,
  })
  expect([name, answer.status(), answer.ok() ? '' : await answer.text()]).toEqual([name, 200, ''])
  sealed.set(name, ((await answer.json()) as { subject: string }).subject)
}

describe.skipIf(CHROMIUM === undefined)('evidence in the browser', () => {
  beforeAll(async () => {
    served = await serveApp()
    const stage = new Stage(served.running.url)
    const code = new URL(served.running.setupLink ?? '').searchParams.get('code') ?? ''
    const [administrator, ...others] = CAST
    await stage.open(administrator.key, code, administrator, PASSWORD)
    for (const member of others) await stage.enter(administrator.key, member.key, member, PASSWORD)
    story = await buildCandidates(stage, await foundProject(stage, quiet), quiet)
  })
  afterAll(() => served.stop())

  test('predictions are measured: columns are offered, a wrong one is refused at its field, and the result has its pictures', async () => {
    const milo = await at('milo')
    await choose(milo, 'Evaluate predictions')
    await give(milo, 'File', csv('loans.csv', predictions(1_500)))
    await fileOf(milo, 'File').getByText('1,500 rows, 8 columns').waitFor()
    const field = (name: string) => fieldOf(milo, name)
    await field('Label').fill('payed')
    await field('Prediction').fill('granted')
    await field('Positive label').fill('yes')
    await picture(milo, 'measure-evaluate')
    await milo.page.getByRole('button', { name: 'Measure and seal' }).click()
    await milo.page.getByText(/no column "payed".*did you mean "paid"/i).waitFor()
    await expect(field('Label').getAttribute('aria-invalid')).resolves.toBe('true')
    await picture(milo, 'measure-refused')
    await field('Label').fill('paid')
    // Guessed from the file.
    await expect(field('Score').inputValue()).resolves.toBe('score')
    await fieldOf(milo, 'Slices').fill('region')
    await milo.page.keyboard.press('Enter')
    await field('Split').fill('validation')
    await seal(milo, 'evaluate', /Evaluation · validation/)
    for (const name of ['ROC curve', 'Precision-recall curve', 'Calibration curve', 'Distribution of scores'])
      await milo.page.getByRole('img', { name }).waitFor()
    await milo.page.getByText(/Expected calibration error/).waitFor()
    await milo.page.getByRole('region', { name: 'Confusion matrix' }).getByRole('cell').first().waitFor()
    await milo.page.getByRole('heading', { name: 'By slice' }).waitFor()
    await milo.page.getByRole('button', { name: 'Download' }).click()
    const download = milo.page.waitForEvent('download')
    await milo.page.getByRole('menuitem', { name: 'Report as HTML' }).click()
    expect((await download).suggestedFilename()).toMatch(/\.html$/)
  })

  test('groups are compared: a file that was uploaded is taken, and small groups and the band are told', async () => {
    const yusuf = await at('yusuf')
    await choose(yusuf, 'Compare groups of people')
    await give(yusuf, 'File', csv('loans-fair.csv', predictions(1_500)))
    await fieldOf(yusuf, 'Prediction').fill('granted')
    await fieldOf(yusuf, 'Label').fill('paid')
    await fieldOf(yusuf, 'Positive label').fill('yes')
    for (const attribute of ['sex', 'region']) {
      await fieldOf(yusuf, 'Attributes').fill(attribute)
      await yusuf.page.keyboard.press('Enter')
    }
    await seal(yusuf, 'fairness', /Fairness/)
    await yusuf.page.getByRole('img', { name: /Groups of sex against/ }).waitFor()
    await yusuf.page.getByRole('heading', { name: 'Disparities' }).waitFor()
    await fieldOf(yusuf, 'Groups by').click()
    await yusuf.page.getByRole('option', { name: 'region', exact: true }).click()
    await yusuf.page.getByText('fewer than 30 rows').first().waitFor()
  })

  test('data are compared with a reference, and a second time: then the measures are shown over time', async () => {
    const ravi = await at('ravi')
    await choose(ravi, 'Compare data with a reference')
    await give(ravi, 'Reference', csv('may.csv', applications(2_000, 1)))
    await give(ravi, 'Current', csv('june.csv', applications(1_500, 2, 3)))
    await seal(ravi, 'drift-before', /Drift/)
    await choose(ravi, 'Compare data with a reference')
    await fileOf(ravi, 'Reference').getByRole('button', { name: 'Take one that was uploaded' }).click()
    await ravi.page.getByLabel('Reference: Take one that was uploaded').first().fill('may')
    await ravi.page.getByRole('option', { name: /may\.csv/ }).click()
    await fileOf(ravi, 'Reference').getByText('2,000 rows, 5 columns').waitFor()
    await give(ravi, 'Current', csv('july.csv', applications(1_500, 3, 14)))
    await seal(ravi, 'drift', /Drift/)
    const age = ravi.page.getByRole('row', { name: /^age/ })
    await age.getByText('drift', { exact: true }).waitFor()
    await age.getByRole('button').click()
    await ravi.page.getByText('Rows needed to find it stable').waitFor()
    await ravi.page.getByRole('img', { name: 'age', exact: true }).waitFor()
    await picture(ravi, 'drift-open')
    await ravi.page.getByRole('heading', { name: 'Over time' }).waitFor()
  })

  test('a file that cannot be measured is refused where it was chosen, and a measurement that is stopped seals nothing', async () => {
    const milo = await at('milo')
    await choose(milo, 'Evaluate predictions')
    await give(milo, 'File', csv('broken.jsonl', 'this is not JSON\n'))
    await fileOf(milo, 'File').getByText('Its columns cannot be read').waitFor()
    await picture(milo, 'measure-broken')
    await fileOf(milo, 'File').getByRole('button', { name: 'Another file' }).click()
    await give(milo, 'File', csv('many.csv', predictions(1_600)))
    await fieldOf(milo, 'Label').fill('paid')
    await fieldOf(milo, 'Prediction').fill('granted')
    await fieldOf(milo, 'Positive label').fill('yes')
    const count = async (): Promise<number> =>
      (
        (await (await milo.context.request.get(`/api/v1/versions/${story.version}/evidence?limit=200`)).json()) as {
          items: unknown[]
        }
      ).items.length
    const before = await count()
    // The answer never comes: whoever waits for it can hang up. That hanging up ends the measurement is tested at the server.
    await milo.page.route('**/api/v1/evidence/evaluate', () => undefined)
    await milo.page.getByRole('button', { name: 'Measure and seal' }).click()
    await milo.page.getByText('Starting …').waitFor()
    await milo.page.getByRole('button', { name: 'Stop' }).click()
    await milo.page.getByText('Stopped. Nothing was sealed.').waitFor()
    expect(await count()).toBe(before)
  })

  test('who could not seal the result is told before anything is measured', async () => {
    const uma = await at('uma')
    await open(uma, `${versionAddress()}/measure?analysis=evaluate`)
    await uma.page.getByText('You could not seal the result').waitFor()
  })

  test('every other kind has a page of its own or the one for all', async () => {
    const [milo, deniz, ravi] = [await at('milo'), await at('deniz'), await at('ravi')]
    const june = ['june.csv', applications(1_500, 2, 3)] as const
    const july = ['july.csv', applications(1_500, 3, 14)] as const
    const loans = ['loans.csv', predictions(1_500)] as const
    const one = (name: string, text: string) => ({ file: [name, text] as const })
    await measured(
      milo,
      'compare',
      'compare',
      { file: loans },
      { label: 'paid', first: 'granted_before', second: 'granted', positive: 'yes', slice: ['region'] },
    )
    await measured(milo, 'regression', 'regression', one('amounts.csv', amounts()), {
      label: 'amount',
      prediction: 'predicted',
      quantile: ['0.1=p10', '0.9=p90'],
      slice: ['method'],
      split: 'regression',
    })
    await measured(milo, 'ranking', 'ranking', one('lists.csv', lists()), {
      query: 'query',
      relevance: 'relevance',
      score: 'score',
      split: 'ranking',
    })
    await measured(milo, 'requests', 'requests', one('requests.csv', requests()), {
      latency: 'latency',
      status: 'status',
      cost: 'cost',
      start: 'start',
      slice: ['route'],
      limit: ['latency_p95=60'],
    })
    await measured(
      milo,
      'estimate',
      'estimate',
      { reference: loans, current: july },
      { label: 'paid', score: 'score', positive: 'yes' },
    )
    await measured(milo, 'import', 'import', one('pytest.xml', JUNIT), {
      format: 'junit',
      tool: 'pytest',
      toolVersion: '8.3',
    })
    await measured(deniz, 'agreement', 'agreement', one('labels.csv', labels()), {
      item: 'item',
      rater: 'rater',
      label: 'label',
      gold: 'gold',
      consensus: 'dawid-skene',
      listConsensus: true,
    })
    await measured(deniz, 'profile', 'profile', { file: july }, {})
    await measured(deniz, 'quality', 'quality', { file: july, contract: ['contract.yaml', CONTRACT] }, {})
    await measured(deniz, 'schema', 'schema', { reference: loans, current: july }, {})
    await measured(
      ravi,
      'drift-evidently',
      'drift',
      { reference: june, current: july },
      { mode: 'evidently', split: 'staging' },
    )
    await measured(
      ravi,
      'compare-profiles',
      'compare-profiles',
      { reference: june, current: july },
      { split: 'profiles' },
    )
    for (const [name, evidence] of sealed) {
      await open(milo, `/projects/${story.project}/evidence/${evidence}`)
      expect([name, await milo.page.getByRole('region', { name: 'What was found' }).count()]).toEqual([name, 1])
    }
    await open(milo, `/projects/${story.project}/evidence/${sealed.get('quality') ?? ''}`)
    await milo.page.getByText(/of 5 columns are under test/).waitFor()
    await open(milo, `/projects/${story.project}/evidence/${sealed.get('import') ?? ''}`)
    await milo.page.getByText(/Computed by pytest/).waitFor()
  }, 240_000)

  test.each(WIDTHS)(
    'every page of evidence is accessible and fits a window of %d pixels; in the middle one it is dark',
    async (width) => {
      const visitor = await at('milo', { width, scheme: width === 768 ? 'dark' : 'light' })
      const { model } = (await (await visitor.context.request.get(`/api/v1/versions/${story.version}`)).json()) as {
        model: string
      }
      const places: (readonly [string, string])[] = [
        ...[...sealed]
          .filter(([name]) => !LIKE_OTHERS.has(name))
          .map(([name, id]) => [`evidence-${name}`, `/projects/${story.project}/evidence/${id}`] as const),
        ['version', versionAddress()],
        ['add-evidence', `${versionAddress()}?seal=any`],
        ['model', `/projects/${story.project}/models/${model}`],
        ['measure', `${versionAddress()}/measure`],
        ['measure-fairness', `${versionAddress()}/measure?analysis=fairness`],
        ['measure-quality', `${versionAddress()}/measure?analysis=quality`],
      ]
      for (const [name, address] of places) {
        await open(visitor, address)
        if (name === 'add-evidence')
          await visitor.page.getByRole('dialog').getByText('Enter what people or another tool found').waitFor()
        await picture(visitor, name)
        expect([name, await isTooWide(visitor)]).toEqual([name, false])
        expect([name, await accessibilityFaults(visitor)]).toEqual([name, []])
      }
    },
    600_000,
  )

  test('no page asked any other host or had a fault of its own', () => {
    expect(visitors.length).toBeGreaterThan(5)
    expect(visitors.flatMap((v) => v.strays)).toEqual([])
    expect(visitors.flatMap((v) => v.faults)).toEqual([])
  })
})
