import { quoted, ScanError } from '../scan/scan-error.ts'

/** Pairs of which the second is, by custom, the class of interest. */
const CUSTOMARY: readonly (readonly [string, string])[] = [
  ['0', '1'],
  ['-1', '1'],
  ['false', 'true'],
  ['no', 'yes'],
  ['n', 'y'],
  ['negative', 'positive'],
  ['neg', 'pos'],
]

/** The class of interest, and a caveat where it was not given. */
export type PositiveClass = { readonly positive: string; readonly caveat?: string }

/**
 * Which of one or two classes is the positive one: the given one; else by custom (1, true, yes, positive); else the class
 * that is predicted where scores are high; else the last by name. Anything but the first two comes with a caveat.
 *
 * `meanScores` is the mean score of the rows predicted to be of each class, where there are scores.
 */
export function positiveClass(
  classes: readonly string[],
  given: string | undefined,
  meanScores: ReadonlyMap<string, number>,
): PositiveClass {
  if (given !== undefined) {
    if (classes.includes(given) || classes.length < 2) return { positive: given }
    throw new ScanError(
      'class_unknown',
      `the positive class ${quoted(given)} occurs neither as label nor as prediction`,
      `give one of ${classes.map(quoted).join(', ')}`,
    )
  }
  const customary = CUSTOMARY.find((pair) => classes.every((name) => pair.includes(name.toLowerCase())))
  const byCustom = classes.find((name) => name.toLowerCase() === customary?.[1])
  if (customary !== undefined) return { positive: byCustom ?? customary[1] }
  const [first = '', last = first] = classes
  const ofFirst = meanScores.get(first)
  const ofLast = meanScores.get(last)
  const say = (positive: string, why: string): PositiveClass => ({
    positive,
    caveat: `The positive class was not given; ${quoted(positive)} was taken, ${why}.`,
  })
  if (ofFirst !== undefined && ofLast !== undefined && ofFirst !== ofLast) {
    return say(ofFirst > ofLast ? first : last, 'since it is what is predicted where scores are high')
  }
  return say(last, classes.length < 2 ? 'since there is no other class' : 'since it is the last by name')
}

/**
 * The classes of the file: all labels and all predictions, sorted. Throws `labels_differ` when the two columns plainly
 * write their classes in different ways, since every measure would then be wrong; returns caveats for what is only odd.
 */
export function classesOf(
  labels: readonly string[],
  predictions: readonly string[],
  given: string | undefined,
): { classes: string[]; caveats: string[] } {
  const classes = [...new Set([...labels, ...predictions])].sort()
  const unseen = predictions.filter((name) => !labels.includes(name))
  if (unseen.length === 0) return { classes, caveats: [] }
  const twins = unseen.flatMap((name) =>
    labels.filter((label) => plain(label) === plain(name)).map((label) => [label, name]),
  )
  const disjoint = labels.every((label) => !predictions.includes(label))
  const allWrong = classes.length === 2 && given !== undefined && classes.includes(given)
  if (twins.length > 0 || (disjoint && !allWrong)) {
    const [label = labels[0], prediction = predictions[0]] = twins[0] ?? []
    throw new ScanError(
      'labels_differ',
      `the label column has ${list(labels)} and the prediction column has ${list(predictions)}`,
      `write the classes of both columns in the same way: ${quoted(label ?? '')} is not ${quoted(prediction ?? '')}`,
    )
  }
  return { classes, caveats: [`${list(unseen)} is predicted but never occurs as a label.`] }
}

/** A class as its twin in another spelling would be written: case, blanks and a fraction of zeros aside. */
function plain(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/^([+-]?\d+)\.0*$/, '$1')
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 5).map(quoted).join(', ')
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown
}
