import { checkGateCondition, unguardedFacts } from './check-condition.ts'
import { checkPack, conditionFound, located } from './check-pack.ts'
import type { Found, PackProblem } from './found.ts'
import type {
  EvidenceKindsPack,
  GatePack,
  LearningPack,
  Pack,
  PackKind,
  PackPath,
  ResponsibilitiesPack,
  StaffingPack,
} from './pack.ts'
import { packName } from './pack.ts'

/** What other packs may refer to. Undefined: no pack of that kind is there, so nothing can be told. */
interface Known {
  readonly roles: ReadonlySet<string> | undefined
  readonly evidenceKinds: ReadonlySet<string> | undefined
  readonly kinds: EvidenceKindsPack['kinds']
  readonly reviews: ReadonlySet<string> | undefined
  readonly responsibilities: ReadonlySet<string> | undefined
  readonly deliverables: ReadonlySet<string> | undefined
}

/**
 * Checks packs each for itself (see `checkPack`) and against each other: role ids exist in the roles pack, the evidence
 * kinds a gate needs have the facts its conditions ask for, the reviews an experiment kind asks for exist, no pack is there twice. References into a kind
 * of pack of which none is given are not judged: one warning says so.
 *
 * @returns the problems in the order of the packs; `index` is the position of the pack, `path` the place in it
 * @example checkPacks([gate]) // [{ severity: 'warning', code: 'references-unchecked', pack: 'gate/production', … }]
 */
export function checkPacks(packs: readonly Pack[]): PackProblem[] {
  const ids = <K extends PackKind>(kind: K, of: (pack: Extract<Pack, { pack: K }>) => readonly string[]) => {
    const found = packs.filter((pack): pack is Extract<Pack, { pack: K }> => pack.pack === kind)
    return found.length === 0 ? undefined : new Set(found.flatMap(of))
  }
  const known: Known = {
    roles: ids('roles', (pack) => pack.roles.map((r) => r.id)),
    evidenceKinds: ids('evidence-kinds', (pack) => pack.kinds.map((k) => k.id)),
    kinds: packs.flatMap((pack) => (pack.pack === 'evidence-kinds' ? pack.kinds : [])),
    reviews: ids('gate', (pack) => pack.reviews.map((r) => r.duty)),
    responsibilities: ids('roles', (pack) => pack.roles.flatMap((r) => r.responsibilities.map((x) => x.id))),
    deliverables: ids('roles', (pack) =>
      pack.roles.flatMap((r) => (r.deliverable === undefined ? [] : [r.deliverable.id])),
    ),
  }
  const first = new Map<string, number>()
  return packs.flatMap((pack, index) => {
    const name = packName(pack)
    const twice: Found[] = first.has(name)
      ? [{ code: 'pack-repeated', message: `There are two packs ${name}.`, path: ['id'] }]
      : []
    if (twice.length === 0) first.set(name, index)
    const own = checkPack(pack, index)
    const facts = pack.pack === 'gate' && known.evidenceKinds !== undefined ? factsAsked(pack, known.kinds) : []
    // A condition that is wrong whatever the facts are has been reported already.
    const news = facts.filter((f) => !own.some((o) => o.path.join('.') === f.path.join('.')))
    return [...own, ...located(pack, index, [...twice, ...references(pack, known), ...news])]
  })
}

/** Conditions of a gate that ask for facts which the kinds of evidence do not have, or need not have. */
function factsAsked(gate: GatePack, kinds: EvidenceKindsPack['kinds']): Found[] {
  return gate.checks.flatMap((check, i) => {
    const path = ['checks', i, 'condition']
    // A kind that does not exist is reported where it is needed; its facts would only repeat that.
    if (check.needs.some((need) => !kinds.some((kind) => kind.id === need))) return []
    return [
      ...conditionFound(checkGateCondition(check.condition, check.needs, kinds), path),
      ...unguardedFacts(check.condition, kinds).map((fact): Found => ({
        severity: 'warning',
        code: 'fact-optional',
        message: `${fact} may be left out, and the check fails then; ask has(${fact}) first.`,
        path,
      })),
    ]
  })
}

interface Reference {
  readonly to: 'role' | 'evidence kind' | 'review' | 'responsibility' | 'deliverable'
  readonly id: string
  readonly path: PackPath
}

