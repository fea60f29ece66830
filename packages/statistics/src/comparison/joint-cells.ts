/** Rows with the same actual class and the same two predictions, by places in the list of classes. */
export type JointCell = {
  readonly actual: number
  readonly first: number
  readonly second: number
  readonly count: number
}

/** Rows that only one version has right. */
export type Discordance = { readonly onlyFirst: number; readonly onlySecond: number; readonly rows: number }

/** How many rows only the first version has right, and how many only the second; of one actual class where one is given. */
export function discordantRows(cells: readonly JointCell[], actual?: number): Discordance {
  let [onlyFirst, onlySecond, rows] = [0, 0, 0]
  for (const cell of cells) {
    if (actual !== undefined && cell.actual !== actual) continue
    rows += cell.count
    if (cell.first === cell.actual && cell.second !== cell.actual) onlyFirst += cell.count
    if (cell.second === cell.actual && cell.first !== cell.actual) onlySecond += cell.count
  }
  return { onlyFirst, onlySecond, rows }
}
