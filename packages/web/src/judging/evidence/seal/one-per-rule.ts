import type { EvidenceKind } from '@muster/core'

type Sealed = Pick<EvidenceKind, 'id' | 'activity' | 'judgement'>

/** The rule that says who may seal a kind: R of its activity, or these roles where it is a human judgement. */
const ruleOf = ({ activity, judgement }: Sealed): string =>
  judgement === undefined ? activity : `roles ${judgement.roles.toSorted().join(' ')}`

/** The ids of the first kinds of each rule about who may seal: who may seal one of a rule may seal all of it. */
export function onePerRule(kinds: readonly Sealed[]): readonly string[] {
  return kinds.filter((k, i) => kinds.findIndex((other) => ruleOf(other) === ruleOf(k)) === i).map((k) => k.id)
}
