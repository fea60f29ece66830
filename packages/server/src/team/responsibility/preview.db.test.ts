import { amend } from '@muster/core'
import type { ServedWorld } from '@muster/testkit'
import { eachDatabase, matrixOf, served } from '@muster/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

interface Preview {
  readonly findings: readonly { code: string; activity: string; message: string }[]
  readonly caused: readonly { code: string; activity: string; message: string }[]
  readonly mended: readonly { code: string; activity: string }[]
  readonly people: readonly {
    person: string
    name: string
    stakes: readonly { activity: string; gains: string[]; loses: string[] }[]
    gains: readonly string[]
    loses: readonly string[]
  }[]
}

eachDatabase((open) => {
  let here: ServedWorld
  beforeAll(async () => {
    here = await served(await open())
  })
  afterAll(() => here.stop())

  const matrix = matrixOf('source-5x8')
  const [activity] = matrix.activities
  const cells = matrix.cells[activity?.id ?? ''] ?? {}
  const accountable = Object.entries(cells).find(([, stake]) => stake === 'A')?.[0] ?? ''
  const preview = (who: string, changes: unknown) =>
    here.send(who, `/api/v1/projects/${here.project}/matrix/preview`, { json: { changes } })

  test('a change is told with what lint would find and what each person would gain and lose', async () => {
    const before = await here.entries()
    const answer = await preview('ml-engineer', [{ activity: activity?.id, role: accountable, stake: null }])
    expect(answer.status, answer.text).toBe(200)
    const { caused, findings, people } = answer.body as Preview
    expect(caused.map((f) => [f.code, f.activity])).toContainEqual(['no-accountable', activity?.id])
    expect(findings.length).toBeGreaterThanOrEqual(caused.length)
    expect(people.map((p) => p.person)).toEqual([here.who(accountable)])
    expect(people[0]?.name).toBeTypeOf('string')
    expect(people[0]?.stakes).toEqual([expect.objectContaining({ activity: activity?.id, gains: [], loses: ['A'] })])
    expect((await here.entries()).length - before.length).toBeLessThanOrEqual(1)
    const team = (await here.send('ml-engineer', `/api/v1/projects/${here.project}/team`)).body as {
      matrix: typeof matrix
    }
    expect(team.matrix).toEqual(matrix)
  })

  test('what is told is what happens', async () => {
    const changes = [{ activity: activity?.id ?? '', role: 'auditor-of-nothing', stake: 'R' as const }]
    expect(amend(matrix, changes).cells[activity?.id ?? '']).toHaveProperty('auditor-of-nothing')
    const role = Object.keys(cells).find((r) => r !== accountable && r !== 'product-manager') ?? ''
    const swap = [
      { activity: activity?.id ?? '', role: accountable, stake: 'C' as const },
      { activity: activity?.id ?? '', role, stake: 'A' as const },
    ]
    const told = (await preview('product-manager', swap)).body as Preview
    await here.as('product-manager').act('matrix.amend', { changes: swap, reason: 'Try' })
    const after = (await preview('product-manager', [])).body as Preview
    expect(after.findings).toEqual(told.findings)
    expect(after.people).toEqual([])
    // Back again: what was gained is lost.
    const back = swap.map(({ role: of }) => ({ activity: activity?.id ?? '', role: of, stake: cells[of] ?? null }))
    const undone = (await preview('product-manager', back)).body as Preview
    const turned = told.people.map((p) => ({ person: p.person, gains: p.loses, loses: p.gains }))
    expect(undone.people.map(({ person, gains, loses }) => ({ person, gains, loses }))).toEqual(turned)
  })

  test('cells that the matrix cannot have are refused as amending refuses them', async () => {
    const cases = [
      [{ activity: 'no-such', role: accountable, stake: 'R' }, 'activity-unknown'],
      [{ activity: activity?.id, role: 'no-such', stake: 'R' }, 'role-unknown'],
      [{ activity: '__proto__', role: accountable, stake: 'R' }, 'input-invalid'],
      [{ activity: activity?.id, role: accountable, stake: 'X' }, 'input-invalid'],
    ] as const
    for (const [change, code] of cases) {
      const answer = await preview('product-manager', [change])
      expect([answer.status, (answer.body as { code: string }).code]).toEqual([422, code])
    }
    expect((await preview('outsider', [])).status).toBe(404)
  })
})
