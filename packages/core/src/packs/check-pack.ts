import { lintStructure } from '../team/responsibility/lint.ts'
import { STAGES } from '../work/projects/project.ts'
import { CANONICAL_ACTIVITIES, isCanonical } from './canonical-activities.ts'
import { inIndustry } from './check-industry.ts'
import { inRegister } from './check-register.ts'
import { inKpis } from './check-kpis.ts'
import type { ConditionFault } from './check-condition.ts'
import { inLearning, inResponsibilities, inStaffing } from './check-team-packs.ts'
import { checkGateCondition, checkStageCondition } from './check-condition.ts'
import { AGENDA_PARAMETERS, AGENDA_SOURCES } from '../team/ceremonies/definition.ts'
import type { AgendaParameter } from '../team/ceremonies/definition.ts'
import type {
  CeremoniesPack,
  EvidenceKindsPack,
  ExperimentKindsPack,
  GatePack,
  LifecyclePack,
  Pack,
  PackPath,
  RaciPack,
  RolesPack,
} from './pack.ts'
import type { Found, Named, PackProblem } from './found.ts'
import { located, named, repeated } from './found.ts'

/**
 * What is wrong with a pack that can be told without any other: ids given twice, conditions that are not CEL or ask for what is not there, a matrix
 * without exactly one A and at least one R per activity, canonical activities not covered exactly once, stages out of
 * order, priors out of order. The shape is taken as checked.
 */
export function checkPack(pack: Pack, index = 0): PackProblem[] {
  return located(pack, index, within(pack))
}

function within(pack: Pack): Found[] {
  switch (pack.pack) {
    case 'roles':
      return inRoles(pack)
    case 'raci':
      return inRaci(pack)
    case 'gate':
      return inGate(pack)
    case 'evidence-kinds':
      return inEvidenceKinds(pack)
    case 'lifecycle':
      return inLifecycle(pack)
    case 'experiment-kinds':
      return inExperimentKinds(pack)
    case 'register':
      return inRegister(pack)
    case 'industry':
      return inIndustry(pack)
    case 'staffing':
      return inStaffing(pack)
    case 'responsibilities':
      return inResponsibilities(pack)
    case 'learning':
      return inLearning(pack)
    case 'ceremonies':
      return inCeremonies(pack)
    case 'kpis':
      return [...repeated(named('kpis', pack.kpis), 'KPI'), ...inKpis(pack)]
    default:
      return pack satisfies never
  }
}

function inRoles(pack: RolesPack): Found[] {
  const statements = pack.roles.flatMap((role, i) => [
    ...role.responsibilities.map(({ id }, j) => ({ id, path: ['roles', i, 'responsibilities', j, 'id'] })),
    ...role.kpis.map(({ id }, j) => ({ id, path: ['roles', i, 'kpis', j, 'id'] })),
  ])
  const aliases = pack.roles.flatMap((role, i) =>
    (role.aliases ?? []).map((alias, j) => ({ id: alias, path: ['roles', i, 'aliases', j] })),
  )
  const unwise = repeated(aliases, 'alias').map((found) => ({ ...found, severity: 'warning' as const }))
  return [...repeated(named('roles', pack.roles), 'role'), ...repeatedInRole(statements), ...unwise]
}

/** One statement may concern several roles, so the same id may stand in two roles, but not twice in one. */
function repeatedInRole(statements: readonly Named[]): Found[] {
  const byRole = Map.groupBy(statements, ({ path }) => path[1])
  return [...byRole.values()].flatMap((own) => repeated(own, 'responsibility or KPI'))
}

function inRaci(pack: RaciPack): Found[] {
  const rows = new Map(pack.activities.map(({ id }, i) => [id, i]))
  const structure = lintStructure(pack).map(({ code, message, activity }): Found => ({
    code,
    message,
    path: Object.hasOwn(pack.cells, activity) ? ['cells', activity] : ['activities', rows.get(activity) ?? 0],
  }))
  const strangers = [
    ...Object.keys(pack.cells).map((id) => ['cells', id]),
    ...Object.keys(pack.sourceCells ?? {}).map((id) => ['sourceCells', id]),
  ]
    .filter(([, id]) => id !== undefined && !rows.has(id))
    .map((path): Found => ({
      code: 'activity-unknown',
      message: `There is no activity "${path[1] ?? ''}" in this pack.`,
      path,
    }))
  return [
    ...repeated(named('activities', pack.activities), 'activity'),
    ...coverage(pack),
    ...strangers,
    ...structure,
    ...unsourced(pack),
  ]
}

