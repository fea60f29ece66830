import { fieldsRead } from '../record/registers/computed.ts'
import { isCanonical } from './canonical-activities.ts'
import { checkItemExpression } from './check-condition.ts'
import type { PackPath, RegisterPack } from './pack.ts'
import type { Found } from './found.ts'

type Check = (pack: RegisterPack) => Found[]
const found = (code: string, message: string, ...path: PackPath): Found => ({ code, message, path })

/** What is wrong with a register that can be told from its pack alone. */
export const inRegister: Check = (pack) =>
  [scope, names, fieldTypes, expressions, states, order, reminders, measures, update].flatMap((check) => check(pack))

const scope: Check = ({ scope: of, activity, keepers }) => {
  if (of === 'workspace') {
    return [
      ...(keepers === undefined
        ? [found('keepers-missing', 'A register of the workspace needs "keepers": the roles that keep it.', 'scope')]
        : []),
      ...(activity === undefined
        ? []
        : [found('activity-needless', 'A register of the workspace has no activity: no matrix rules it.', 'activity')]),
    ]
  }
  if (activity === undefined)
    return [found('activity-missing', 'A register of a project needs an "activity": its R keeps it.', 'scope')]
  return [
    ...(isCanonical(activity)
      ? []
      : [found('canonical-unknown', `"${activity}" is no canonical activity.`, 'activity')]),
    ...(keepers === undefined
      ? []
      : [found('keepers-needless', 'A register of a project is kept by R of its activity.', 'keepers')]),
  ]
}

function twice(ids: readonly string[], list: string, key: string, what: string): Found[] {
  return ids.flatMap((id, i) =>
    ids.indexOf(id) === i ? [] : [found('id-repeated', `The ${what} "${id}" is given twice.`, list, i, key)],
  )
}

const names: Check = ({ fields, computed = [], states: all, reminders: due = [], measures: numbers = [] }) => {
  const own = fields.map((f) => f.name)
  const reserved = ['number', 'title', 'owner', 'state']
  return [
    ...twice(own, 'fields', 'name', 'field'),
    ...fields.flatMap(({ name }, i) =>
      reserved.includes(name)
        ? [
            found(
              'name-reserved',
              `Every item has a "${name}" of its own; call the field otherwise.`,
              'fields',
              i,
              'name',
            ),
          ]
        : [],
    ),
    ...computed.flatMap(({ name }, i) =>
      own.includes(name) || computed.findIndex((c) => c.name === name) < i || reserved.includes(name)
        ? [found('id-repeated', `The name "${name}" is taken.`, 'computed', i, 'name')]
        : [],
    ),
    ...twice(
      all.map((s) => s.id),
      'states',
      'id',
      'state',
    ),
    ...twice(
      due.map((r) => r.id),
      'reminders',
      'id',
      'reminder',
    ),
    ...twice(
      numbers.map((m) => m.id),
      'measures',
      'id',
      'measure',
    ),
  ]
}

const fieldTypes: Check = ({ fields }) =>
  fields.flatMap(({ name, type, choices, noun, register, min, max }, i) => [
    ...((type === 'choice' || type === 'choices') === (choices === undefined)
      ? [
          choices === undefined
            ? found('choices-missing', `"${name}" is a choice: say of what, in "choices".`, 'fields', i)
            : found('choices-needless', `"${name}" is of type ${type}, which has no choices.`, 'fields', i, 'choices'),
        ]
      : []),
    ...(type === 'record' && noun === undefined
      ? [found('noun-missing', `"${name}" points at a record: say of what kind, in "noun".`, 'fields', i)]
      : []),
    ...(register !== undefined && noun !== 'item'
      ? [found('register-needless', `"${name}" points at no item, so it has no register.`, 'fields', i, 'register')]
      : []),
    ...(min !== undefined && max !== undefined && min > max
      ? [found('range-empty', `"${name}" can have no value: min ${min} is above max ${max}.`, 'fields', i, 'min')]
      : []),
  ])

const expressions: Check = ({ fields, computed = [] }) =>
  computed.flatMap(({ expression }, i) => {
    const path: PackPath = ['computed', i, 'expression']
    const unknown = fieldsRead(expression).filter((name) => !fields.some((f) => f.name === name))
    if (unknown.length > 0)
      return [found('field-unknown', `The register has no field ${unknown.map((n) => `"${n}"`).join(', ')}.`, ...path)]
    const fault = checkItemExpression(expression, fields)
    return fault === undefined ? [] : [found('condition-invalid', `The expression is wrong: ${fault.message}`, ...path)]
  })

