import { counted, decimal, ends, listed, percent } from '../findings/finding.ts'
import type { Finding } from '../findings/finding.ts'
import type { Agreement } from './agreement.ts'

/** Krippendorff (2004): above 0.8 for conclusions, from 0.667 for tentative ones. */
const RELIABLE = 0.8
const TENTATIVE = 0.667
/** A rater without whom alpha would be so much higher deserves a look. */
const STANDS_OUT = 0.05

/** What the agreement means for the use of the labels, and who or what to look at first. */
export function agreementFindings(result: Omit<Agreement, 'findings' | 'method'>): Finding[] {
  const odd = raterFinding(result)
  const quality = goldFinding(result)
  const cost = costFinding(result)
  return [reliability(result), ...[odd, quality, cost].filter((finding) => finding !== undefined)]
}

function reliability({
  coefficients,
  pairableItems,
  raters,
  settings,
  caveats,
}: Omit<Agreement, 'findings' | 'method'>): Finding {
  const alpha = coefficients.find(({ name }) => name === 'alpha')
  if (alpha === undefined || alpha.value === null) {
    return {
      title: 'Agreement cannot be told',
      sentence: `There is no alpha for ${counted(pairableItems, 'item')} with two labels or more: ${alpha?.reason ?? 'no reason'}.`,
      caveats,
      next: 'Let at least two raters label the same items.',
    }
  }
  const numbers =
    `Krippendorff’s alpha (${settings.level}) of ${counted(raters, 'rater')} on ${counted(pairableItems, 'item')} is ` +
    `${decimal(alpha.value)}${ends(alpha, decimal)}`
  if (settings.draws > 0 && alpha.low === null) {
    return {
      title: 'Reliability of the labels is uncertain',
      sentence: `${numbers}; nothing varied, so it cannot be told how much lower it may be.`,
      caveats,
      next: 'Label more items twice.',
    }
  }
  const least = alpha.low ?? alpha.value
  const most = alpha.high ?? alpha.value
  if (least >= RELIABLE) {
    return {
      title: 'Labels are reliable',
      sentence: `${numbers}, at least ${decimal(RELIABLE)}.`,
      caveats,
      next: 'Use the labels; measure again when raters, guidelines or data change.',
    }
  }
  if (most < TENTATIVE) {
    return {
      title: 'Labels are not reliable',
      sentence: `${numbers}, below ${decimal(TENTATIVE)}.`,
      caveats,
      next: 'Do not train or decide on these labels: look at the disputed items, mend the guideline, label again.',
    }
  }
  return {
    title:
      least >= TENTATIVE
        ? 'Labels are good enough for tentative conclusions'
        : 'Reliability of the labels is uncertain',
    sentence: `${numbers}; ${decimal(TENTATIVE)} is the least for tentative and ${decimal(RELIABLE)} for firm conclusions.`,
    caveats,
    next: 'Discuss the disputed items with the raters, and label more items twice.',
  }
}

function raterFinding({ byRater, coefficients }: Omit<Agreement, 'findings' | 'method'>): Finding | undefined {
  const alpha = coefficients.find(({ name }) => name === 'alpha')?.value ?? null
  if (alpha === null || byRater === null || byRater.length < 3) return undefined
  const gains = byRater.flatMap(({ rater, alphaWithout, agreement, labels }) =>
    alphaWithout === null ? [] : [{ rater, alphaWithout, agreement, labels, gain: alphaWithout - alpha }],
  )
  const first = gains.reduce<(typeof gains)[number] | undefined>(
    (best, one) => (best === undefined || one.gain > best.gain ? one : best),
    undefined,
  )
  if (first === undefined || first.gain < STANDS_OUT) return undefined
  return {
    title: `${first.rater} labels otherwise than the others`,
    sentence:
      `Without ${first.rater}, alpha would be ${decimal(first.alphaWithout)} instead of ${decimal(alpha)}; ` +
      `${first.agreement === null ? 'no label' : percent(first.agreement)} of the labels of others on the same items are the same.`,
    caveats: [
      `${first.rater} gave ${counted(first.labels, 'label')}.`,
      'Who differs from the others is not always wrong.',
    ],
    next: `Go through some of the disputed items with ${first.rater}.`,
  }
}

function goldFinding({ gold, settings }: Omit<Agreement, 'findings' | 'method'>): Finding | undefined {
  const known = (gold ?? []).flatMap((one) => (one.share === null ? [] : [{ ...one, share: one.share }]))
  if (known.length === 0) return undefined
  const labels = known.reduce((sum, one) => sum + one.labels, 0)
  const right = known.reduce((sum, one) => sum + one.right, 0)
  const worst = known.reduce((least, one) => (one.share < least.share ? one : least))
  return {
    title: 'Quality on gold items',
    sentence:
      `${percent(right / labels)} of ${counted(labels, 'label')} on gold items are right; the least right is ${worst.rater} ` +
      `with ${percent(worst.share)}${ends(worst.interval, percent)} of ${worst.labels}.`,
    caveats: [`Intervals are Wilson’s at ${percent(settings.confidence)}.`],
    next:
      worst.mistakes.length === 0
        ? 'Keep gold items in the queue, and renew them before raters know them.'
        : `Explain the difference of ${listed([worst.mistakes[0]?.truth ?? '', worst.mistakes[0]?.given ?? ''])} to ${worst.rater}.`,
  }
}

function costFinding({ cost }: Omit<Agreement, 'findings' | 'method'>): Finding | undefined {
  if (cost === null || cost.costPerLabel === null) return undefined
  const perConsensus =
    cost.costPerConsensus === null ? '' : `, and an item with a consensus label ${decimal(cost.costPerConsensus)}`
  return {
    title: 'Cost of labels',
    sentence: `${counted(cost.labels, 'label')} took ${decimal(cost.hours)} hours; a label costs ${decimal(cost.costPerLabel)}${perConsensus}.`,
    caveats:
      cost.untimed === 0
        ? []
        : [`${counted(cost.untimed, 'label')} without a lead time counted at the mean of the others.`],
    next: 'Hold this against what better labels are worth before buying more of them.',
  }
}
