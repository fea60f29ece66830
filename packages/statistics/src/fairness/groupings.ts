import type { FairnessCell, FairnessTable } from './cells.ts'

/** One group: the values of the grouping's attributes that its rows share. */
export type Group = {
  /** The values joined by a bar, as in `north|x`. */
  readonly name: string
  readonly values: readonly string[]
  readonly rows: number
  readonly weight: number
  /** The weight of true positives, false positives, false negatives and true negatives. */
  readonly counts: readonly [number, number, number, number]
  /** The sums of the squared weights of the same cells. */
  readonly squares: readonly [number, number, number, number]
}

/** A way to split rows into groups: by one attribute or by the intersection of several, perhaps within a control group. */
export type Grouping = {
  readonly attributes: readonly string[]
  /** Which control group this is, as column → value; empty without control features. */
  readonly control: Readonly<Record<string, string | null>>
  readonly groups: readonly Group[]
  readonly overall: Group
  /** Rows without a value of an attribute: in no group, but counted in `overall`. */
  readonly missing: number
  /** For each cell of the table its group, −1 for overall only, −2 for a cell of another control group. */
  readonly groupOfCell: Int32Array
}

/**
 * Every grouping of a table: by each attribute, by the intersection of all when there are several, and the same within
 * each combination of control values. Groups are those that occur, sorted by name.
 */
export function groupingsOf(table: FairnessTable, intersection: boolean): Grouping[] {
  const each = table.attributes.map((_, index) => [index])
  const splits = intersection && each.length > 1 ? [...each, each.flat()] : each
  const whole = splits.map((split) => groupingOf(table, split, undefined))
  if (table.control.length === 0) return whole
  const levels = new Map(table.cells.map(({ control }) => [JSON.stringify(control), control]))
  const within = [...levels]
    .sort(([a], [b]) => (a < b ? -1 : Number(a > b)))
    .flatMap(([key]) => splits.map((split) => groupingOf(table, split, key)))
  return [...whole, ...within]
}

function groupingOf(table: FairnessTable, split: readonly number[], level: string | undefined): Grouping {
  const { cells } = table
  const groupOfCell = new Int32Array(cells.length).fill(-2)
  const members = new Map<string, { values: string[]; cells: number[] }>()
  const inside: number[] = []
  let missing = 0
  for (const [index, cell] of cells.entries()) {
    if (level !== undefined && JSON.stringify(cell.control) !== level) continue
    inside.push(index)
    const values = split.map((attribute) => cell.attributes[attribute] ?? null)
    const present = values.filter((value) => value !== null)
    if (present.length < values.length) {
      groupOfCell[index] = -1
      missing += cell.rows
      continue
    }
    const key = JSON.stringify(present)
    const member = members.get(key) ?? { values: present, cells: [] }
    member.cells.push(index)
    members.set(key, member)
  }
  const sorted = [...members].sort(([a], [b]) => (a < b ? -1 : Number(a > b))).map(([, member]) => member)
  for (const [group, member] of sorted.entries()) for (const index of member.cells) groupOfCell[index] = group
  const control = level === undefined ? {} : controlOf(table, cells[inside[0] ?? 0])
  return {
    attributes: split.map((index) => table.attributes[index] ?? ''),
    control,
    groups: sorted.map((member) => groupOf(cells, member.cells, member.values)),
    overall: groupOf(cells, inside, []),
    missing,
    groupOfCell,
  }
}

function controlOf(table: FairnessTable, cell: FairnessCell | undefined): Record<string, string | null> {
  return Object.fromEntries(table.control.map((name, index) => [name, cell?.control[index] ?? null]))
}

function groupOf(cells: readonly FairnessCell[], members: readonly number[], values: readonly string[]): Group {
  const counts: [number, number, number, number] = [0, 0, 0, 0]
  const squares: [number, number, number, number] = [0, 0, 0, 0]
  let rows = 0
  let weight = 0
  for (const index of members) {
    const cell = cells[index]
    if (cell === undefined) continue
    const place = placeOf(cell)
    counts[place] = (counts[place] ?? 0) + cell.weight
    squares[place] = (squares[place] ?? 0) + cell.weightSquares
    rows += cell.rows
    weight += cell.weight
  }
  return { name: values.join('|'), values, rows, weight, counts, squares }
}

/** Where a cell counts: 0 true positive, 1 false positive, 2 false negative, 3 true negative. Without labels 1 or 3. */
export function placeOf({ actual, predicted }: Pick<FairnessCell, 'actual' | 'predicted'>): 0 | 1 | 2 | 3 {
  if (actual === true) return predicted ? 0 : 2
  return predicted ? 1 : 3
}
