import { given, submitted } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { authorize } from '../../acts/grant.ts'
import { sealEvidence } from './acts.ts'

describe('who measured it', () => {
  const digest = `sha256:${'a'.repeat(64)}`
  test('nobody but Muster seals in the name of Muster’s own tool', () => {
    const c = submitted()
    const command = {
      version: c.version,
      kind: 'evaluation',
      split: 'test',
      facts: {},
      measures: [{ name: 'recall', value: 0.99 }],
      caveats: [],
      source: { name: 'made-up.csv', digest },
      tool: { name: 'muster-statistics', version: '1' },
      note: '',
    }
    const refused = given(c.world)
      .when(sealEvidence, command, { as: c.who('ml-engineer') })
      .thenRefused('evidence-invalid')
    expect(refused.help).toContain('muster evidence evaluate')
  })

  test('a grant says when Muster has measured, and who answers for the account that acts', () => {
    const actor = {
      person: 'per_1',
      kind: 'human',
      active: true,
      administrator: false,
      measured: true,
      onBehalfOf: 'per_2',
    } as const
    const outcome = authorize(
      { name: 'x.y', title: 'X', permission: { kind: 'member' } },
      actor,
      {},
      {},
      '2026-03-02T09:00:00.000Z',
    )
    expect(outcome).toMatchObject({ ok: true, grant: { measured: true, onBehalfOf: 'per_2' } })
  })
})
