/**
 * The cycles of a graph (name → names it points to): every strongly connected group of more than one, and every name
 * that points to itself. Tarjan 1972, "Depth-first search and linear graph algorithms".
 *
 * @example importCycles(new Map([['a', ['b']], ['b', ['a']], ['c', []]])) // [['a', 'b']]
 */
export function importCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const cycles: string[][] = []
  const visit = (name: string): number => {
    const own = index.size
    let lowest = own
    index.set(name, own)
    stack.push(name)
    for (const next of graph.get(name) ?? []) {
      if (!index.has(next)) lowest = Math.min(lowest, visit(next))
      else if (stack.includes(next)) lowest = Math.min(lowest, index.get(next) ?? lowest)
    }
    low.set(name, lowest)
    if (lowest === own) {
      const group = stack.splice(stack.indexOf(name))
      if (group.length > 1 || graph.get(name)?.includes(name) === true) cycles.push(group.toSorted())
    }
    return lowest
  }
  for (const name of graph.keys()) if (!index.has(name)) visit(name)
  return cycles
}
