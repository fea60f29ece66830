import { z } from 'zod'
import { pack } from './records.ts'

/** What comparing a pack with the applied one answers. */
export const packComparison = z.looseObject({
  ok: z.boolean().describe('It could be applied'),
  applied: z.boolean().describe('Exactly this pack is applied already'),
  problems: z.array(
    z.looseObject({
      severity: z.enum(['error', 'warning']),
      code: z.string(),
      line: z.number(),
      column: z.number(),
      message: z.string(),
      hint: z.string().optional(),
    }),
  ),
  pack: z
    .looseObject({ id: z.string(), kind: z.string(), name: z.string(), version: z.string(), title: z.string() })
    .optional(),
  against: pack.optional().describe('The newest applied pack of the same kind and name'),
  changes: z.array(
    z.looseObject({
      path: z.array(z.string()),
      what: z.enum(['added', 'removed', 'changed', 'reordered']),
      before: z.unknown().optional(),
      after: z.unknown().optional(),
    }),
  ),
  followers: z.number().describe('Projects that follow a pack of this kind and name, and go on with what they adopted'),
})

/** Who uses a pack. */
export const packUse = z.looseObject({
  belongsTo: z
    .enum(['project', 'workspace'])
    .describe('project: each keeps what it adopted; workspace: the newest of a name counts everywhere'),
  versions: z.array(pack).describe('Every applied pack of this kind and name, newest first'),
  followers: z.number().describe('Projects that follow exactly this pack'),
  items: z
    .array(z.looseObject({ id: z.string(), name: z.string(), stage: z.string() }))
    .describe('Those of them that you may read, newest first'),
})
