import { measured } from '../../ui/number.ts'

interface Limit {
  readonly metric: string
  readonly comparator: string
  readonly threshold: number
}

/** A limit as people write it. Example: `limitText({ metric: 'recall', comparator: '<', threshold: 0.92 }) // 'recall < 0.92'` */
export const limitText = ({ metric, comparator, threshold }: Limit): string =>
  `${metric} ${comparator.replace('>=', '≥').replace('<=', '≤')} ${measured(threshold)}`
