/** How well a text matches what was typed: every word must occur; words at the start of a word count more. -1: not at all. */
function score(text: string, typed: readonly string[]): number {
  const lower = text.toLowerCase()
  let sum = 0
  for (const word of typed) {
    const place = lower.indexOf(word)
    if (place === -1) return -1
    const isStart = place === 0 || /[\s._-]/.test(lower[place - 1] ?? '')
    sum += (isStart ? 3 : 1) + (place === 0 ? 2 : 0)
  }
  return sum - lower.length / 1_000
}

/**
 * The items that match what was typed, best first; all of them, as they are, when nothing was typed.
 * Example: `bestMatches(['Gate', 'Promote at the gate'], 'gate', (t) => t)[0] // 'Gate'`
 */
export function bestMatches<T extends { readonly group?: string }>(
  items: readonly T[],
  typed: string,
  textOf: (item: T) => string,
): readonly T[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((w) => w !== '')
  if (words.length === 0) return items
  const scored = items.map((item) => ({ item, points: score(textOf(item), words) })).filter((s) => s.points >= 0)
  // Groups stay together, in the order of their best.
  const best = new Map<string | undefined, number>()
  for (const { item, points } of scored) best.set(item.group, Math.max(points, best.get(item.group) ?? -1))
  return scored
    .toSorted((a, b) => (best.get(b.item.group) ?? 0) - (best.get(a.item.group) ?? 0) || b.points - a.points)
    .map((s) => s.item)
}
