import { z } from 'zod'

/** What queries about the workspace as a whole answer. */
const at = z.string().describe('ISO instant, UTC')

export const workspaceState = z.looseObject({
  open: z.boolean().describe('There is an administrator'),
  name: z.string().describe('Name of the workspace, and of its log'),
  version: z.string(),
})
export const workspace = workspaceState.extend({
  people: z.number(),
  packs: z.number(),
  projects: z.number(),
  entries: z.number(),
  example: z.looseObject({
    state: z
      .enum(['absent', 'possible', 'loading', 'loaded', 'in-use'])
      .describe('absent: not part of this copy; in-use: the workspace has people or projects of its own'),
    project: z.string().optional(),
    version: z.string().optional(),
  }),
})
export const health = z.looseObject({
  at,
  version: z.string(),
  runtime: z.string().describe('Version of Node'),
  startedAt: at,
  store: z.looseObject({
    kind: z.enum(['pglite', 'postgres']),
    version: z.string(),
    bytes: z.number(),
    migration: z.number(),
  }),
  files: z.looseObject({ count: z.number(), bytes: z.number() }),
  ledger: z.looseObject({ size: z.number(), lastAt: at.nullable(), origin: z.string(), key: z.string() }),
  verified: z
    .looseObject({
      at,
      by: z.string(),
      byName: z.string().nullable(),
      ok: z.boolean(),
      size: z.number(),
      findings: z.number(),
    })
    .nullable()
    .describe('When the whole ledger was last verified, and what was found'),
  backup: z
    .looseObject({ at, by: z.string(), byName: z.string().nullable(), size: z.number() })
    .nullable()
    .describe('The last backup that was downloaded to its end, and how many entries it holds'),
  people: z.looseObject({ active: z.number(), inactive: z.number(), services: z.number() }),
  sessions: z.looseObject({ active: z.number(), people: z.number() }),
  tokens: z.looseObject({ active: z.number() }),
  streams: z.number().describe('Live streams open at this server process'),
})
export const session = z.looseObject({
  id: z.string(),
  createdAt: at,
  seenAt: at,
  expiresAt: at,
  browser: z.string().nullable(),
  address: z.string().nullable(),
  current: z.boolean(),
})
export const sessionsEnded = z.looseObject({ ended: z.number() })
