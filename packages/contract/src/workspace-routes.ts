import { input } from '@muster/core'
import { z } from 'zod'
import type { Route } from './route.ts'
import { get, pageOf } from './route.ts'
import * as records from './workspace-records.ts'

/** The queries about the workspace as a whole: its beginning, its health, who is signed in. */
export const WORKSPACE_QUERIES: readonly Route[] = [
  get(
    'workspace.state',
    '/workspace/state',
    'Is the workspace open?',
    'Whether there is an administrator yet. Until then, the one-time link that the server printed creates the first one.',
    records.workspaceState,
    { permission: 'public' },
  ),
  get(
    'workspace.show',
    '/workspace',
    'Show what the workspace holds',
    'How many people, packs and projects there are, and whether the worked example could be loaded.',
    records.workspace,
  ),
  {
    ...get(
      'workspace.load-example',
      '/workspace/example',
      'Load the worked example',
      'Plays a real model’s way from idea to production, by thirteen people over HTTP, refusals included. Only into a workspace that has nobody but you and no project. Answers one JSON a line: {step, text} for each step as it is done, at the end {done, people, password, …} or {problem}. It goes on when nobody listens any more.',
      z.string(),
      { permission: 'administrator', media: 'application/x-ndjson' },
    ),
    method: 'POST',
  },
  get(
    'workspace.health',
    '/health',
    'Show the health of the server',
    'The store and its size, the ledger and when it was last verified, the last backup, versions, sessions and tokens.',
    records.health,
    { permission: 'administrator' },
  ),
  get(
    'session.list',
    '/me/sessions',
    'List your sessions',
    'Browsers in which you are signed in.',
    pageOf(records.session),
  ),
  {
    ...get(
      'session.end',
      '/me/sessions/end',
      'End a session of yours',
      'Signs you out in one browser, or everywhere but here.',
      records.sessionsEnded,
    ),
    method: 'POST',
    body: z.strictObject({
      session: input.line(200).optional().describe('The session; all but this one when left out'),
    }),
  },
]
