import { checkGateCondition, unguardedFacts } from './check-condition.ts'
import { checkPack, conditionFound } from './check-pack.ts'
import type {
  CeremoniesPack,
  EvidenceKindsPack,
  GatePack,
  IndustryPack,
  LearningPack,
  Pack,
  PackKind,
  PackPath,
  RegisterPack,
  ResponsibilitiesPack,
  StaffingPack,
} from './pack.ts'
import { packName } from './pack.ts'
import type { Found, PackProblem } from './found.ts'
import { located } from './found.ts'

/** What other packs may refer to. Undefined: no pack of that kind is there, so nothing can be told. */
interface Known {
  readonly roles: ReadonlySet<string> | undefined
  readonly evidenceKinds: ReadonlySet<string> | undefined
  readonly kinds: EvidenceKindsPack['kinds']
  readonly reviews: ReadonlySet<string> | undefined
  readonly registers: ReadonlySet<string>
  readonly industries: ReadonlySet<string>
  readonly responsibilities: ReadonlySet<string> | undefined
  readonly deliverables: ReadonlySet<string> | undefined
  /** KPI → the packs that define it. */
  readonly kpis: ReadonlyMap<string, readonly string[]>
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
    registers: new Set(packs.flatMap((pack) => (pack.pack === 'register' ? [pack.id] : []))),
    industries: new Set(packs.flatMap((pack) => (pack.pack === 'industry' ? [pack.id] : []))),
    kinds: packs.flatMap((pack) => (pack.pack === 'evidence-kinds' ? pack.kinds : [])),
    reviews: ids('gate', (pack) => pack.reviews.map((r) => r.duty)),
    responsibilities: ids('roles', (pack) => pack.roles.flatMap((r) => r.responsibilities.map((x) => x.id))),
    deliverables: ids('roles', (pack) =>
      pack.roles.flatMap((r) => (r.deliverable === undefined ? [] : [r.deliverable.id])),
    ),
    kpis: definers(packs),
  }
  const first = new Map<string, number>()
  const held = new Map<string, string>()
  return packs.flatMap((pack, index) => {
    const name = packName(pack)
    const twice: Found[] = first.has(name)
      ? [{ code: 'pack-repeated', message: `There are two packs ${name}.`, path: ['id'] }]
      : []
    if (twice.length === 0) first.set(name, index)
    if (twice.length === 0 && pack.pack === 'ceremonies') twice.push(...heldElsewhere(pack, held))
    const own = checkPack(pack, index)
    const facts = pack.pack === 'gate' && known.evidenceKinds !== undefined ? factsAsked(pack, known.kinds) : []
    // A condition that is wrong whatever the facts are has been reported already.
    const news = facts.filter((f) => !own.some((o) => o.path.join('.') === f.path.join('.')))
    return [...own, ...located(pack, index, [...twice, ...references(pack, known), ...news, ...elsewhere(pack, known)])]
  })
}

/** A KPI has one definition in a workspace; a newer version of the same pack replaces it. */
function definers(packs: readonly Pack[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const pack of packs)
    for (const { id } of pack.pack === 'kpis' ? pack.kpis : [])
      found.set(id, [...(found.get(id) ?? []), packName(pack)])
  return found
}

