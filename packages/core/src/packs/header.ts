import { z } from 'zod'
import * as input from '../acts/input.ts'

/** Ids of the statements a part of a pack comes from, e.g. `B.R1.WHEN`. */
export const source = z.array(input.line(64)).min(1).optional()

const SEMVER = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/

/** The fields that every pack starts with. */
export const header = <Kind extends string>(kind: Kind) => ({
  pack: z.literal(kind),
  id: input.slug,
  version: z.string().regex(SEMVER, 'must be a semantic version such as 1.0.0'),
  title: input.line(200),
  description: input.text(2_000),
  sources: z.array(input.text(2_000)).optional(),
})
