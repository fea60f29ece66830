import { z } from 'zod'
import * as input from '../acts/input.ts'
import { STAGES } from '../work/projects/project.ts'
import { header, source } from './header.ts'

const actName = z
  .string()
  .regex(/^[a-z]+\.[a-z]+(?:-[a-z]+)*$/, 'must be the name of an act such as experiment.propose')
const shows = z
  .strictObject({
    /** Ids of responsibilities in a roles pack. */
    responsibilities: z.array(input.line(64)).min(1),
    /** Acts whose entries count as activity. */
    acts: z.array(actName).optional(),
    /** Kinds of evidence whose sealing counts. */
    evidence: z.array(input.slug).optional(),
    /** Activities whose handovers count: handing over, accepting, returning. */
    activities: z.array(input.slug).optional(),
    /** What the record cannot show, in words; needed where nothing counts. */
    note: input.text(500).optional(),
  })
  .refine(
    (s) =>
      s.note !== undefined || [s.acts, s.evidence, s.activities].some((list) => list !== undefined && list.length > 0),
    'must name acts, evidence or activities, or say in a note why nothing can show it',
  )
const deliverable = z.strictObject({
  /** Id of a deliverable in a roles pack. */
  id: input.line(64),
  /** The activities it may be handed over in; the first one that the matrix of a project has counts. */
  activities: z.array(input.slug).min(1),
  /** The stage that should not be entered before it is accepted. */
  dueBefore: z.enum(STAGES),
  source,
})

/** What in the record counts as activity for a responsibility, and where each deliverable is handed over. */
export const responsibilitiesPack = z.strictObject({
  ...header('responsibilities'),
  shows: z.array(shows).min(1),
  deliverables: z.array(deliverable),
})
export type ResponsibilitiesPack = z.output<typeof responsibilitiesPack>
