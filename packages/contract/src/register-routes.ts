import { input } from '@muster/core'
import { z } from 'zod'
import * as records from './records.ts'
import type { Route } from './route.ts'
import { byId, get, list, pageOf, paged } from './route.ts'

const namedRegister = { params: z.strictObject({ register: input.slug.describe('The register, e.g. risks') }) }
const ofProject = z.strictObject({
  project: input.project.optional().describe('The project, for a register that each project keeps'),
})

/** The queries about registers and their items. */
export const REGISTER_QUERIES: readonly Route[] = [
  get(
    'register.list',
    '/registers',
    'List registers',
    'Registers of the workspace and of its projects, each from a pack; with a project, those that it has and how many items each holds.',
    pageOf(records.register),
    { query: z.strictObject({ project: input.project.optional().describe('The project') }) },
  ),
  get(
    'register.show',
    '/registers/:register',
    'Show a register',
    'Its fields, states, reminders and measures.',
    records.registerDefinition,
    namedRegister,
  ),
  list(
    'item.list',
    '/registers/:register/items',
    'List the items of a register',
    'Items in the order that the register asks for, with their computed values and what reminds of them.',
    records.item,
    {
      ...namedRegister,
      query: paged.extend({
        project: input.project.optional().describe('The project, for a register that each project keeps'),
        state: input.slug.optional().describe('Only items in this state'),
      }),
    },
  ),
  get(
    'register.measures',
    '/registers/:register/measures',
    'Show the measures of a register',
    'Numbers over the items, as the pack defines them, each with the items behind it.',
    pageOf(records.registerMeasure),
    { ...namedRegister, query: ofProject },
  ),
  get(
    'register.export',
    '/registers/:register/export',
    'Export a register',
    'All items as CSV; "item.import" reads it back.',
    z.string(),
    { ...namedRegister, query: ofProject, media: 'text/csv' },
  ),
  get(
    'item.show',
    '/items/:item',
    'Show an item of a register',
    'One item with its fields, computed values and moves.',
    records.item,
    byId('item', 'itm', 'The item'),
  ),
]