function coverage(pack: RaciPack): Found[] {
  const covered = pack.activities.flatMap(({ covers }, i) =>
    covers.map((id, j) => ({ id, path: ['activities', i, 'covers', j] })),
  )
  const known = Object.keys(CANONICAL_ACTIVITIES).join(', ')
  const unknown = covered
    .filter(({ id }) => !isCanonical(id))
    .map(({ id, path }): Found => ({
      code: 'canonical-unknown',
      message: `"${id}" is no canonical activity; these are: ${known}.`,
      path,
    }))
  const twice = repeated(covered, 'canonical activity').map((found) => ({ ...found, code: 'canonical-covered-twice' }))
  const missing = Object.entries(CANONICAL_ACTIVITIES)
    .filter(([id]) => !covered.some((c) => c.id === id))
    .map(([id, meaning]): Found => ({
      code: 'canonical-uncovered',
      message: `No activity covers "${id}" (${meaning}): nobody could do it in a project with this matrix.`,
      path: ['activities'],
    }))
  return [...unknown, ...twice, ...missing]
}

/** A source for a cell that is not in the matrix says something about nothing. */
function unsourced(pack: RaciPack): Found[] {
  return Object.entries(pack.sourceCells ?? {}).flatMap(([activity, roles]) =>
    Object.keys(roles)
      .filter((role) => !Object.hasOwn(Object.hasOwn(pack.cells, activity) ? (pack.cells[activity] ?? {}) : {}, role))
      .map((role): Found => ({
        code: 'cell-unknown',
        message: `The matrix has no cell for ${role} in "${activity}".`,
        path: ['sourceCells', activity, role],
      })),
  )
}

export function conditionFound(fault: ConditionFault | undefined, path: PackPath): Found[] {
  return fault === undefined
    ? []
    : [{ code: 'condition-invalid', message: `The condition is wrong: ${fault.message}`, path }]
}

function inGate(pack: GatePack): Found[] {
  const duties = (['reviews', 'approvals'] as const).flatMap((list) =>
    pack[list].map(({ duty }, i) => ({ id: duty, path: [list, i, 'duty'] })),
  )
  const conditions = pack.checks.flatMap((check, i) => {
    const path = ['checks', i, 'condition']
    // Only evidence that a check needs is handed to its condition: asking for other evidence would always fail.
    const asked = [...check.condition.matchAll(/\bevidence\.([A-Za-z_]\w*)/g)].map(([, kind]) => kind ?? '')
    const unneeded = [...new Set(asked)].filter((kind) => !check.needs.includes(kind))
    return [
      ...conditionFound(checkGateCondition(check.condition, check.needs, undefined), path),
      ...unneeded.map((kind): Found => ({
        code: 'evidence-not-needed',
        message: `The condition looks at evidence.${kind}, which is not in "needs"; add it there.`,
        path,
      })),
    ]
  })
  const backwards = pack.rollout.steps.flatMap(({ weight }, i): Found[] => {
    const before = pack.rollout.steps[i - 1]?.weight ?? 0
    if (weight > before) return []
    const message = `A step of ${weight} % does not follow one of ${before} %: the share of traffic must grow.`
    return [{ code: 'rollout-order', message, path: ['rollout', 'steps', i, 'weight'] }]
  })
  const consult: Found[] = isCanonical(pack.consult.activity)
    ? []
    : [
        {
          code: 'canonical-unknown',
          message: `"${pack.consult.activity}" is no canonical activity.`,
          path: ['consult', 'activity'],
        },
      ]
  return [
    ...repeated(named('checks', pack.checks), 'check'),
    ...repeated(duties, 'duty'),
    ...conditions,
    ...backwards,
    ...consult,
  ]
}

