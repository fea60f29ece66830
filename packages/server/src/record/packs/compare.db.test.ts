import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServedWorld } from '@muster/testkit'
import { eachDatabase, served } from '@muster/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SHIPPED_PACKS } from '../../boot/start.ts'

interface Comparison {
  readonly ok: boolean
  readonly applied: boolean
  readonly problems: readonly { severity: string; code: string; line: number; column: number; message: string }[]
  readonly pack?: { name: string; version: string; id: string }
  readonly against?: { version: string }
  readonly changes: readonly { path: string[]; what: string; before?: unknown; after?: unknown }[]
  readonly followers: number
}

eachDatabase((open) => {
  let here: ServedWorld
  beforeAll(async () => {
    here = await served(await open())
  })
  afterAll(() => here.stop())

  const shipped = readFileSync(join(SHIPPED_PACKS, 'gates/production.yaml'), 'utf8')
  const compare = async (text: string, who = 'administrator'): Promise<Comparison> => {
    const answer = await here.send(who, '/api/v1/packs/compare', { json: { text, file: 'mine.yaml' } })
    expect(answer.status, answer.text).toBe(200)
    return answer.body as Comparison
  }

  test('the applied pack itself changes nothing', async () => {
    expect(await compare(shipped)).toMatchObject({ ok: true, applied: true, problems: [], changes: [] })
  })

  test('a changed pack is told item by item, and who goes on with the old one', async () => {
    const text = shipped.replace(/^version: .*$/m, 'version: 99.0.0').replace(/^title: .*$/m, 'title: Ours')
    const found = await compare(text, 'ml-engineer')
    expect(found).toMatchObject({ ok: true, applied: false, pack: { version: '99.0.0' }, followers: 1 })
    expect(found.against?.version).not.toBe('99.0.0')
    expect(found.changes.map(({ path, what }) => [path.join('.'), what])).toEqual([
      ['version', 'changed'],
      ['title', 'changed'],
    ])
    // What is told is what is applied, under the digest that was told.
    const applied = await here.as('administrator').act('pack.apply', { text, file: 'mine.yaml' })
    expect(applied.subject).toBe(found.pack?.id)
    expect(await compare(text)).toMatchObject({ applied: true, changes: [] })
  })

  test('what is wrong is told by line and column: in itself, and beside the packs that are there', async () => {
    const lines = shipped.split('\n')
    const broken = await compare(shipped.replace(/^title: /m, 'titel: '))
    expect(broken.ok).toBe(false)
    expect(broken.problems.find((p) => p.code === 'field-unknown')).toMatchObject({
      line: lines.findIndex((l) => l.startsWith('title: ')) + 1,
      column: 1,
    })
    const at = lines.findIndex((l) => /^\s+roles: \[/.test(l))
    const strange = lines.with(at, (lines[at] ?? '').replace(/\[[a-z-]+/, '[no-such-role'))
    const beside = await compare(strange.join('\n').replace(/^version: .*$/m, 'version: 98.0.0'))
    expect(beside.ok).toBe(false)
    expect(beside.problems.map((p) => [p.severity, p.line])).toContainEqual(['error', at + 1])
    const refused = await here.post('administrator', 'pack.apply', { text: strange.join('\n'), file: 'mine.yaml' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain(`mine.yaml:${at + 1}:`)
  })

  test('a pack of a new name is compared with nothing', async () => {
    const found = await compare(shipped.replace(/^id: .*$/m, 'id: brand-new'))
    expect(found).toMatchObject({ applied: false, followers: 0, pack: { name: 'brand-new' } })
    expect(found.against).toBeUndefined()
    expect(found.changes.every((c) => c.what === 'added')).toBe(true)
  })

  test('what is no pack is told, not refused', async () => {
    for (const text of ['- a\n', 'pack: nothing\n', '{', '\t', 'a: &a [*a, *a]'])
      expect((await compare(text)).ok).toBe(false)
  })
})