function references(pack: Pack, known: Known): Found[] {
  const targets = {
    role: known.roles,
    'evidence kind': known.evidenceKinds,
    review: known.reviews,
    responsibility: known.responsibilities,
    deliverable: known.deliverables,
  }
  const all = referencesOf(pack)
  const unchecked = [...new Set(all.map(({ to }) => to))].filter((to) => targets[to] === undefined)
  return [
    ...unchecked.map((to): Found => ({
      severity: 'warning',
      code: 'references-unchecked',
      message: `No pack is given that defines a ${to}, so the names in ${packName(pack)} are not checked.`,
      path: [],
    })),
    ...all
      .filter(({ to, id }) => targets[to] !== undefined && !targets[to].has(id))
      .map(({ to, id, path }): Found => ({
        code: `${to.replace(' ', '-')}-unknown`,
        message: `There is no ${to} "${id}".`,
        path,
      })),
  ]
}

function referencesOf(pack: Pack): Reference[] {
  const role = (id: string, path: PackPath): Reference => ({ to: 'role', id, path })
  switch (pack.pack) {
    case 'raci':
      return Object.entries(pack.cells).flatMap(([activity, row]) =>
        Object.keys(row).map((id) => role(id, ['cells', activity, id])),
      )
    case 'gate':
      return [
        ...(['reviews', 'approvals'] as const).flatMap((list) =>
          pack[list].flatMap(({ roles }, i) => roles.map((id, j) => role(id, [list, i, 'roles', j]))),
        ),
        ...pack.waiver.roles.map((id, i) => role(id, ['waiver', 'roles', i])),
        ...pack.checks.flatMap(({ needs }, i) =>
          needs.map((id, j): Reference => ({ to: 'evidence kind', id, path: ['checks', i, 'needs', j] })),
        ),
      ]
    case 'lifecycle':
      return pack.stages.flatMap((stage, i) =>
        stage.involve.flatMap((rule, j) => [
          ...(rule.role === undefined ? [] : [role(rule.role, ['stages', i, 'involve', j, 'role'])]),
          ...(rule.anyOf ?? []).map((id, k) => role(id, ['stages', i, 'involve', j, 'anyOf', k])),
        ]),
      )
    case 'experiment-kinds':
      return pack.kinds.flatMap(({ reviews }, i) =>
        reviews.map((id, j): Reference => ({ to: 'review', id, path: ['kinds', i, 'reviews', j] })),
      )
    case 'evidence-kinds':
      return pack.kinds.flatMap(({ judgement }, i) =>
        (judgement?.roles ?? []).map((id, j) => role(id, ['kinds', i, 'judgement', 'roles', j])),
      )
    case 'staffing':
    case 'responsibilities':
    case 'learning':
      return teamReferences(pack)
    case 'roles':
      return []
    default:
      return pack satisfies never
  }
}

/** What the packs about the team refer to. */
function teamReferences(pack: StaffingPack | ResponsibilitiesPack | LearningPack): Reference[] {
  const to = (kind: Reference['to'], ids: readonly string[] | undefined, path: PackPath): Reference[] =>
    (ids ?? []).map((id, i) => ({ to: kind, id, path: [...path, i] }))
  switch (pack.pack) {
    case 'staffing':
      return [
        ...pack.composition.flatMap((line, i) => to('role', line.roles, ['composition', i, 'roles'])),
        ...pack.patterns.flatMap(({ lines }, i) =>
          lines.flatMap((line, j) => to('role', line.roles, ['patterns', i, 'lines', j, 'roles'])),
        ),
        ...pack.risks.flatMap(({ reducedBy }, i) =>
          reducedBy.flatMap((by, j) => to('role', by.roles, ['risks', i, 'reducedBy', j, 'roles'])),
        ),
        ...pack.questions.flatMap(({ hires }, i) =>
          hires.flatMap((hire, j) => to('role', hire.roles, ['questions', i, 'hires', j, 'roles'])),
        ),
        ...to('role', pack.vendor.review, ['vendor', 'review']),
      ]
    case 'responsibilities':
      return [
        ...pack.shows.flatMap((shows, i) => [
          ...to('responsibility', shows.responsibilities, ['shows', i, 'responsibilities']),
          ...to('evidence kind', shows.evidence, ['shows', i, 'evidence']),
        ]),
        ...pack.deliverables.map(({ id }, i): Reference => ({
          to: 'deliverable',
          id,
          path: ['deliverables', i, 'id'],
        })),
      ]
    case 'learning':
      return pack.requirements.flatMap(({ roles }, i) => to('role', roles, ['requirements', i, 'roles']))
    default:
      return pack satisfies never
  }
}
