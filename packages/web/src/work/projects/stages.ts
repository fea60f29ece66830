import type { Stage } from '@muster/core'

/** The stages in their order, as core has them; a test holds both against each other. */
export const STAGES = [
  'idea',
  'scoped',
  'staffed',
  'building',
  'in-review',
  'live',
  'retired',
] as const satisfies readonly Stage[]

/** So many of the newest experiments stand on the page of a project. */
export const NEWEST = 6

/** The stage that comes after one; undefined after the last. */
export const nextStage = (stage: Stage): Stage | undefined => STAGES[STAGES.indexOf(stage) + 1]
