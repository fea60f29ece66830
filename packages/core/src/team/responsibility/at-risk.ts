import type { Responsibilities } from '../../acts/matrix.ts'
import { activityFor, peopleWith, rolesWith } from '../../acts/matrix.ts'

export type MatterKind = 'check' | 'stage-check' | 'milestone' | 'waiver' | 'unstaffed' | 'deliverable' | 'transition'

/** Something that fails already, or is about to. */
export interface Matter {
  readonly kind: MatterKind
  /** All that is known of it, and in a few words what it is about. */
  readonly what: string
  readonly about: string
  /** The activity that it belongs to, by matrix id or canonical id. */
  readonly activity: string
  /** True when it has failed; false when it is about to. */
  readonly failing: boolean
  /** The day on which it fails, or failed. */
  readonly due?: string
  readonly subject?: string
  /** The act that would help. */
  readonly act: string
}

/** A matter with who will be blamed for it. */
export interface Blame extends Matter {
  readonly role: string
  readonly accountable: readonly string[]
  readonly sentence: string
}

/**
 * Who will be blamed: for each matter the A of its activity, named before it fails (B.RT1). Where nobody holds that role, it is
 * those who answer for staffing the project. Failing ones come first, then by day.
 *
 * @param titleOf what the catalogue calls a role
 */
export function answersFor(
  of: Responsibilities,
  matters: readonly Matter[],
  now: string,
  titleOf: (role: string) => string = (role) => role,
): Blame[] {
  const blamed = matters.map((matter): Blame => {
    const row = activityFor(of.matrix, matter.activity) ?? activityFor(of.matrix, 'plan-and-staff')
    const activity = row?.id ?? matter.activity
    const role = rolesWith(of.matrix, activity, 'A')[0] ?? ''
    const own = peopleWith(of, activity, 'A', now)
    if (own.length > 0) {
      const sentence = `${own.join(' and ')} will be asked about "${matter.about}", as ${titleOf(role)}, who is A for "${row?.title ?? activity}".`
      return { ...matter, activity, role, accountable: own, sentence }
    }
    const leads = peopleWith(of, 'plan-and-staff', 'A', now)
    const instead =
      leads.length === 0
        ? 'and nobody answers for staffing the project either'
        : `so ${leads.join(' and ')} will be asked for not staffing it`
    const nobody = role === '' ? 'Nobody is A' : `Nobody is ${titleOf(role)}, who is A`
    const sentence = `"${matter.about}": ${nobody} for "${row?.title ?? activity}", ${instead}.`
    return { ...matter, activity, role, accountable: leads, sentence }
  })
  const order = (b: Blame): string => `${b.failing ? '0' : '1'}${b.due ?? '9999-12-31'}`
  return blamed.toSorted((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0))
}
