import { language } from '../../words/in-language.ts'
import { duration, measured } from '../../ui/number.ts'
import { words } from '../../words/scorecards.ts'

/** The value of a KPI with its unit. Example: `kpiValue(0.42, 'share') // '42%'` */
export function kpiValue(value: number | null, unit: string): string {
  if (value === null) return '–'
  if (unit === 'share' || unit === 'ratio')
    return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(value)
  if (unit === 'days') return value > 0 && value < 1 / 1440 ? words.underAMinute : duration(value * 1440)
  return `${measured(value)} ${unit}`.trim()
}
