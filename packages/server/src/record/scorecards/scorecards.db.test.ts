import type { ServedWorld } from '@muster/testkit'
import { eachDatabase, served } from '@muster/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

interface Shown {
  readonly id: string
  readonly value: number | null
  readonly n: number
  readonly trend: readonly { readonly n: number }[]
  readonly target: number | null
  readonly setBy: string
  readonly met: boolean | null
  readonly noData?: string
  readonly act?: string
  readonly window: { readonly days: number }
}
interface Card {
  readonly about: { readonly projects: number; readonly roles?: readonly string[] }
  readonly kpis: readonly Shown[]
}

eachDatabase((open) => {
  describe('scorecards over HTTP', () => {
    let here: ServedWorld
    let promotion = ''
    beforeAll(async () => {
      here = await served(await open(), 'full-team')
      const candidate = await here.candidate()
      await candidate.completeEvidence()
      await candidate.submit()
      await candidate.allReviews()
      await candidate.answerConsultations()
      await candidate.allApprovals()
      promotion = await candidate.promote()
    })
    afterAll(() => here.stop())
    const read = async <T>(path: string, who = 'product-manager'): Promise<T> => {
      const { status, body, text } = await here.send(who, `/api/v1${path}`)
      if (status !== 200) throw new Error(`${status}: ${text}`)
      return body as T
    }
    const card = (query: string, who?: string) => read<Card>(`/scorecard?${query}`, who)
    const of = ({ kpis }: Card, id: string): Shown | undefined => kpis.find((kpi) => kpi.id === id)
    const code = async (path: string, who = 'product-manager'): Promise<string> => {
      const { status, text } = await here.send(who, `/api/v1${path}`)
      return `${status} ${/"code":"([a-z-]+)"/.exec(text)?.[1] ?? ''}`
    }

    test('a project’s has every KPI of the packs, each with value, n and a trend, or the reason why not', async () => {
      const mine = await card(`project=${here.project}`)
      const { items } = await read<{ items: Shown[] }>('/kpis')
      expect(mine.kpis.map((k) => k.id)).toEqual(items.map((k) => k.id))
      expect(of(mine, 'production-deployment-rate')).toMatchObject({ value: 1, n: 1 })
      expect(of(mine, 'compliance-sign-offs')).toMatchObject({ value: 1, n: 2 })
      expect(of(mine, 'success-criteria-clear')).toMatchObject({ value: 1, n: 1 })
      for (const kpi of mine.kpis) {
        expect(kpi.value === null, kpi.id).toBe(kpi.n === 0)
        expect(kpi.noData !== undefined, kpi.id).toBe(kpi.n === 0)
      }
      expect(of(mine, 'failed-deployment-recovery')).toMatchObject({ act: 'promotion.roll-back' })
      const waiting = of(mine, 'uptime')
      expect(waiting?.noData).toMatch(
        /no act of this version records the requests of a deployment.*; telemetry.seal will/,
      )
      expect(waiting).not.toHaveProperty('act')
    })

    test('a role’s and a person’s hold the KPIs of these roles alone', async () => {
      const ops = await card('role=mlops-engineer')
      expect(ops.kpis.map((k) => k.id)).toContain('deployment-frequency')
      expect(ops.kpis.map((k) => k.id)).not.toContain('feature-lead-time')
      const own = await card(`project=${here.project}&person=${here.who('mlops-engineer')}`)
      expect(own.about.roles).toEqual(['mlops-engineer'])
      expect(own.kpis.map((k) => k.id)).toEqual(ops.kpis.map((k) => k.id))
    })

    test('the portfolio is what somebody may read: all for an auditor, nothing for an outsider', async () => {
      expect((await card('', 'auditor')).about.projects).toBe(1)
      const none = await card('', 'outsider')
      expect(none.about.projects).toBe(0)
      expect(none.kpis.every((k) => k.value === null)).toBe(true)
    })

    test('a stranger does not learn that the project exists', async () => {
      for (const path of ['/scorecard?', '/kpis/uptime?', '/kpis/uptime/entries?'])
        expect(await code(`${path}project=${here.project}`, 'outsider')).toBe('404 not-found')
    })

    test('what is asked wrongly is refused', async () => {
      expect(await code('/scorecard?role=nobody')).toBe('404 not-found')
      expect(await code(`/scorecard?person=${here.who('ml-engineer')}`)).toBe('422 input-invalid')
      expect(await code('/kpis/nonsense')).toBe('404 not-found')
      expect(await code('/kpis/uptime/entries?cursor=x!')).toBe('400 cursor-invalid')
      expect(await code('/scorecard?project=prj_x')).toBe('422 input-invalid')
    })

    test('a KPI names the entries it was computed from, in pages', async () => {
      const path = `/kpis/compliance-sign-offs/entries?project=${here.project}&limit=1`
      const first = await read<{ items: { entries: number[]; part: string }[]; next: string }>(path)
      const second = await read<{ items: { entries: number[] }[]; next?: string }>(`${path}&cursor=${first.next}`)
      expect([first.items.length, second.items.length, second.next]).toEqual([1, 1, undefined])
      const types = await Promise.all(
        [...first.items, ...second.items].flatMap((o) =>
          o.entries.map(async (seq) => (await read<{ type: string }>(`/ledger/entries/${seq}`)).type),
        ),
      )
      expect(types.toSorted()).toEqual(['ApprovalGiven', 'ReviewGiven', 'RoundOpened', 'RoundOpened'])
      expect(await read('/kpis/uptime/entries')).toEqual({ items: [] })
    })

    test('a project’s own target counts in it, with its history, and not in the portfolio', async () => {
      const set = { project: here.project, kpi: 'feature-lead-time', target: 21, windowDays: 60, reason: 'Agreed' }
      expect((await here.post('product-manager', 'kpi.adjust', set)).status).toBe(200)
      const mine = of(await card(`project=${here.project}`), 'feature-lead-time')
      expect(mine).toMatchObject({ target: 21, met: true, setBy: 'project', window: { days: 60 } })
      expect(of(await card(''), 'feature-lead-time')).toMatchObject({ target: null, met: null, window: { days: 90 } })
      const shown = await read<{ history: object[] }>(`/kpis/feature-lead-time?project=${here.project}`)
      expect(shown.history).toMatchObject([{ target: 21, windowDays: 60, reason: 'Agreed', byName: 'product-manager' }])
      expect((await here.post('ml-engineer', 'kpi.adjust', set)).status).toBe(403)
    })

    test('what was remembered is computed again once something was recorded, and on another day', async () => {
      const seen = async (): Promise<unknown> => {
        const { value, n } = of(await card(`project=${here.project}`), 'change-failure-rate') ?? {}
        return [value, n]
      }
      const set = { project: here.project, kpi: 'change-failure-rate', windowDays: 30, reason: 'Agreed' }
      expect((await here.post('product-manager', 'kpi.adjust', set)).status).toBe(200)
      expect(await seen()).toEqual([0, 1])
      await here.as('mlops-engineer').act('promotion.roll-back', { promotion, reason: 'errors' })
      expect(await seen()).toEqual([1, 1])
      here.clock.advance({ days: 29 })
      expect(await seen()).toEqual([1, 1])
      here.clock.advance({ days: 1 })
      expect(await seen()).toEqual([null, 0])
    })
  })
})
