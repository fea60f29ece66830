import { given, staffed } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { addItem, changeItem, importItems, moveItem } from './acts.ts'
import { itemNoun } from './item.ts'

const risk = { title: 'Labels are late', fields: { kind: 'data', likelihood: 4, impact: 3 } }

function withRisk() {
  const team = staffed()
  const { world, project, who } = team
  const by = who('product-manager')
  const item = world.does(by, addItem, { register: 'risks', project, ...risk }).subject
  return { ...team, by, item, now: () => world.get(itemNoun, item) }
}

describe('an item of a register (K28)', () => {
  test('is numbered, starts in the first state, and belongs to who added it', () => {
    const { world, project, by, item, now } = withRisk()
    expect(now()).toMatchObject({ register: 'risks', project, number: 1, state: 'open', owner: by, ...risk })
    const second = world.does(by, addItem, { register: 'risks', project, ...risk, title: 'Another' }).subject
    expect(world.get(itemNoun, second).number).toBe(2)
    expect(item).toMatch(/^itm_/)
  })

  test('is added by who is R or A of the activity, by nobody else', () => {
    const { world, project, who, administrator } = withRisk()
    const command = { register: 'risks', project, ...risk }
    given(world)
      .when(addItem, command, { as: who('project-manager') })
      .thenEvents('ItemAdded')
    given(world)
      .when(addItem, command, { as: who('labeling-lead') })
      .thenRefused('not-entitled')
    given(world).when(addItem, command, { as: administrator }).thenRefused('not-entitled')
  })

  test.each([
    ['an unknown field', { ...risk.fields, colour: 'red' }, 'item-invalid', 'has no field "colour"'],
    ['a choice that is none', { ...risk.fields, kind: 'cosmic' }, 'item-invalid', 'it must be one of data'],
    ['a number out of range', { ...risk.fields, impact: 9 }, 'item-invalid', 'at most 5'],
    ['half a number', { ...risk.fields, impact: 2.5 }, 'item-invalid', 'whole number'],
    ['text for a number', { ...risk.fields, impact: 'high' }, 'item-invalid', 'must be a number'],
    ['no day', { ...risk.fields, reviewOn: 'tomorrow' }, 'item-invalid', 'must be a day'],
    ['an unknown role', { ...risk.fields, role: 'wizard' }, 'item-invalid', 'names no role'],
    ['a missing required field', { kind: 'data', likelihood: 4 }, 'item-incomplete', '"Impact" must be filled in'],
    ['an inherited name', { ...risk.fields, constructor: 'x' }, 'item-invalid', 'has no field'],
  ] as const)('with %s is refused, and says what is wrong', (_what, fields, code, words) => {
    const { world, project, by } = withRisk()
    const refused = given(world)
      .when(addItem, { register: 'risks', project, title: 'x', fields: { ...fields } }, { as: by })
      .thenRefused(code)
    expect(refused.message).toContain(words)
  })

  test('changes by fields; null empties one, and nothing changed is refused', () => {
    const { world, by, item, now } = withRisk()
    world.does(by, changeItem, { item, fields: { mitigation: 'Two more labellers', impact: 2 } })
    expect(now().fields).toEqual({ ...risk.fields, impact: 2, mitigation: 'Two more labellers' })
    world.does(by, changeItem, { item, title: 'Labels are very late', fields: { mitigation: null } })
    expect(now()).toMatchObject({ title: 'Labels are very late', fields: { impact: 2 } })
    expect(now().fields).not.toHaveProperty('mitigation')
    given(world)
      .when(changeItem, { item, fields: { impact: 2 } }, { as: by })
      .thenRefused('already-so')
    given(world)
      .when(changeItem, { item, fields: { impact: null } }, { as: by })
      .thenRefused('item-incomplete')
    given(world)
      .when(changeItem, { item, owner: 'per_00000000000000000000000ZZZ' }, { as: by })
      .thenRefused('person-unknown')
  })

  test('moves along the states of its register, filled as each asks, and tells its way', () => {
    const { world, by, item, now } = withRisk()
    const move = (to: string, more: object = {}, as = by) =>
      given(world).when(moveItem, { item, to, reason: 'because', ...more }, { as })
    expect(move('mitigated').thenRefused('item-state').help).toBe('It goes to mitigating, accepted, closed.')
    move('mitigating').thenRefused('item-incomplete')
    move('mitigating', { fields: { mitigation: 'Hire' } }).thenEvents('ItemMoved', 'ItemChanged')
    move('mitigated', { fields: { residualLikelihood: 1, residualImpact: 2 } }).thenEvents('ItemMoved', 'ItemChanged')
    move('closed').thenEvents('ItemMoved')
    expect(now().moves.map((m) => m.to)).toEqual(['mitigating', 'mitigated', 'closed'])
    expect(move('open').thenRefused('item-state').help).toBe('It is over: nothing follows.')
  })

  test('a state that is a decision is entered by A alone', () => {
    const { world, item, who, by } = withRisk()
    const accept = { item, to: 'accepted', reason: 'we live with it', fields: { reviewOn: '2026-06-01' } }
    const refused = given(world)
      .when(moveItem, accept, { as: who('project-manager') })
      .thenRefused('not-entitled')
    expect(refused.message).toContain('needs A')
    given(world).when(moveItem, accept, { as: by }).thenEvents('ItemMoved', 'ItemChanged')
  })

  test('of the workspace is kept by whoever holds a keeping role on some project', () => {
    const { world, who } = withRisk()
    const command = {
      register: 'tool-decisions',
      title: 'Vector store',
      fields: { area: 'database', need: 'RAG', options: ['a'] },
    }
    given(world)
      .when(addItem, command, { as: who('mlops-engineer') })
      .thenEvents('ItemAdded')
    const refused = given(world)
      .when(addItem, command, { as: who('ux-designer') })
      .thenRefused('not-entitled')
    expect(refused.help).toContain(who('mlops-engineer'))
  })

  test('may not repeat what must be unique, however it comes', () => {
    const { world, who } = withRisk()
    const by = who('ml-engineer')
    const fields = { mentor: by, mentee: who('data-engineer'), aim: 'MLOps', from: '2026-03-01' }
    const command = { register: 'mentoring', title: 'Learning', fields }
    world.does(by, addItem, command)
    given(world).when(addItem, command, { as: by }).thenRefused('item-repeated')
    given(world)
      .when(addItem, { ...command, fields: { ...fields, from: '2026-04-01' } }, { as: by })
      .thenEvents('ItemAdded')
  })

  test('points only at what exists, and at the right kind of thing', () => {
    const { world, who, project, item } = withRisk()
    const by = who('chief-ai-officer')
    const fields = { process: 'Claims', problem: 'Slow' }
    const add = (to: string) =>
      given(world).when(
        addItem,
        { register: 'opportunities', title: 'x', fields: { ...fields, project: to } },
        { as: by },
      )
    add(project).thenEvents('ItemAdded')
    expect(add(item).thenRefused('item-invalid').message).toContain('points at no project')
  })
})

