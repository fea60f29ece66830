/** What one source of an agenda answers, which parameters it takes, and which of them it cannot do without. */
export interface AgendaSource {
  readonly title: string
  readonly takes: readonly AgendaParameter[]
}
export const AGENDA_PARAMETERS = ['withinDays', 'kinds', 'scope'] as const
export type AgendaParameter = (typeof AGENDA_PARAMETERS)[number]

/**
 * The questions to the record that a section of an agenda may ask. Which ceremony asks which is a matter of packs; what each computes is
 * a rule. The guide docs/guides/write-a-pack.md describes them to those who write packs.
 */
export const AGENDA_SOURCES = {
  blockers: {
    title: 'What holds work up: consultations, handovers, reviews, approvals, failing and stale checks',
    takes: [],
  },
  progress: { title: 'What was done since the last meeting, from the ledger', takes: [] },
  'help-asked': { title: 'What people asked help for', takes: [] },
  actions: { title: 'Action items that are open, and those closed since the last meeting', takes: ['scope'] },
  experiments: { title: 'Experiments submitted and finished since the last meeting', takes: [] },
  learnings: { title: 'What finished experiments taught', takes: [] },
  decisions: { title: 'Decisions since the last meeting', takes: [] },
  evidence: { title: 'Evidence that is missing, stale or soon stale', takes: ['kinds', 'withinDays'] },
  waivers: { title: 'Waivers granted since the last meeting, and those about to lapse', takes: ['withinDays'] },
  incidents: { title: 'What went wrong in production since the last meeting', takes: [] },
  'lead-times': { title: 'How long finished work took, stage by stage', takes: [] },
  waits: { title: 'How long work waited, by cause', takes: [] },
  health: { title: 'How the team feels: the newest poll', takes: [] },
  wins: { title: 'What to celebrate', takes: [] },
} as const satisfies Record<string, AgendaSource>
export type AgendaSourceName = keyof typeof AGENDA_SOURCES

/** A section of an agenda: a question and how it is put. */
export interface AgendaSection {
  readonly id: string
  readonly title: string
  readonly query: AgendaSourceName
  /** Look this many days ahead: for what will lapse or go stale. */
  readonly withinDays?: number | undefined
  /** Kinds of evidence to look at; all when left out. */
  readonly kinds?: readonly string[] | undefined
  /** `ceremony`: only action items of this ceremony; else those of the project. */
  readonly scope?: 'ceremony' | 'project' | undefined
}

/** One statement of a health poll; people agree with it on a scale from 1 to 5. */
export interface HealthStatement {
  readonly id: string
  readonly text: string
}

/** A ceremony as a pack defines it, and as a series keeps it. */
export interface CeremonyDefinition {
  readonly id: string
  readonly title: string
  readonly purpose: string
  /** Recurrence rule of RFC 5545. */
  readonly rule: string
  /** Local time of day, HH:MM. */
  readonly time: string
  readonly durationMinutes: number
  /** Roles that attend; none means everybody who holds a role on the project. */
  readonly attendees: readonly string[]
  /** Roles among which facilitation rotates; none means all who attend. */
  readonly facilitators: readonly string[]
  readonly sections: readonly AgendaSection[]
}

/** A definition with the pack it comes from. */
export interface OfferedCeremony {
  readonly definition: CeremonyDefinition
  readonly health: readonly HealthStatement[]
  readonly pack: { readonly id: string; readonly version: string; readonly digest: string }
}
