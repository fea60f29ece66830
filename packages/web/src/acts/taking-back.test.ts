import { ACTS } from '@muster/core'
import { describe, expect, test } from 'vitest'
import { takingBack } from './taking-back.ts'

const inputOf = (name: string) => {
  const found = ACTS.find((act) => String(act.name) === name)
  if (found === undefined) throw new Error(`there is no act ${name}`)
  return found.input
}
const id = (prefix: string): string => `${prefix}_01M8M3K6SW4AW3CT2A0V1YZH2F`

describe('taking an act back', () => {
  test.each([
    ['approval.give', { round: id('rnd'), duty: 'security', basis: 'x' }, id('rnd')],
    ['gate.submit', {}, id('rnd')],
    ['waiver.grant', {}, id('wvr')],
    ['evidence.seal', {}, id('evd')],
    ['assignment.assign', {}, id('asg')],
    ['action.assign', {}, id('act')],
    ['learning.record', {}, id('lrn')],
    ['absence.declare', {}, id('abs')],
    ['feed.issue', {}, id('fed')],
    ['skill.record', { person: id('per'), skill: 'sql', level: 'expert' }, id('per')],
    ['person.deactivate', { person: id('per'), reason: 'left' }, id('per')],
    ['responsibility.give', { project: id('prj'), responsibility: 'B.R1.1', person: id('per') }, id('prj')],
    ['ceremony.cancel', { ceremony: id('cer'), on: '2026-01-02', reason: 'snow' }, id('cer')],
    ['kpi.adjust', { project: id('prj'), kpi: 'experiment-rate', target: 1 }, id('prj')],
  ])('%s is an act whose input is complete', (act, command, subject) => {
    const back = takingBack(act, command, subject, 'Taken back at once.')
    if (back === undefined) throw new Error(`${act} cannot be taken back`)
    expect(inputOf(act)).toBeDefined()
    expect(inputOf(back.act).safeParse(back.command)).toMatchObject({ success: true })
  })

  test('is not offered where the rules have no way back', () => {
    expect(takingBack('promotion.promote', {}, id('prm'), '…')).toBeUndefined()
  })
})
