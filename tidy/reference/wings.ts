/** The wing that the acts of a noun belong to. */
export const WING_OF: Readonly<Record<string, string>> = {
  workspace: 'team',
  person: 'team',
  service: 'team',
  token: 'team',
  assignment: 'team',
  matrix: 'team',
  handover: 'team',
  consultation: 'team',
  project: 'work',
  criterion: 'work',
  milestone: 'work',
  experiment: 'making',
  model: 'making',
  version: 'making',
  alias: 'making',
  evidence: 'judging',
  gate: 'judging',
  review: 'judging',
  approval: 'judging',
  waiver: 'judging',
  promotion: 'running',
  pack: 'record',
}

export const WINGS_IN_WORDS = [
  { wing: 'team', title: 'Team' },
  { wing: 'work', title: 'Work' },
  { wing: 'making', title: 'Making' },
  { wing: 'judging', title: 'Judging' },
  { wing: 'running', title: 'Running' },
  { wing: 'record', title: 'Record' },
] as const
