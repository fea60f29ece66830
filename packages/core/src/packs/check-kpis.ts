import { FORMULAS } from '../record/scorecards/formulas.ts'
import type { KpisPack } from './kpis-pack.ts'

type PackedKpi = KpisPack['kpis'][number]
interface Found {
  readonly code: string
  readonly message: string
  readonly path: (string | number)[]
}

/** What is wrong with the KPIs of a pack beside their shape and their ids: formulas, parameters and bands. */
export function inKpis(pack: KpisPack): Found[] {
  return pack.kpis.flatMap((kpi, i) => [...inFormula(kpi, i), ...inBands(kpi, i)])
}

function inFormula(kpi: PackedKpi, i: number): Found[] {
  const formula = FORMULAS.get(kpi.formula)
  if (formula === undefined) {
    const known = [...FORMULAS.keys()].join(', ')
    const message = `There is no formula "${kpi.formula}"; these are: ${known}.`
    return [{ code: 'formula-unknown', message, path: ['kpis', i, 'formula'] }]
  }
  const own = ['kpis', i, ...(kpi.parameters === undefined ? [] : ['parameters'])]
  const read = formula.parameters.safeParse(kpi.parameters ?? {})
  if (read.success) return []
  const names = Object.keys(formula.parameters.shape)
  const takes = names.length === 0 ? 'takes no parameters' : `takes ${names.join(', ')}`
  return read.error.issues.flatMap((issue): Found[] => {
    const path = [...own, ...issue.path.filter((step) => typeof step !== 'symbol')]
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        code: 'parameter-unknown',
        message: `The formula "${kpi.formula}" ${takes}, and no "${key}".`,
        path: [...own, key],
      }))
    const name = String(issue.path[0] ?? 'parameters')
    const isMissing = kpi.parameters === undefined || !Object.hasOwn(kpi.parameters, name)
    return [
      isMissing
        ? {
            code: 'parameter-missing',
            message: `The formula "${kpi.formula}" needs the parameter "${name}".`,
            path: own,
          }
        : { code: 'parameter-invalid', message: `"${name}": ${issue.message.replace(/^Invalid input: /, '')}`, path },
    ]
  })
}

/** Bands stand from best to worst, and only the last one has no bound. */
function inBands(kpi: PackedKpi, i: number): Found[] {
  const bands = kpi.bands ?? []
  if (bands.length === 0) return []
  const at = (j: number) => ['kpis', i, 'bands', j]
  if (kpi.direction === 'none')
    return [
      { code: 'bands-order', message: 'Bands need a direction: which way is better?', path: ['kpis', i, 'direction'] },
    ]
  return bands.flatMap(({ name, bound }, j): Found[] => {
    const isLast = j === bands.length - 1
    if (isLast !== (bound === undefined)) {
      const message = isLast
        ? `The last band, "${name}", takes everything that is left and has no bound.`
        : `"${name}" needs a bound: only the last band takes what is left.`
      return [{ code: 'bands-order', message, path: at(j) }]
    }
    const before = bands[j - 1]?.bound
    if (bound === undefined || before === undefined) return []
    if (kpi.direction === 'higher' ? bound < before : bound > before) return []
    return [
      {
        code: 'bands-order',
        message: `"${name}" does not follow the band before it: bands go from best to worst.`,
        path: at(j),
      },
    ]
  })
}
