import type { LedgerEntry } from '@muster/core'
import { parseVerifierKey, verifyTlogProof } from '@muster/core'
import type { ServedWorld } from '@muster/testkit'
import { eachDatabase, served } from '@muster/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256 } from '../../store/commit.ts'
import { verifySignature } from './signing.ts'

eachDatabase((open) => {
  let here: ServedWorld
  let all: LedgerEntry[]
  beforeAll(async () => {
    here = await served(await open())
    for (const title of ['Gradient "boosting"', 'Ünïcode Wälder', 'Trees']) {
      here.clock.advance({ hours: 30 })
      await here.as('ml-engineer').act('experiment.propose', { title, hypothesis: 'They do.' })
    }
    await here.another()
    // Their tokens are entries too.
    for (const who of ['auditor', 'ml-engineer', 'outsider']) await here.send(who, '/api/v1/me')
    all = await here.entries()
  })
  afterAll(() => here.stop())

  interface Found {
    readonly items: LedgerEntry[]
    readonly next?: string
  }
  const find = async (who: string, query: Readonly<Record<string, string>>): Promise<Found> => {
    const answer = await here.send(who, `/api/v1/ledger/entries?${String(new URLSearchParams(query))}`)
    expect(answer.status, answer.text).toBe(200)
    return answer.body as Found
  }
  const numbers = ({ items }: Found): number[] => items.map((e) => e.seq)
  const expected = (fits: (e: LedgerEntry) => boolean): number[] =>
    all
      .filter(fits)
      .map((e) => e.seq)
      .toReversed()
      .slice(0, 200)

  test('each filter finds exactly what fits, and so do all together', async () => {
    const subject = all.find((e) => e.type === 'ExperimentProposed')?.subject ?? ''
    const actor = here.who('ml-engineer')
    const { project } = here
    const cases: [Record<string, string>, (e: LedgerEntry) => boolean][] = [
      [{}, () => true],
      [{ type: 'PersonAssigned' }, (e) => e.type === 'PersonAssigned'],
      [{ act: 'experiment.propose' }, (e) => e.act === 'experiment.propose'],
      [{ actor }, (e) => e.actor === actor],
      [{ project }, (e) => e.project === project],
      [{ subject }, (e) => e.subject === subject],
      [
        { actor, project, text: 'trees' },
        (e) => e.type === 'ExperimentProposed' && JSON.stringify(e).includes('Trees'),
      ],
    ]
    for (const [query, fits] of cases)
      expect([query, numbers(await find('auditor', { ...query, limit: '200' }))]).toEqual([query, expected(fits)])
  })

  test('text is found in small and large letters, with quotes and letters of any language, and taken literally', async () => {
    for (const [text, title] of [
      ['gradient "BOOST', 'Gradient "boosting"'],
      ['wälder', 'Ünïcode Wälder'],
      ['Trees', 'Trees'],
    ] as const) {
      const { items } = await find('ml-engineer', { text })
      expect(items.map((e) => e.data['title'])).toEqual([title])
    }
    for (const text of ['t%', '_rees', "';--", '\\'])
      expect((await find('ml-engineer', { text, type: 'ExperimentProposed' })).items).toEqual([])
  })

  test('a span of time is meant with its ends: days with all their hours, instants to the millisecond', async () => {
    const proposed = all.filter((e) => e.type === 'ExperimentProposed').map((e) => e.at)
    const [first = '', , last = ''] = proposed
    const of = { type: 'ExperimentProposed' }
    expect((await find('auditor', { ...of, since: first, until: first })).items.map((e) => e.at)).toEqual([first])
    expect((await find('auditor', { ...of, since: last })).items.map((e) => e.at)).toEqual([last])
    const day = first.slice(0, 10)
    const ofDay = proposed.filter((at) => at.startsWith(day)).toReversed()
    expect((await find('auditor', { ...of, since: day, until: day })).items.map((e) => e.at)).toEqual(ofDay)
    expect((await find('auditor', { since: '2999-01-01' })).items).toEqual([])
    expect((await find('auditor', { until: '1999-01-01' })).items).toEqual([])
    for (const since of ['yesterday', '2026-02-30', '2026-13-01', '']) {
      const answer = await here.send('auditor', `/api/v1/ledger/entries?since=${encodeURIComponent(since)}`)
      expect([since, answer.status]).toEqual([since, 422])
    }
  })

  test('whoever searches finds only what they may read', async () => {
    const mine = numbers(await find('ml-engineer', { text: 'PersonRegistered', limit: '200' }))
    expect(mine).toEqual([])
    expect(numbers(await find('ml-engineer', { limit: '200' }))).toEqual(expected((e) => e.project === here.project))
    expect(numbers(await find('outsider', {}))).toEqual([])
  })

  test('pages walk a search once', async () => {
    const walked: number[] = []
    let next: string | undefined
    do {
      const page = await find('auditor', {
        text: 'assigned',
        limit: '2',
        ...(next === undefined ? {} : { cursor: next }),
      })
      walked.push(...numbers(page))
      next = page.next
    } while (next !== undefined)
    expect(walked).toEqual(expected((e) => JSON.stringify(e).toLowerCase().includes('assigned')))
    expect(walked.length).toBeGreaterThan(5)
  })

  test('an entry comes with what proves it, to those who may read it', async () => {
    const { seq } = all.find((e) => e.project === here.project)!
    const answer = await here.send('ml-engineer', `/api/v1/ledger/entries/${seq}/proved`)
    const { text, proof, origin, key } = answer.body as Record<'text' | 'proof' | 'origin' | 'key', string>
    const parsed = parseVerifierKey(sha256, key)
    if (!parsed.ok) throw new Error(parsed.problem)
    const crypto = { sha256, verify: verifySignature }
    expect(verifyTlogProof(proof, text, origin, [parsed.value], crypto)).toMatchObject({ ok: true, index: seq })
    expect(verifyTlogProof(proof, text.replace('"v":1', '"v":2'), origin, [parsed.value], crypto).ok).toBe(false)
    expect((await here.send('outsider', `/api/v1/ledger/entries/${seq}/proved`)).status).toBe(404)
  })
})
