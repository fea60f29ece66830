/** Something that needs a person now. */
export interface Task {
  readonly kind:
    | 'consultation'
    | 'handover'
    | 'deliverable'
    | 'review'
    | 'approval'
    | 'promotion'
    | 'submission'
    | 'check'
    | 'reminder'
    | 'action'
    | 'poll'
  readonly act: string
  /** Empty for what belongs to no project. */
  readonly project: string
  readonly projectName: string
  readonly subject: string
  readonly what: string
  readonly since: string
  /** How many steps of others cannot be taken before this is done. */
  readonly blocks: number
  /** Nobody else could do it. */
  readonly sole: boolean
  readonly dueAt?: string
  readonly from?: string
  readonly duty?: string
  readonly basis?: string
  readonly version?: string
  /** The register of an item. */
  readonly register?: string
  /** The activity in which a deliverable is handed over. */
  readonly activity?: string
}

/** A project as a task names it. */
export interface Named {
  readonly id: string
  readonly name: string
}
