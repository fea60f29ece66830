import { z } from 'zod'
import * as input from '../acts/input.ts'
import { header, source } from './header.ts'

const days = input.number.refine((value) => value > 0 && value <= 3_660, 'must be more than 0 and at most 3660 days')
const kind = z.strictObject({
  id: input.slug,
  title: input.line(200),
  priorP50Days: days,
  priorP85Days: days,
  reviews: z.array(input.slug).min(1),
  source,
})

/** The kinds of experiment, with how long they take as long as the project has no past of its own. */
export const experimentKindsPack = z.strictObject({ ...header('experiment-kinds'), kinds: z.array(kind).min(1) })
export type ExperimentKindsPack = z.output<typeof experimentKindsPack>
