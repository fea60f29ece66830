/**
 * The candidate most like a word, when it is near enough to have been meant: at most a third of the letters differ.
 *
 * @example nearest('titel', ['title', 'version']) // 'title'
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > 100) return undefined
  let best: { readonly candidate: string; readonly steps: number } | undefined
  for (const candidate of candidates) {
    const steps = editSteps(word.toLowerCase(), candidate.toLowerCase())
    const allowed = Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3))
    if (steps <= allowed && (best === undefined || steps < best.steps)) best = { candidate, steps }
  }
  return best?.candidate
}

/** Letters to insert, delete, replace or swap with their neighbour to turn one word into the other. */
function editSteps(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    rows.push(row)
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let steps = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) steps = Math.min(steps, at(i - 2, j - 2) + 1)
      row[j] = steps
    }
  }
  return at(a.length, b.length)
}
