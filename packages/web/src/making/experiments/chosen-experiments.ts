import type { Experiment } from '@muster/core'

/** As many as a column of the board, or the list, shows at once. */
export const AT_ONCE = { board: 20, list: 50 } as const
export type View = keyof typeof AT_ONCE

/** The experiments in whose title, hypothesis or kind every typed word occurs; all when nothing is typed. */
export function matching(experiments: readonly Experiment[], typed: string): readonly Experiment[] {
  const words = typed.toLowerCase().split(/\s+/)
  return experiments.filter((e) => {
    const text = `${e.title} ${e.hypothesis} ${e.kind}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** What stands behind the question mark of the address: only what is not as usual. */
export function searchFor({ view, find, more }: { view: View; find: string; more: number }): string {
  const search = new URLSearchParams()
  if (view !== 'board') search.set('view', view)
  if (find !== '') search.set('find', find)
  if (more > 1) search.set('more', String(more))
  return search.size === 0 ? '' : `?${search.toString()}`
}
