import { counted, listed } from '../findings/finding.ts'
import type { Agreement } from './agreement.ts'

/** With fewer items, one more or less moves a coefficient visibly. */
const FEW_ITEMS = 30
const FEW_LABELS = 10

/** What a reader must know before trusting the numbers, in plain sentences. */
export function agreementCaveats(result: Omit<Agreement, 'caveats' | 'findings' | 'method'>): string[] {
  const { items, pairableItems, coefficients, byCategory, byRater, consensus, cost, gold, pairs, raters } = result
  const caveats: string[] = []
  if (pairableItems < FEW_ITEMS) {
    caveats.push(
      `Only ${counted(pairableItems, 'item')} have two labels or more, fewer than ${FEW_ITEMS}: no number is reliable.`,
    )
  }
  if (pairableItems < items) {
    const [has, tells] = items - pairableItems === 1 ? ['has', 'tells'] : ['have', 'tell']
    caveats.push(
      `${items - pairableItems} of ${counted(items, 'item')} ${has} fewer than two labels and ${tells} nothing about agreement.`,
    )
  }
  const none = coefficients.filter(({ value }) => value === null)
  for (const reason of new Set(none.map(({ reason }) => reason ?? ''))) {
    const names = none.filter((one) => one.reason === reason).map(({ name }) => name)
    caveats.push(`No value could be given for ${listed(names)}: ${reason}.`)
  }
  const paradox = paradoxOf(coefficients)
  if (paradox !== undefined) caveats.push(paradox)
  const rare = (byCategory ?? [])
    .filter(({ labels }) => labels < FEW_LABELS)
    .map(({ category, labels }) => `${category} (${labels})`)
  if (rare.length > 0)
    caveats.push(`Labels given fewer than ${FEW_LABELS} times, of which little can be said: ${listed(rare)}.`)
  const thin = (byRater ?? [])
    .filter(({ labels }) => labels < FEW_LABELS)
    .map(({ rater, labels }) => `${rater} (${labels})`)
  if (thin.length > 0)
    caveats.push(`Raters with fewer than ${FEW_LABELS} labels, of whom little can be said: ${listed(thin)}.`)
  if (pairs === null && result.settings.detail) {
    caveats.push(
      `Pairs of raters are not listed: there are ${raters} raters and ${result.categories} different labels.`,
    )
  }
  if (consensus?.hasConverged === false) {
    caveats.push(
      `The model of Dawid and Skene did not come to rest in ${consensus.rounds ?? 0} rounds: its labels are not final.`,
    )
  }
  if (consensus !== null && consensus.tied > 0) {
    caveats.push(
      `${counted(consensus.tied, 'item')} ${consensus.tied === 1 ? 'is' : 'are'} tied and ${consensus.tied === 1 ? 'has' : 'have'} no majority label.`,
    )
  }
  if (gold !== null && gold.every(({ labels }) => labels === 0)) caveats.push('No gold item was labelled.')
  if (cost !== null && cost.untimed > 0) {
    caveats.push(
      `${counted(cost.untimed, 'label')} without a lead time ${cost.untimed === 1 ? 'is' : 'are'} counted at the mean of the others.`,
    )
  }
  return caveats
}

/** High agreement with low alpha: nearly all labels are of one category (Feinstein and Cicchetti 1990). */
function paradoxOf(coefficients: Agreement['coefficients']): string | undefined {
  const valueOf = (wanted: string): number | null => coefficients.find(({ name }) => name === wanted)?.value ?? null
  const fleiss = valueOf('fleiss_kappa')
  const gwet = valueOf('gwet_ac1')
  if (fleiss === null || gwet === null || gwet - fleiss < 0.2) return undefined
  return (
    'Nearly all labels are of one category, so kappa and alpha are low although raters mostly agree; ' +
    'Gwet’s AC1 is not affected by this.'
  )
}