describe('importing a table', () => {
  const rows = (...cells: Record<string, string>[]) => ({ rows: cells.map((c, i) => ({ line: i + 2, cells: c })) })
  const cells = { title: 'Drift', kind: 'model', likelihood: '2', impact: '5' }
  const importing = (given_: ReturnType<typeof rows>) => {
    const c = withRisk()
    const run = (as = c.by) =>
      given(c.world).when(
        importItems,
        { register: 'risks', project: c.project, csv: 'x' },
        { as, facts: { rows: given_ } },
      )
    return { ...c, run }
  }

  test('adds rows, and changes those with the number of an item', () => {
    const { run, world } = importing(rows(cells, { ...cells, number: 'RISK-1', title: 'Labels are late', impact: '1' }))
    run().thenEvents('ItemAdded', 'ItemChanged')
    const items = world.all(itemNoun)
    expect(items.map((i) => [i.number, i.title, i.fields['impact']])).toEqual([
      [1, 'Labels are late', 1],
      [2, 'Drift', 5],
    ])
  })

  test('takes all rows or none, and names every line that is wrong', () => {
    const { run, world } = importing(
      rows(cells, { ...cells, impact: '7' }, { ...cells, title: '' }, { ...cells, number: '99' }),
    )
    const then = run()
    expect(then.thenRefused('item-invalid')).toMatchObject({ subject: '/csv/3' })
    expect(world.all(itemNoun)).toHaveLength(1)
  })

  test.each([
    [[{ title: 'x', colour: 'red' }], 'does not know: colour'],
    [[{ kind: 'data' }], 'no column "title"'],
    [[], 'no rows'],
    [
      [
        { ...cells, number: 'RISK-1' },
        { ...cells, number: '1' },
      ],
      'Lines 2 and 3 both have the number 1',
    ],
    [Array.from({ length: 501 }, () => cells), 'at most 500'],
  ])('refuses a table as a whole when it cannot be meant', (table, words) => {
    const { run } = importing(rows(...(table as Record<string, string>[])))
    expect(run().thenRefused('import-invalid').message).toContain(words)
  })

  test('moves nothing: a state that differs is named', () => {
    const { run } = importing(rows({ ...cells, number: '1', title: 'Labels are late', state: 'closed' }))
    expect(run().thenRefused('item-state').message).toContain('Line 2')
  })

  test('changes no computed value: one that differs is refused, one that follows is taken', () => {
    expect(
      importing(rows({ ...cells, size: '25' }))
        .run()
        .thenRefused('item-invalid').message,
    ).toContain('Line 2: "Size" is computed: it is 10, not "25"')
    importing(rows({ ...cells, size: '10' }))
      .run()
      .thenEvents('ItemAdded')
  })

  test('takes an export whose fields were edited and whose computed column still says what was', () => {
    const { world } = withRisk()
    const [item] = world.all(itemNoun)
    const { likelihood, impact } = item?.fields as { likelihood: number; impact: number }
    const edited = { number: '1', title: 'Labels are late', likelihood: String(likelihood), impact: '1' }
    const { run } = importing(rows({ ...edited, size: String(likelihood * impact) }))
    run().thenEvents('ItemChanged')
  })

  test('is for who keeps the register', () => {
    const { run, who } = importing(rows(cells))
    run(who('labeling-lead')).thenRefused('not-entitled')
  })
})
