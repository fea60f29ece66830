import type { Evidence } from '@muster/core'

type Sealed = Pick<Evidence, 'id' | 'kind' | 'split' | 'state' | 'facts' | 'measures' | 'findings' | 'caveats'>

/** What a card says that was found: a line for each piece of evidence that counts, with its title. */
export interface CardFinding {
  readonly evidence: string
  readonly kind: string
  readonly split: string
  readonly title: string
  readonly sentence: string
}

/** Findings of current evidence in words; what was sealed without words has none. */
export const cardFindings = (all: readonly Sealed[]): readonly CardFinding[] =>
  all.flatMap(({ id, kind, split, state, findings = [] }) => {
    const [first] = findings
    if (state !== 'current' || first === undefined) return []
    return [{ evidence: id, kind, split, title: first.title, sentence: first.sentence }]
  })

/** What must be known before the model is used: the caveats of current evidence, each once. */
export const cardCaveats = (all: readonly Sealed[]): readonly string[] => [
  ...new Set(all.filter((e) => e.state === 'current').flatMap((e) => e.caveats)),
]
