import { describe, expect, test } from 'vitest'
import { checkPackSet, readPack } from './read-pack.ts'

const pack = (more: string, id = 'ours') => `pack: ceremonies
id: ${id}
version: 1.0.0
title: Ours
description: How we meet.
ceremonies:
  - id: monthly
    title: Monthly
    purpose: Look back.
    rule: FREQ=MONTHLY;BYDAY=1MO
    time: "13:30"
    durationMinutes: 45
    attendees: []
    facilitators: []
    sections:
${more}
`
const problems = (text: string) => {
  const read = readPack(text, 'ours.yaml')
  return 'problems' in read ? read.problems.map((p) => `${p.line}:${p.column} ${p.code} ${p.message}`) : []
}

describe('a pack of ceremonies', () => {
  test('that asks what there is to ask is read', () => {
    expect(problems(pack('      - { id: wins, title: Wins, query: wins }'))).toEqual([])
  })

  test('is told where a section asks what cannot be asked, or takes what its question does not take', () => {
    expect(problems(pack('      - { id: wins, title: Wins, query: winz }'))[0]).toMatch(/^16:\d+ /)
    expect(problems(pack('      - { id: wins, title: Wins, query: wins, withinDays: 3 }'))).toEqual([
      '16:59 parameter-unused "wins" takes no "withinDays"; it takes nothing.',
    ])
    expect(
      problems(pack('      - { id: a, title: A, query: wins }\n      - { id: a, title: B, query: waits }'))[0],
    ).toContain('17:15 id-repeated')
  })

  test('is told what is wrong with a rule and a time', () => {
    const good = pack('      - { id: wins, title: Wins, query: wins }')
    expect(problems(good.replace('FREQ=MONTHLY;BYDAY=1MO', 'FREQ=MONTHLY;COUNT=3'))[0]).toContain(
      'COUNT cannot be used',
    )
    expect(problems(good.replace('"13:30"', '"25:00"'))[0]).toContain('must be a time of day')
  })

  test('does not define what another pack defines, nor name roles that no catalogue has', () => {
    const file = (id: string) => ({
      file: `${id}.yaml`,
      text: pack('      - { id: wins, title: Wins, query: wins }', id),
    })
    const found = checkPackSet([file('ours'), file('theirs')])
    expect(found.map((p) => `${p.file}:${p.line} ${p.code}`)).toEqual(['theirs.yaml:7 id-repeated'])
    expect(found[0]?.message).toContain('also defined by ceremonies/ours')
  })
})
