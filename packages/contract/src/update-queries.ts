import { z } from 'zod'
import * as records from './ceremony-records.ts'
import type { Route } from './route.ts'
import { byId, get, inProject, list } from './route.ts'

/** Queries about stakeholder updates. */
export const UPDATE_QUERIES: readonly Route[] = [
  list(
    'update.list',
    '/projects/:project/updates',
    'List stakeholder updates',
    'Stakeholder updates of a project: drafts and published ones.',
    records.stakeholderUpdate,
    inProject,
  ),
  get(
    'update.show',
    '/updates/:update',
    'Show a stakeholder update',
    'One update, section by section, with the entries that each line rests on.',
    records.updateWithLines,
    byId('update', 'upd', 'The update'),
  ),
  get(
    'update.markdown',
    '/updates/:update/markdown',
    'Show an update as Markdown',
    'The update as Markdown, to copy elsewhere.',
    z.string(),
    { ...byId('update', 'upd', 'The update'), media: 'text/markdown' },
  ),
  get(
    'update.page',
    '/updates/:update/page',
    'Show an update as a page',
    'The update as one HTML file that needs nothing else.',
    z.string(),
    { ...byId('update', 'upd', 'The update'), media: 'text/html' },
  ),
]
