import type { StaffingPack } from '../../packs/staffing-pack.ts'

/** A risk, and who on the project reduces it. */
export interface RiskCover {
  readonly risk: string
  readonly title: string
  readonly state: 'covered' | 'partly' | 'uncovered'
  readonly covered: readonly { readonly people: readonly string[]; readonly reason: string }[]
  readonly missing: readonly { readonly roles: readonly string[]; readonly reason: string }[]
  readonly sentence: string
}

/** Which risks the roles of a project reduce, and which no role covers (B.F6, B.HQ7). */
export function riskCover(risks: StaffingPack['risks'], holdersOf: (role: string) => readonly string[]): RiskCover[] {
  return risks.map((risk) => {
    const held = risk.reducedBy.map((by) => ({ ...by, people: [...new Set(by.roles.flatMap(holdersOf))] }))
    const covered = held.filter((h) => h.people.length > 0).map(({ people, reason }) => ({ people, reason }))
    const missing = held.filter((h) => h.people.length === 0).map(({ roles, reason }) => ({ roles, reason }))
    const state = missing.length === 0 ? 'covered' : covered.length === 0 ? 'uncovered' : 'partly'
    const lack = missing.map((m) => `nobody ${m.reason} (${m.roles.join(' or ')})`).join('; ')
    const have = covered.map((c) => `${c.people.join(', ')} (${c.reason})`).join('; ')
    const sentence =
      state === 'covered' ? `Reduced by ${have}.` : `Open: ${lack}.${have === '' ? '' : ` Reduced by ${have}.`}`
    return { risk: risk.id, title: risk.title, state, covered, missing, sentence }
  })
}
