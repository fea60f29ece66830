/**
 * Inequality of what people got: the generalized entropy index of the benefits b = predicted − actual + 1, where 1 is
 * what was due, 2 an undue gain and 0 an undue loss (Speicher and others 2018, as in AIF360). `alpha` 1 is the Theil
 * index, 2 half the squared coefficient of variation. 0 is equal; NaN when nobody has any benefit.
 *
 * @example
 * entropyIndex({ truePositives: 1, falsePositives: 1, falseNegatives: 0, trueNegatives: 0 }, 2) // 0.05555555555555555
 */
export function entropyIndex(
  counts: { truePositives: number; falsePositives: number; falseNegatives: number; trueNegatives: number },
  alpha: 1 | 2,
): number {
  const due = counts.truePositives + counts.trueNegatives
  const total = due + counts.falsePositives + counts.falseNegatives
  const mean = (due + 2 * counts.falsePositives) / total
  if (alpha === 1) {
    const part = (benefit: number): number => (benefit / mean) * Math.log(benefit / mean)
    return (due * part(1) + (counts.falsePositives > 0 ? counts.falsePositives * part(2) : 0)) / total
  }
  const part = (benefit: number): number => (benefit / mean) ** 2 - 1
  return (due * part(1) + counts.falsePositives * part(2) + counts.falseNegatives * part(0)) / (2 * total)
}
