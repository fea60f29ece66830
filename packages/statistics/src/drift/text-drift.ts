import { normal } from '../distributions/normal.ts'
import type { NumericColumn } from './column.ts'
import type { ColumnDrift, DriftEffect } from './column-drift.ts'
import { crossFitted, separationShare } from './domain-classifier.ts'
import { fitLinear } from './linear-classifier.ts'
import { effectOf, numericDrift, verdictsOf } from './recommended.ts'
import type { Judgement } from './recommended.ts'
import { HASH_SIZE, hashedNgrams, wordsOf } from './text-features.ts'

/** Texts of both sides, a sample of them where there are many. */
export type TextSamples = { readonly reference: readonly string[]; readonly current: readonly string[] }

/**
 * The drift of a column of prose: the lengths (Kolmogorov–Smirnov distance), the share of words that the reference does not
 * know, and how well a classifier on hashed words and letters tells the two apart. A third of `alpha` goes to each; the
 * missing share goes with the lengths. Deterministic by seed.
 */
export function textDrift(
  lengths: NumericColumn,
  texts: TextSamples,
  { margin, alpha }: Judgement,
  seed: number,
): ColumnDrift {
  const third = { margin, alpha: alpha / 3 }
  const ofLengths = numericDrift(lengths, third)
  const [length, missing] = ofLengths.effects
  const effects = [separationEffect(texts, third, seed), unknownWords(texts, third)]
  if (length !== undefined) effects.push({ ...length, measure: 'length_ks_distance' })
  if (missing !== undefined) effects.push(missing)
  const [separation] = effects
  const caveats =
    separation?.value === null
      ? ['Too few texts for a classifier to learn from: only words and lengths are compared.']
      : []
  const main = separation?.value === null ? effects.slice(1) : effects
  return {
    ...ofLengths,
    kind: 'text',
    ...verdictsOf(main),
    distances: Object.fromEntries(
      Object.entries(ofLengths.distances).map(([name, value]) => [`length_${name}`, value]),
    ),
    caveats: [...ofLengths.caveats, ...caveats],
  }
}

function separationEffect(
  { reference, current }: TextSamples,
  { margin, alpha }: Judgement,
  seed: number,
): DriftEffect {
  const rows = [...reference, ...current].map((text) => ({ places: hashedNgrams(text) }))
  const isCurrent = rows.map((_, index) => (index < reference.length ? 0 : 1))
  const found = crossFitted(isCurrent, 1 - alpha, (train) => {
    const score = fitLinear(rows, isCurrent, train, HASH_SIZE, seed)
    return (row) => score(rows[row] ?? { places: [] })
  })
  const { value, low, high } = separationShare(found)
  return effectOf('classifier_separation', value, low, high, margin)
}

/**
 * How much more of the words are unknown to the one half of the reference than of the words of its other half: what is
 * new in the current texts, not what is new in any text. The interval takes texts, not words, as what was drawn.
 */
export function unknownWords({ reference, current }: TextSamples, { margin, alpha }: Judgement): DriftEffect {
  const known = new Set(reference.filter((_, index) => index % 2 === 0).flatMap(wordsOf))
  const before = unknownShare(
    reference.filter((_, index) => index % 2 === 1),
    known,
  )
  const now = unknownShare(current, known)
  if (before === undefined || now === undefined) return effectOf('unknown_words', null, null, null, margin)
  const change = now.share - before.share
  const reach = normal.upperQuantile(alpha / 2) * Math.sqrt(now.variance + before.variance)
  const [low, high] = [change - reach, change + reach]
  const least = low > 0 ? low : high < 0 ? -high : 0
  return effectOf(
    'unknown_words',
    Math.abs(change),
    least,
    Math.min(1, Math.max(Math.abs(low), Math.abs(high))),
    margin,
  )
}

/** The share of unknown words and its variance: a ratio over texts (Cochran 1977, 6.4). */
function unknownShare(
  texts: readonly string[],
  known: ReadonlySet<string>,
): { share: number; variance: number } | undefined {
  const counts = texts.map((text) => {
    const words = wordsOf(text)
    return { words: words.length, unknown: words.filter((word) => !known.has(word)).length }
  })
  const words = counts.reduce((sum, count) => sum + count.words, 0)
  if (words === 0 || texts.length < 2) return undefined
  const share = counts.reduce((sum, count) => sum + count.unknown, 0) / words
  const squares = counts.reduce((sum, count) => sum + (count.unknown - share * count.words) ** 2, 0)
  const n = texts.length
  return { share, variance: ((n / (n - 1)) * squares) / words ** 2 }
}
