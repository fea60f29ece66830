import { given, staffed } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { draftUpdate, editLine, publishUpdate, refreshUpdate, strikeLine } from './acts.ts'
import { groupNews } from './grouping.ts'
import { updateMarkdown, updatePage } from './page.ts'
import { tell, typesOfKind } from './telling.ts'
import type { DraftLine, StakeholderUpdate, UpdateMaterial } from './update.ts'
import { toldByPeople, updateNoun } from './update.ts'

const line = (source: string, text: string, section: DraftLine['section'] = 'changed'): DraftLine => ({
  source,
  section,
  text,
  entries: [7],
})
const material = (...lines: DraftLine[]): { material: UpdateMaterial } => ({
  material: { from: '2026-02-23T09:00:00.000Z', until: '2026-03-02T09:00:00.000Z', lines },
})

function drafted(...lines: DraftLine[]) {
  const team = staffed()
  const as = team.who('product-manager')
  const [event] = given(team.world)
    .when(draftUpdate, { project: team.project }, { as, facts: material(...lines) })
    .thenEvents('UpdateDrafted')
  const update = event?.subject ?? ''
  const lineOf = (source: string) =>
    team.world.get(updateNoun, update).lines.find((l) => l.source === source)?.line ?? ''
  return { ...team, as, update, lineOf, state: () => team.world.get(updateNoun, update) }
}

describe('a draft that is made again', () => {
  test('keeps what people worded and struck, takes in what is new, and lets go of what is no more', () => {
    const { world, as, update, lineOf, state } = drafted(line('a', 'A'), line('b', 'B'), line('c', 'C'), line('d', 'D'))
    world.does(as, editLine, { update, line: lineOf('a'), text: 'Mine' })
    world.does(as, strikeLine, { update, line: lineOf('b') })
    const known = lineOf('c')
    const facts = material(line('a', 'A again'), line('b', 'B again'), line('c', 'C again'), line('e', 'E'))
    given(world).when(refreshUpdate, { update }, { as, facts }).thenEvents('UpdateRefreshed')
    const shown = state().lines.map(({ source, text, struck }) => [source, text, struck === true])
    expect(shown).toHaveLength(4)
    expect(shown).toEqual(
      expect.arrayContaining([
        ['a', 'Mine', false],
        ['b', 'B', true],
        ['c', 'C again', false],
        ['e', 'E', false],
      ]),
    )
    expect(lineOf('c')).toBe(known)
    given(world)
      .when(strikeLine, { update, line: lineOf('b') }, { as })
      .thenRefused('not-found')
    given(world)
      .when(editLine, { update, line: lineOf('a'), text: 'Mine' }, { as })
      .thenRefused('already-so')
  })
})

describe('publishing', () => {
  test('tells everybody who is I for anything, and whoever is named and on the project', () => {
    const { world, as, update, who, join } = drafted(line('a', 'A'))
    given(world)
      .when(publishUpdate, { update, recipients: [join()] }, { as })
      .thenRefused('person-unknown')
    const named = who('ml-engineer')
    const [event] = given(world)
      .when(publishUpdate, { update, recipients: [named] }, { as })
      .thenEvents('UpdatePublished')
    const recipients = event?.data['recipients'] as string[]
    expect(recipients).toContain(named)
    expect(new Set(recipients).size).toBe(recipients.length)
    given(world).when(publishUpdate, { update }, { as }).thenRefused('update-closed')
  })

  test('a period that lies ahead is refused, and a second draft', () => {
    const { world, as, project } = drafted(line('a', 'A'))
    given(world).when(draftUpdate, { project }, { as, facts: material() }).thenRefused('already-so')
    const facts = { open: undefined, material: { ...material().material, from: '2026-03-03T00:00:00.000Z' } }
    given(world).when(draftUpdate, { project }, { as, facts }).thenRefused('date-order')
  })
})

