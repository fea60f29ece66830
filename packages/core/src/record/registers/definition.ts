/** What a field of a register may hold. */
export const FIELD_TYPES = [
  'line',
  'text',
  'number',
  'integer',
  'boolean',
  'day',
  'choice',
  'choices',
  'list',
  'url',
  'digest',
  'person',
  'role',
  'record',
] as const
export type FieldType = (typeof FIELD_TYPES)[number]

/** Nouns that a field of type `record` may point at. */
export const LINKED_NOUNS = ['item', 'project', 'experiment', 'model', 'version', 'evidence', 'promotion'] as const
export type LinkedNoun = (typeof LINKED_NOUNS)[number]

export type ItemValue = string | number | boolean | readonly string[]

export interface RegisterField {
  readonly name: string
  readonly title: string
  readonly type: FieldType
  readonly required?: boolean | undefined
  readonly help?: string | undefined
  readonly unit?: string | undefined
  readonly min?: number | undefined
  readonly max?: number | undefined
  /** For `choice` and `choices`. */
  readonly choices?: readonly string[] | undefined
  /** For `record`: what it points at; for an item also in which register. */
  readonly noun?: LinkedNoun | undefined
  readonly register?: string | undefined
}

/** A value that follows from others: a CEL expression over `item.<field>`. */
export interface ComputedField {
  readonly name: string
  readonly title: string
  readonly expression: string
  readonly unit?: string | undefined
  readonly help?: string | undefined
}

export interface RegisterState {
  readonly id: string
  readonly title: string
  /** Where an item goes from here; nowhere when empty. */
  readonly next?: readonly string[] | undefined
  /** Whether entering it is a decision of A, or work of R. In a workspace register the keepers do both. */
  readonly by?: 'A' | 'R' | undefined
  /** Fields that must be filled before it is entered. */
  readonly requires?: readonly string[] | undefined
  /** Items in it are over: nothing reminds of them any more. */
  readonly final?: boolean | undefined
}

/** Reminds a person of an item: of a day in one of its fields, or of how long it has not moved. */
export interface Reminder {
  readonly id: string
  readonly message: string
  readonly to: 'owner' | 'R' | 'A'
  readonly field?: string | undefined
  readonly daysBefore?: number | undefined
  readonly idleDays?: number | undefined
  /** Only in these states; in all that are not final when left out. */
  readonly states?: readonly string[] | undefined
}

/** A number over the items of a register, for scorecards. */
export interface RegisterMeasure {
  readonly id: string
  readonly title: string
  readonly of: 'count' | 'sum' | 'mean' | 'median' | 'share' | 'meanDays'
  readonly unit?: string | undefined
  /** The number that is summed or averaged: a field or a computed one. */
  readonly field?: string | undefined
  /** Items counted: those in one of these states; all when left out. */
  readonly states?: readonly string[] | undefined
  /** For a share: out of the items in one of these states; out of all when left out. */
  readonly outOf?: readonly string[] | undefined
  /** For mean days: between the days in these two fields. */
  readonly from?: string | undefined
  readonly until?: string | undefined
  /** The KPI that it contributes to. */
  readonly kpi?: string | undefined
}

/** How the open items of a register of a project stand in its stakeholder updates. */
export interface UpdateLines {
  readonly section: 'risks'
  /** Items in one of these states; in all that are not final when left out. */
  readonly states?: readonly string[] | undefined
  /** Fields and computed ones whose values are said of each item. */
  readonly show?: readonly string[] | undefined
}

/** A register as its pack describes it. */
export interface RegisterDefinition {
  readonly id: string
  readonly version: string
  readonly title: string
  readonly description: string
  readonly scope: 'project' | 'workspace'
  /** Canonical activity whose R keeps the register of a project, and whose A decides. */
  readonly activity?: string | undefined
  /** Roles whose holders, on whatever project, keep a register of the workspace. */
  readonly keepers?: readonly string[] | undefined
  /** Only projects that adopted this industry have it. */
  readonly industry?: string | undefined
  readonly item: { readonly singular: string; readonly plural: string; readonly prefix: string }
  readonly fields: readonly RegisterField[]
  readonly computed?: readonly ComputedField[] | undefined
  /** The first one is where an item starts. */
  readonly states: readonly RegisterState[]
  /** Field or computed name that lists are ordered by; with `-` the largest first. */
  readonly order?: string | undefined
  /** Fields whose values together name an item: no two items share them. */
  readonly unique?: readonly string[] | undefined
  readonly reminders?: readonly Reminder[] | undefined
  readonly measures?: readonly RegisterMeasure[] | undefined
  readonly update?: UpdateLines | undefined
}

export const stateOf = (definition: RegisterDefinition, id: string): RegisterState | undefined =>
  definition.states.find((s) => s.id === id)
