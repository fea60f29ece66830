import type { AgendaSection } from '@muster/core'
import type { Looking, SourceAnswer } from './looking.ts'
import * as team from './sources-team.ts'
import * as work from './sources-work.ts'

type Source = (at: Looking, section: AgendaSection) => Promise<SourceAnswer>

/** Who answers which question that a section may ask. */
export const SOURCES: Readonly<Record<AgendaSection['query'], Source>> = {
  blockers: work.blockers,
  progress: team.progress,
  'help-asked': team.helpAsked,
  actions: team.actions,
  experiments: work.experiments,
  learnings: work.learnings,
  decisions: team.decisions,
  evidence: work.evidence,
  waivers: work.waivers,
  incidents: team.incidents,
  'lead-times': team.leadTimeItems,
  waits: team.waits,
  health: team.health,
  wins: team.wins,
}
