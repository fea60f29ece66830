/**
 * The activities that acts name, whatever rows a RACI matrix has: id → what it means. Every matrix says for each of
 * them, exactly once, which of its rows stands for it.
 */
export const CANONICAL_ACTIVITIES = {
  'define-success': 'Say what success is: objective, scope and the criteria with their thresholds',
  'plan-and-staff': 'Plan the project: milestones, people, roles and the matrix itself',
  'build-data-pipeline': 'Make the data available: ingestion, cleaning, versions',
  'train-model': 'Propose and run experiments, register model versions',
  'evaluate-model': 'Measure a version on held-out data and write down how it works',
  'assess-safety': 'Find out whether a version is safe to use',
  'assess-fairness': 'Find out whether a version treats groups of people alike',
  'project-cost': 'Project what a version will cost to run',
  'prepare-rollback': 'Say how to go back, and rehearse it',
  'deploy-to-production': 'Submit a version, roll it out, take it back',
  'monitor-and-alert': 'Watch what is live and answer its alerts',
} as const

export type CanonicalActivity = keyof typeof CANONICAL_ACTIVITIES

export const isCanonical = (id: string): id is CanonicalActivity => Object.hasOwn(CANONICAL_ACTIVITIES, id)
