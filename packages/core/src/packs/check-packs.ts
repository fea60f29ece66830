import type { Found, PackProblem } from './check-pack.ts'
import { checkPack, located } from './check-pack.ts'
import type { Pack, PackKind, PackPath } from './pack.ts'
import { packName } from './pack.ts'

/** What other packs may refer to. Undefined: no pack of that kind is there, so nothing can be told. */
interface Known {
  readonly roles: ReadonlySet<string> | undefined
  readonly evidenceKinds: ReadonlySet<string> | undefined
  readonly reviews: ReadonlySet<string> | undefined
}

/**
 * Checks packs each for itself (see `checkPack`) and against each other: role ids exist in the roles pack, the evidence
 * kinds a gate needs and the reviews an experiment kind asks for exist, no pack is there twice. References into a kind
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
    reviews: ids('gate', (pack) => pack.reviews.map((r) => r.duty)),
  }
  const first = new Map<string, number>()
  return packs.flatMap((pack, index) => {
    const name = packName(pack)
    const twice: Found[] = first.has(name)
      ? [{ code: 'pack-repeated', message: `There are two packs ${name}.`, path: ['id'] }]
      : []
    if (twice.length === 0) first.set(name, index)
    return [...checkPack(pack, index), ...located(pack, index, [...twice, ...references(pack, known)])]
  })
}

interface Reference {
  readonly to: 'role' | 'evidence kind' | 'review'
  readonly id: string
  readonly path: PackPath
}

function references(pack: Pack, known: Known): Found[] {
  const targets = { role: known.roles, 'evidence kind': known.evidenceKinds, review: known.reviews }
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
    case 'roles':
    case 'evidence-kinds':
      return []
    default:
      return pack satisfies never
  }
}
