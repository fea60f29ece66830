import { z } from 'zod'
import { fact } from '../../acts/act.ts'
import { eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import type { Responsibilities } from '../../acts/matrix.ts'
import type { RegisterDefinition } from './definition.ts'
import type { ItemFields, KnownReferences } from './values.ts'

const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])
const fields = z.record(z.string(), value)

export const itemAdded = eventType(
  'ItemAdded',
  'A register has another item.',
  z.strictObject({
    register: z.string(),
    /** Digest of the pack that described the register. */
    pack: input.digest,
    number: z.int(),
    title: z.string(),
    owner: input.person,
    state: z.string(),
    fields,
  }),
)
export const itemChanged = eventType(
  'ItemChanged',
  'Title, owner or fields of an item changed.',
  z.strictObject({
    title: z.string().optional(),
    owner: input.person.optional(),
    fields: fields.optional(),
    cleared: z.array(z.string()).optional(),
  }),
)
export const itemMoved = eventType(
  'ItemMoved',
  'An item is in another state.',
  z.strictObject({ from: z.string(), to: z.string(), reason: z.string() }),
)
export const itemEvents = [itemAdded, itemChanged, itemMoved] as const

/** One record of a register. `project` is absent in a register of the workspace. */
export interface Item {
  readonly id: string
  readonly project?: string
  readonly register: string
  readonly number: number
  readonly title: string
  readonly owner: string
  readonly state: string
  readonly stateSince: string
  readonly fields: ItemFields
  readonly addedBy: string
  readonly addedAt: string
  readonly changedAt: string
  /** Moves from state to state, oldest first. */
  readonly moves: readonly { readonly to: string; readonly by: string; readonly at: string; readonly reason: string }[]
  readonly entry: number
}

export const itemNoun = noun<Item, typeof itemEvents>('item', itemEvents, {
  born: {
    ItemAdded: (e) => {
      const { pack: _pack, ...data } = e.data
      return {
        id: e.subject,
        ...(e.project === undefined ? {} : { project: e.project }),
        ...data,
        stateSince: e.at,
        addedBy: e.actor,
        addedAt: e.at,
        changedAt: e.at,
        moves: [],
        entry: e.seq,
      }
    },
  },
  changed: {
    ItemChanged: (s, e) => {
      const { cleared = [], title, owner } = e.data
      const kept = Object.entries(s.fields).filter(([name]) => !cleared.includes(name))
      return {
        ...s,
        ...(title === undefined ? {} : { title }),
        ...(owner === undefined ? {} : { owner }),
        fields: Object.fromEntries([...kept, ...Object.entries(e.data.fields ?? {})]),
        changedAt: e.at,
      }
    },
    ItemMoved: (s, e) => ({
      ...s,
      state: e.data.to,
      stateSince: e.at,
      changedAt: e.at,
      moves: [...s.moves, { to: e.data.to, by: e.actor, at: e.at, reason: e.data.reason }],
    }),
  },
})

/** The register that a command names (directly or through an item), and all that deciding about its items needs. */
export interface RegisterFacts {
  readonly definition: RegisterDefinition
  readonly digest: string
  /** The project whose register it is; absent for one of the workspace. */
  readonly project?: string
  /** The project's team; for a register of the workspace everybody who holds a role anywhere. */
  readonly keeping: Responsibilities
  readonly known: KnownReferences
  /** Largest number given so far. */
  readonly numbered: number
  /** Items that a new or changed one could clash with, and those that an import may change. */
  readonly others: readonly Item[]
}
export const registerFact = fact<RegisterFacts>('register')
export const itemFact = fact<Item>('item')

/** A row of an imported table, by column; read by the server. */
export interface ImportedRows {
  readonly rows: readonly { readonly line: number; readonly cells: Readonly<Record<string, string>> }[]
  readonly problem?: string
}
export const importedRowsFact = fact<ImportedRows>('importedRows')
