import { z } from 'zod'
import * as input from '../acts/input.ts'
import { header, source } from './header.ts'

const activity = z.strictObject({
  id: input.slug,
  title: input.line(200),
  covers: z.array(input.slug),
  source,
})

/** A template of the matrix that a project starts with. `sourceCells` says where each cell was read. */
export const raciPack = z.strictObject({
  ...header('raci'),
  activities: z.array(activity).min(1),
  cells: z.record(input.slug, z.record(input.slug, z.enum(['R', 'A', 'C', 'I']))),
  sourceCells: z.record(input.slug, z.record(input.slug, input.line(64))).optional(),
  /** Cells that read oddly but are meant: lint warns of them, with the reason, for as long as they stand. */
  oddities: z.array(z.strictObject({ activity: input.slug, role: input.slug, why: input.line(500) })).optional(),
  notes: z.array(input.text(2_000)).optional(),
})
export type RaciPack = z.output<typeof raciPack>
