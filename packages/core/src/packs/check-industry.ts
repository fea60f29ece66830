import { lintStructure } from '../team/responsibility/lint.ts'
import { isCanonical } from './canonical-activities.ts'
import { checkGateCondition, checkStageCondition } from './check-condition.ts'
import type { IndustryPack, PackPath } from './pack.ts'
import type { Found } from './found.ts'

type Check = (pack: IndustryPack) => Found[]
const found = (code: string, message: string, ...path: PackPath): Found => ({ code, message, path })

/** What is wrong with what an industry adds that can be told from its pack alone. */
export const inIndustry: Check = (pack) => [ids, matrix, kinds, conditions].flatMap((check) => check(pack))

const ids: Check = (pack) =>
  (
    [
      ['roles', pack.roles?.map((r) => r.id), 'id'],
      ['activities', pack.activities?.map((a) => a.id), 'id'],
      ['evidenceKinds', pack.evidenceKinds?.map((k) => k.id), 'id'],
      ['checks', pack.checks?.map((c) => c.id), 'id'],
      ['reviews', pack.reviews?.map((r) => r.duty), 'duty'],
      ['approvals', pack.approvals?.map((a) => a.duty), 'duty'],
      ['stages', pack.stages?.map((s) => s.stage), 'stage'],
    ] as const
  ).flatMap(([list, names = [], key]) =>
    names.flatMap((id, i) =>
      names.indexOf(id) === i ? [] : [found('id-repeated', `"${id}" is given twice.`, list, i, key)],
    ),
  )

const matrix: Check = ({ activities = [], cells = {} }) => {
  const rows = activities.map(({ id, title }) => ({ id, title, covers: [] }))
  return [
    ...lintStructure({ activities: rows, cells }).map(({ code, message, activity }) =>
      found(code, message, ...(Object.hasOwn(cells, activity) ? ['cells', activity] : ['activities'])),
    ),
    ...Object.keys(cells)
      .filter((id) => !activities.some((a) => a.id === id))
      .map((id) => found('activity-unknown', `There is no activity "${id}" in this pack.`, 'cells', id)),
    ...activities.flatMap(({ id }, i) =>
      isCanonical(id)
        ? [found('id-repeated', `"${id}" is a canonical activity, which every matrix has.`, 'activities', i, 'id')]
        : [],
    ),
  ]
}

const kinds: Check = ({ evidenceKinds = [] }) =>
  evidenceKinds.flatMap(({ activity, fields }, i) => [
    ...(isCanonical(activity)
      ? []
      : [found('canonical-unknown', `"${activity}" is no canonical activity.`, 'evidenceKinds', i, 'activity')]),
    ...fields.flatMap(({ name }, j) =>
      fields.findIndex((f) => f.name === name) === j
        ? []
        : [found('id-repeated', `The field "${name}" is given twice.`, 'evidenceKinds', i, 'fields', j, 'name')],
    ),
  ])

const conditions: Check = ({ checks = [], stages = [], evidenceKinds = [] }) => [
  ...checks.flatMap(({ condition, needs }, i) => {
    // Where every kind it needs is its own, the facts are known; otherwise only the form can be told.
    const own = needs.every((need) => evidenceKinds.some((k) => k.id === need)) ? evidenceKinds : undefined
    const fault = checkGateCondition(condition, needs, own)
    return fault === undefined
      ? []
      : [found('condition-invalid', `The condition is wrong: ${fault.message}`, 'checks', i, 'condition')]
  }),
  ...stages.flatMap((stage, i) =>
    stage.require.flatMap(({ condition }, j) => {
      const fault = checkStageCondition(condition)
      return fault === undefined
        ? []
        : [
            found(
              'condition-invalid',
              `The condition is wrong: ${fault.message}`,
              'stages',
              i,
              'require',
              j,
              'condition',
            ),
          ]
    }),
  ),
]
