import { ruleInWords } from '@muster/core'
import { describe, expect, test } from 'vitest'
import { cited, idsOf, shipped } from './shipped-packs.ts'

describe('the ceremonies', () => {
  const { ceremonies } = shipped('ceremonies', 'standard')
  const ceremony = (id: string) => ceremonies.find((c) => c.id === id)

  test('hold every statement about a ceremony', () => {
    const held = new Set(cited(ceremonies))
    expect(idsOf('ceremony').filter((id) => !held.has(id))).toEqual([])
  })

  test.each([
    ['C.CER1.F', 'stand-up', 'every working day'],
    ['C.CER2.F', 'experiment-review', 'every week on Wednesday'],
    ['C.CER3.F', 'ethics-review', 'every two weeks on Thursday'],
    ['C.CER4.F', 'retrospective', 'every two weeks on Friday'],
  ])('%s: %s takes place %s', (id, which, often) => {
    expect(ceremony(which)?.source).toContain(id)
    expect(ruleInWords(ceremony(which)?.rule ?? '')).toBe(often)
  })

  test.each([
    ['C.CER1.D', 'stand-up', 15],
    ['C.CER2.D', 'experiment-review', 60],
    ['C.CER3.D', 'ethics-review', 60],
    ['C.CER4.D', 'retrospective', 60],
  ])('%s: %s lasts %i minutes', (id, which, minutes) => {
    expect(ceremony(which)?.source).toContain(id)
    expect(ceremony(which)?.durationMinutes).toBe(minutes)
  })

  test.each([
    ['C.CER1.1', 'stand-up', ['blockers']],
    ['C.CER1.2', 'stand-up', ['progress']],
    ['C.CER1.3', 'stand-up', ['help-asked']],
    ['C.CER2.1', 'experiment-review', ['experiments']],
    ['C.CER2.2', 'experiment-review', ['learnings']],
    ['C.CER3.1', 'ethics-review', ['decisions', 'waivers']],
    ['C.CER3.2', 'ethics-review', ['evidence']],
    ['C.CER4.1', 'retrospective', ['incidents', 'lead-times', 'waits', 'health', 'actions']],
    ['C.CER4.2', 'retrospective', ['wins']],
  ])('%s: the agenda of %s asks the record for %j', (id, which, queries) => {
    const asking = ceremony(which)?.sections.filter((s) => s.source?.includes(id) === true)
    expect(asking?.map((s) => s.query)).toEqual(queries)
  })
})

describe('what shows a responsibility', () => {
  const pack = shipped('responsibilities', 'shown-by')

  test('is said for each of the 178, once, and for nothing else', () => {
    const said = pack.shows.flatMap((s) => s.responsibilities)
    expect(said.toSorted()).toEqual(idsOf('resp').toSorted())
  })

  test('each of the ten deliverables has its activity and a stage that waits for it', () => {
    expect(pack.deliverables.map((d) => d.id).toSorted()).toEqual(idsOf('deliverable').toSorted())
  })

  test.each(['source-5x8', 'full-team'])('every deliverable has a place in the matrix %s', (id) => {
    const rows = new Set(shipped('raci', id).activities.flatMap((a) => [a.id, ...a.covers]))
    expect(pack.deliverables.filter((d) => !d.activities.some((a) => rows.has(a)))).toEqual([])
  })

  test('activities that count are rows of the full team', () => {
    const rows = new Set(shipped('raci', 'full-team').activities.map((a) => a.id))
    expect(pack.shows.flatMap((s) => s.activities ?? []).filter((a) => !rows.has(a))).toEqual([])
  })
})

describe('staffing, hiring and learning', () => {
  const staffing = shipped('staffing', 'patterns')
  const learning = shipped('learning', 'literacy')
  const has = (pack: unknown): Set<string> => new Set(cited(pack))

  test.each(['sizing', 'hiring'])('every statement of kind %s is in the staffing pack', (kind) => {
    expect(idsOf(kind).filter((id) => !has(staffing).has(id))).toEqual([])
  })

  test('so are the essential roles, the risks that roles reduce, and engineers and experts from day one', () => {
    const wanted = ['A.E1', 'A.E2', 'A.E3', 'A.E4', 'A.E5', 'B.RISK1', 'B.RISK2', 'B.RISK3', 'B.F4', 'A.O8']
    expect(wanted.filter((id) => !has(staffing).has(id))).toEqual([])
  })

  test('every stage up to live has exactly one pattern', () => {
    expect(staffing.patterns.flatMap((p) => p.stages).toSorted()).toEqual(
      ['idea', 'scoped', 'staffed', 'building', 'in-review', 'live'].toSorted(),
    )
  })

  test('literacy, upskilling and the departments are in the learning pack', () => {
    const wanted = [
      'A.C1',
      'A.U1',
      'A.U2',
      'A.U3',
      'D.R1.9',
      'D.R5.6',
      'D.R7.7',
      'D.R15.5',
      'D.X10',
      'D.X12',
      'D.X13',
      'D.X14',
    ]
    const departments = ['A.R9.1', 'A.R9.2', 'A.R9.3', 'A.R9.4']
    expect([...wanted, ...departments].filter((id) => !has(learning).has(id))).toEqual([])
  })

  test('nothing that the law asks for is an examination', () => {
    const asked = learning.requirements.filter((r) => r.asked === 'law')
    expect(asked.length).toBeGreaterThan(0)
    for (const { kind } of asked) expect(kind).not.toBe('certification')
  })
})