describe('a page', () => {
  const hostile: StakeholderUpdate = {
    id: 'upd_1',
    project: 'prj_1',
    title: '</title><script>alert(1)</script>',
    from: '2026-02-23T09:00:00.000Z',
    until: '2026-03-02T09:00:00.000Z',
    lines: [
      {
        line: 'lin_1',
        source: 'a',
        section: 'changed',
        text: '<img src=x onerror=alert(1)>\n# Not a heading',
        entries: [3],
      },
      {
        line: 'lin_2',
        source: 'b',
        section: 'asks',
        text: '[click](javascript:alert(1)) https://evil.example `code`',
        entries: [],
      },
      { line: 'lin_3', source: 'c', section: 'asks', text: '1. not a list', entries: [], struck: true },
      { line: 'lin_4', source: 'd', section: 'risks', text: '- not a list | not a table', entries: [] },
    ],
    state: 'draft',
    draftedBy: 'per_1',
    draftedAt: '2026-03-02T09:00:00.000Z',
    recipients: [],
    entry: 9,
  }
  const head = { projectName: 'A "B" & <C>', url: 'https://muster.example' }

  test('as HTML holds no markup but its own, and needs nothing else', () => {
    const html = updatePage(hostile, head)
    expect(html).not.toMatch(/<script|<img|onerror=alert\(1\)>/)
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(html).toContain('A &quot;B&quot; &amp; &lt;C&gt;')
    expect(html).toContain('<a href="https://muster.example/ledger/3">entry 3</a>')
    expect(html).not.toContain('not a list</li>\n<li>1.')
    expect(html.match(/(?:src|href)="(?!https:\/\/muster\.example)/g)).toBeNull()
    expect(html).toContain('Nothing to report.')
  })

  test('as Markdown shows text as text', () => {
    const text = updateMarkdown(hostile, head)
    expect(text).toContain(
      '- \\<img src=x onerror=alert(1)\\> \\# Not a heading ([3](https://muster.example/ledger/3))',
    )
    expect(text).toContain('- \\[click\\](javascript:alert(1)) https\\://evil.example \\`code\\`')
    expect(text).toContain('- \\- not a list \\| not a table')
    expect(text).not.toContain('1. not a list')
  })
})

describe('news', () => {
  const entry = (type: string, data: Record<string, unknown> = {}) => ({ type, actor: 'per_1', subject: 'exp_1', data })

  test('to stop early what will not work is a win; a rollback is none', () => {
    expect(typesOfKind('win')).toContain('ExperimentAbandoned')
    expect(typesOfKind('win')).toContain('ModelPromoted')
    expect(typesOfKind('setback')).toContain('PromotionRolledBack')
  })

  test('say what records are called where that is known', () => {
    const titles = new Map([['exp_1', 'the experiment "Trees"']])
    expect(tell(entry('ExperimentStarted'), titles)?.text).toBe('per_1 started the experiment "Trees".')
    expect(tell(entry('ExperimentStarted'), new Map())?.text).toBe('per_1 started exp_1.')
  })

  test('say what happened with its facts, and duties and stages in words', () => {
    const said = (type: string, data: Record<string, unknown>) => tell(entry(type, data), new Map())?.text
    const use = { department: 'Operations', activeUsers: 29, targetUsers: 50, from: '2026-01-01', until: '2026-02-01' }
    expect(said('AdoptionMeasured', use)).toBe('58 % of Operations use it (29 of 50, 2026-01-01 to 2026-02-01).')
    expect(said('ApprovalGiven', { duty: 'technical_lead' })).toBe('per_1 approved exp_1 (technical lead).')
    expect(said('StageEntered', { from: 'building', to: 'in-review' })).toContain('from building to in review')
    expect(said('ItemAdded', { register: 'risks', number: 2, title: 'Small tumours' })).toContain('"Small tumours"')
  })

  test('call things as the packs call them', () => {
    const titles = new Map([
      ['exp_1', 'RISK-2 "Small tumours"'],
      ['register/risks', 'Risk register'],
      ['state/exp_1/open', 'Open'],
      ['role/sme', 'Domain expert'],
      ['duty/technical_lead', 'Approval of the technical lead'],
      ['stage/in-review', 'In review'],
      ['evidence-kind/cost', 'Cost projection'],
      ['check/safety', 'The model is safe'],
    ])
    const said = (type: string, data: Record<string, unknown>) => tell(entry(type, data), titles)?.text
    expect(said('ItemAdded', { register: 'risks', number: 2, title: 'Small tumours' })).toBe(
      'per_1 added RISK-2 "Small tumours" to the risk register.',
    )
    expect(said('ItemMoved', { from: 'new', to: 'open', reason: '' })).toBe(
      'per_1 moved RISK-2 "Small tumours" from "new" to "Open".',
    )
    expect(said('PersonAssigned', { person: 'per_2', role: 'sme' })).toBe('per_2 joined as Domain expert.')
    expect(said('ApprovalGiven', { duty: 'technical_lead' })).toContain('(Approval of the technical lead)')
    expect(said('StageEntered', { from: 'building', to: 'in-review' })).toContain('from building to In review')
    expect(said('EvidenceSealed', { kind: 'cost', version: 'ver_1' })).toContain('about ver_1: Cost projection.')
    expect(said('WaiverGranted', { check: 'safety', expiresAt: '2026-01-01', reason: 'x' })).toContain(
      'the check "The model is safe"',
    )
  })

  test('that are alike are one line of an update, which links to them all; two are two lines', () => {
    const news = (type: string, seq: number) =>
      ({ kind: 'decision', type, seq, subject: 'prj_1', text: `Criterion ${seq}.` }) as const
    const [a, b, c] = [news('CriterionSet', 1), news('CriterionSet', 2), news('CriterionSet', 4)]
    const lines = groupNews([a, b, news('PackAdopted', 3), c])
    expect(lines.map((l) => l.text)).toEqual([
      '3 criteria were set: Criterion 1; Criterion 2; Criterion 4.',
      'Criterion 3.',
    ])
    expect(lines[0]?.entries).toEqual([1, 2, 4])
    const later = [news('CriterionSet', 5), news('CriterionSet', 6), news('CriterionSet', 7)]
    // A line that a person worded tells what it told then; what came later is a line of its own.
    const [first] = lines
    const worded = {
      ...(first ?? { source: '', entries: [] }),
      line: 'lin_1',
      section: 'changed',
      text: 'Done.',
    } as const
    const told = toldByPeople({ lines: [{ ...worded, by: 'per_1' }] })
    const again = groupNews([a, b, c, ...later], told)
    expect(again.map((l) => l.entries)).toEqual([[5, 6, 7]])
    expect(again[0]?.source).not.toBe(first?.source)
    expect(groupNews([a, b, c, ...later], toldByPeople({ lines: [worded] }))[0]?.source).toBe(first?.source)
    expect(groupNews([a, b])).toHaveLength(2)
  })

  test('an event of another room is told by its meaning, bookkeeping not at all', () => {
    expect(tell(entry('SomethingNew'), new Map(), 'Something became true.')?.text).toBe('per_1: Something became true.')
    expect(tell(entry('SomethingNew'), new Map())).toBeUndefined()
    expect(tell(entry('AliasMoved'), new Map(), 'An alias moved.')).toBeUndefined()
    expect(tell(entry('toString'), new Map())).toBeUndefined()
  })
})
