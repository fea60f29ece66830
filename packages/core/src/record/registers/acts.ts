import { z } from 'zod'
import { accept, act } from '../../acts/act.ts'
import { event } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import type { Permission } from '../../acts/permission.ts'
import type { Refusal } from '../../acts/refusal.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import type { RegisterDefinition } from './definition.ts'
import { stateOf } from './definition.ts'
import { importedItems } from './import-items.ts'
import { changeOf, unfitItem } from './judge-item.ts'
import type { Item, RegisterFacts } from './item.ts'
import { importedRowsFact, itemAdded, itemChanged, itemFact, itemMoved, registerFact } from './item.ts'
import type { ItemFields } from './values.ts'
import { checkValues } from './values.ts'

interface Needed {
  readonly register: RegisterFacts
}

/** R of the activity in a register of a project; the keepers in one of the workspace. */
const keeping = {
  kind: 'choice',
  usually: {
    kind: 'activity',
    stake: 'R',
    activity: (_command: unknown, facts: Needed) => facts.register.definition.activity ?? '',
    responsibilities: (facts: Needed) => facts.register.keeping,
  },
  when: 'the register belongs to the workspace',
  isInstead: (_command: unknown, facts: Needed) => facts.register.definition.scope === 'workspace',
  instead: {
    kind: 'keeper',
    roles: (_command: unknown, facts: Needed) => facts.register.definition.keepers ?? [],
    responsibilities: (facts: Needed) => facts.register.keeping,
  },
} as const satisfies Permission<unknown, Needed>

/** As `keeping`, but by A where the state that is entered is a decision. */
const moving = {
  kind: 'choice',
  usually: keeping,
  when: 'the state is a decision',
  isInstead: (command: { to: string }, facts: Needed) =>
    facts.register.definition.scope === 'project' && stateOf(facts.register.definition, command.to)?.by === 'A',
  instead: { ...keeping.usually, stake: 'A' },
} as const satisfies Permission<{ to: string }, Needed>

const itemFields = z
  .record(z.string().max(64), z.union([z.string(), input.number, z.boolean(), z.array(z.string()).max(200), z.null()]))
  .describe('Fields as the register describes them; null empties one')

/** Filled fields, and the names of those that are emptied. */
function split(given: Readonly<Record<string, unknown>>): { filled: ItemFields; cleared: string[] } {
  const entries = Object.entries(given)
  return {
    filled: Object.fromEntries(entries.filter(([, value]) => value !== null)) as ItemFields,
    cleared: entries.filter(([, value]) => value === null).map(([name]) => name),
  }
}

const noSuchOwner = (facts: RegisterFacts, owner: string): Refusal[] =>
  facts.known.people.has(owner)
    ? []
    : [refusal('person-unknown', 'The owner is nobody of the workspace, or no longer active.', { subject: '/owner' })]

const register = input.slug.describe('The register, e.g. risks')
const inProject = input.project.optional().describe('The project; left out for a register of the workspace')

export const addItem = act({
  name: 'item.add',
  title: 'Add an item to a register',
  help: 'Adds an item with the fields that the register has; "muster register show" lists them.',
  input: z.strictObject({
    register,
    project: inProject,
    title: input.line(300).describe('What it is, in a few words'),
    owner: input.person.optional().describe('Who answers for it; you when left out'),
    fields: itemFields.default({}),
  }),
  needs: { register: registerFact },
  permission: keeping,
  events: [itemAdded],
  decide: (command, grant, { register: facts }, { newId }) => {
    const { filled } = split(command.fields)
    const state = facts.definition.states[0]?.id ?? ''
    const owner = command.owner ?? grant.actor
    const [first, ...more] = [...noSuchOwner(facts, owner), ...unfitItem(facts, filled, state)]
    if (first !== undefined) return refuse(first, ...more)
    return accept(
      event(
        itemAdded,
        newId('itm'),
        {
          register: facts.definition.id,
          pack: facts.digest,
          number: facts.numbered + 1,
          title: command.title,
          owner,
          state,
          fields: filled as Record<string, string | number | boolean | string[]>,
        },
        facts.project,
      ),
    )
  },
})