const states: Check = ({ states: all, fields }) => {
  const ids = all.map((s) => s.id)
  const reached = new Set<string>()
  const walk = (id: string | undefined): void => {
    if (id === undefined || reached.has(id)) return
    reached.add(id)
    for (const next of all.find((s) => s.id === id)?.next ?? []) walk(next)
  }
  walk(ids[0])
  return all.flatMap((state, i) => [
    ...(state.next ?? []).flatMap((id, j) =>
      ids.includes(id) ? [] : [found('state-unknown', `There is no state "${id}".`, 'states', i, 'next', j)],
    ),
    ...(state.requires ?? []).flatMap((name, j) =>
      fields.some((f) => f.name === name)
        ? []
        : [found('field-unknown', `There is no field "${name}".`, 'states', i, 'requires', j)],
    ),
    ...(reached.has(state.id)
      ? []
      : [found('state-unreachable', `No way leads from "${ids[0] ?? ''}" to "${state.id}".`, 'states', i)]),
  ])
}

const numeric = (pack: RegisterPack, name: string): boolean =>
  pack.fields.some((f) => f.name === name && (f.type === 'number' || f.type === 'integer')) ||
  (pack.computed ?? []).some((c) => c.name === name)
const isDay = (pack: RegisterPack, name: string): boolean =>
  pack.fields.some((f) => f.name === name && f.type === 'day')

const order: Check = (pack) => {
  const known = [...pack.fields.map((f) => f.name), ...(pack.computed ?? []).map((c) => c.name)]
  const by = pack.order?.replace(/^-/, '')
  return [
    ...(by === undefined || known.includes(by)
      ? []
      : [found('field-unknown', `There is no field "${by}" to order by.`, 'order')]),
    ...(pack.unique ?? []).flatMap((name, i) =>
      pack.fields.some((f) => f.name === name)
        ? []
        : [found('field-unknown', `There is no field "${name}".`, 'unique', i)],
    ),
  ]
}

function statesKnown(pack: RegisterPack, ids: readonly string[] | undefined, ...path: PackPath): Found[] {
  return (ids ?? []).flatMap((id, i) =>
    pack.states.some((s) => s.id === id) ? [] : [found('state-unknown', `There is no state "${id}".`, ...path, i)],
  )
}

const reminders: Check = (pack) =>
  (pack.reminders ?? []).flatMap(({ id, field, idleDays, states: ids }, i) => [
    ...((field === undefined) === (idleDays === undefined)
      ? [found('reminder-when', `"${id}" needs either "field" (a day) or "idleDays".`, 'reminders', i)]
      : []),
    ...(field === undefined || isDay(pack, field)
      ? []
      : [found('field-unknown', `There is no field "${field}" of type day.`, 'reminders', i, 'field')]),
    ...statesKnown(pack, ids, 'reminders', i, 'states'),
  ])

const measures: Check = (pack) =>
  (pack.measures ?? []).flatMap((measure, i) => {
    const { id, of, field, from, until } = measure
    const sums = ['sum', 'mean', 'median'].includes(of)
    return [
      ...(sums && (field === undefined || !numeric(pack, field))
        ? [found('measure-field', `"${id}" needs a "field" that is a number.`, 'measures', i)]
        : []),
      ...(of === 'meanDays' && (from === undefined || until === undefined || !isDay(pack, from) || !isDay(pack, until))
        ? [found('measure-field', `"${id}" needs "from" and "until", two fields of type day.`, 'measures', i)]
        : []),
      ...(of === 'share' && measure.states === undefined
        ? [found('measure-states', `"${id}" needs "states": a share of what?`, 'measures', i)]
        : []),
      ...statesKnown(pack, measure.states, 'measures', i, 'states'),
      ...statesKnown(pack, measure.outOf, 'measures', i, 'outOf'),
    ]
  })

const update: Check = (pack) => {
  if (pack.update === undefined) return []
  const known = [...pack.fields.map((f) => f.name), ...(pack.computed ?? []).map((c) => c.name)]
  return [
    ...(pack.scope === 'workspace'
      ? [found('update-needless', 'A register of the workspace stands in no project’s updates.', 'update')]
      : []),
    ...statesKnown(pack, pack.update.states, 'update', 'states'),
    ...(pack.update.show ?? []).flatMap((name, i) =>
      known.includes(name) ? [] : [found('field-unknown', `There is no field "${name}" to show.`, 'update', 'show', i)],
    ),
  ]
}
