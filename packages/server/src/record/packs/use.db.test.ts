import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServedWorld } from '@muster/testkit'
import { eachDatabase, served } from '@muster/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SHIPPED_PACKS } from '../../boot/start.ts'

interface Use {
  readonly belongsTo: string
  readonly versions: readonly { id: string; version: string }[]
  readonly followers: number
  readonly items: readonly { id: string; name: string; stage: string }[]
}
interface Listed {
  readonly id: string
  readonly kind: string
  readonly name: string
}

eachDatabase((open) => {
  let here: ServedWorld
  beforeAll(async () => {
    here = await served(await open())
  })
  afterAll(() => here.stop())

  const packOf = async (kind: string, name: string): Promise<string> => {
    const { items } = (await here.send('administrator', '/api/v1/packs?limit=200')).body as { items: Listed[] }
    return items.find((p) => p.kind === kind && p.name === name)?.id ?? ''
  }
  const useOf = async (pack: string, who = 'ml-engineer'): Promise<Use> => {
    const answer = await here.send(who, `/api/v1/packs/${encodeURIComponent(pack)}/use`)
    expect(answer.status, answer.text).toBe(200)
    return answer.body as Use
  }

  test('the projects that follow a pack are named to those who may read them; others learn how many there are', async () => {
    const gate = await packOf('gate', 'production')
    expect(await useOf(gate)).toMatchObject({
      belongsTo: 'project',
      versions: [{ id: gate }],
      followers: 1,
      items: [{ id: here.project, stage: expect.any(String) }],
    })
    expect(await useOf(gate, 'outsider')).toMatchObject({ followers: 1, items: [] })
  })

  test('a newer version has no followers until a project adopts it, and both name each other', async () => {
    const old = await packOf('gate', 'production')
    const text = readFileSync(join(SHIPPED_PACKS, 'gates/production.yaml'), 'utf8')
    const newer = (
      await here.as('administrator').act('pack.apply', {
        text: text.replace(/^version: .*$/m, 'version: 99.0.0'),
        file: 'mine.yaml',
      })
    ).subject
    expect(await useOf(newer)).toMatchObject({ followers: 0, items: [] })
    for (const pack of [old, newer]) expect((await useOf(pack)).versions.map((v) => v.id)).toEqual([newer, old])
  })

  test('an industry is followed by the projects that adopted it', async () => {
    const industry = await packOf('industry', 'healthcare')
    expect((await useOf(industry)).followers).toBe(0)
    await here.as('product-manager').act('project.adopt-industry', { industry: 'healthcare', reason: 'Patients.' })
    expect(await useOf(industry)).toMatchObject({ belongsTo: 'project', items: [{ id: here.project }] })
  })

  test('what belongs to the workspace is followed by no project', async () => {
    expect(await useOf(await packOf('kpis', 'scorecards'))).toMatchObject({ belongsTo: 'workspace', followers: 0 })
  })

  test('a pack that was never applied is not there', async () => {
    const answer = await here.send('administrator', `/api/v1/packs/sha256:${'0'.repeat(64)}/use`)
    expect(answer.status).toBe(404)
  })
})
