/**
 * The rows of one distinct combination of attribute values, control values, actual and predicted class.
 *
 * All group metrics, disparities and bootstrap draws follow from such cells alone, so nothing later depends on how many
 * rows there were. A value is null where the row has none; `actual` is null where there are no labels at all.
 */
export type FairnessCell = {
  readonly attributes: readonly (string | null)[]
  readonly control: readonly (string | null)[]
  readonly actual: boolean | null
  readonly predicted: boolean
  readonly rows: number
  /** The sum of the weights of the rows; equal to `rows` without weights. */
  readonly weight: number
  /** The sum of the squares of the weights. */
  readonly weightSquares: number
}

/** Cells with the names of their attributes and control columns. */
export type FairnessTable = {
  readonly attributes: readonly string[]
  readonly control: readonly string[]
  readonly weighted: boolean
  readonly cells: readonly FairnessCell[]
}

/** Rows as columns: one entry a row in each array. `true` and 1 are the class of interest. */
export type FairnessRows = {
  readonly actual?: readonly (boolean | number)[]
  readonly predicted: readonly (boolean | number)[]
  readonly attributes: Readonly<Record<string, readonly (string | null)[]>>
  readonly control?: Readonly<Record<string, readonly (string | null)[]>>
  readonly weights?: readonly number[]
}

/**
 * Counts rows into cells. Throws a RangeError when the arrays differ in length or a weight is negative or not finite.
 *
 * @example
 * fairnessTable({ actual: [1, 0], predicted: [1, 1], attributes: { sex: ['x', 'y'] } }).cells.length // 2
 */
export function fairnessTable({ actual, predicted, attributes, control = {}, weights }: FairnessRows): FairnessTable {
  const columns = [...Object.values(attributes), ...Object.values(control)]
  for (const column of [actual, weights, ...columns]) {
    if (column !== undefined && column.length !== predicted.length) {
      throw new RangeError(`${column.length} values and ${predicted.length} predictions: give one of each a row`)
    }
  }
  const names = Object.keys(attributes)
  const found = new Map<string, { -readonly [Key in keyof FairnessCell]: FairnessCell[Key] }>()
  for (const [row, prediction] of predicted.entries()) {
    const weight = weights?.[row] ?? 1
    if (!Number.isFinite(weight) || weight < 0) throw new RangeError(`the weight of row ${row} is ${weight}`)
    const values = columns.map((column) => column[row] ?? null)
    const truth = actual === undefined ? null : Boolean(actual[row])
    const key = JSON.stringify([values, truth, Boolean(prediction)])
    let cell = found.get(key)
    if (cell === undefined) {
      cell = {
        attributes: values.slice(0, names.length),
        control: values.slice(names.length),
        actual: truth,
        predicted: Boolean(prediction),
        rows: 0,
        weight: 0,
        weightSquares: 0,
      }
      found.set(key, cell)
    }
    cell.rows += 1
    cell.weight += weight
    cell.weightSquares += weight * weight
  }
  return {
    attributes: names,
    control: Object.keys(control),
    weighted: weights !== undefined,
    cells: sortedCells([...found.values()]),
  }
}

/** The cells in an order that depends on their values alone, so that the same rows in any order give the same draws. */
export function sortedCells(cells: readonly FairnessCell[]): FairnessCell[] {
  const keyed = cells.map((cell) => ({
    cell,
    key: JSON.stringify([cell.attributes, cell.control, cell.actual, cell.predicted]),
  }))
  return keyed.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key))).map(({ cell }) => cell)
}