function elsewhere(pack: Pack, { kpis }: Known): Found[] {
  if (pack.pack !== 'kpis') return []
  return pack.kpis.flatMap(({ id }, i): Found[] => {
    const other = kpis.get(id)?.find((name) => name !== packName(pack))
    if (other === undefined) return []
    return [{ code: 'kpi-elsewhere', message: `The KPI "${id}" is defined in ${other} too.`, path: ['kpis', i, 'id'] }]
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

/** A project asks for a ceremony by its id alone, so two packs cannot both define it. */
function heldElsewhere(pack: CeremoniesPack, held: Map<string, string>): Found[] {
  return pack.ceremonies.flatMap(({ id }, i): Found[] => {
    const other = held.get(id)
    if (other === undefined) {
      held.set(id, packName(pack))
      return []
    }
    const message = `The ceremony "${id}" is also defined by ${other}; give this one another id.`
    return [{ code: 'id-repeated', message, path: ['ceremonies', i, 'id'] }]
  })
}

interface Reference {
  readonly to: 'role' | 'evidence kind' | 'review' | 'register' | 'industry' | 'responsibility' | 'deliverable'
  readonly id: string
  readonly path: PackPath
  /** What the pack itself defines of that kind, beside the others. */
  readonly own?: readonly string[]
}

function references(pack: Pack, known: Known): Found[] {
  const targets = {
    role: known.roles,
    'evidence kind': known.evidenceKinds,
    review: known.reviews,
    register: known.registers,
    industry: known.industries,
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
      .filter(({ to, id, own }) => targets[to] !== undefined && !targets[to].has(id) && own?.includes(id) !== true)
      .map(({ to, id, path }): Found => ({
        // Registers and industries name each other, and are applied one after the other.
        ...(to === 'register' || to === 'industry' ? { severity: 'warning' as const } : {}),
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
    case 'register':
      return ofRegister(pack)
    case 'industry':
      return ofIndustry(pack)
    case 'staffing':
    case 'responsibilities':
    case 'learning':
      return teamReferences(pack)
    case 'ceremonies':
      return pack.ceremonies.flatMap(({ attendees, facilitators, sections }, i) => [
        ...attendees.map((id, j) => role(id, ['ceremonies', i, 'attendees', j])),
        ...facilitators.map((id, j) => role(id, ['ceremonies', i, 'facilitators', j])),
        ...sections.flatMap(({ kinds }, j) =>
          (kinds ?? []).map((id, k): Reference => ({
            to: 'evidence kind',
            id,
            path: ['ceremonies', i, 'sections', j, 'kinds', k],
          })),
        ),
      ])
    case 'kpis':
      return pack.kpis.flatMap(({ roles, parameters }, i) => [
        ...roles.map((id, j) => role(id, ['kpis', i, 'roles', j])),
        ...(typeof parameters?.['kind'] === 'string'
          ? [{ to: 'evidence kind', id: parameters['kind'], path: ['kpis', i, 'parameters', 'kind'] } as const]
          : []),
      ])
    case 'roles':
      return []
    default:
      return pack satisfies never
  }
}

function ofRegister(pack: RegisterPack): Reference[] {
  return [
    ...(pack.keepers ?? []).map((id, i) => ({ to: 'role', id, path: ['keepers', i] }) satisfies Reference),
    ...pack.fields.flatMap(({ register }, i): Reference[] =>
      register === undefined || register === pack.id
        ? []
        : [{ to: 'register', id: register, path: ['fields', i, 'register'] }],
    ),
    ...(pack.industry === undefined
      ? []
      : [{ to: 'industry', id: pack.industry, path: ['industry'] } satisfies Reference]),
  ]
}

function ofIndustry(pack: IndustryPack): Reference[] {
  const roles = (pack.roles ?? []).map((r) => r.id)
  const kinds = (pack.evidenceKinds ?? []).map((k) => k.id)
  const role = (id: string, ...path: PackPath): Reference => ({ to: 'role', id, path, own: roles })
  const duties = (['reviews', 'approvals'] as const).flatMap((list) =>
    (pack[list] ?? []).flatMap((duty, i) => duty.roles.map((id, j) => role(id, list, i, 'roles', j))),
  )
  return [
    ...Object.entries(pack.cells ?? {}).flatMap(([activity, row]) =>
      Object.keys(row).map((id) => role(id, 'cells', activity, id)),
    ),
    ...(pack.evidenceKinds ?? []).flatMap(({ judgement }, i) =>
      (judgement?.roles ?? []).map((id, j) => role(id, 'evidenceKinds', i, 'judgement', 'roles', j)),
    ),
    ...(pack.checks ?? []).flatMap(({ needs }, i) =>
      needs.map((id, j): Reference => ({ to: 'evidence kind', id, path: ['checks', i, 'needs', j], own: kinds })),
    ),
    ...duties,
    ...(pack.stages ?? []).flatMap(({ involve }, i) =>
      involve.flatMap((rule, j) =>
        [...(rule.role === undefined ? [] : [rule.role]), ...(rule.anyOf ?? [])].map((id) =>
          role(id, 'stages', i, 'involve', j),
        ),
      ),
    ),
    ...(pack.registers ?? []).map((id, i): Reference => ({ to: 'register', id, path: ['registers', i] })),
  ]
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
