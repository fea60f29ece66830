import type { HttpAnswer, ServedWorld } from '@muster/testkit'
import { eachDatabase, served } from '@muster/testkit'
import { recordScores } from '@muster/statistics'
import type { Scorer } from '@muster/statistics'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const ROWS = 900
/** Decisions that are right in `right` of ten rows, of either sex alike; with `bias`, men are refused more often. */
const predictions = (right: number, bias = false): string => {
  const lines = Array.from({ length: ROWS }, (_, i) => {
    const [paid, sex] = [(i * 7) % 10 < 5 ? 'yes' : 'no', i % 2 === 0 ? 'F' : 'M']
    const decided = (i * 3 + Math.floor(i / 10)) % 10 < right ? paid : paid === 'yes' ? 'no' : 'yes'
    return [i, sex, 20 + (i % 40), paid, bias && sex === 'M' && i % 4 !== 1 ? 'no' : decided].join(',')
  })
  return `id,sex,age,paid,granted\n${lines.join('\n')}\n`
}
const ages = (shift: number): string =>
  `age,income\n${Array.from({ length: ROWS }, (_, i) => `${20 + (i % 40) + shift},${1000 + ((i * 37) % 500) + 10 * shift}`).join('\n')}\n`
const contract = (lowest: number): string => `apiVersion: v3.1.0
kind: DataContract
schema:
  - name: applicants
    properties:
${['id', 'sex', 'paid', 'granted'].map((name) => `      - { name: ${name}, quality: [{ metric: missingValues, mustBe: 0 }] }`).join('\n')}
      - { name: age, logicalType: integer, logicalTypeOptions: { minimum: ${lowest} }, quality: [{ metric: missingValues, mustBe: 0 }] }
`
const requests = (latency: number): string =>
  `ms,status\n${Array.from({ length: 300 }, (_, i) => `${latency + (i % 7)},ok`).join('\n')}\n`

eachDatabase((open) => {
  describe('the gate with measured evidence', () => {
    let here: ServedWorld
    let version: string
    let folder: string

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'measured-gate-'))
      here = await served(await open(), 'full-team')
      await here
        .as('product-manager')
        .act('project.adopt-pack', { kind: 'gate', pack: 'production-measured', reason: 'It decides about people.' })
      const candidate = await here.candidate()
      await candidate.submit()
      version = candidate.version
    })
    afterAll(async () => {
      await here.stop()
      await rm(folder, { recursive: true, force: true })
    })

    const upload = async (who: string, name: string, raw: string): Promise<string> => {
      const headers = { 'content-type': 'application/octet-stream' }
      const answer = await here.send(who, `/api/v1/files?name=${name}`, { raw, headers })
      return (answer.body as { digest: string }).digest
    }
    const seal = async (
      who: string,
      analysis: string,
      files: Record<string, string>,
      options: object,
    ): Promise<void> => {
      const digests: Record<string, string> = {}
      for (const [role, text] of Object.entries(files)) {
        const ending = role === 'contract' ? 'yaml' : role === 'scores' ? 'jsonl' : 'csv'
        digests[role] = await upload(who, `${role}.${ending}`, text)
      }
      const json = { version, ...digests, ...options }
      const answer: HttpAnswer = await here.send(who, `/api/v1/evidence/${analysis}`, { json })
      expect(answer.status, answer.text).toBe(200)
    }
    const state = async (check: string): Promise<string | undefined> => {
      const { body } = await here.send('ml-engineer', `/api/v1/versions/${version}/gate`)
      return (body as { checks: { id: string; state: string }[] }).checks.find(({ id }) => id === check)?.state
    }
    const explained = async (leak: boolean): Promise<{ files: Record<string, string>; options: object }> => {
      const options = { label: 'paid', feature: ['age', 'sex'], positive: 'yes', loss: 'brier' as const, curves: 0 }
      // Those who are young, and women, pay more often.
      const lines = Array.from({ length: ROWS }, (_, i) => {
        const [isYoung, isWoman] = [i % 40 < 20, i % 2 === 0]
        return [
          i % 40,
          isWoman ? 'F' : 'M',
          (i * 7) % 10 < 2 + 3 * Number(isYoung) + 3 * Number(isWoman) ? 'yes' : 'no',
        ]
      })
      const text = `age,sex,paid\n${lines.map((line) => line.join(',')).join('\n')}\n`
      await writeFile(join(folder, 'rows.csv'), text)
      const model: Scorer = ({ rows }) =>
        Promise.resolve(
          rows.map(([age, sex]) => 0.2 + 0.3 * Number(Number(age) < 20) + (leak ? 0.15 : 0.3 * Number(sex === 'F'))),
        )
      await recordScores({ files: { file: join(folder, 'rows.csv') }, options }, model, join(folder, 'scores.jsonl'))
      return { files: { file: text, scores: await readFile(join(folder, 'scores.jsonl'), 'utf8') }, options }
    }

    const fair = { prediction: 'granted', label: 'paid', attribute: ['sex'], positive: 'yes', draws: 100 }
    const versions = { key: ['id'], label: 'paid', first: 'granted', second: 'granted', positive: 'yes', draws: 100 }
    const load = { latency: 'ms', status: 'status', ok: ['ok'] }
    test.each([
      ['fairness', 'fairness', 'ethics-officer', { file: predictions(8, true) }, { file: predictions(8) }, fair],
      [
        'data-quality',
        'quality',
        'data-engineer',
        { file: predictions(8), contract: contract(30) },
        { file: predictions(8), contract: contract(18) },
        {},
      ],
      [
        'drift',
        'drift',
        'mlops-engineer',
        { reference: ages(0), current: ages(15) },
        { reference: ages(0), current: ages(0) },
        {},
      ],
      [
        'comparison',
        'compare',
        'ml-engineer',
        { file: predictions(8), other: predictions(6) },
        { file: predictions(6), other: predictions(8) },
        versions,
      ],
      ['load', 'requests', 'ml-engineer', { file: requests(700) }, { file: requests(40) }, load],
    ])(
      'the check "%s" is missing, then failed, then satisfied, by what is measured',
      async (check, analysis, who, bad, good, options) => {
        expect(await state(check)).toBe('missing')
        await seal(who, analysis, bad as Record<string, string>, options)
        expect(await state(check)).toBe('failed')
        await seal(who, analysis, good as Record<string, string>, options)
        expect(await state(check)).toBe('satisfied')
      },
    )

    test('the check "explanation" fails for a model that leans on one feature alone, and for SHAP values that do not add up', async () => {
      expect(await state('explanation')).toBe('missing')
      const [leaking, sound] = [await explained(true), await explained(false)]
      await seal('ml-engineer', 'explain', leaking.files, leaking.options)
      expect(await state('explanation')).toBe('failed')
      await seal('ml-engineer', 'explain', sound.files, sound.options)
      expect(await state('explanation')).toBe('satisfied')
      const shap = `shap_a,shap_b,out\n${Array.from({ length: 50 }, (_, i) => `${i / 10},${-i / 20},${1 + i / 20}`).join('\n')}\n`
      await seal('ml-engineer', 'shap', { file: shap }, { answer: 'out', baseValue: 2, draws: 100 })
      expect(await state('explanation')).toBe('failed')
      await seal('ml-engineer', 'shap', { file: shap }, { answer: 'out', baseValue: 1, draws: 100 })
      expect(await state('explanation')).toBe('satisfied')
    })
  })
})
