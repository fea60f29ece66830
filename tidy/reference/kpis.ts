import type { KpisPack } from '@muster/core'
import { FORMULAS, isComputed } from '@muster/core'
import type { Page } from './markdown.ts'
import { code, list, page, table } from './markdown.ts'
import { fieldsOf } from './shape.ts'

const AGGREGATES = {
  share: 'mean of observations that are 0 or 1',
  mean: 'mean',
  median: 'median',
  'per-week': 'count ÷ weeks of the window',
  'days-per-week': 'days with at least one ÷ weeks of the window',
} as const

/** KPIs as the shipped packs define them, and every formula that a KPI can name. */
export function kpisPage(packs: readonly KpisPack[], role: (id: string) => string): Page {
  const kpis = packs.flatMap((pack) => pack.kpis)
  const rows = kpis.map((kpi) => {
    const formula = FORMULAS.get(kpi.formula)
    const parameters = Object.entries(kpi.parameters ?? {}).map(
      ([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`,
    )
    const isNow = formula !== undefined && isComputed(formula)
    return [
      code(kpi.id),
      kpi.title,
      kpi.roles.map(role).join(', '),
      `[${kpi.formula}](#${kpi.formula})${parameters.length === 0 ? '' : ` (${parameters.join('; ')})`}`,
      kpi.unit ?? formula?.unit ?? '',
      { higher: 'higher', lower: 'lower', none: 'neither' }[kpi.direction],
      `${kpi.windowDays} days`,
      isNow ? 'yes' : 'not yet',
      (kpi.source ?? []).join(', '),
    ]
  })
  const blocks = [...FORMULAS].flatMap(([id, formula]) => {
    const parameters = fieldsOf(formula.parameters).map((f) => [
      code(f.name),
      f.kind,
      f.isOptional ? (f.fallback ?? 'optional') : 'required',
      f.meaning,
    ])
    return [
      `### ${id}`,
      `${formula.title}. ${formula.says} Unit: ${formula.unit}.`,
      ...(parameters.length === 0 ? [] : [table(['parameter', 'holds', 'default', 'meaning'], parameters)]),
      isComputed(formula)
        ? list([
            `One number of a window: ${AGGREGATES[formula.aggregate]}.`,
            `Groups: ${Object.entries(formula.parts)
              .map(([part, means]) => `${part} (${means})`)
              .join('; ')}.`,
            `Entries: ${formula.reads.map((type) => `[${type}](events.md#${type.toLowerCase()})`).join(', ')}.`,
            `No data, because ${formula.missing}; ${code(formula.act)} gives some.`,
          ])
        : list([`No data yet: no act records ${formula.awaits.recording}; \`${formula.awaits.act}\` will.`]),
    ]
  })
  return page(
    'kpis.md',
    'KPIs',
    `Every KPI names one of a fixed set of formulas. A value is computed when it is read, from entries and from the records that are folded from them; nobody can type one in. A window is a number of whole days (UTC) that ends with today; a trend has eight of them. n counts the observations behind a value, and where it is 0 there is no value. Shipped KPIs: ${kpis.length}.`,
    '## The KPIs that ship',
    'None has a target: the sources give no numbers. A project sets its own with `muster kpi adjust`.',
    table(['KPI', 'title', 'roles', 'formula', 'unit', 'better', 'window', 'computed', 'source'], rows),
    '## Formulas',
    ...blocks,
  )
}
