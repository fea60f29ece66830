import type { Responsibilities } from './matrix.ts'
import type { Refusal } from './refusal.ts'

/** A claim to fulfil a duty: who may, who must not because it is their own work, and who already fulfils another one. */
export interface DutyClaim {
  readonly duty: string
  /** What it is called; its id where it has no title. */
  readonly title?: string
  readonly roles: readonly string[]
  readonly authors: ReadonlySet<string>
  /** person → duty already fulfilled in this round; empty when the gate lets one person fulfil several. */
  readonly taken: ReadonlyMap<string, string>
  /** What other duties are called, by their ids. */
  readonly titles?: ReadonlyMap<string, string>
}

/** Who may do an act. `responsibilities` is where the facts keep the project; `activity` names a canonical activity. */
export type Permission<C, F> =
  /** Setting up a workspace: the server has checked the one-time link. */
  | { readonly kind: 'setup' }
  | { readonly kind: 'administrator' }
  | { readonly kind: 'member' }
  | { readonly kind: 'self'; readonly person: (command: C, facts: F) => string | undefined }
  | {
      readonly kind: 'activity'
      readonly stake: 'A' | 'R'
      readonly activity: string | ((command: C, facts: F) => string)
      readonly responsibilities: (facts: F) => Responsibilities
    }
  /** Everybody who holds a role on the project now, whatever the matrix says. */
  | { readonly kind: 'assigned'; readonly responsibilities: (facts: F) => Responsibilities }
  /** Whoever holds one of these roles, where the facts say so: what the whole workspace keeps belongs to no project. */
  | {
      readonly kind: 'keeper'
      readonly roles: (command: C, facts: F) => readonly string[]
      readonly responsibilities: (facts: F) => Responsibilities
    }
  /** Answering a consultation: by those who were asked. */
  | {
      readonly kind: 'asked'
      readonly asked: (facts: F) => readonly string[]
      readonly responsibilities: (facts: F) => Responsibilities
    }
  | {
      readonly kind: 'duty'
      /** The claim, or why there can be none (the gate knows no such duty). */
      readonly claim: (command: C, facts: F, now: string) => DutyClaim | Refusal
      readonly responsibilities: (facts: F) => Responsibilities
    }
  /** One permission or another, by what the command is about: a pack may ask for a duty where a stake is the rule. */
  | {
      readonly kind: 'choice'
      readonly usually: Permission<C, F>
      readonly instead: Permission<C, F>
      /** When the second one counts, in words for the reference. */
      readonly when: string
      readonly isInstead: (command: C, facts: F) => boolean
    }
