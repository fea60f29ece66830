import type { Answers } from '../../api/answers.ts'

export type Requirement = Answers['learning.gaps']['requirements'][number]
/** Which requirements are asked about: those of a project, or of whomever one may know. */
export type Given = { readonly project?: string }

/** Whether something is on record that counts today. */
export const isThere = (r: Requirement): boolean => r.state === 'held' || r.state === 'expiring'