/** The fields of an item after a change. */
const after = (item: Item, filled: ItemFields, cleared: readonly string[]): ItemFields => ({
  ...Object.fromEntries(Object.entries(item.fields).filter(([name]) => !cleared.includes(name))),
  ...filled,
})

/** Fields that the register no longer has stay with the item as they are, and are not judged. */
const known = (definition: RegisterDefinition, fields: ItemFields): ItemFields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => definition.fields.some((f) => f.name === name)))

export const changeItem = act({
  name: 'item.change',
  title: 'Change an item of a register',
  help: 'Changes title, owner or fields. What it was before stays in the ledger.',
  input: z.strictObject({
    item: input.id('itm').describe('The item'),
    title: input.line(300).optional().describe('What it is, in a few words'),
    owner: input.person.optional().describe('Who answers for it'),
    fields: itemFields.default({}),
  }),
  needs: { item: itemFact, register: registerFact },
  permission: keeping,
  events: [itemChanged],
  decide: (command, _grant, { item, register: facts }) => {
    const { filled, cleared } = split(command.fields)
    const unknown = checkValues(facts.definition, filled, facts.known).filter((r) => r.help?.startsWith('Its fields'))
    const next = known(facts.definition, after(item, filled, cleared))
    const [first, ...more] = [
      ...unknown,
      ...(command.owner === undefined ? [] : noSuchOwner(facts, command.owner)),
      ...unfitItem(facts, next, item.state, item.id),
    ]
    if (first !== undefined) return refuse(first, ...more)
    const change = changeOf(item, { title: command.title, owner: command.owner, fields: filled }, cleared)
    return change === undefined
      ? refuse(refusal('already-so', 'The item has exactly these values already.', { subject: item.id }))
      : accept(change)
  },
})

export const moveItem = act({
  name: 'item.move',
  title: 'Move an item to another state',
  help: 'Moves an item along the states of its register. Some states are a decision of who is accountable.',
  input: z.strictObject({
    item: input.id('itm').describe('The item'),
    to: input.slug.describe('The state it goes to'),
    reason: input.text(2_000).describe('Why'),
    fields: itemFields.default({}),
  }),
  needs: { item: itemFact, register: registerFact },
  permission: moving,
  events: [itemMoved, itemChanged],
  decide: (command, _grant, { item, register: facts }) => {
    const { definition } = facts
    const to = stateOf(definition, command.to)
    const from = stateOf(definition, item.state)
    if (to === undefined || (from !== undefined && from.next?.includes(to.id) !== true)) {
      const ways = (from === undefined ? definition.states.map((s) => s.id) : (from.next ?? [])).join(', ')
      return refuse(
        refusal('item-state', `From "${item.state}" an item of "${definition.title}" does not go to "${command.to}".`, {
          subject: '/to',
          help: ways === '' ? 'It is over: nothing follows.' : `It goes to ${ways}.`,
        }),
      )
    }
    const { filled, cleared } = split(command.fields)
    const [first, ...more] = unfitItem(facts, known(definition, after(item, filled, cleared)), to.id, item.id)
    if (first !== undefined) return refuse(first, ...more)
    const change = changeOf(item, { fields: filled }, cleared)
    return accept(
      event(itemMoved, item.id, { from: item.state, to: to.id, reason: command.reason }, item.project),
      ...(change === undefined ? [] : [change]),
    )
  },
})

export const importItems = act({
  name: 'item.import',
  title: 'Import items from a table',
  help: 'Reads a CSV with the columns of the register. A row with the number of an item changes it; the others are added. All of it is taken, or nothing.',
  input: z.strictObject({
    register,
    project: inProject,
    csv: z.string().min(1).max(900_000).describe('The table, with a header line'),
  }),
  needs: { register: registerFact, rows: importedRowsFact },
  permission: keeping,
  events: [itemAdded, itemChanged],
  decide: (_command, grant, { register: facts, rows }, { newId }) => {
    const read = importedItems(facts, rows, grant.actor, newId)
    const [first, ...more] = read.problems
    if (first !== undefined) return refuse(first, ...more)
    const [event_, ...others] = read.events
    return event_ === undefined
      ? refuse(refusal('already-so', 'The table changes nothing: every row is as it is in the register.'))
      : accept(event_, ...others)
  },
})