function inEvidenceKinds(pack: EvidenceKindsPack): Found[] {
  const fields = pack.kinds.flatMap((kind, i) => [
    ...repeated(
      kind.fields.map(({ name }, j) => ({ id: name, path: ['kinds', i, 'fields', j, 'name'] })),
      'field',
    ),
    ...kind.fields.flatMap(({ name, min, max }, j): Found[] =>
      min === undefined || max === undefined || min <= max
        ? []
        : [
            {
              code: 'range-empty',
              message: `"${name}" can have no value: min ${min} is above max ${max}.`,
              path: ['kinds', i, 'fields', j, 'min'],
            },
          ],
    ),
  ])
  const activities = pack.kinds.flatMap(({ activity }, i): Found[] =>
    isCanonical(activity)
      ? []
      : [
          {
            code: 'canonical-unknown',
            message: `"${activity}" is no canonical activity.`,
            path: ['kinds', i, 'activity'],
          },
        ],
  )
  return [...repeated(named('kinds', pack.kinds), 'kind'), ...fields, ...activities]
}

function inLifecycle(pack: LifecyclePack): Found[] {
  const ids = pack.stages.map(({ id }) => id)
  const wrong = STAGES.findIndex((stage, i) => ids[i] !== stage)
  const order: Found[] =
    wrong === -1 && ids.length === STAGES.length
      ? []
      : [
          {
            code: 'stage-order',
            message: `The stages must be, in this order: ${STAGES.join(', ')}.`,
            path: ['stages', Math.max(0, Math.min(wrong, ids.length - 1))],
          },
        ]
  const rules = pack.stages.flatMap((stage, i) => [
    ...stage.involve.map(({ id }, j) => ({ id, path: ['stages', i, 'involve', j, 'id'] })),
    ...stage.require.map(({ id }, j) => ({ id, path: ['stages', i, 'require', j, 'id'] })),
  ])
  const conditions = pack.stages.flatMap((stage, i) =>
    stage.require.flatMap((rule, j) =>
      conditionFound(checkStageCondition(rule.condition), ['stages', i, 'require', j, 'condition']),
    ),
  )
  return [...order, ...repeated(rules, 'rule'), ...conditions]
}

function inExperimentKinds(pack: ExperimentKindsPack): Found[] {
  const priors = pack.kinds.flatMap(({ id, priorP50Days, priorP85Days }, i): Found[] =>
    priorP50Days <= priorP85Days
      ? []
      : [
          {
            code: 'priors-order',
            message: `"${id}": half of all cannot take longer (${priorP50Days} days) than 85 % of all (${priorP85Days} days).`,
            path: ['kinds', i, 'priorP85Days'],
          },
        ],
  )
  return [...repeated(named('kinds', pack.kinds), 'kind'), ...priors]
}

function inCeremonies(pack: CeremoniesPack): Found[] {
  const sections = pack.ceremonies.flatMap((ceremony, i) => [
    ...repeated(
      ceremony.sections.map(({ id }, j) => ({ id, path: ['ceremonies', i, 'sections', j, 'id'] })),
      'section',
    ),
    ...ceremony.sections.flatMap((section, j) => {
      const takes: readonly AgendaParameter[] = AGENDA_SOURCES[section.query].takes
      return AGENDA_PARAMETERS.filter((p) => section[p] !== undefined && !takes.includes(p)).map((p): Found => ({
        code: 'parameter-unused',
        message: `"${section.query}" takes no "${p}"; it takes ${takes.join(' and ') || 'nothing'}.`,
        path: ['ceremonies', i, 'sections', j, p],
      }))
    }),
  ])
  return [
    ...repeated(named('ceremonies', pack.ceremonies), 'ceremony'),
    ...sections,
    ...(pack.updates === undefined || isCanonical(pack.updates.activity)
      ? []
      : [
          {
            code: 'canonical-unknown',
            message: `"${pack.updates.activity}" is no canonical activity.`,
            path: ['updates', 'activity'],
          },
        ]),
    ...repeated(named('health', pack.health ?? []), 'statement'),
  ]
}
